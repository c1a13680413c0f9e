import { readFileSync, rmSync } from 'node:fs';
import { CacheServer } from './cache-server';
import { runClient } from './client';
import type { Report } from './client';
import { find, generate, generatedName } from './cluster';
import { containerOf } from './kubernetes-environment';
import { OnCluster } from './on-cluster';
import { cachePlace } from './redis-operator';
import { PROVIDED, SERVICE } from './stage';
import { alsoAt, authority, both, CACHE_CA, config, POSTGRES_CA, store, template } from './world';
import type { Change, World } from './world';
import { exampleOutput } from '../../support/example';
import type { KubernetesObject } from '../../support/synthesize';
import { runFolder } from '../../tools/cache';
import { loopbackAddress } from '../support/servers';

type Json = Record<string, any>;

const POSTGRES = 'generated for catalog/catalog-postgres';
const CACHE = 'generated for catalog/catalog-cache';
const KEYS = 'keys for catalog/catalog-buckets';
const OTHER_BUCKET = 'dust-dev-matching-fingerprints-111122223333';

const own = (world: World, kind: string, name = /./): KubernetesObject => find(world.objects, kind, SERVICE, name);
const pod = (world: World): Json => own(world, 'Deployment').spec.template.spec as Json;
const volume = (world: World, name: string): Json => (pod(world).volumes as Json[]).find((one) => one.name === name)!;
const variable = (world: World, name: string): Json => (pod(world).containers[0].env as Json[]).find((one) => one.name === name)!;
const remove = (kind: string, name = /./): Change => (world) => { (world.objects as KubernetesObject[]).splice(world.objects.indexOf(own(world, kind, name)), 1); };
const actions = (world: World): Json[] => own(world, 'S3Policy').spec.statements as Json[];
const withoutAction = (action: string): Change => (world) => { for (const one of actions(world)) one.actions = (one.actions as string[]).filter((word) => word !== action); };

