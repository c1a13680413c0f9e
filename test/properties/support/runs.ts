import * as fc from 'fast-check';
import type { FleetModel } from './fleet-model';

/** How many random fleets a property looks at; raise it to search for longer. */
export const RUNS = Number(process.env.DUST_RUNS ?? 12);

/** fast-check prints it with a counterexample; all properties of a file share it, so that they look at the same fleets. */
export const SEED = Number(process.env.DUST_SEED ?? Date.now() % 2 ** 31);

/** Checks a property of fleets; a failure shows the seed, the smallest fleet and what is wrong with it. */
export function forFleets(fleets: fc.Arbitrary<FleetModel>, check: (model: FleetModel) => void, runs: number = RUNS): void {
  fc.assert(fc.property(fleets, check), { seed: SEED, numRuns: runs, interruptAfterTimeLimit: 60_000, markInterruptAsFailure: false });
}
