import { Fleet } from '../../constructs/fleet';
import type { LocatedFinding } from '../../lib/issues/issue';
import { operatorEnvironmentProps, operatorProfileProps, serviceProps, smallFleet } from '../support/fleets';
import { Environment, Permission, Provider, Secret } from 'dust-service';
import type { ClusterProfileProps, DustServiceProps, EnvironmentProps } from 'dust-service';

/** What a service asks for, where, and what it is told: the code, the path and the words that a person needs. */
interface Case {
  readonly what: string;
  readonly provider: Provider;
  readonly ask: Partial<DustServiceProps>;
  readonly environment?: Partial<EnvironmentProps>;
  readonly profile?: Partial<Record<keyof ClusterProfileProps, unknown>>;
  /** `catalog` where it is not said. */
  readonly service?: string;
  readonly told: readonly (readonly [code: string, path: string, words: readonly string[]])[];
}

const DIGEST = `@sha256:${'0a'.repeat(32)}`;
const PG = Provider.cloudNativePg();
const KEPT = Provider.cloudNativePg({ objectStore: 'backups' });
const S3 = Provider.seaweedFs();
const REDIS = Provider.redisOperator();
const SECRETS = Provider.clusterSecrets();
const PROTECTED = { protected: true, ephemeral: false, account: '444455556666' };
const LASTING = { ephemeral: false };
const elsewhere = (size: string) => ['overrides', size];
const operator = (name: string) => [`set ${name} in the profile of environment "dev"`, 'let another provider serve it there'];

