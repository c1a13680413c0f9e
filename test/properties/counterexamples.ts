import { oneSourceOfVariables, sameNamesEverywhere } from './predicates/containers';
import { isolated } from './predicates/isolation';
import { legalNames, uniqueAdministration, uniqueHosts, uniqueNames } from './predicates/names';
import { declaredOutside } from './predicates/network';
import { withinQuotas } from './predicates/policies';
import { synthesizes } from './predicates/synthesizes';
import { exactTrust } from './predicates/trust';
import type { FleetModel, SecretModel, ServiceModel } from './support/fleet-model';
import type { Invariant } from './support/invariant';
import { richFleet } from './support/rich-fleet';

/** The smallest fleet that broke an invariant once. It may be refused, but it may not break it again. */
export interface Counterexample {
  readonly title: string;
  readonly invariant: Invariant;
  readonly fleet: FleetModel;
  /** The random fleets that break it in the same way, while it is an open fault; without it, the fault is fixed. */
  readonly open?: (model: FleetModel) => boolean;
}

const shared = richFleet.environments[0]!;
const staging = { ...shared, name: 'staging', domain: 'staging.acme.example' };
const alone = { ...shared, sharedCluster: false };
const service: ServiceModel = {
  name: 'a', owner: 'team', repository: { slug: 'acme/a' }, port: 8000, access: { kind: 'cluster' }, values: {}, buckets: {}, calls: [], egress: [], overrides: {},
};

/** A fleet of one environment with changed services. */
function fleetOf(services: readonly Partial<ServiceModel>[], changes: Partial<FleetModel> = {}): FleetModel {
  return { ...richFleet, environments: [alone], services: services.map((change) => ({ ...service, ...change })), ...changes };
}

function buckets(count: number): ServiceModel['buckets'] {
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [`bucket-number-b${index}`, {}]));
}

/** As many secrets of one service as make the policy of its store too long for IAM. */
const MANY_SECRETS = 80;

/** As many things of others as make a boundary too long for IAM. */
const MANY_PERMISSIONS = 60;

function secretsOf(...names: readonly string[]): Readonly<Record<string, SecretModel>> {
  return Object.fromEntries(names.map((name) => [name, 'provided' as const]));
}

