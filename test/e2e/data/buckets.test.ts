import { objectsOf } from './cluster';
import { allows, podStatements } from './policies';
import { bucketsOf, generateKeys, granteesOf, identityOf } from './s3-identities';
import type { Grantee } from './s3-identities';
import { SeaweedServer } from './seaweed-server';
import { fleet } from '../../../examples/dust/fleet';
import { statementsOf } from '../../independent/iam';
import type { Statement } from '../../independent/iam';
import { ofType, readWorld } from '../../independent/world';
import { exampleServices } from '../../support/example';
import { synthesize } from '../../support/synthesize';
import { AwsError } from '../aws/aws-client';
import type { AwsClient } from '../aws/aws-client';
import { loopbackAddress } from '../support/servers';
import { Access, BucketAccess, DustService, GitHubRepository } from 'dust-service';

/** Something that a client does with a bucket, and the right that it takes. */
interface Operation {
  readonly action: string;
  readonly of: 'bucket' | 'object';
  /** Left out where the server has no right of its own for it: this one ties deleting to writing, so that only the documents judge it. */
  readonly try?: (client: AwsClient, bucket: string) => Promise<unknown>;
}

const KEY = { Key: 'there' };
const OPERATIONS: Readonly<Record<string, Operation>> = {
  puts: { action: 's3:PutObject', of: 'object', try: async (client, Bucket) => client.call('s3', 'put_object', { Bucket, ...KEY, Body: 'text' }) },
  gets: { action: 's3:GetObject', of: 'object', try: async (client, Bucket) => client.call('s3', 'get_object', { Bucket, ...KEY }) },
  lists: { action: 's3:ListBucket', of: 'bucket', try: async (client, Bucket) => client.call('s3', 'list_objects_v2', { Bucket }) },
  uploads: { action: 's3:PutObject', of: 'object', try: uploadInParts },
  aborts: { action: 's3:AbortMultipartUpload', of: 'object', try: async (client, bucket) => uploadInParts(client, bucket, 'abort') },
  deletes: { action: 's3:DeleteObject', of: 'object' },
};

async function uploadInParts(client: AwsClient, Bucket: string, end: 'abort' | 'complete' = 'complete'): Promise<unknown> {
  const upload = { Bucket, Key: 'large', UploadId: (await client.call('s3', 'create_multipart_upload', { Bucket, Key: 'large' })).UploadId as string };
  const { ETag } = await client.call('s3', 'upload_part', { ...upload, PartNumber: 1, Body: 'part' });
  if (end === 'abort') return client.call('s3', 'abort_multipart_upload', upload);
  return client.call('s3', 'complete_multipart_upload', { ...upload, MultipartUpload: { Parts: [{ ETag: ETag as string, PartNumber: 1 }] } });
}

type Grant = 'read-write' | 'read-only' | 'retained' | 'another\'s';
/** What is expected of a grant, said here and nowhere derived. */
const GRANTED: Readonly<Record<Grant, readonly string[]>> = {
  'read-write': ['puts', 'gets', 'lists', 'uploads', 'aborts', 'deletes'],
  'read-only': ['gets', 'lists'],
  'retained': ['puts', 'gets', 'lists', 'uploads', 'aborts'],
  'another\'s': [],
};

/** The fleet of the example, and a service that may only read one of its buckets. */
const output = synthesize(fleet, (app) => {
  for (const service of exampleServices) service(app);
  const repository = GitHubRepository.of('dust-identity/reports', { ownerId: '8675309', repositoryId: '1099' });
  new DustService(app, 'reports', { owner: 'reports', repository, http: { port: 8000, access: Access.cluster() }, buckets: { drafts: {}, ledger: { access: BucketAccess.READ_ONLY } } });
});
const grantOf = (service: string, owner: string, bucket: string): Grant => {
  if (service !== owner) return 'another\'s';
  if (bucket.includes('-ledger-')) return 'read-only';
  return owner === 'audit-archive' ? 'retained' : 'read-write';
};

const verdicts = (statements: readonly Statement[], bucket: string): string[] =>
  Object.entries(OPERATIONS).filter(([, { action, of }]) => allows(statements, action, `arn:aws:s3:::${bucket}${of === 'object' ? '/visits/1' : ''}`)).map(([what]) => what);

interface Pair {
  readonly environment: string;
  readonly service: string;
  readonly bucket: string;
  readonly grant: Grant;
  readonly statements: readonly Statement[];
}

const objects = objectsOf(output, 'dev');
const grantees = granteesOf(objects, generateKeys(objects));
const inCluster = bucketsOf(objects).map(({ namespace, name }) => ({ owner: namespace, name }));
const world = readWorld(output);