/** What is wrong in what is printed, at which step the client is refused, and how it is told. */
const REFUSED: readonly [string, Change, string, RegExp][] = [
  ['a password of the database that nobody has taken over', store(POSTGRES, { password: 'wrong' }), 'database by variables', /password authentication failed for user "app_catalog"/],
  ['the administrator\'s name', (world) => { template(world, 'catalog-postgres').PGUSER = 'admin_catalog'; }, 'database by variables', /password authentication failed for user "admin_catalog"/],
  ['a name of the database that the operator\'s certificate does not have', both((world) => { template(world, 'catalog-postgres').PGHOST = 'catalog-pg-rw.elsewhere.svc'; }, alsoAt(5432, 'catalog-pg-rw.elsewhere.svc')), 'database by variables', /does not match host name "catalog-pg-rw.elsewhere.svc"/],
  ['such a name in the URL alone', (world) => { template(world, 'catalog-postgres').DATABASE_URL = template(world, 'catalog-postgres').DATABASE_URL!.replace('pg-rw.catalog', 'pg-rw.elsewhere'); }, 'database by URL', /does not match host name "catalog-pg-rw.elsewhere.svc"/],
  ['no file with the authority of the database', (world) => { pod(world).containers[0].volumeMounts = (pod(world).containers[0].volumeMounts as Json[]).filter(({ name }) => name !== 'catalog-pg-ca'); }, 'database by variables', /root certificate file "\/etc\/dust\/postgres\/ca.pem" does not exist/],
  ['the whole Secret of the authority', (world) => { delete volume(world, 'catalog-pg-ca').secret.items; }, 'database by variables', /root certificate file ".*\/ca.pem" does not exist/],
  ['the authority of the cache for that of the database', (world) => { volume(world, 'catalog-pg-ca').secret.secretName = 'catalog-cache-tls'; }, 'database by variables', /certificate verify failed/],
  ['no TLS to the database', config({ PGSSLMODE: 'disable' }), 'database by variables', /pg_hba.conf rejects connection .* no encryption/],
  ['another database', config({ PGDATABASE: 'db_other' }), 'database by variables', /database "db_other" does not exist/],
  ['another service\'s bucket', config({ BUCKET_SCANS: OTHER_BUCKET }), 'BUCKET_SCANS', /AccessDenied.* PutObject/],
  ['no path style', config({ S3_FORCE_PATH_STYLE: 'false' }), 'BUCKET_SCANS', /Could not connect to the endpoint URL: "http:\/\/dust-dev-catalog-scans-111122223333.objects-s3/],
  ['TLS to the store, which has none', config({ AWS_ENDPOINT_URL_S3: 'https://objects-s3.dust-objects.svc:8333' }), 'BUCKET_SCANS', /SSL|WRONG_VERSION_NUMBER/],
  ['a key that is not the store\'s', store(KEYS, { secretKey: 'wrong' }), 'BUCKET_SCANS', /SignatureDoesNotMatch/],
  ['a wrong password of the cache', store(CACHE, { password: 'wrong' }), 'cache by variables', /invalid username-password pair/],
  ['a wrong password in the URL of the cache alone', (world) => { template(world, 'catalog-cache').REDIS_URL = 'rediss://:wrong@catalog-cache.catalog.svc:6379/0'; }, 'cache by URL', /invalid username-password pair/],
  ['a name of the cache that the Certificate does not have', both((world) => { template(world, 'catalog-cache').REDIS_HOST = 'catalog-cache.elsewhere.svc'; }, alsoAt(6379, 'catalog-cache.elsewhere.svc')), 'cache by variables', /Hostname mismatch/],
  ['the authority of the database for that of the cache', (world) => { volume(world, 'catalog-cache-tls').secret.secretName = 'catalog-pg-ca'; }, 'cache by variables', /CERTIFICATE_VERIFY_FAILED/],
  ['no TLS to the cache, whose plain port is closed', config({ REDIS_TLS: 'false' }), 'cache by variables', /Connection (closed|reset)/],
];

/** What a pod would wait for. */
const WAITING: readonly [string, Change, RegExp][] = [
  ['a key that the template leaves out', (world) => { delete template(world, 'catalog-postgres').PGHOST; }, /PGHOST: Secret catalog\/catalog-postgres has no key PGHOST, only DATABASE_URL, PGPASSWORD, PGUSER/],
  ['a password that nobody has made', ({ stored }) => { delete stored[POSTGRES]; }, /Secret catalog\/catalog-postgres is not there: .*Secret does not exist/],
  ['the store\'s keys under other names', (world) => { delete own(world, 'S3Credentials').spec.secretRef.accessKeyField; }, /AWS_ACCESS_KEY_ID: Secret catalog\/catalog-buckets has no key AWS_ACCESS_KEY_ID, only AWS_SECRET_ACCESS_KEY, accessKey/],
  ['the store\'s keys', remove('S3Credentials'), /Secret catalog\/catalog-buckets is not there/],
  ['a file that the Secret of the authority does not have', (world) => { volume(world, 'catalog-pg-ca').secret.items[0].key = 'ca.pem'; }, /volume catalog-pg-ca: Secret catalog\/catalog-pg-ca has no key ca.pem, only ca.crt, ca.key/],
  ['the Secret of another cluster', (world) => { volume(world, 'catalog-pg-ca').secret.secretName = 'catalog-postgres-ca'; }, /volume catalog-pg-ca: Secret catalog\/catalog-postgres-ca is not there/],
  ['a secret that a person puts elsewhere', (world) => { variable(world, 'STRIPE_API_KEY').valueFrom.secretKeyRef.name = 'catalog-stripe'; }, /STRIPE_API_KEY: Secret catalog\/catalog-stripe is not there/],
];

/** What is wrong in what the operators are given, once they have done as they are told. */
const OPERATED: readonly [string, Change, string, RegExp][] = [
  ['the policy of another bucket', (world) => { own(world, 'S3Policy').spec.statements = JSON.parse(JSON.stringify(actions(world)).replaceAll('dust-dev-catalog-scans-111122223333', OTHER_BUCKET)); }, 'BUCKET_SCANS', /AccessDenied.* PutObject/],
  ['a policy without writing', withoutAction('s3:PutObject'), 'BUCKET_SCANS', /AccessDenied.* PutObject/],
  ['a policy without reading', withoutAction('s3:GetObject'), 'BUCKET_SCANS', /AccessDenied.* GetObject/],
  ['a policy without listing', withoutAction('s3:ListBucket'), 'BUCKET_SCANS', /AccessDenied.* ListObjectsV2/],
  ['a policy that nobody is bound to', remove('S3PolicyBinding'), 'BUCKET_SCANS', /AccessDenied/],
  ['a binding of somebody else', (world) => { own(world, 'S3PolicyBinding').spec.subjects[0].name = 'catalog'; }, 'BUCKET_SCANS', /AccessDenied/],
  ['keys of no identity', (world) => { own(world, 'S3Credentials').spec.identityRef.name = 'catalog'; }, 'BUCKET_SCANS', /InvalidAccessKeyId/],
  ['a store that does not know the namespace', ({ objects }) => { const { spec } = find(objects, 'ResourceReferenceGrant', 'dust-objects', /./); spec.from = (spec.from as Json[]).filter(({ kind, namespace }) => kind !== 'S3Identity' || namespace !== SERVICE); }, 'BUCKET_SCANS', /InvalidAccessKeyId/],
  ['a login in no role', (world) => { own(world, 'Cluster').spec.managed.roles[0].inRoles = []; }, 'database by variables', /permission denied for schema public|no schema has been selected/],
  ['a login that may not log in', (world) => { own(world, 'Cluster').spec.managed.roles[0].login = false; }, 'database by variables', /role "app_catalog" is not permitted to log in/],
];

describe('in dev, the application', () => {
  const folder = runFolder('refusals');
  let stage: OnCluster;
  beforeAll(async () => { stage = await OnCluster.start(exampleOutput(), { service: SERVICE, environment: 'dev', provided: PROVIDED }); });
  afterAll(async () => {
    await stage?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const changed = (change: Change): World => {
    const world = { objects: structuredClone(stage.objects) as KubernetesObject[], stored: { ...stage.stored }, standIns: stage.standIns };
    change(world);
    return world;
  };
  const containerIn = (world: World): ReturnType<typeof containerOf> => containerOf(own(world, 'Deployment'), SERVICE, stage.sources(world.objects, world.stored));
  const use = async (change: Change): Promise<Report> => {
    const world = changed(change);
    return runClient(containerIn(world), world.standIns, folder);
  };
  const works = async (): Promise<void> => expect(await use(() => undefined)).toEqual({ token: expect.any(String) as string, done: expect.any(Object) as object });

  test('is refused before the operator has given it its password, and works after that', async () => {
    expect(await use(() => undefined)).toMatchObject({ failed: 'database by variables', error: expect.stringContaining('password authentication failed for user "app_catalog"') as string });
    expect(await stage.prepare()).toEqual({ exitCode: 0, error: '' });
    await works();
  });

  test('sees the certificates of authorities, and no key of one', () => {
    const { files, variables } = containerIn(changed(() => undefined));
    expect([...files.keys()]).toEqual([POSTGRES_CA, CACHE_CA]);
    expect([...files.values()]).toEqual([stage.postgres.server, stage.cache].map((one) => readFileSync(one.authority, 'utf8')));
    expect(JSON.stringify([[...files.values()], variables])).not.toContain('PRIVATE KEY');
    const whole = containerIn(changed((world) => { delete volume(world, 'catalog-pg-ca').secret.items; }));
    expect(JSON.stringify([...whole.files.values()])).toContain('PRIVATE KEY');
  });

  test('has passwords of the generator, each its own', () => {
    const passwords = [POSTGRES, CACHE].map((name) => (JSON.parse(stage.stored[name]!) as { password: string }).password);
    for (const one of passwords) expect(one).toMatch(/^[A-Za-z0-9]{48}$/);
    expect(new Set(passwords).size).toBe(2);
    const external = find(stage.objects, 'ExternalSecret', SERVICE, /-postgres$/);
    expect(generatedName(external)).toBe(POSTGRES);
    expect(() => generate([external])).toThrow('there is no Password catalog/catalog-postgres');
  });

  test.each(REFUSED)('is refused with %s', async (_, change, failed, says) => {
    const report = await use(change);
    expect({ failed: report.failed, error: report.error }).toEqual({ failed, error: expect.stringMatching(says) as string });
  });

  test.each(WAITING)('would wait for %s', async (_, change, says) => {
    await expect(use(change)).rejects.toThrow(says);
  });

  test.each(OPERATED)('is refused after the operators have been given %s', async (_, change, failed, says) => {
    const world = changed(change);
    expect(await stage.prepare(world.objects, world.stored)).toEqual({ exitCode: 0, error: '' });
    const report = await runClient(containerIn(changed(() => undefined)), stage.standIns, folder);
    expect({ failed: report.failed, error: report.error }).toEqual({ failed, error: expect.stringMatching(says) as string });
    expect(await stage.prepare()).toEqual({ exitCode: 0, error: '' });
  });

  test('is no login for the operator with the Secret of the cache', async () => {
    const world = changed((one) => { own(one, 'Cluster').spec.managed.roles[0].passwordSecret.name = 'catalog-cache'; });
    expect(await stage.prepare(world.objects, world.stored)).toEqual({ exitCode: 1, error: 'Secret catalog-cache has no username or no password' });
  });

  test('has a cache with the printed settings', () => {
    expect(stage.cache.ask('CONFIG', 'GET', 'maxmemory')).toBe(`maxmemory\n${256 * 0.75 * 1024 * 1024}`);
    expect(stage.cache.ask('CONFIG', 'GET', 'maxmemory-policy')).toBe('maxmemory-policy\nvolatile-lru');
    expect(stage.cache.ask('CONFIG', 'GET', 'port')).toBe('port\n0');
  });

  test.each<[string, Change, RegExp]>([
    ['a Certificate without the name of the Service', (world) => { const { spec } = own(world, 'Certificate'); spec.dnsNames = (spec.dnsNames as string[]).filter((one) => one !== 'catalog-cache.catalog.svc'); }, /Hostname mismatch/],
    ['the password of another key', (world) => { own(world, 'Redis').spec.kubernetesConfig.redisSecret.key = 'REDIS_URL'; }, /invalid username-password pair/],
  ])('is refused by a cache with %s', async (_, change, says) => {
    const world = changed(change);
    const cache = new CacheServer({ address: loopbackAddress(), ...cachePlace(own(world, 'Redis'), world.objects, stage.sources(world.objects)) });
    const there = authority(CACHE_CA, () => readFileSync(cache.authority, 'utf8'));
    const [name, server] = Object.entries(world.standIns.addresses).find(([one]) => one.endsWith(':6379'))!;
    there(world);
    world.standIns = { ...world.standIns, addresses: { ...world.standIns.addresses, [name]: { ...server, address: cache.place.address } } };
    await cache.start();
    const report = await runClient(containerIn(changed(() => undefined)), world.standIns, folder);
    await cache.stop();
    expect({ failed: report.failed, error: report.error }).toEqual({ failed: 'cache by variables', error: expect.stringMatching(says) as string });
  });

  /** It takes white space from both ends, as no password of the generator has it. */
  test('works after all this, and with another password once the operator has seen it', async () => {
    await works();
    const next = changed(store(POSTGRES, { password: 'p+%41&"\'\\{{ .host }}$(PGHOST)$$#?@[é]/:' }));
    const run = async (): Promise<Report> => runClient(containerIn(next), next.standIns, folder);
    expect(await run()).toMatchObject({ failed: 'database by variables' });
    expect(await stage.prepare(next.objects, next.stored)).toEqual({ exitCode: 0, error: '' });
    expect((await run()).failed).toBeUndefined();
  });

  test('has left no password in any log', () => {
    expect(stage.passwords.filter((one) => stage.log.includes(one))).toEqual([]);
  });
});
