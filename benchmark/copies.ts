import { Access, DustService, Egress, GitHubRepository, Secret, type DustApp } from 'dust-service';

/** Copies of the example's `catalog`, each with a database, a bucket, a cache and two secrets. */
export function declareCopies(app: DustApp, count: number): void {
  for (let index = 0; index < count; index++) {
    const name = `catalog-${index}`;
    new DustService(app, name, {
      owner: 'core-services',
      repository: GitHubRepository.of(`dust-identity/${name}`, { ownerId: '8675309', repositoryId: String(5000 + index) }),
      http: { port: 8000, access: Access.internet() },
      postgres: {},
      buckets: { scans: {} },
      cache: {},
      secrets: [Secret.provided('STRIPE_API_KEY'), Secret.generated('JWT_KEY')],
      egress: [Egress.anywhere({ ports: [443], reason: 'The payment provider has no fixed addresses' })],
    });
  }
}
