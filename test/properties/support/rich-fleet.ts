import type { EnvironmentModel, FleetModel } from './fleet-model';

const environment: EnvironmentModel = {
  name: 'dev', account: '111122223333', region: 'eu-central-1', cluster: 'workshop', sharedCluster: true, protected: false, ephemeral: false, autoMode: false, dns: 'default',
  vpn: 'tailscale', domain: 'dev.acme.example', certificate: true, webAcl: true, kubectlProvider: false, ownKey: false, externalSecrets: true, createsOidc: true, awsBy: 'both', reason: 'There is no endpoint',
};

/** One fleet that has everything which mutations change: two environments on one cluster, and a protected one. */
export const richFleet: FleetModel = {
  prefix: 'rich',
  partition: 'aws',
  repository: { slug: 'acme/fleet', ids: { owner: '1', repository: '9' } },
  registry: { account: '111122223333', region: 'eu-central-1' },
  environments: [
    environment,
    { ...environment, name: 'staging', domain: 'staging.acme.example' },
    {
      ...environment, name: 'prod', account: '444455556666', cluster: 'foundry', sharedCluster: false, protected: true, vpn: 'internalLoadBalancer', domain: 'acme.example',
      kubectlProvider: true, githubEnvironment: 'Production:V1',
    },
  ],
  services: [
    {
      name: 'web', owner: 'frontend', repository: { slug: 'acme/web', ids: { owner: '1', repository: '2' } }, port: 8080, access: { kind: 'internet' }, replicas: 3, maxReplicas: 6,
      values: { LOG_LEVEL: 'info' }, buckets: {}, calls: ['archive'], writable: ['/data'], overrides: { prod: { memory: '512Mi', values: { LOG_LEVEL: 'warn' } } },
      egress: [{ cidr: '203.0.113.0/24', ports: [443], reason: 'The bank' }, { ports: [443, 5432], reason: 'Everybody else' }],
    },
    {
      name: 'archive', owner: 'records', repository: { slug: 'acme/archive', branch: 'release/1.x' }, port: 8000, access: { kind: 'vpn' }, calledBy: ['web', 'worker'],
      values: {}, buckets: { 'scans': {}, 'raw-images': { access: 'read-only', retention: '7y' } }, secrets: { SMTP_PASSWORD: 'provided', SIGNING_KEY: 'generated' }, calls: [], egress: [], overrides: {},
    },
    { name: 'worker', owner: 'records', repository: { slug: 'acme/worker' }, port: 8000, access: { kind: 'cluster' }, values: {}, buckets: {}, calls: ['archive'], egress: [], overrides: {} },
  ],
};

/** Less of it, for tests that only ask whether there is an output. */
export const smallRichFleet: FleetModel = {
  ...richFleet,
  environments: richFleet.environments.filter(({ name }) => name !== 'staging'),
  services: richFleet.services.filter(({ name }) => name !== 'worker').map((service) => (service.calledBy === undefined ? service : { ...service, calledBy: ['web'] })),
};
