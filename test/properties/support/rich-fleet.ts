import { mapValues } from './build-requests';
import type { EnvironmentModel, FleetModel, SecretModel, ServiceModel } from './fleet-model';
import { withPermissions } from './settle-requests';

const environment: EnvironmentModel = {
  name: 'dev', account: '111122223333', region: 'eu-central-1', cluster: 'workshop', sharedCluster: true, protected: false, ephemeral: false, autoMode: false, dns: 'default',
  vpn: 'tailscale', domain: 'dev.acme.example', certificate: true, webAcl: true, kubectlProvider: false, ownKey: false, externalSecrets: true, createsOidc: true, databases: true, databaseCa: false, awsBy: 'both', reason: 'There is no endpoint',
};

/** A service that has everything, in `dev` what is there already. */
const ledger: ServiceModel = {
  name: 'ledger', owner: 'records', repository: { slug: 'acme/ledger' }, port: 8000, access: { kind: 'cluster' }, values: { MODE: 'strict' }, calls: [], egress: [],
  postgres: { version: '18', existing: { dev: { secret: 'legacy/dev/ledger', database: 'old-ledger', keyArn: 'arn:aws:kms:eu-central-1:111122223333:key/1e9ac700-0000-4000-8000-0123456789ab' } } },
  cache: { existing: { dev: { secret: 'legacy/dev/cache', port: 6390 } } },
  buckets: { books: { existing: { dev: { name: 'legacy-books', keyArn: 'arn:aws:kms:eu-central-1:111122223333:key/1e9ac700-0000-4000-8000-0123456789ab' } } } },
  secrets: { BANK_KEY: { dev: { name: 'legacy/dev/bank' }, staging: { name: 'legacy/staging/bank' }, prod: { name: 'legacy/prod/bank' } } },
  permissions: [{ actions: ['sqs:SendMessage'], resources: ['arn:<partition>:sqs:<region>:<account>:orders-<environment>'], reason: 'The queue of the shop' }],
  overrides: { prod: { postgres: { instanceClass: 'db.r8g.large', storage: '100Gi' }, cache: { instanceClass: 'cache.r7g.large' } } },
};

/** One fleet that has everything which mutations change: two environments on one cluster, and a protected one. */
export const richFleet: FleetModel = withPermissions({
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
    ledger,
  ],
}, () => true);

/** Less of it, for tests that only ask whether there is an output. */
export const smallRichFleet: FleetModel = {
  ...richFleet,
  environments: richFleet.environments.filter(({ name }) => name !== 'staging'),
  services: richFleet.services.filter(({ name }) => name !== 'worker').map(({ calledBy, secrets, ...service }) => ({
    ...service, ...(calledBy === undefined ? {} : { calledBy: ['web'] }), ...(secrets === undefined ? {} : { secrets: mapValues(secrets, withoutStaging) }),
  })),
};

function withoutStaging(origin: SecretModel): SecretModel {
  return typeof origin === 'string' ? origin : Object.fromEntries(Object.entries(origin).filter(([name]) => name !== 'staging'));
}
