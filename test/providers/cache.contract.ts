import { violationsOf } from './any.contract';
import { trusts } from './postgres.contract';
import type { Contract } from './providers';

const ASKED = { kind: 'cache', ask: { cache: {} }, sizes: { cache: { instanceClass: 'cache.r7g.large' } } };

/** What every provider of caches must keep, whichever it is. */
export function cacheViolations(contract: Contract): string[] {
  return violationsOf(contract, ASKED, { binding: ({ values, files }) => [...trusts('REDIS_CA_FILE', { values, files }), ...(values.REDIS_TLS === 'true' ? [] : ['REDIS_TLS is off'])] });
}
