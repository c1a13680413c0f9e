import type { FleetModel } from './fleet-model';
import type { Fleet } from './synthesized';

/** What is wrong with an output, one sentence for each fault; nothing where the invariant holds. */
export type Predicate = (fleet: Fleet) => string[];

/** A change of the rich fleet's output that the predicate must notice. */
export interface Mutation {
  readonly title: string;
  readonly apply: (fleet: MutableFleet) => void;
}

export interface Invariant {
  /** Its number in the list of requirements. */
  readonly number: number;
  readonly title: string;
  readonly predicate: Predicate;
  /** Where it is about something that the rich fleet does not have: another fleet, which mutations change. */
  readonly rich?: FleetModel;
  readonly mutations: readonly Mutation[];
}

/** A copy whose parts may be changed at will. */
export type MutableFleet = { -readonly [K in keyof Fleet]: any };

export function mutated(fleet: Fleet, { apply }: Mutation): Fleet {
  const { files, ...rest } = fleet;
  // Texts cannot change, and there are megabytes of them.
  const copy: MutableFleet = { ...structuredClone(rest), files: new Map(files) };
  apply(copy);
  return copy as Fleet;
}

/** The one thing of a list that a mutation is about. */
export function only<T>(items: readonly T[], matches: (item: T) => boolean): T {
  const found = items.find(matches);
  if (found === undefined) throw new Error('the rich fleet lacks what the mutation changes');
  return found;
}