const CASES: readonly Case[] = [
  { what: 'a class of RDS', provider: PG, ask: { postgres: { instanceClass: 'db.r8g.large' } }, told: [['DUST2028', 'catalog.postgres', ['asks for instanceClass', 'CloudNativePG', ...elsewhere('instanceClass')]]] },
  { what: 'a class of RDS in its own override', provider: PG, ask: { postgres: {}, overrides: { dev: { postgres: { instanceClass: 'db.r8g.large' } } } }, told: [['DUST2028', 'catalog.postgres', ['asks for instanceClass', 'CloudNativePG']]] },
  { what: 'a rotation', provider: PG, ask: { postgres: { rotation: '30d' } }, told: [['DUST2028', 'catalog.postgres', ['asks for rotation', 'CloudNativePG', ...elsewhere('rotation')]]] },
  { what: 'a database that exists', provider: PG, ask: { postgres: { existing: { dev: { secret: 'legacy', database: 'a' } } } }, told: [['DUST2028', 'catalog.postgres', ['asks for existing', 'CloudNativePG', 'Provider.rds()']]] },
  { what: 'a version without an image', provider: PG, ask: { postgres: { version: '16' } }, told: [['DUST2028', 'catalog.postgres', ['no image', 'CloudNativePG', '15, 17, 18', 'add the image of version 16 to cloudNativePg.images']]] },
  { what: 'no image at all', provider: PG, ask: { postgres: {} }, profile: { cloudNativePg: { images: {} } }, told: [['DUST2028', 'catalog.postgres', ['CloudNativePG', 'cloudNativePg.images of the profile', 'add the image of version 17']]] },
  { what: 'an image of another version', provider: PG, ask: { postgres: {} }, profile: { cloudNativePg: { images: { 17: `registry.acme.example/postgresql:16.9${DIGEST}` } } }, told: [['DUST1064', 'catalog.postgres', ['its version, 17', 'REGISTRY/NAME:17.MINOR@sha256:DIGEST', 'write the tag before the digest']]] },
  { what: 'a minimal image', provider: PG, ask: { postgres: {} }, profile: { cloudNativePg: { images: { 17: `registry.acme.example/postgresql:17.6-minimal-trixie${DIGEST}` } } }, told: [['DUST1064', 'catalog.postgres', ['minimal', 'CloudNativePG', 'mirror the standard image']]] },
  { what: 'an image without a tag', provider: PG, ask: { postgres: {} }, profile: { cloudNativePg: { images: { 17: `registry.acme.example/postgresql${DIGEST}` } } }, told: [['DUST1064', 'catalog.postgres', ['has no tag that begins with its version, 17']]] },
  { what: 'an image whose tag only begins alike', provider: PG, ask: { postgres: {} }, profile: { cloudNativePg: { images: { 17: `registry.acme.example/postgresql:171${DIGEST}` } } }, told: [['DUST1064', 'catalog.postgres', ['its version, 17']]] },
  { what: 'no operator of databases', provider: PG, ask: { postgres: {} }, profile: { cloudNativePg: undefined }, told: [['DUST2030', 'catalog.postgres', ['operator of CloudNativePG', ...operator('cloudNativePg')]]] },
  { what: 'no ranges of the API server', provider: PG, ask: { postgres: {} }, profile: { apiServerCidrs: undefined }, told: [['DUST2008', 'catalog.postgres', ['CloudNativePG', 'API server', 'apiServerCidrs', 'list the ranges']]] },
  { what: 'a database that may not be lost', provider: PG, ask: { postgres: {} }, environment: LASTING, told: [['DUST2029', 'catalog.postgres', ['CloudNativePG', 'keeps no backup', 'set objectStore of Provider.cloudNativePg']]] },
  { what: 'a protected database without backups', provider: PG, ask: { postgres: {} }, environment: PROTECTED, told: [['DUST2029', 'catalog.postgres', ['CloudNativePG', 'set objectStore of Provider.cloudNativePg']]] },
  { what: 'backups that nothing reaches', provider: KEPT, ask: { postgres: {} }, environment: { network: { vpcId: 'vpc-0123456789abcdef0' } }, told: [['DUST2008', 'catalog.postgres', ['cannot reach S3', 'list the subnets of the interface endpoints']]] },
  { what: 'an object store that is none', provider: Provider.cloudNativePg({ objectStore: 'Back Ups' }), ask: { postgres: {} }, told: [['DUST1069', 'app.environments[0].providers[0].objectStore', ['is not the name of an object']]] },
  { what: 'a service called as the pods are', provider: PG, ask: { postgres: {} }, service: 'postgresql', told: [['DUST2019', 'postgresql.postgres', ['CloudNativePG', 'rename the service']]] },
  { what: 'a database in the namespace of the operator', provider: PG, ask: { postgres: {} }, profile: { cloudNativePg: { images: operatorProfileProps().cloudNativePg!.images, namespace: 'catalog' } }, told: [['DUST2019', 'catalog', ['is the namespace of CloudNativePG', 'rename the service']]] },
  { what: 'a database and everything wrong', provider: PG, ask: { postgres: { rotation: '30d', instanceClass: 'db.r8g.large', version: '16' } }, environment: LASTING, profile: { apiServerCidrs: [] }, told: [['DUST2028', 'catalog.postgres', ['asks for instanceClass', 'asks for rotation', 'no image']], ['DUST2008', 'catalog.postgres', []], ['DUST2029', 'catalog.postgres', []]] },
  { what: 'a retention', provider: S3, ask: { buckets: { scans: { retention: '7y' } } }, told: [['DUST2028', 'catalog.buckets.scans', ['asks for retention', 'SeaweedFS', 'remove retention', 'Provider.s3()']]] },
  { what: 'a bucket that exists', provider: S3, ask: { buckets: { scans: { existing: { dev: { name: 'legacy-scans' } } } } }, told: [['DUST2028', 'catalog.buckets.scans', ['asks for existing', 'SeaweedFS', 'Provider.s3()']]] },
  { what: 'no operator of buckets', provider: S3, ask: { buckets: { scans: {} } }, profile: { seaweedFs: undefined }, told: [['DUST2030', 'catalog.buckets.scans', ['operator of SeaweedFS', ...operator('seaweedFs')]]] },
  { what: 'buckets that may not be lost', provider: S3, ask: { buckets: { scans: {} } }, environment: LASTING, told: [['DUST2029', 'catalog.buckets.scans', ['SeaweedFS', 'keeps no backup', 'serve buckets there by Provider.s3()']]] },
  { what: 'a store that is too small', provider: Provider.seaweedFs({ storage: '5Gi' }), ask: { buckets: { scans: {} } }, told: [['DUST1031', 'app.environments[0].providers[0].storage', ['is too little', '20Gi']]] },
  { what: 'a property that no provider has', provider: Provider.seaweedFs({ storge: '90Gi' } as never), ask: {}, told: [['DUST1001', 'app.environments[0].providers[0].storge', ['did you mean "storage"?']]] },
  { what: 'no properties at all', provider: Provider.cloudNativePg(null as never), ask: {}, told: [['DUST1002', 'app.environments[0].providers[0]', ['plain object']]] },
  { what: 'keys beside permissions', provider: S3, ask: { buckets: { scans: {} }, permissions: [Permission.of(['sqs:SendMessage'], ['arn:aws:sqs:eu-central-1:111122223333:orders'], 'The orders')] }, environment: { permissions: [Permission.of(['sqs:SendMessage'], ['*'], 'The orders')] }, told: [['DUST2031', 'catalog.permissions', ['seaweedFs', 'buckets.scans', 'remove permissions', 'by a provider of AWS']]] },
  { what: 'buckets in the namespace of the operator', provider: S3, ask: { buckets: { scans: {} } }, profile: { seaweedFs: { ...operatorProfileProps().seaweedFs!, namespace: 'catalog' } }, told: [['DUST2019', 'catalog', ["is the namespace of SeaweedFS's operator", 'rename the service']]] },
  { what: 'a class of ElastiCache', provider: REDIS, ask: { cache: { instanceClass: 'cache.r7g.large' } }, told: [['DUST2028', 'catalog.cache', ['asks for instanceClass', 'Redis operator', ...elsewhere('instanceClass')]]] },
  { what: 'a cache that exists', provider: REDIS, ask: { cache: { existing: { dev: { secret: 'legacy' } } } }, told: [['DUST2028', 'catalog.cache', ['asks for existing', 'Redis operator', 'Provider.elastiCache()']]] },
  { what: 'no operator of caches', provider: REDIS, ask: { cache: {} }, profile: { redisOperator: undefined }, told: [['DUST2030', 'catalog.cache', ['Redis operator', ...operator('redisOperator')]]] },
  { what: 'no issuer', provider: REDIS, ask: { cache: {} }, profile: { certificateIssuer: undefined }, told: [['DUST2030', 'catalog.cache', ['issuer of certificates', ...operator('certificateIssuer')]]] },
  { what: 'a protected cache', provider: REDIS, ask: { cache: {} }, environment: PROTECTED, told: [['DUST2029', 'catalog.cache', ['one instance of the Redis operator', 'which is protected', 'serve cache there by Provider.elastiCache()']]] },
  { what: 'a cache in the namespace of the operator', provider: REDIS, ask: { cache: {} }, profile: { redisOperator: { ...operatorProfileProps().redisOperator!, namespace: 'catalog' } }, told: [['DUST2019', 'catalog', ['is the namespace of the Redis operator', 'rename the service']]] },
  { what: 'a secret that exists', provider: SECRETS, ask: { secrets: [Secret.existing('KEY', { dev: { name: 'legacy' } })] }, told: [['DUST2028', 'catalog.secrets[0]', ['asks for existing', 'clusterSecrets', 'Provider.secretsManager()']]] },
  { what: 'a protected secret', provider: SECRETS, ask: { secrets: [Secret.generated('KEY')] }, environment: PROTECTED, told: [['DUST2029', 'catalog.secrets[0]', ['Provider.clusterSecrets()', 'keeps no backup', 'serve secrets there by Provider.secretsManager()']]] },
  { what: 'a generated secret that may not be lost', provider: SECRETS, ask: { secrets: [Secret.generated('KEY')] }, environment: LASTING, told: [['DUST2029', 'catalog.secrets[0]', ['Provider.clusterSecrets()', 'keeps no backup']]] },
  { what: 'a protected secret of a person', provider: SECRETS, ask: { secrets: [Secret.provided('KEY')] }, environment: PROTECTED, told: [['DUST2029', 'catalog.secrets[0]', ['Provider.clusterSecrets()', 'which is protected', 'serve secrets there by Provider.secretsManager()']]] },
  { what: 'a secret called as what objects inherit', provider: SECRETS, ask: { secrets: [Secret.generated('constructor')] }, told: [['DUST2028', 'catalog.secrets[0]', ['cannot be generated', 'rename the secret']]] },
];

