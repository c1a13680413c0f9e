import { bucketRequests } from './bucket';
import { cacheRequests } from './cache';
import { postgresRequests } from './postgres';
import type { RequestKind } from './request-kind';
import { secretRequests } from './secret';
import type { ResourceRequest } from '../providers/contract';
import type { Schema } from '../spec/schema';

/** A kind whose input type is its own affair. */
export type AnyRequestKind = RequestKind<never, ResourceRequest> & { readonly schema: Schema<unknown>; readonly sizes?: Schema<unknown> };

/** Every kind of request, in the order in which they are planned. */
export const REQUEST_KINDS: readonly AnyRequestKind[] = [
  postgresRequests as never, bucketRequests as never, cacheRequests as never, secretRequests as never,
];

export function requestKind(kind: string): AnyRequestKind {
  const found = REQUEST_KINDS.find((row) => row.kind === kind);
  if (found === undefined) throw new Error(`no kind of request is called ${kind}; add it to lib/requests/index.ts`);
  return found;
}
