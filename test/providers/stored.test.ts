import { contextIn } from './bucket.contract';
import { EVERYTHING, requestOf, storedViolations } from './stored.contract';
import type { AnyProvider } from './stored.contract';
import { elastiCache } from '../../constructs/providers/elasticache';
import { rds } from '../../constructs/providers/rds';
import type { Binding } from '../../lib/providers/contract';

/** Every provider of databases and of caches, with the variable that says where the certificates are. */
const PROVIDERS: readonly (readonly [string, string, AnyProvider])[] = [
  ['postgres', 'PGSSLROOTCERT', rds as never],
  ['cache', 'REDIS_CA_FILE', elastiCache as never],
];

describe.each(PROVIDERS)('a provider of %s', (kind, caVariable, provider) => {
  test(`(${provider.name}) keeps the contract`, () => expect(storedViolations(provider, kind, caVariable)).toEqual([]));

  const broken = (change: (binding: Binding) => Partial<Binding>): AnyProvider => ({
    ...provider,
    bind: (request, context) => {
      const binding = provider.bind(request, context);
      return { ...binding, ...change(binding) };
    },
  });
  const withoutFirst = <T>(entries: Readonly<Record<string, T>>) => Object.fromEntries(Object.entries(entries).slice(1));

  test.each([
    ['forgets a variable', broken(({ values }) => ({ values: withoutFirst(values) })), /^variable \w+ is missing$/],
    ['forgets a secret', broken(({ secrets }) => ({ secrets: withoutFirst(secrets) })), /^secret \w+ is missing$/],
    ['gives a secret in the clear', broken(({ values }) => ({ values: { ...values, PASSWORD: 'x' } })), /^variable PASSWORD is not in the contract$/],
    ['mounts no certificates', broken(() => ({ files: [] })), /is no file of the container$/],
    ['opens no network', broken(() => ({ peers: [] })), /^the pods cannot reach it$/],
    ['gives the pods a permission', broken(() => ({ permissions: [{ sid: 'All', actions: ['rds:*'], resources: ['*'] }] })), /^the pods get a permission of AWS$/],
    ['shares a secret', broken(() => ({ stored: [{ name: 'one', byHand: false }] })), /^two services have one$/],
  ])('is red when it %s', (_what, one, violation) => expect(storedViolations(one, kind, caVariable)).toContainEqual(expect.stringMatching(violation)));

  test.each([
    ['no subnets', { network: { databaseSubnets: [] } }, 'DUST2022'],
    ['one subnet', { network: { databaseSubnets: [{ id: 's', cidr: '10.0.0.0/24' }] } }, 'DUST2022'],
    ['no security group of the pods', { cluster: { podSecurityGroupId: undefined } }, 'DUST2022'],
    ['no External Secrets', { cluster: { externalSecretsRoleArn: undefined } }, 'DUST2021'],
  ])('refuses an environment with %s', (_what, changes, code) => {
    const everything = EVERYTHING as { cluster: object; network: object };
    const facts = { cluster: { ...everything.cluster, ...('cluster' in changes ? changes.cluster : {}) }, network: { ...everything.network, ...('network' in changes ? changes.network : {}) } };
    expect(provider.check(requestOf(kind), contextIn(facts as never)).map((finding) => finding.code)).toEqual([code]);
  });
});

describe('provider rds', () => {
  test('refuses a region whose certificates nobody knows, and takes those of the environment', () => {
    const gov = { ...(EVERYTHING as object), region: 'us-gov-west-1', partition: 'aws-us-gov' };
    expect(rds.check(requestOf('postgres') as never, contextIn(gov as never)).map(({ code }) => code)).toEqual(['DUST2024']);
    expect(rds.check(requestOf('postgres') as never, contextIn({ ...gov, databaseCa: 'pem' } as never))).toEqual([]);
  });

  test('asks for the image only where there is a database to prepare', () => {
    const without = contextIn({ ...(EVERYTHING as object), cluster: { ...(EVERYTHING as { cluster: object }).cluster, profile: {} } } as never);
    const existing = { secret: 'legacy/catalog', database: 'catalog', port: 5432 };
    expect(rds.check(requestOf('postgres') as never, without).map(({ code }) => code)).toEqual(['DUST2023']);
    expect(rds.check({ ...requestOf('postgres'), existing } as never, without)).toEqual([]);
  });

  test('takes over a database that is there: its names, its port, and nothing to prepare', () => {
    const existing = { secret: 'legacy/catalog', database: 'catalog', port: 5432 };
    const { values, stored, adminTasks, encryptsVia, peers } = rds.bind({ ...requestOf('postgres'), existing } as never, contextIn(EVERYTHING));
    expect(values).toMatchObject({ PGPORT: '5432', PGDATABASE: 'catalog' });
    expect({ stored, adminTasks, encryptsVia }).toEqual({ stored: [{ name: 'legacy/catalog', byHand: false }], adminTasks: [], encryptsVia: [] });
    expect(peers[0]!.ports).toEqual([{ port: 5432, protocol: 'TCP' }]);
  });

  test('prepares with the master secret, which the service itself never reads', () => {
    const { adminTasks, stored } = rds.bind(requestOf('postgres') as never, contextIn(EVERYTHING));
    const master = 'acme/prod/catalog/postgres/master';
    expect(Object.values(adminTasks[0]!.secrets).map((secret) => secret.stored)).toContain(master);
    expect(stored.map(({ name }) => name)).not.toContain(master);
  });
});
