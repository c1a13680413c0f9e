import { Access, DataClass, DustService, GitHubRepository, type DustApp } from 'dust-service';

/** Finds the tag that a fingerprint belongs to. */
export function matching(app: DustApp): DustService {
  // #region matching
  return new DustService(app, 'matching', {
    owner: 'matching',
    repository: GitHubRepository.of('dust-identity/matching', { ownerId: '8675309', repositoryId: '1003' }),
    dataClass: DataClass.RESTRICTED,
    http: { port: 8000, access: Access.cluster(), cpu: '500m', memory: '1Gi' },
    postgres: {},
    buckets: { fingerprints: {} },
    calledBy: ['audit-archive', 'enrollment', 'metrics-gateway'],
    overrides: { prod: { replicas: 4, maxReplicas: 12, cpu: '2', memory: '4Gi', postgres: { instanceClass: 'db.r8g.xlarge', storage: '500Gi' } } },
  });
  // #endregion
}
