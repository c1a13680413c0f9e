import { Access, DustService, Egress, GitHubRepository, Secret, type DustApp } from 'dust-service';

/** What is marked, by whom, and what was seen of it. */
export function catalog(app: DustApp): DustService {
  // #region catalog
  return new DustService(app, 'catalog', {
    owner: 'core-services',
    repository: GitHubRepository.of('dust-identity/catalog', { ownerId: '8675309', repositoryId: '1007' }),
    http: { port: 8000, access: Access.internet() },
    postgres: {},
    buckets: { scans: {} },
    cache: {},
    secrets: [Secret.provided('STRIPE_API_KEY')],
    egress: [Egress.anywhere({ ports: [443], reason: 'The payment provider has no fixed addresses' })],
  });
  // #endregion
}
