import { contextIn, requestOf } from './served';
import { cloudNativePg } from '../../constructs/providers/cloud-native-pg';
import { elastiCache } from '../../constructs/providers/elasticache';
import { rds } from '../../constructs/providers/rds';
import type { PostgresRequest } from '../../lib/requests/postgres';

const request = requestOf('postgres') as PostgresRequest;
/** Facts that no declaration of these tests could have. */
const contextWith = (changes: object) => ({ ...contextIn(), environment: { ...contextIn().environment, ...changes } });
const { cluster, network } = contextIn().environment;

describe.each([['postgres', rds as never], ['cache', elastiCache as never]] as const)('a provider of %s in AWS', (kind, provider: typeof rds) => {
  test.each<[string, object, string]>([
    ['no subnets', { network: { ...network, databaseSubnets: [] } }, 'DUST2022'],
    ['one subnet', { network: { ...network, databaseSubnets: network.databaseSubnets.slice(1) } }, 'DUST2022'],
    ['no security group of the pods', { cluster: { ...cluster, podSecurityGroupId: undefined } }, 'DUST2022'],
    ['no External Secrets', { cluster: { ...cluster, externalSecretsRoleArn: undefined } }, 'DUST2021'],
  ])('refuses an environment with %s', (_what, changes, code) => {
    expect(provider.check(requestOf(kind) as never, contextWith(changes)).map((finding) => finding.code)).toEqual([code]);
  });
});

describe('provider rds', () => {
  const existing = { secret: 'legacy/catalog', database: 'catalog', port: 5432 };

  test('refuses a region whose certificates nobody knows, and takes those of the environment', () => {
    const gov = { region: 'us-gov-west-1', partition: 'aws-us-gov' };
    expect(rds.check(request, contextWith(gov)).map(({ code }) => code)).toEqual(['DUST2024']);
    expect(rds.check(request, contextWith({ ...gov, databaseCa: 'pem' }))).toEqual([]);
  });

  test('asks for the image only where there is a database to prepare', () => {
    const without = contextWith({ cluster: { ...cluster, profile: { ...cluster.profile, postgresClientImage: undefined } } });
    expect(rds.check(request, without).map(({ code }) => code)).toEqual(['DUST2023']);
    expect(rds.check({ ...request, existing }, without)).toEqual([]);
  });

  test('takes over a database that is there: its names, its port, and nothing to prepare', () => {
    const { values, stored, adminTasks, encryptsVia, peers } = rds.bind({ ...request, existing }, contextIn());
    expect(values).toMatchObject({ PGPORT: '5432', PGDATABASE: 'catalog' });
    expect({ stored, adminTasks, encryptsVia }).toEqual({ stored: [{ name: 'legacy/catalog', byHand: false }], adminTasks: [], encryptsVia: [] });
    expect(peers[0]!.ports).toEqual([{ port: 5432, protocol: 'TCP' }]);
  });

  test('prepares with the master secret, which the service itself never reads', () => {
    const { adminTasks, stored } = rds.bind(request, contextIn());
    const master = 'acme/dev/catalog/postgres/master';
    expect(Object.values(adminTasks[0]!.secrets).map((secret) => secret.stored)).toContain(master);
    expect(stored.map(({ name }) => name)).not.toContain(master);
  });
});

describe('provider cloudNativePg', () => {
  const provider = cloudNativePg();

  test('is reached by its own name in its own namespace', () => {
    const { host, peers, files } = provider.bind(request, contextIn());
    expect(host).toBe('catalog-pg-rw.catalog-dev.svc');
    expect(peers).toEqual([expect.objectContaining({ to: { namespace: 'catalog-dev', labels: { 'cnpg.io/cluster': 'catalog-pg' } }, ports: [{ port: 5432, protocol: 'TCP' }] })]);
    expect(files).toEqual([{ path: '/etc/dust/postgres/ca.pem', secret: 'catalog-pg-ca', key: 'ca.crt' }]);
  });

  test.each([[{ protected: false }, 1], [{ protected: true, ephemeral: false }, 3]])('in %j has %d instances, and room for them', (changes, instances) => {
    const binding = cloudNativePg({ objectStore: 'backups' }).bind(request, contextWith(changes));
    expect(binding.instances).toBe(instances);
    expect(binding.operated[0]!.pods).toBeGreaterThan(instances);
    expect(binding.operated[0]!.volumes).toBeGreaterThanOrEqual(instances);
  });

  test('takes the image of the version that the service asks for', () => {
    expect(provider.bind({ ...request, version: '15' }, contextIn()).image).toContain('postgresql:15.14@sha256:');
  });

  test('is scraped where there is a Prometheus, and by nobody else', () => {
    const scraped = (profile: object) => provider.bind(request, contextIn({}, 'catalog', profile)).operated[0]!.ingress.filter(({ ports }) => ports.some(({ port }) => port === 9187)).map(({ to }) => to);
    expect(scraped({})).toEqual([]);
    expect(scraped({ prometheus: { namespace: 'watch' } })).toEqual([{ namespace: 'watch', labels: {} }]);
  });

  test('gets out to its backups alone', () => {
    const out = (objectStore?: string) => cloudNativePg(objectStore === undefined ? {} : { objectStore }).bind(request, contextIn()).operated[0]!.egress.map(({ name }) => name);
    expect(out()).not.toContain('to-aws');
    expect(out('backups')).toContain('to-aws');
  });

  test('is recovered onto as much storage as it has', () => {
    const { restore } = cloudNativePg({ objectStore: 'backups' }).bind({ ...request, storage: 500 * 1024 }, contextIn());
    expect(JSON.stringify(restore)).toContain('storage: {size: 500Gi}');
  });
});
