import { Access, DataClass, DustService, GitHubRepository, Secret, type DustApp } from 'dust-service';

/** Who a person or a reader is: sessions, keys, sign-in. */
export function identity(app: DustApp): DustService {
  // #region identity
  return new DustService(app, 'identity', {
    owner: 'core-services',
    repository: GitHubRepository.of('dust-identity/identity', { ownerId: '8675309', repositoryId: '1006' }),
    dataClass: DataClass.CONFIDENTIAL,
    http: { port: 8000, access: Access.internet(), maxReplicas: 8 },
    postgres: {},
    cache: {},
    secrets: [Secret.provided('OIDC_CLIENT_SECRET'), Secret.generated('SESSION_KEY')],
  });
  // #endregion
}