function findingsOf({ provider, ask, environment = {}, profile = {}, service = 'catalog' }: Case): LocatedFinding[] {
  const props = operatorEnvironmentProps({ name: 'dev', providers: [provider], ...environment }, profile as Partial<ClusterProfileProps>);
  const fleet = new Fleet(smallFleet({ environments: [Environment.of(props)] }), 'app');
  // Without a fleet that can be read, a service is not looked at.
  fleet.add(service, serviceProps(ask));
  return fleet.check();
}

/** Findings that speak of names and not of a place, so that they name no environment. */
const EVERYWHERE = ['DUST1001', 'DUST1002', 'DUST1031', 'DUST1069'];

describe.each(CASES.map((one) => [one.what, one] as const))('%s', (_what, one) => {
  const found = findingsOf(one);
  const texts = found.map(({ problem, allowed, fix }) => [problem, allowed, fix].join('\n'));

  test('is told by its code, where it stands', () => expect(found.map(({ code, path }) => `${code} ${path}`).sort()).toEqual(one.told.map(([code, path]) => `${code} ${path}`).sort()));
  test('is told with the edit', () => {
    for (const [code, , words] of one.told) for (const word of words) expect(texts[found.findIndex((finding) => finding.code === code)]).toContain(word);
  });
  test('is told with the environment', () => {
    const placed = found.filter(({ code, problem }) => !EVERYWHERE.includes(code) && !problem.includes('is what CloudNativePG calls'));
    for (const { problem } of placed) expect(problem).toContain('"dev"');
  });
});

describe('what is not told is served', () => {
  test.each<[string, Omit<Case, 'what' | 'told'>]>([
    ['a protected database with backups', { provider: KEPT, ask: { postgres: {} }, environment: PROTECTED }],
    ['a lasting cache', { provider: REDIS, ask: { cache: {} }, environment: LASTING }],
    ['lasting secrets', { provider: SECRETS, ask: { secrets: [Secret.provided('A')] }, environment: LASTING }],
    ['a class of RDS where there is one', { provider: Provider.rds(), ask: { postgres: { rotation: '30d', instanceClass: 'db.r8g.large' } } }],
    ['permissions beside a database in the cluster', { provider: PG, ask: { postgres: {}, permissions: [Permission.of(['sqs:SendMessage'], ['*'], 'The orders')] }, environment: { permissions: [Permission.of(['sqs:SendMessage'], ['*'], 'The orders')] } }],
    ['nothing where there is nothing', { provider: PG, ask: {}, profile: { cloudNativePg: undefined, apiServerCidrs: undefined }, environment: LASTING }],
  ])('%s', (_what, one) => expect(findingsOf({ ...one, what: '', told: [] })).toEqual([]));
});
