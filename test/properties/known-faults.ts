import { oneSourceOfVariables, sameNamesEverywhere, sameVariables } from './predicates/containers';
import { legalNames, uniqueAdministration, uniqueHosts, uniqueNames } from './predicates/names';
import { declaredOutside } from './predicates/network';
import { withinQuotas } from './predicates/policies';
import { synthesizes } from './predicates/synthesizes';
import { exactTrust } from './predicates/trust';
import { clusterOf } from './support/fleet-model';
import type { FleetModel, ServiceModel } from './support/fleet-model';
import type { Invariant } from './support/invariant';
import { richFleet } from './support/rich-fleet';

/** A fault with its smallest fleet. Random fleets leave it out until it is fixed; then set `isFixed`, and they look for it again. */
export interface KnownFault {
  readonly title: string;
  readonly invariant: Invariant;
  /** The random fleets that show it; absent where none does. */
  readonly matches?: (model: FleetModel) => boolean;
  readonly counterexample: FleetModel;
  readonly isFixed?: boolean;
}

const shared = richFleet.environments[0]!;
const alone = { ...shared, sharedCluster: false };
const service: ServiceModel = {
  name: 'a', owner: 'team', repository: { slug: 'acme/a' }, port: 8000, access: { kind: 'cluster' }, values: {}, buckets: {}, calls: [], egress: [], overrides: {},
};

/** A fleet of one environment with changed services. */
function fleetOf(services: readonly Partial<ServiceModel>[], changes: Partial<FleetModel> = {}): FleetModel {
  return { ...richFleet, environments: [alone], services: services.map((change) => ({ ...service, ...change })), ...changes };
}

function anyKeys(matches: (keys: readonly string[]) => boolean): (model: FleetModel) => boolean {
  return ({ services }) => services.some(({ buckets }) => matches(Object.keys(buckets)));
}

