import { Access, DataClass, DustService, GitHubRepository, type DustApp } from 'dust-service';

/** Keeps the record of every match for seven years. */
export function auditArchive(app: DustApp): DustService {
  // #region audit-archive
  return new DustService(app, 'audit-archive', {
    owner: 'compliance',
    repository: GitHubRepository.of('dust-identity/audit-archive', { ownerId: '8675309', repositoryId: '1004' }),
    environments: ['staging', 'prod'],
    dataClass: DataClass.RESTRICTED,
    http: { port: 8000, access: Access.vpn('audit') },
    buckets: { records: { retention: '7y' } },
    calls: ['matching'],
  });
  // #endregion
}
