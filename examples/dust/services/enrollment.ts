import { Access, DataClass, DustService, GitHubRepository, type DustApp } from 'dust-service';

/** Where a new tag becomes known: raw images in, fingerprints out. */
export function enrollment(app: DustApp): DustService {
  // #region enrollment
  return new DustService(app, 'enrollment', {
    owner: 'matching',
    repository: GitHubRepository.of('dust-identity/enrollment', { ownerId: '8675309', repositoryId: '1008' }),
    dataClass: DataClass.RESTRICTED,
    http: { port: 8000, access: Access.vpn(), memory: '1Gi' },
    postgres: {},
    buckets: { 'raw-images': {} },
    calls: ['matching', 'catalog'],
  });
  // #endregion
}
