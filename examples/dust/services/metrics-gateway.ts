import { Access, DustService, Egress, GitHubRepository, type DustApp } from 'dust-service';

/** Takes the measurements of the readers in the field and hands them to the supplier of dashboards. */
export function metricsGateway(app: DustApp): DustService {
  // #region metrics-gateway
  return new DustService(app, 'metrics-gateway', {
    owner: 'platform',
    repository: GitHubRepository.of('dust-identity/metrics-gateway', { ownerId: '8675309', repositoryId: '1005' }),
    environments: ['prod'],
    http: { port: 9000, access: Access.vpn() },
    calls: ['matching'],
    egress: [Egress.cidr('203.0.113.0/24', { ports: [443], reason: 'The supplier of dashboards takes measurements here' })],
  });
  // #endregion
}
