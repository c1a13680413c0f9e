import { Access, DustService, GitHubRepository, Secret, type DustApp } from 'dust-service';

/** Sends mail and calls webhooks when a tag was seen where it should not be. */
export function notifications(app: DustApp): DustService {
  // #region notifications
  return new DustService(app, 'notifications', {
    owner: 'core-services',
    repository: GitHubRepository.of('dust-identity/notifications', { ownerId: '8675309', repositoryId: '1009' }),
    http: { port: 8000, access: Access.cluster() },
    cache: {},
    secrets: [Secret.provided('SMTP_PASSWORD'), Secret.generated('WEBHOOK_SIGNING_KEY')],
  });
  // #endregion
}
