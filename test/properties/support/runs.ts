import * as fc from 'fast-check';
import type { FleetModel } from './fleet-model';
import { outcomeOf } from './synthesized';
import type { Fleet } from './synthesized';

/** How many random fleets a property looks at; raise it to search for longer. */
export const RUNS = Number(process.env.DUST_RUNS ?? 8);

/**
 * The same fleets every time, so that a change is red for what it changes; `DUST_SEED=$RANDOM DUST_RUNS=100` looks further.
 * fast-check prints it with a counterexample.
 */
export const SEED = Number(process.env.DUST_SEED ?? 20_261_123);

export const OPTIONS = { seed: SEED, numRuns: RUNS, interruptAfterTimeLimit: 60_000, markInterruptAsFailure: false } as const;

/** For properties that synthesize every fleet again. */
export const FEWER = { ...OPTIONS, numRuns: Math.ceil(RUNS / 3) };

/** Checks a property of fleets; a failure shows the seed, the smallest fleet and what is wrong with it. */
export function forFleets(fleets: fc.Arbitrary<FleetModel>, check: (model: FleetModel) => void, options: fc.Parameters<[FleetModel]> = OPTIONS): void {
  fc.assert(fc.property(fleets, check), options);
}

/** Looks at the output of a fleet; one that is refused says nothing about outputs and does not count. */
export function withOutput(model: FleetModel, check: (fleet: Fleet) => void): void {
  const outcome = outcomeOf(model);
  fc.pre('fleet' in outcome);
  check(outcome.fleet);
}