/** Every service with buckets, and every bucket of its environment. */
const PAIRS: readonly Pair[] = ['dev', 'staging', 'prod'].flatMap((environment) => {
  const onAws = ofType(world, 'AWS::S3::Bucket').filter(({ stack }) => stack.kind === 'service' && stack.environment === environment);
  const buckets = environment === 'dev' ? inCluster : onAws.map(({ stack, properties }) => ({ owner: stack.service!, name: properties.BucketName as string }));
  return [...new Set(buckets.map(({ owner }) => owner))].flatMap((service) => {
    const statements = environment === 'dev' ? grantees.find(({ namespace }) => namespace === service)!.statements : podStatements(world, environment, service);
    return buckets.map(({ owner, name }): Pair => ({ environment, service, bucket: name, grant: grantOf(service, owner, name), statements }));
  });
});
const inDev = PAIRS.filter(({ environment }) => environment === 'dev');

test('there are services with buckets in every environment, one that only reads, and one that deletes nothing', () => {
  expect(new Set(inDev.map(({ service }) => service))).toEqual(new Set(['catalog', 'enrollment', 'matching', 'reports']));
  expect(new Set(PAIRS.filter(({ environment }) => environment === 'prod').map(({ grant }) => grant))).toEqual(new Set(Object.keys(GRANTED)));
});

describe('the printed policies, by the rules of IAM', () => {
  test.each(PAIRS)('in $environment, let $service do to $bucket what is granted: $grant', ({ grant, statements, bucket }) => {
    expect(verdicts(statements, bucket)).toEqual(GRANTED[grant]);
  });

  test.each<[string, Record<string, unknown>, Grant]>([
    ['a whole store', { Resource: '*' }, 'another\'s'], ['whatever begins alike', { Resource: 'arn:aws:s3:::dust-*' }, 'another\'s'],
    ['another bucket', { Resource: ['arn:aws:s3:::dust-dev-matching-fingerprints-111122223333', 'arn:aws:s3:::dust-dev-matching-fingerprints-111122223333/*'] }, 'another\'s'],
    ['writing', { Action: 's3:Put*' }, 'read-only'], ['nothing', { Effect: 'Deny' }, 'read-write'],
  ])('would be seen to grant %s', (_, more, grant) => {
    const bucket = 'dust-dev-matching-fingerprints-111122223333';
    const wrong = { Effect: 'Allow', Action: 's3:*', Resource: [`arn:aws:s3:::${bucket}`, `arn:aws:s3:::${bucket}/*`], ...more };
    expect(verdicts(statementsOf({ Statement: [wrong] }), bucket)).not.toEqual(GRANTED[grant]);
  });
});

describe('SeaweedFS with the identities of the printed policies', () => {
  const server = new SeaweedServer({ address: loopbackAddress(), port: 8333 });
  const operations = Object.entries(OPERATIONS).flatMap(([what, { try: attempt }]) => (attempt === undefined ? [] : [{ what, attempt }]));
  const granteeOf = (service: string): Grantee => grantees.find(({ namespace }) => namespace === service)!;

  beforeAll(async () => {
    await server.start();
    for (const { name } of inCluster) {
      await server.createBucket(name);
      await server.write(name, KEY.Key, 'from the beginning');
    }
    await server.allow(grantees.map(identityOf));
  });
  afterAll(async () => server.stop());

  /** How each operation ends: well, or by the code of its refusal. */
  const ends = async (client: AwsClient, bucket: string): Promise<Record<string, string>> => {
    const all: Record<string, string> = {};
    for (const { what, attempt } of operations) all[what] = await attempt(client, bucket).then(() => 'well', (error: unknown) => (error instanceof AwsError ? error.code : String(error)));
    return all;
  };
  const expected = (end: (what: string) => string): Record<string, string> => Object.fromEntries(operations.map(({ what }) => [what, end(what)]));

  test.each([...new Set(inDev.map(({ service }) => service))])('lets %s do in every bucket of the fleet what is granted', async (service) => {
    const client = server.client(granteeOf(service));
    for (const { bucket, grant } of inDev.filter((one) => one.service === service)) {
      expect({ bucket, ...await ends(client, bucket) }).toEqual({ bucket, ...expected((what) => (GRANTED[grant].includes(what) ? 'well' : 'AccessDenied')) });
    }
    const strangers = [{ ...granteeOf(service), secretKey: 'wrong' }, { ...granteeOf(service), accessKey: 'nobody' }].map((one) => server.client(one));
    const { bucket } = inDev.find((one) => one.service === service && one.grant === 'read-write')!;
    expect(await ends(strangers[0]!, bucket)).toEqual(expected(() => 'SignatureDoesNotMatch'));
    expect(await ends(strangers[1]!, bucket)).toEqual(expected(() => 'InvalidAccessKeyId'));
  });

  test.each(inCluster)('refuses $name to who shows no key', async ({ name }) => {
    const statuses = [['GET', ''], ['GET', `/${KEY.Key}`], ['PUT', '/new'], ['POST', '/new?uploads']].map(async ([method, path]) => (await fetch(`${server.endpoint}/${name}${path}`, { method: method! })).status);
    expect(await Promise.all(statuses)).toEqual([403, 403, 403, 403]);
  });

  test('has to be told of whole buckets, so that a policy for more or less is no identity', () => {
    const [one] = grantees;
    const statements = statementsOf({ Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::dust-*' }] });
    expect(() => identityOf({ ...one!, statements })).toThrow('cannot be said to this server');
  });
});
