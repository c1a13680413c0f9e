import { rmSync } from 'node:fs';
import { runClient } from './client';
import type { Report } from './client';
import { find, sourcesOf } from './cluster';
import { containerOf } from './kubernetes-environment';
import { OnAws } from './on-aws';
import { DEPLOYMENT, SERVICE } from './stage';
import { alsoAt, authority, both, CACHE_CA, config, POSTGRES_CA, store, template } from './world';
import type { Change } from './world';
import { exampleOutput } from '../../support/example';
import { runFolder } from '../../tools/cache';

const POSTGRES = 'dust/prod/catalog/postgres/application';
const ENDPOINT = 'dust/prod/catalog/cache/endpoint';
const CACHE = 'dust/prod/catalog/cache/password';

/** The authority that is printed: the real one of AWS. */
const asPrinted = (path: string): Change => (world) => {
  const { [path]: _, ...files } = world.standIns.files;
  world.standIns = { ...world.standIns, files };
};
const platform = (variables: Record<string, string | undefined>): Change => (world) => {
  const changed = Object.entries({ ...world.standIns.platform, ...variables }).filter((entry): entry is [string, string] => entry[1] !== undefined);
  world.standIns = { ...world.standIns, platform: Object.fromEntries(changed) };
};

/** What is wrong, at which step the client is refused, and how it is told. */
const REFUSED: readonly [string, Change, string, RegExp][] = [
  ['a wrong password of the database', store(POSTGRES, { password: 'wrong' }), 'database by variables', /password authentication failed for user "app_catalog"/],
  ['a wrong password in the URL alone', (world) => { template(world, 'catalog-postgres').DATABASE_URL += '&password=wrong'; }, 'database by URL', /password authentication failed for user "app_catalog"/],
  ['another authority in the URL alone', (world) => { template(world, 'catalog-postgres').DATABASE_URL = template(world, 'catalog-postgres').DATABASE_URL!.replace(POSTGRES_CA, CACHE_CA); }, 'database by URL', /certificate verify failed/],
  ['a name in the URL alone that is not in the certificate', (world) => { template(world, 'catalog-postgres').DATABASE_URL = template(world, 'catalog-postgres').DATABASE_URL!.replace('{{ .host }}', 'other.rds.amazonaws.com'); }, 'database by URL', /does not match host name "other.rds.amazonaws.com"/],
  ['the master\'s name', store(POSTGRES, { username: 'dust_master' }), 'database by variables', /password authentication failed for user "dust_master"/],
  ['another database', config({ PGDATABASE: 'db_other' }), 'database by variables', /permission denied for database|does not exist/],
  ['another authority for the database', authority(POSTGRES_CA, ({ standIns }) => standIns.files[CACHE_CA]!.text), 'database by variables', /certificate verify failed/],
  ['the authority of RDS, as it is printed', asPrinted(POSTGRES_CA), 'database by variables', /certificate verify failed/],
  ['a name that is not in the database\'s certificate', both(store(POSTGRES, { host: 'other.rds.amazonaws.com' }), alsoAt(5433, 'other.rds.amazonaws.com')), 'database by variables', /server certificate for .* does not match host name "other.rds.amazonaws.com"/],
  ['no TLS to the database', config({ PGSSLMODE: 'disable' }), 'database by variables', /no pg_hba.conf entry .* no encryption/],
  ['another service\'s bucket', config({ BUCKET_SCANS: 'dust-prod-matching-fingerprints-444455556666' }), 'BUCKET_SCANS', /NoSuchBucket/],
  ['another region\'s endpoint', config({ AWS_ENDPOINT_URL_S3: 'https://s3.eu-central-1.amazonaws.com' }), 'BUCKET_SCANS', /Could not connect to the endpoint URL: "https:\/\/dust-prod-catalog-scans-444455556666.s3.eu-central-1/],
  ['an authority that S3 does not have', (world) => platform({ AWS_CA_BUNDLE: undefined })(world), 'BUCKET_SCANS', /CERTIFICATE_VERIFY_FAILED/],
  ['no Pod Identity', platform({ AWS_CONTAINER_CREDENTIALS_FULL_URI: undefined }), 'BUCKET_SCANS', /NoCredentialsError/],
  ['a wrong password of the cache', ({ stored }) => { stored[CACHE] = 'wrong'; }, 'cache by variables', /invalid username-password pair/],
  ['a wrong password in the URL of the cache alone', (world) => { template(world, 'catalog-cache').REDIS_URL = 'rediss://:wrong@{{ .host }}:6380/0'; }, 'cache by URL', /invalid username-password pair/],
  ['another authority for the cache', authority(CACHE_CA, ({ standIns }) => standIns.files[POSTGRES_CA]!.text), 'cache by variables', /CERTIFICATE_VERIFY_FAILED/],
  ['the authorities of Amazon, as they are printed', asPrinted(CACHE_CA), 'cache by variables', /CERTIFICATE_VERIFY_FAILED/],
  ['a name that is not in the cache\'s certificate', both(store(ENDPOINT, { host: 'other.cache.amazonaws.com' }), alsoAt(6380, 'other.cache.amazonaws.com')), 'cache by variables', /Hostname mismatch/],
  ['no TLS to the cache', config({ REDIS_TLS: 'false' }), 'cache by variables', /Connection (closed|reset)/],
  ['no TLS in the URL of the cache', (world) => { template(world, 'catalog-cache').REDIS_URL = 'redis://:{{ .password }}@{{ .host }}:6380/0'; }, 'cache by URL', /Connection (closed|reset)/],
];

/** What a pod would wait for. */
const WAITING: readonly [string, Change, RegExp][] = [
  ['a key that the Secret does not have', (world) => { delete template(world, 'catalog-postgres').PGHOST; }, /PGHOST: Secret catalog\/catalog-postgres has no key PGHOST, only DATABASE_URL, PGPASSWORD, PGUSER/],
  ['a secret that nobody has filled', ({ stored }) => { delete stored['dust/prod/catalog/STRIPE_API_KEY']; }, /STRIPE_API_KEY: Secret catalog\/catalog-secret-stripe-api-key is not there: .*Secret does not exist/],
  ['a secret without its host', ({ stored }) => { stored[POSTGRES] = '{"username":"app_catalog","password":"x"}'; }, /Secret catalog\/catalog-postgres is not there: .*key host does not exist/],
  ['a file that the ConfigMap does not have', ({ objects }) => { delete find(objects, 'ConfigMap', SERVICE, /-cache-ca$/).data['ca.pem']; }, /volume catalog-cache-ca: ConfigMap catalog\/catalog-cache-ca has no key ca.pem/],
];

describe('in prod, the application', () => {
  const folder = runFolder('refusals');
  let stage: OnAws;
  beforeAll(async () => { stage = await OnAws.start(exampleOutput(), DEPLOYMENT); });
  afterAll(async () => {
    await stage?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const use = async (change: Change): Promise<Report> => {
    const world = { objects: structuredClone(stage.objects), stored: { ...stage.aws.stored }, standIns: stage.standIns };
    change(world);
    return runClient(containerOf(find(world.objects, 'Deployment', SERVICE, /./), SERVICE, sourcesOf(world.objects, world.stored)), world.standIns, folder);
  };
  const works = async (): Promise<void> => expect(await use(() => undefined)).toEqual({ token: expect.any(String) as string, done: expect.any(Object) as object });

  test('is refused before the role job has run, and works after it', async () => {
    expect(await use(() => undefined)).toMatchObject({ failed: 'database by variables', error: expect.stringContaining('password authentication failed for user "app_catalog"') as string });
    expect(await stage.prepare()).toMatchObject({ exitCode: 0, error: '' });
    await works();
  });

  test.each(REFUSED)('is refused with %s', async (_, change, failed, says) => {
    const report = await use(change);
    expect({ failed: report.failed, error: report.error }).toEqual({ failed, error: expect.stringMatching(says) as string });
  });

  test.each(WAITING)('would wait for %s', async (_, change, says) => {
    await expect(use(change)).rejects.toThrow(says);
  });

  test('works after all this, and with a password that a person has chosen, once the job has run again', async () => {
    await works();
    store(POSTGRES, { password: ' p+%41&"\'\\{{ .host }}$(PGHOST)$$#?@[é]/: ' })({ objects: [], stored: stage.aws.stored, standIns: stage.standIns });
    expect(await use(() => undefined)).toMatchObject({ failed: 'database by variables' });
    expect(await stage.prepare()).toMatchObject({ exitCode: 0, error: '' });
    await works();
  });
});
