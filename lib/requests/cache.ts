import type * as v from 'valibot';
import { existingIn, judgeSecretName } from './existing';
import { classRule } from './instance-class';
import type { RequestKind } from './request-kind';
import type { ResourceRequest } from '../providers/contract';
import { judgeAnyPort } from '../spec/network';
import { number, optional, struct, text } from '../spec/schema';

/** A cache that speaks the protocol of Redis. */
export interface CacheRequest extends ResourceRequest {
  readonly kind: 'cache';
  /** What the provider calls the size of a node; undefined for its default. */
  readonly instanceClass?: string;
  readonly existing?: ExistingCache;
}

/** A cache that somebody else made. */
export interface ExistingCache {
  /** Its secret, JSON with `host` and `password`. */
  readonly secret: string;
  readonly port: number;
  readonly keyArn?: string;
}

/** Where a container finds the certificates that the server's one is checked against. */
export const CACHE_CA_FILE = '/etc/dust/cache/ca.pem';
export const CACHE_SECRETS = ['REDIS_HOST', 'REDIS_PORT', 'REDIS_PASSWORD', 'REDIS_URL'] as const;

const judgeInstanceClass = classRule({
  code: 'DUST1036',
  word: 'cache',
  console: 'ElastiCache',
  problem: 'is not a class of cache nodes',
  allowed: 'a class such as "cache.t4g.small" or "cache.r7g.large"',
});

const sizes = { instanceClass: optional(text(judgeInstanceClass)) };
const cache = struct({ ...sizes, existing: existingIn({ secret: text(judgeSecretName), port: optional(number(judgeAnyPort), 6379) }) });

export const cacheRequests: RequestKind<v.InferOutput<typeof cache>, CacheRequest> = {
  kind: 'cache',
  servedBy: 'Provider.elastiCache()',
  property: 'cache',
  schema: cache,
  sizes: struct(sizes) as never,
  requests: ({ existing: adopted, ...input }) => [{ kind: 'cache', key: 'cache', path: 'cache', ...input, ...(adopted === undefined ? {} : { existingIn: adopted }) }],
  contract: () => ({ values: ['REDIS_TLS', 'REDIS_CA_FILE'], secrets: CACHE_SECRETS }),
};
