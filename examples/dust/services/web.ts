import { Access, DataClass, DustService, GitHubRepository, type DustApp } from 'dust-service';

/** The front end: React, built to files, served by nginx. */
export function web(app: DustApp): DustService {
  // #region web
  return new DustService(app, 'web', {
    owner: 'frontend',
    repository: GitHubRepository.of('dust-identity/web', { ownerId: '8675309', repositoryId: '1002' }),
    dataClass: DataClass.PUBLIC,
    http: { port: 8080, access: Access.internet('app'), writable: ['/var/cache/nginx', '/var/run/nginx'], maxReplicas: 6 },
  });
  // #endregion
}
