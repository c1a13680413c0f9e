import * as fc from 'fast-check';
import { arbitraryFleet } from './arbitrary-fleet';
import { clusterOf } from './support/fleet-model';
import type { FleetModel } from './support/fleet-model';
import { planOf, promiseOf } from './support/plans';
import type { PlannedFleet } from './support/plans';
import { CREDENTIALS } from './support/request-variables';
import { richFleet } from './support/rich-fleet';
import { OPTIONS, RUNS } from './support/runs';
import type { Binding } from '../../lib/providers/contract';
import { providersOf } from '../providers/providers';
import type { Contract } from '../providers/providers';

/** Plans cost little, so that there are many of them; the seed is that of the neighbours, and is printed as theirs. */
const MANY = { ...OPTIONS, numRuns: Math.max(500, RUNS) };
/** Where each of them is planned twice. */
const SOME = { ...OPTIONS, numRuns: Math.max(60, RUNS) };

/** Looks at what is planned for random fleets; one that is refused says nothing and does not count. */
function forPlans(check: (planned: PlannedFleet, model: FleetModel) => void, options: fc.Parameters<[FleetModel]>): void {
  fc.assert(fc.property(arbitraryFleet, (model) => {
    const planned = planOf(model);
    fc.pre(planned.findings.length === 0);
    check(planned, model);
  }), options);
}

function asks(asked: PlannedFleet['asked'][number], others: readonly (readonly [string, Contract])[]): string[] {
  const { request, context, environment, spec } = asked;
  const promises = others.map(([title, contract]) => [title, promiseOf(contract.bind(request, context)), Object.keys(contract.bind(request, context).credentials)] as const);
  return promises.filter(([, promise, keys]) => promise !== promises[0]![1] || keys.some((key) => !CREDENTIALS.includes(key)))
    .map(([title, promise]) => `${environment.name}/${spec.name} gets ${promise} for ${request.path} of ${title} and ${promises[0]![1]} of ${promises[0]![0]}`);
}

/** Every provider of a kind promises the same, whatever is asked, whoever asks and wherever. */
function differences({ asked }: PlannedFleet, list: typeof providersOf = providersOf): string[] {
  return asked.flatMap((one) => asks(one, list(one.request.kind)));
}

/** An application finds the same names wherever it runs. */
function unequal({ plans, variablesOf }: PlannedFleet): string[] {
  const first = new Map<string, string>();
  return plans.flatMap((plan) => {
    const names = [...variablesOf(plan).filter((name) => !CREDENTIALS.includes(name)), ...plan.bound.flatMap(({ binding }) => binding.files.map(({ path }) => path)).sort()].join(' ');
    const expected = first.get(plan.service) ?? names;
    first.set(plan.service, expected);
    return names === expected ? [] : [`${plan.environment.name}/${plan.service} has ${names} and not ${expected}`];
  });
}

/** Who a service is to the store of a cluster, by the cluster. */
function identitiesOf({ asked }: PlannedFleet, { environments }: FleetModel, store: Contract): readonly (readonly [identity: string, owner: string])[] {
  return asked.filter(({ request }) => request.kind === 'bucket').map(({ request, context, environment, spec }) => {
    const { identity } = store.bind(request, context) as Binding & { identity: string };
    const cluster = clusterOf(environments.find(({ name }) => name === environment.name)!);
    return [`${cluster} ${identity}`.toLowerCase(), `${environment.name}/${spec.name}`];
  });
}

function shared(identities: ReturnType<typeof identitiesOf>): string[] {
  const owners = new Map<string, string>();
  return identities.flatMap(([identity, owner]) => {
    const known = owners.get(identity) ?? owner;
    owners.set(identity, known);
    return known === owner ? [] : [`${owner} is ${identity}, as ${known} is`];
  });
}

const store = providersOf('bucket').find(([, { name }]) => name === 'seaweedFs')![1];

test('5 and 22: over 500 random fleets, what one provider gives the other gives, wherever a service runs it finds the same names, and no two are one identity to a store', () => {
  forPlans((planned, model) => {
    expect({ given: differences(planned), found: unequal(planned), identities: shared(identitiesOf(planned, model, store)) }).toEqual({ given: [], found: [], identities: [] });
  }, MANY);
});

test('3: what is decided for a service stays as it is when another one comes, with buckets in the store that they share', () => {
  const newcomer = { ...richFleet.services[2]!, name: 'newcomer', calls: [], buckets: { a: {} } };
  forPlans(({ plans }, model) => {
    const after = planOf({ ...model, services: [newcomer, ...model.services] }).plans;
    const counterpart = (plan: PlannedFleet['plans'][number]) => after.find(({ service, environment }) => service === plan.service && environment.name === plan.environment.name);
    expect(plans.filter((plan) => JSON.stringify(counterpart(plan)) !== JSON.stringify(plan)).map((plan) => `${plan.environment.name}/${plan.service}`)).toEqual([]);
  }, SOME);
});

describe('these checks are red where', () => {
  const planned = planOf({ ...richFleet, environments: richFleet.environments.slice(0, 2).map((environment, index) => (index === 0 ? environment : { ...environment, ephemeral: true, inCluster: { kinds: ['postgres'], backups: false, prometheus: true } })) });
  const forgetful = (kind: string) => providersOf(kind).map(([title, contract], index) => [title, index === 0 ? contract : {
    ...contract, bind: ((request, context) => {
      const binding = contract.bind(request, context);
      return { ...binding, values: Object.fromEntries(Object.entries(binding.values).slice(1)), secrets: Object.fromEntries(Object.entries(binding.secrets).slice(1)) };
    }) as Contract['bind'],
  }] as const);

  test('a provider forgets a name of each kind', () => {
    const kinds = new Set(planned.asked.map(({ request }) => request.kind));
    expect(kinds.size).toBe(4);
    for (const kind of kinds) expect(differences({ ...planned, asked: planned.asked.filter(({ request }) => request.kind === kind) }, forgetful as never)).not.toEqual([]);
  });

  test('an environment gives a name that another one does not', () => {
    const plans = planned.plans.map((plan, index) => (index === 0 ? { ...plan, variables: { ...plan.variables, EXTRA: 'x' } } : plan));
    expect(unequal(planned)).toEqual([]);
    expect(unequal({ ...planned, plans })).not.toEqual([]);
  });

  test('two services are one identity', () => expect(shared([['cluster a', 'dev/one'], ['cluster a', 'dev/two']])).toHaveLength(1));
});
