import * as fc from 'fast-check';
import { arbitraryFleet } from './arbitrary-fleet';
import { arbitraryTrusts, arbitraryWay } from './arbitrary-tokens';
import { declaredTrust } from './support/declared-trust';
import type { FleetModel } from './support/fleet-model';
import { outputFrom } from './support/independent';
import { RUNS, SEED, forFleets, withOutput } from './support/runs';
import { outputOf } from './support/synthesized';
import { assume } from '../independent/evaluate-trust';
import { statements } from '../independent/mutate';
import { declaredToken, originOf } from '../independent/origins';
import type { Origin } from '../independent/origins';
import { changers, protections } from '../independent/protected-images';
import { isAlike } from '../independent/tokens';
import { trustTables } from '../independent/trust-table';
import { ofType, readWorld } from '../independent/world';
import type { Printed } from '../independent/world';
import type { Output } from '../support/synthesize';

interface Federated { readonly role: Printed; readonly origin: Origin }

/** Roles of random fleets, each made by the public API: a synthesis takes half a second, so there are few fleets and many roles in each. */
const fleets = fc.sample(arbitraryTrusts, { seed: SEED, numRuns: RUNS }).map((model) => ({ model, output: outputFrom(outputOf(model)) }));

function federated(output: Output, model: (typeof fleets)[number]['model']): Federated[] {
  return ofType(readWorld(output), 'AWS::IAM::Role').flatMap((role) => {
    const origin = originOf(role, declaredTrust(model));
    return origin === undefined ? [] : [{ role, origin }];
  });
}

/** One run is one role of one of the fleets and one token; returns how many were let in. */
function holds(roles: readonly (readonly Federated[])[], numRuns: number): number {
  let accepted = 0;
  fc.assert(fc.property(fc.nat(), fc.nat(), arbitraryWay, fc.constantFrom('subOnly' as const, 'extended' as const), (fleet, index, way, visible) => {
    const all = roles[fleet % roles.length]!;
    const { role, origin } = all[index % all.length]!;
    const token = way(origin, all.map((one) => one.origin));
    const { partition, account } = role.stack;
    const isIn = assume(role.properties.AssumeRolePolicyDocument, token, { partition, account, visible });
    accepted += isIn ? 1 : 0;
    expect({ at: role.at, token, isIn }).toEqual({ at: role.at, token, isIn: isAlike(token, declaredToken(origin)) });
  }), { seed: SEED, numRuns });
  return accepted;
}

describe('random roles and random tokens', () => {
  const roles = fleets.map(({ output, model }) => federated(output, model));

  test('are of every kind that GitHub assumes', () => {
    expect([...new Set(roles.flat().map(({ role }) => role.id))]).toEqual(expect.arrayContaining(['PublishRole', 'RestartRole', 'PromoteRole', 'WorkloadApplyRole', 'PlatformApplyRole']));
  });

  test('meet where the token is declared, and nowhere else', () => {
    const accepted = holds(roles, 2000);
    // Were all refused, or none, the runs would say nothing.
    expect(accepted).toBeGreaterThan(300);
    expect(accepted).toBeLessThan(1200);
  });

  test.each<[string, (statement: Record<string, any>) => void]>([
    ['any branch', (statement) => { statement.Condition = { StringLike: Object.fromEntries(Object.entries(statement.Condition.StringEquals).map(([key, value]) => [key, key.endsWith(':sub') ? String(value).replace(/:(ref|environment):.*$/, ':*') : value])) }; }],
    ['other letters', (statement) => { statement.Condition = { StringEqualsIgnoreCase: statement.Condition.StringEquals }; }],
    ['another audience', (statement) => { for (const key of Object.keys(statement.Condition.StringEquals)) if (key.endsWith(':aud')) delete statement.Condition.StringEquals[key]; }],
  ])('are told apart from a trust of %s', (_, weaken) => {
    const { model } = fleets[0]!;
    const output = structuredClone(outputFrom(outputOf(model)));
    for (const [stack, { Resources }] of output.templates) {
      for (const [id, { Properties }] of Object.entries(Resources)) if (JSON.stringify(Properties?.AssumeRolePolicyDocument ?? '').includes('Federated')) statements(output, stack, id).forEach(weaken);
    }
    expect(() => holds([federated(output, model)], 2000)).toThrow('Property failed');
  });
});

/** Whether a protected environment has a name that another one, which has no rules, could say in code. */
function hasColon({ environments }: FleetModel): boolean {
  return environments.some((environment) => environment.protected && environment.githubEnvironment?.includes(':') === true);
}

/** Whether an environment that is not protected, or the registry, is in one account with a protected one: the bootstrap is that of both. */
function sharesAccount({ environments, registry }: FleetModel): boolean {
  const open = [registry, ...environments.filter((one) => !one.protected)].map(({ account }) => account);
  return environments.some((one) => one.protected && open.includes(one.account));
}

describe('the attacker\'s table and the images of protected environments', () => {
  test.each(fleets.map(({ output, model }, index) => [index, output, declaredTrust(model), hasColon(model)] as const))('hold for fleet %d of many repositories', (_, output, declared, colon) => {
    expect(trustTables.trustTable!(output, declared)).toEqual([]);
    // GitHub writes a colon as %3A and is not known to write a percent sign otherwise: such a name has a twin.
    expect(protections.protectedImages!(output, declared)).toEqual(colon ? expect.arrayContaining([expect.stringContaining('PromoteRole: any branch can, unasked, ecr:PutImage')]) : []);
    expect(changers(output, declared).changers.filter(({ ways }) => ways.some((way) => way.startsWith('ecr:')))).toHaveLength(10);
  });

  test('hold for random fleets whose protected environments have accounts of their own, and names without a twin', () => {
    forFleets(arbitraryFleet.filter((model) => !sharesAccount(model) && !hasColon(model)), (model) => {
      withOutput(model, (fleet) => {
        const deployed = outputFrom(fleet);
        expect(trustTables.trustTable!(deployed, declaredTrust(model))).toEqual([]);
        expect(protections.protectedImages!(deployed, declaredTrust(model))).toEqual([]);
      });
    });
  });
});