export const knownFaults: readonly KnownFault[] = [
  {
    title: 'bucket keys "a-1" and "a1" get one construct id, and CDK throws',
    invariant: synthesizes,
    matches: anyKeys((keys) => new Set(keys.map((key) => key.replaceAll(/-(?=[0-9])/g, ''))).size < keys.length),
    counterexample: fleetOf([{ buckets: { 'a-1': {}, 'a1': {} } }]),
  },
  {
    title: 'the bucket "x-policy" gets the construct id of the policy of the bucket "x", and CDK throws',
    invariant: synthesizes,
    matches: anyKeys((keys) => keys.some((key) => keys.includes(`${key}-policy`))),
    counterexample: fleetOf([{ buckets: { 'x': {}, 'x-policy': {} } }]),
  },
  {
    title: 'a stack may have more than 500 resources, and CDK throws',
    invariant: synthesizes,
    counterexample: fleetOf([{ buckets: Object.fromEntries(Array.from({ length: 260 }, (_, index) => [`b${index}`, {}])) }]),
    isFixed: true,
  },
  {
    title: 'the stack of a service in environment "builds-x" has the name of the builds stack of service "x-a"',
    invariant: uniqueNames,
    matches: ({ environments }) => environments.some(({ name }) => name.startsWith('builds-')),
    counterexample: fleetOf([{}, { name: 'x-a' }], { environments: [{ ...alone, name: 'builds-x' }] }),
  },
  {
    title: 'on a shared cluster, "a-b" in environment "dev" and "a" in "b-dev" get one namespace',
    invariant: uniqueNames,
    matches: ({ environments }) => environments.some((one) => environments.some((other) => clusterOf(one) === clusterOf(other) && one.name.endsWith(`-${other.name}`))),
    counterexample: fleetOf([{}, { name: 'a-b' }], { environments: [shared, { ...shared, name: 'b-dev', domain: 'b-dev.acme.example' }] }),
  },
  {
    title: 'two environments of a cluster overwrite the ClusterRoleBinding of platform-apply of each other',
    invariant: uniqueAdministration,
    matches: ({ environments }) => new Set(environments.map(clusterOf)).size < environments.length,
    counterexample: fleetOf([], { environments: [shared, { ...shared, name: 'staging', domain: 'staging.acme.example' }] }),
  },
  {
    title: 'two environments with one domain give a service one host',
    invariant: uniqueHosts,
    counterexample: fleetOf([{ access: { kind: 'internet' } }], { environments: [alone, { ...alone, name: 'staging', cluster: 'other' }] }),
    isFixed: true,
  },
  {
    title: 'a domain so long that hosts below it have more than 253 characters is accepted',
    invariant: legalNames,
    counterexample: fleetOf([{ access: { kind: 'internet' } }], { environments: [{ ...alone, domain: `${'d'.repeat(50)}.`.repeat(4) + 'd'.repeat(48) }] }),
    isFixed: true,
  },
  {
    title: 'the prefix "aws" makes an alias that is reserved for AWS',
    invariant: legalNames,
    counterexample: fleetOf([{ buckets: { scans: {} } }], { prefix: 'aws' }),
    isFixed: true,
  },
  {
    title: 'the prefix "sthree" makes the name of a bucket that S3 reserves',
    invariant: legalNames,
    counterexample: fleetOf([{ buckets: { scans: {} } }], { prefix: 'sthree' }),
    isFixed: true,
  },
  {
    title: 'egress without ports opens every port',
    invariant: declaredOutside,
    counterexample: fleetOf([{ egress: [{ cidr: '203.0.113.0/24', ports: [], reason: 'None at all' }] }]),
    isFixed: true,
  },
  {
    title: 'a service called "aws-endpoint" gives its callers AWS_ENDPOINT_URL, and their SDK sends everything to it',
    invariant: oneSourceOfVariables,
    matches: ({ services }) => services.some(({ calls }) => calls.some((name) => /^(?:aws|dust|kubernetes|ld)-/.test(name))),
    counterexample: fleetOf([{ calls: ['aws-endpoint'] }, { name: 'aws-endpoint' }]),
  },
  {
    title: 'a call of "bucket-x" and the bucket "x-url" give one variable',
    invariant: oneSourceOfVariables,
    matches: ({ services }) => services.some(({ calls, buckets }) => calls.some((name) => name.startsWith('bucket-') && `${name.slice('bucket-'.length)}-url` in buckets)),
    counterexample: fleetOf([{ calls: ['bucket-x'], buckets: { 'x-url': {} } }, { name: 'bucket-x' }]),
    isFixed: true,
  },
  {
    title: 'a variable with the name of a method of every object, such as "toString", vanishes',
    invariant: oneSourceOfVariables,
    matches: ({ services }) => services.some(({ values }) => Object.keys(values).some(isInherited)),
    counterexample: fleetOf([{ values: { toString: 'lost' } }]),
  },
  {
    title: 'a variable such as "toString" vanishes only where no override names values',
    invariant: sameVariables,
    matches: ({ services }) => services.some(({ values }) => Object.keys(values).some(isInherited)),
    counterexample: fleetOf([{ values: { valueOf: 'lost' }, overrides: { dev: { values: { A: 'a' } } } }], { environments: [shared, { ...shared, name: 'staging', domain: 'staging.acme.example' }] }),
  },
  {
    title: 'an override adds a variable to one environment, which the application then lacks in the others',
    invariant: sameNamesEverywhere,
    matches: ({ services }) => services.some(({ values, overrides }) => Object.values(overrides).some((override) => Object.keys(override.values ?? {}).some((name) => !Object.hasOwn(values, name)))),
    counterexample: fleetOf([{ overrides: { dev: { values: { EXTRA: 'x' } } } }], { environments: [shared, { ...shared, name: 'staging', domain: 'staging.acme.example' }] }),
  },
  {
    title: 'twelve buckets make the policy of the pods longer than IAM allows',
    invariant: withinQuotas,
    counterexample: fleetOf([{ buckets: Object.fromEntries(Array.from({ length: 12 }, (_, index) => [`bucket-number-${index}`, {}])) }]),
    isFixed: true,
  },
  {
    title: 'a branch with "${$}" is another branch to IAM, which replaces variables in a trust',
    invariant: exactTrust,
    counterexample: fleetOf([{ repository: { slug: 'acme/a', branch: 'x${$}' } }]),
    isFixed: true,
  },
  {
    title: 'a GitHub environment with "${$}" is another one to IAM',
    invariant: exactTrust,
    counterexample: fleetOf([], { environments: [{ ...alone, githubEnvironment: 'x${$}' }] }),
    isFixed: true,
  },
];

/** Whether every object of JavaScript has a property of this name. */
function isInherited(name: string): boolean {
  return name in {};
}

export function faultsOf(invariant: Invariant): KnownFault[] {
  return knownFaults.filter((fault) => fault.invariant === invariant && fault.isFixed !== true);
}

/** Whether a fleet would only show again what is known about an invariant. */
export function isKnown(invariant: Invariant, model: FleetModel): boolean {
  return faultsOf(invariant).some(({ matches }) => matches?.(model) === true);
}
