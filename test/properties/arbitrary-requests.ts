import * as fc from 'fast-check';
import type { BucketModel, InClusterModel, PermissionModel, RequestKindName } from './support/fleet-model';

/** In which environments something is there already, as bits, and whether a customer key encrypts it there. */
export interface Adoption {
  readonly places: number;
  readonly keyed: boolean;
}

export interface PostgresDraft {
  readonly version?: string;
  readonly instanceClass?: string;
  readonly storage?: string;
  readonly adoption: Adoption;
  readonly database: string;
  readonly port?: number;
}

export interface CacheDraft {
  readonly instanceClass?: string;
  readonly adoption: Adoption;
  readonly port?: number;
}

export interface RequestsDraft {
  readonly postgres?: PostgresDraft;
  readonly cache?: CacheDraft;
  readonly buckets: readonly (readonly [string, BucketModel & { readonly adoption: Adoption }])[];
  readonly secrets: readonly (readonly [string, 'provided' | 'generated' | Adoption])[];
  readonly permissions: readonly PermissionModel[];
}

/** Mostly nowhere, sometimes everywhere. */
const adoption: fc.Arbitrary<Adoption> = fc.record({ places: fc.constantFrom(0, 0, 0, 1, 2, 5, 7), keyed: fc.boolean() });

const databaseSizes = { instanceClass: fc.constantFrom('db.t4g.medium', 'db.r8g.xlarge', 'db.m8g.24xlarge'), storage: fc.constantFrom('20Gi', '30000Mi', '500Gi', '65536Gi') };
const cacheSizes = { instanceClass: fc.constantFrom('cache.t4g.small', 'cache.r7g.large') };

const postgres: fc.Arbitrary<PostgresDraft> = fc.record(
  { ...databaseSizes, version: fc.constantFrom('15', '16', '17', '18'), adoption, database: fc.constantFrom('app', 'select', 'Legacy-DB', 'a$b', '_'), port: fc.constantFrom(1, 5432, 65_535) },
  { requiredKeys: ['adoption', 'database'] },
);

const cache: fc.Arbitrary<CacheDraft> = fc.record({ ...cacheSizes, adoption, port: fc.constantFrom(1, 6379, 65_535) }, { requiredKeys: ['adoption'] });

/** What other teams have, in the words of a declaration and of an environment that permits it. */
export const PERMISSIONS: readonly PermissionModel[] = [
  { actions: ['sqs:SendMessage', 'sqs:ReceiveMessage'], resources: ['arn:<partition>:sqs:<region>:<account>:orders-<environment>'], reason: 'The queue of the shop' },
  { actions: ['cloudwatch:PutMetricData'], resources: ['*'], reason: 'Measurements know no resources' },
  { actions: ['sns:Publish'], resources: ['arn:<partition>:sns:<region>:<account>:events-*', 'arn:<partition>:sns:<region>:<account>:alerts'], reason: 'yes: "all" of them' },
  { actions: ['dynamodb:Query', 'dynamodb:GetItem'], resources: ['arn:<partition>:dynamodb:<region>:<account>:table/orders', 'arn:<partition>:dynamodb:<region>:<account>:table/orders/index/*'], reason: 'Orders of the shop' },
  { actions: ['s3:GetObject'], resources: ['arn:<partition>:s3:::open-data-of-others/*'], reason: 'Maps that anybody may read' },
];

const bucket: fc.Arbitrary<BucketModel> = fc.record({ access: fc.constantFrom('read-write', 'read-only'), retention: fc.constantFrom('7y', '1d', '36500d', '100y') }, { requiredKeys: [] });

/** A key may be missing, as a person would leave it out. */
export function requests(bucketKey: fc.Arbitrary<string>, secretVariable: fc.Arbitrary<string>): { readonly [K in keyof Required<RequestsDraft>]: fc.Arbitrary<RequestsDraft[K]> } {
  const secret = fc.oneof(fc.constantFrom('provided' as const, 'generated' as const), adoption.map((one) => ({ ...one, places: 7 })));
  return {
    postgres: fc.option(postgres, { nil: undefined }),
    cache: fc.option(cache, { nil: undefined, freq: 2 }),
    buckets: fc.uniqueArray(fc.tuple(bucketKey, fc.tuple(bucket, adoption).map(([one, adopted]) => ({ ...one, adoption: adopted }))), { maxLength: 3, selector: ([key]) => key }),
    secrets: fc.uniqueArray(fc.tuple(secretVariable, secret), { maxLength: 3, selector: ([name]) => name.toLowerCase() }),
    permissions: fc.oneof(fc.constant([]), fc.subarray([...PERMISSIONS], { maxLength: 3 })),
  };
}

/** What operators serve in the cluster of an environment; it is settled what they may serve there. */
export const inCluster: fc.Arbitrary<InClusterModel> = fc.record({
  kinds: fc.oneof(
    { weight: 2, arbitrary: fc.constant<RequestKindName[]>([]) },
    { weight: 3, arbitrary: fc.subarray<RequestKindName>(['postgres', 'bucket', 'cache', 'secret']) },
    { weight: 2, arbitrary: fc.constant<RequestKindName[]>(['postgres', 'bucket', 'cache', 'secret']) },
  ),
  backups: fc.boolean(),
  prometheus: fc.boolean(),
});

/** Sizes of the requests in one environment. */
export const requestSizes = { postgres: fc.record(databaseSizes, { requiredKeys: [] }), cache: fc.record(cacheSizes, { requiredKeys: [] }) };

export { bucket as arbitraryBucket };
