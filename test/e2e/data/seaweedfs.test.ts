import { rmSync } from 'node:fs';
import { runClient } from './client';
import type { Report } from './client';
import { SeaweedServer } from './seaweed-server';
import type { Identity } from './seaweed-server';
import type { StandIns } from './stand-ins';
import { runFolder } from '../../tools/cache';
import { AwsError } from '../aws/aws-client';
import type { AwsClient } from '../aws/aws-client';
import { loopbackAddress } from '../support/servers';

const OWN = 'dev-catalog-scans';
const OTHER = 'dev-matching-fingerprints';
const identity = (name: string, actions: readonly string[]): Identity => ({ name, accessKey: name, secretKey: `the secret of ${name}`, actions });
const APPLICATION = identity('application', [`Read:${OWN}`, `Write:${OWN}`, `List:${OWN}`]);
const READER = identity('reader', [`Read:${OWN}`, `List:${OWN}`]);

/** As an identity would be whose actions somebody forgot to bind to a bucket. */
const CARELESS = identity('careless', ['Read', 'Write', 'List']);

interface Attempt {
  readonly operation: string;
  readonly parameters: Record<string, string>;
  /** Why it is refused; without it, it succeeds. */
  readonly refused?: string;
}

const attempt = (operation: string, Bucket: string, refused?: string): Attempt => ({
  operation, parameters: { Bucket, ...(operation.endsWith('_object') ? { Key: 'there' } : {}), ...(operation === 'put_object' ? { Body: 'text' } : {}) }, ...(refused === undefined ? {} : { refused }),
});
const DENIED = 'AccessDenied';

const MAY: readonly Attempt[] = ['put_object', 'get_object', 'list_objects_v2', 'delete_object', 'put_object'].map((operation) => attempt(operation, OWN));
const ELSEWHERE: readonly Attempt[] = ['put_object', 'get_object', 'list_objects_v2', 'delete_object', 'delete_bucket'].map((operation) => attempt(operation, OTHER, DENIED));
const READ_ONLY: readonly Attempt[] = [
  attempt('get_object', OWN), attempt('list_objects_v2', OWN), attempt('put_object', OWN, DENIED), attempt('delete_object', OWN, DENIED), attempt('delete_bucket', OWN, DENIED), attempt('create_bucket', 'another', DENIED),
];

describe('SeaweedFS', () => {
  const place = { address: loopbackAddress(), port: 8333 };
  const folder = runFolder('seaweedfs-client');
  let server: SeaweedServer;

  beforeAll(async () => {
    server = new SeaweedServer({ ...place, identities: [APPLICATION, READER, CARELESS] });
    await server.start();
    for (const bucket of [OWN, OTHER]) await server.createBucket(bucket);
  });
  afterAll(async () => {
    await server?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  /** How each attempt ends. */
  const ends = async (client: AwsClient, attempts: readonly Attempt[]): Promise<(string | undefined)[]> => {
    const all: (string | undefined)[] = [];
    for (const { operation, parameters } of attempts) {
      all.push(await client.call('s3', operation, parameters).then(() => undefined, (error: unknown) => (error instanceof AwsError ? error.code : String(error))));
    }
    return all;
  };

  test.each<[string, Identity, readonly Attempt[]]>([
    ['lets an identity read, write and delete in its own bucket', APPLICATION, MAY],
    ['keeps it out of every other', APPLICATION, [...ELSEWHERE, attempt('create_bucket', 'another', DENIED)]],
    ['lets an identity that reads do nothing else', READER, READ_ONLY],
    ['refuses a wrong key', { ...APPLICATION, secretKey: 'wrong' }, MAY.map((one) => ({ ...one, refused: 'SignatureDoesNotMatch' }))],
    ['refuses who is not there', identity('stranger', []), MAY.map((one) => ({ ...one, refused: 'InvalidAccessKeyId' }))],
  ])('%s', async (_, who, attempts) => {
    expect(await ends(server.client(who), attempts)).toEqual(attempts.map(({ refused }) => refused));
  });

  test('would be seen to let an identity into every bucket', async () => {
    expect(await ends(server.client(CARELESS), ELSEWHERE)).toEqual(ELSEWHERE.map(() => undefined));
    await server.createBucket(OTHER);
  });

  /** Closed in May 2026, so a cluster needs a release after 4.23. @see https://github.com/seaweedfs/seaweedfs/pull/9555 */
  test('has a hole in this release: a copy reads from any bucket', async () => {
    await server.client(CARELESS).call('s3', 'put_object', { Bucket: OTHER, Key: 'hidden', Body: 'hidden' });
    await server.client(APPLICATION).call('s3', 'copy_object', { Bucket: OWN, Key: 'copy', CopySource: `${OTHER}/hidden` });
    expect(await server.read(OWN, 'copy')).toBe('hidden');
  });

  test('refuses who shows no key', async () => {
    for (const path of [OWN, `${OWN}/there`]) expect((await fetch(`${server.endpoint}/${path}`)).status).toBe(403);
  });

  describe('and the client', () => {
    const HOST = 'objects-s3.seaweedfs.svc';
    const standIns: StandIns = { addresses: { [`${HOST}:8333`]: { ...place, what: 'SeaweedFS' } }, files: {}, platform: {} };
    const variables = { AWS_REGION: 'us-east-1', AWS_ENDPOINT_URL_S3: `http://${HOST}:8333`, S3_FORCE_PATH_STYLE: 'true', BUCKET_SCANS: OWN, AWS_ACCESS_KEY_ID: APPLICATION.accessKey, AWS_SECRET_ACCESS_KEY: APPLICATION.secretKey };
    const use = async (changes: Partial<typeof variables> = {}): Promise<Report> =>
      runClient({ command: [], variables: { ...variables, ...changes }, files: new Map(), mounts: [] }, standIns, folder);

    test('uses its bucket under the name of the cluster', async () => {
      const report = await use();
      expect(report).toMatchObject({ done: { BUCKET_SCANS: { bucket: OWN, endpoint: variables.AWS_ENDPOINT_URL_S3 } } });
      expect(report.failed).toBeUndefined();
      expect(await server.read(OWN, report.done.BUCKET_SCANS!.key!)).toBe(report.token);
    });

    test.each<[string, Partial<typeof variables>, RegExp]>([
      ['another service\'s bucket', { BUCKET_SCANS: OTHER }, /AccessDenied/],
      ['a wrong key', { AWS_SECRET_ACCESS_KEY: 'wrong' }, /SignatureDoesNotMatch/],
      ['a reader\'s keys', { AWS_ACCESS_KEY_ID: READER.accessKey, AWS_SECRET_ACCESS_KEY: READER.secretKey }, /AccessDenied.* PutObject/],
      ['virtual hosts', { S3_FORCE_PATH_STYLE: 'false' }, /Could not connect|nobody plays/],
    ])('is refused with %s', async (_, changes, says) => {
      expect(await use(changes)).toMatchObject({ failed: 'BUCKET_SCANS', error: expect.stringMatching(says) as string });
    });
  });
});
