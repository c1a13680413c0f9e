import { BREAKAGES, OPERATED_BREAKAGES, isOperated } from './broken';
import { bucketViolations } from './bucket.contract';
import { cacheViolations } from './cache.contract';
import { postgresViolations } from './postgres.contract';
import { providersOf } from './providers';
import type { Contract } from './providers';
import { secretViolations } from './secret.contract';

const SUITES: readonly (readonly [kind: string, violations: (contract: Contract) => string[]])[] = [
  ['postgres', postgresViolations], ['bucket', bucketViolations], ['cache', cacheViolations], ['secret', secretViolations],
];

describe.each(SUITES)('the contract of %s', (kind, violationsOf) => {
  const providers = providersOf(kind);

  test('has two providers or more', () => expect(new Set(providers.map(([, { name }]) => name)).size).toBeGreaterThan(1));

  test.each(providers)('is kept by %s', (_title, contract) => expect(violationsOf(contract)).toEqual([]));

  // Options of one provider share its code, so that it is broken once.
  describe.each(providers.filter(([title, { name }]) => title === name))('broken in %s', (_title, contract) => {
    const breakages = [...BREAKAGES.filter(({ kinds }) => kinds.includes(kind)), ...(isOperated(contract) ? OPERATED_BREAKAGES : [])];

    test('eight ways or more', () => expect(breakages.length).toBeGreaterThanOrEqual(8));
    test.each(breakages.map((breakage) => [breakage.title, breakage] as const))('is red where it %s', (_what, { broken, violation }) => {
      expect(violationsOf(broken(contract))).toContainEqual(expect.stringMatching(violation));
    });
  });
});