export const counterexamples: readonly Counterexample[] = [
  {
    title: 'bucket keys that differ in a hyphen before a digit have construct ids of their own',
    invariant: synthesizes,
    fleet: fleetOf([{ buckets: { 'a-1': {}, 'a1': {} } }]),
  },
  {
    title: 'a bucket called like the policy of another one has a construct id of its own',
    invariant: synthesizes,
    fleet: fleetOf([{ buckets: { 'x': {}, 'x-policy': {} } }]),
  },
  { title: 'a stack never has more than 500 resources', invariant: synthesizes, fleet: fleetOf([{ buckets: buckets(260) }]) },
  { title: 'twelve buckets fit into the policy of the pods', invariant: withinQuotas, fleet: fleetOf([{ buckets: buckets(12) }]) },
  {
    title: 'the stacks of an environment "builds-x" are none of the builds registry',
    invariant: uniqueNames,
    fleet: fleetOf([{}, { name: 'x-a' }], { environments: [{ ...alone, name: 'builds-x' }] }),
  },
  {
    title: 'on a shared cluster, "a-b" in environment "dev" and "a" in "b-dev" have namespaces of their own',
    invariant: uniqueNames,
    fleet: fleetOf([{}, { name: 'a-b' }], { environments: [shared, { ...shared, name: 'b-dev', domain: 'b-dev.acme.example' }] }),
  },
  {
    title: 'two environments of a cluster bind platform-apply each for itself',
    invariant: uniqueAdministration,
    fleet: fleetOf([], { environments: [shared, staging] }),
  },
  {
    title: 'two environments with one domain give no service one host',
    invariant: uniqueHosts,
    fleet: fleetOf([{ access: { kind: 'internet' } }], { environments: [alone, { ...alone, name: 'staging', cluster: 'other' }] }),
  },
  {
    title: 'no host has more than 253 characters, however long the domain is',
    invariant: legalNames,
    fleet: fleetOf([{ access: { kind: 'internet' } }], { environments: [{ ...alone, domain: `${'d'.repeat(50)}.`.repeat(4) + 'd'.repeat(48) }] }),
  },
  { title: 'the prefix "aws" makes no alias of AWS', invariant: legalNames, fleet: fleetOf([{ buckets: { scans: {} } }], { prefix: 'aws' }) },
  { title: 'the prefix "sthree" makes no bucket of S3', invariant: legalNames, fleet: fleetOf([{ buckets: { scans: {} } }], { prefix: 'sthree' }) },
  {
    title: 'egress without ports does not open every port',
    invariant: declaredOutside,
    fleet: fleetOf([{ egress: [{ cidr: '203.0.113.0/24', ports: [], reason: 'None at all' }] }]),
  },
  {
    title: 'a service called "aws-endpoint" does not give its callers the variable AWS_ENDPOINT_URL of the SDK',
    invariant: oneSourceOfVariables,
    fleet: fleetOf([{ calls: ['aws-endpoint'] }, { name: 'aws-endpoint' }]),
  },
  {
    title: 'a call of "bucket-x" and the bucket "x-url" do not share a variable',
    invariant: oneSourceOfVariables,
    fleet: fleetOf([{ calls: ['bucket-x'], buckets: { 'x-url': {} } }, { name: 'bucket-x' }]),
  },
  {
    title: 'calls of "aws-endpoint" and of "service-aws-endpoint" do not share a variable',
    invariant: oneSourceOfVariables,
    fleet: fleetOf([{ calls: ['aws-endpoint', 'service-aws-endpoint'] }, { name: 'aws-endpoint' }, { name: 'service-aws-endpoint' }]),
  },
  {
    title: 'a variable with the name of a method of every object, such as "toString", arrives',
    invariant: oneSourceOfVariables,
    fleet: fleetOf([{ values: { toString: 'arrives', valueOf: 'arrives' } }]),
  },
  {
    title: 'an override adds no variable to one environment alone',
    invariant: sameNamesEverywhere,
    fleet: fleetOf([{ overrides: { dev: { values: { EXTRA: 'x' } } } }], { environments: [shared, staging] }),
  },
  {
    title: 'a branch with "${$}", which IAM reads as "$", is not trusted',
    invariant: exactTrust,
    fleet: fleetOf([{ repository: { slug: 'acme/a', branch: 'x${$}' } }]),
  },
  {
    title: 'a GitHub environment with "${$}", which IAM reads as "$", is not trusted',
    invariant: exactTrust,
    fleet: fleetOf([], { environments: [{ ...alone, githubEnvironment: 'x${$}' }] }),
  },
  {
    title: 'the policy of a store of many secrets fits into its quota',
    invariant: withinQuotas,
    fleet: fleetOf([{ secrets: secretsOf(...Array.from({ length: MANY_SECRETS }, (_, index) => `SECRET_NUMBER_${index}`)) }]),
  },
  {
    title: 'secrets do not differ in case alone',
    invariant: uniqueNames,
    fleet: fleetOf([{ secrets: secretsOf('API_KEY', 'api_key') }]),
  },
  {
    title: 'what an environment permits fits into its boundary',
    invariant: withinQuotas,
    fleet: fleetOf([], { environments: [{ ...alone, permissions: Array.from({ length: MANY_PERMISSIONS }, (_, index) => ({ actions: ['sqs:SendMessage'], resources: [`arn:<partition>:sqs:<region>:<account>:queue-number-${index}`], reason: 'The queue of a team' })) }] }),
  },
  {
    title: 'a service does not adopt the master of another one\'s database',
    invariant: isolated,
    fleet: fleetOf([{ secrets: { STOLEN: { dev: { name: 'rich/dev/b/postgres/master' } } } }, { name: 'b', postgres: {} }]),
  },
  {
    title: 'a service does not adopt the bucket of another one',
    invariant: isolated,
    fleet: fleetOf([{ buckets: { stolen: { existing: { dev: { name: 'rich-dev-b-scans-111122223333' } } } } }, { name: 'b', buckets: { scans: {} } }]),
  },
  {
    title: 'a secret that is made in the cluster is called "constructor", which cdk8s takes for the class of its object',
    invariant: synthesizes,
    fleet: fleetOf([{ secrets: Object.fromEntries([['constructor', 'generated']]) }], { environments: [{ ...alone, ephemeral: true, inCluster: { kinds: ['secret'], backups: false, prometheus: false } }] }),
  },
];

/** Whether a fleet would only show again what is known and open about an invariant. */
export function isKnown(invariant: Invariant, model: FleetModel): boolean {
  return counterexamples.some((one) => one.invariant === invariant && one.open?.(model) === true);
}
