import type { KubernetesObject } from '../../../support/synthesize';
import type { Live } from '../client';

/** Pods that may be there at the same moment, and what is one of them: a label that no other pod in its namespace has. */
export interface Crowd {
  readonly namespace: string;
  readonly one: readonly [string, string];
  readonly pods: number;
}

/** The work of an operator that does not run here, written from its sources: what it makes of each live object of one kind. */
export interface Operator {
  /** By which the API server knows what it wrote. */
  readonly manager: string;
  /** As kubectl finds it, and as objects call it. */
  readonly resource: string;
  readonly kind: string;
  /** @param all every live object that any operator looks at */
  make(object: Live, all: readonly Live[]): KubernetesObject[];
  /** Its pods while they are replaced, one after the other. */
  crowds?(object: Live): Crowd[];
  /** Claims of volumes while pods are replaced. */
  claims?(object: Live): number;
  /** Secrets that it reads itself, by way of the API server; no pod refers to them. */
  readsItself?(object: Live): string[];
}

/** Goes with its object, as operators do it. */
export function ownedBy({ apiVersion, kind, metadata: { name, uid } }: Live): object {
  return { ownerReferences: [{ apiVersion, kind, name, uid, controller: true }] };
}
