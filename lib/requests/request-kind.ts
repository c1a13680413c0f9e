import type { ResourceRequest } from '../providers/contract';
import type { Schema } from '../spec/schema';

/**
 * One kind of thing that a service can ask for: its property in the declaration, how it is read, and the contract that
 * every provider of it must keep. A new kind is a file here and a row in `index.ts`.
 */
export interface RequestKind<Input = never, R extends ResourceRequest = ResourceRequest> {
  readonly kind: R['kind'];
  /** What a person adds to the providers of an environment for it; undefined while no provider of ours serves it. */
  readonly servedBy?: string;
  /** The property of `DustServiceProps`. */
  readonly property: string;
  readonly schema: Schema<Input>;
  /** What `overrides` may say of it in one environment: sizes, never structure; undefined where it has none. */
  readonly sizes?: Schema<Partial<R>>;
  /** One request for each thing asked for. */
  requests(input: Input): readonly R[];
  /** The variables that a running container finds, whichever provider serves the request. */
  contract(request: R): Contract;
}

export interface Contract {
  /** Variables with plain values. */
  readonly values: readonly string[];
  /** Variables whose values come from a secret. */
  readonly secrets: readonly string[];
}
