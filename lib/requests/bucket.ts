import { existingIn, judgeBucketName } from './existing';
import type { RequestKind } from './request-kind';
import type { ResourceRequest } from '../providers/contract';
import { judgeRequestKey } from '../spec/names';
import { readRetention } from '../spec/quantities';
import type { Retention } from '../spec/quantities';
import { map, oneOf, optional, reading, struct, text } from '../spec/schema';

/** What a pod may do with the objects of a bucket; each provider compiles it to its own policy language. */
export interface ObjectGrant {
  readonly read: true;
  readonly write: boolean;
  readonly delete: boolean;
}

export interface BucketRequest extends ResourceRequest {
  readonly kind: 'bucket';
  readonly grant: ObjectGrant;
  readonly retention?: Retention;
  readonly existing?: ExistingBucket;
}

/** A bucket that somebody else made. */
export interface ExistingBucket {
  readonly name: string;
  readonly keyArn?: string;
}

interface BucketInput {
  readonly access: 'read-write' | 'read-only';
  readonly retention?: Retention;
  readonly existing?: Readonly<Record<string, ExistingBucket>>;
}

const bucket = struct({
  access: optional(oneOf(['read-write', 'read-only']), 'read-write'),
  retention: optional(reading(readRetention)),
  existing: existingIn({ name: text(judgeBucketName) }),
});

export const bucketRequests: RequestKind<Readonly<Record<string, BucketInput>>, BucketRequest> = {
  kind: 'bucket',
  servedBy: 'Provider.s3()',
  property: 'buckets',
  schema: map(judgeRequestKey, bucket),
  requests: (input) =>
    Object.keys(input).sort().map((key) => {
      const { access, retention, existing } = input[key]!;
      const write = access === 'read-write';
      const request = { kind: 'bucket' as const, key, path: `buckets.${key}`, grant: { read: true as const, write, delete: write && retention === undefined } };
      return { ...request, ...(retention === undefined ? {} : { retention }), ...(existing === undefined ? {} : { existingIn: existing }) };
    }),
  contract: ({ key }) => ({ values: [bucketVariable(key), 'AWS_ENDPOINT_URL_S3', 'S3_FORCE_PATH_STYLE'], secrets: [] }),
};

/** `raw-images` is read as `BUCKET_RAW_IMAGES`. */
export function bucketVariable(key: string): string {
  return `BUCKET_${key.toUpperCase().replace(/-/g, '_')}`;
}
