import * as fc from 'fast-check';
import { arbitraryFleet } from './arbitrary-fleet';
import { counterexamples, isKnown } from './counterexamples';
import { administration, trustedServers } from './predicates/administration';
import { onePodIdentity, oneSourceOfVariables, sameNamesEverywhere } from './predicates/containers';
import { knownTypes, retained } from './predicates/data';
import { protectedData } from './predicates/databases';
import { declaredExposure } from './predicates/exposure';
import { ownFiles } from './predicates/files';
import { exactGrants, insideBoundary, madeBuckets } from './predicates/grants';
import { clusterFleet, grantedInCluster, madeInCluster } from './predicates/in-cluster';
import { isolated } from './predicates/isolation';
import { legalNames, uniqueAdministration, uniqueHosts, uniqueNames } from './predicates/names';
import { declaredEdges, declaredOutside } from './predicates/network';
import { namedFirst } from './predicates/ordering';
import { restricted } from './predicates/pods';
import { derivedPartition, narrow, withinQuotas } from './predicates/policies';
import { noDangling, ownNamespace } from './predicates/references';
import { madeSecrets } from './predicates/secrets';
import { fittingSizes } from './predicates/sizes';
import { ownSecrets } from './predicates/stores';
import { synthesizes } from './predicates/synthesizes';
import { exactTrust } from './predicates/trust';
import { noValues } from './predicates/values';
import { mutated } from './support/invariant';
import { richFleet } from './support/rich-fleet';
import { RUNS, SEED, forFleets, withOutput } from './support/runs';
import { outcomeOf, outputOf } from './support/synthesized';

const INVARIANTS = [
  synthesizes, legalNames, uniqueNames, uniqueHosts, uniqueAdministration, retained, exactTrust, narrow, derivedPartition, withinQuotas, restricted, noDangling, ownNamespace, declaredEdges,
  declaredOutside, declaredExposure, fittingSizes, onePodIdentity, oneSourceOfVariables, sameNamesEverywhere, ownFiles, knownTypes,
  ownSecrets, madeSecrets, noValues, exactGrants, insideBoundary, madeBuckets, isolated, protectedData, namedFirst, administration, trustedServers, madeInCluster, grantedInCluster,
];

describe.each(INVARIANTS)('$number: $title', (invariant) => {
  const { predicate, mutations, rich: fleetOfMutations = richFleet } = invariant;

  test('it holds for random fleets', () => {
    forFleets(arbitraryFleet, (model) => {
      fc.pre(!isKnown(invariant, model));
      withOutput(model, (fleet) => expect(predicate(fleet)).toEqual([]));
    });
  });

  let before: string[] | undefined;

  test.each(mutations)('it is red where $title', (mutation) => {
    const rich = outputOf(fleetOfMutations);
    before ??= predicate(rich);
    expect(predicate(mutated(rich, mutation)).filter((problem) => before?.includes(problem) === false)).not.toEqual([]);
  });
});

test('all of them hold where operators serve everything', () => {
  for (const { predicate } of INVARIANTS) expect(predicate(outputOf(clusterFleet))).toEqual([]);
});

test('few of the random fleets are refused', () => {
  const models = fc.sample(arbitraryFleet, { seed: SEED, numRuns: RUNS });
  const refused = models.map(outcomeOf).filter((outcome) => 'issues' in outcome);
  expect(refused.length).toBeLessThanOrEqual(Math.ceil(models.length / 4));
});

describe('fleets that broke an invariant once', () => {
  for (const { title, invariant, fleet, open } of counterexamples) {
    const check = open === undefined ? test : test.failing;
    check(title, () => {
      const outcome = outcomeOf(fleet);
      expect('fleet' in outcome ? invariant.predicate(outcome.fleet) : []).toEqual([]);
    });
  }
});
