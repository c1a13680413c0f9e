import * as fc from 'fast-check';
import { inCluster, requests, requestSizes } from './arbitrary-requests';
import type { RequestsDraft } from './arbitrary-requests';
import { argument, branch, bucketKey, githubEnvironment, owner, plainText, reason, secretVariable, serviceName, slug, variableName } from './arbitrary-text';
import { isKnown } from './counterexamples';
import { synthesizes } from './predicates/synthesizes';
import type {
  AccessModel, EgressModel, EnvironmentModel, FleetModel, OverrideModel, Partition, RepositoryModel, ServiceModel, SizesModel,
} from './support/fleet-model';
import { settle } from './support/settle';

/** What a person may choose freely; `settle` changes what would contradict another choice. */
export interface Draft {
  readonly prefix: string;
  readonly partition: Partition;
  readonly repository: RepositoryModel;
  readonly environments: readonly EnvironmentDraft[];
  readonly services: readonly ServiceDraft[];
}

export interface EnvironmentDraft extends Omit<EnvironmentModel, 'account' | 'region' | 'domain' | 'sharedCluster' | 'permissions'> {
  readonly account: number;
  readonly region: number;
  readonly sharedCluster: boolean;
  /** It permits exactly what its services need, and no pattern around it. */
  readonly permitsExactly: boolean;
}

export interface ServiceDraft extends Omit<ServiceModel, 'calls' | 'calledBy' | 'environments' | 'overrides' | 'values' | keyof RequestsDraft>, RequestsDraft {
  /** Numbers choose among the services and environments of the fleet, whatever they are called. */
  readonly calls: readonly number[];
  readonly calledBy: 'anybody' | 'callers' | 'callers and more';
  readonly environments: readonly number[];
  readonly overrides: readonly OverrideModel[];
  readonly values: readonly (readonly [string, string])[];
}

/** A record whose optional keys are absent, not undefined, as a person would leave them out. */
function record<T extends object>(required: { [K in keyof T]: fc.Arbitrary<T[K]> }, optional: { readonly [key: string]: fc.Arbitrary<unknown> } = {}): fc.Arbitrary<T> {
  const keys = Object.keys(required) as (keyof T & string)[];
  return fc.record({ ...required, ...optional }, { requiredKeys: keys as never }) as unknown as fc.Arbitrary<T>;
}

const repository: fc.Arbitrary<RepositoryModel> = record<RepositoryModel>(
  { slug },
  { ids: record({ owner: fc.constantFrom('1', '8675309'), repository: fc.constantFrom('2', '99999999999999999999') }), branch },
);

/** So that services with databases, which need both, are not rare in fleets of three environments. */
const mostly = fc.constantFrom(true, true, true, true, true, true, false);

const environment: fc.Arbitrary<EnvironmentDraft> = record<EnvironmentDraft>({
  name: fc.constantFrom('dev', 'prod', 'staging', 'prod-eu', 'prod-us', 'b-dev', 'a-b', 'account', 'platform', 'logs', 'env1', 'e'.repeat(16)),
  account: fc.constantFrom(0, 0, 1, 2),
  region: fc.constantFrom(0, 0, 1),
  cluster: fc.constantFrom('main', 'main', 'main', 'Main_1', 'c'.repeat(100)),
  sharedCluster: fc.boolean(),
  protected: fc.boolean(),
  ephemeral: fc.boolean(),
  autoMode: fc.boolean(),
  dns: fc.constantFrom('default', 'pods', 'nodeLocal', 'addressBlock'),
  vpn: fc.constantFrom('none', 'tailscale', 'internalLoadBalancer'),
  certificate: fc.boolean(),
  webAcl: fc.boolean(),
  kubectlProvider: fc.boolean(),
  ownKey: fc.boolean(),
  externalSecrets: mostly,
  createsOidc: fc.boolean(),
  databases: mostly,
  databaseCa: fc.boolean(),
  permitsExactly: fc.boolean(),
  awsBy: fc.constantFrom('endpoints', 'addressBlocks', 'both'),
  reason,
}, { githubEnvironment, inCluster });

const access: fc.Arbitrary<AccessModel> = record<AccessModel>(
  { kind: fc.constantFrom('internet', 'vpn', 'cluster') },
  { name: fc.constantFrom('www', 'a', '1', 'x'.repeat(46), 'host.example.com', 'www.other.example') },
);

const values = (maxLength: number): fc.Arbitrary<readonly (readonly [string, string])[]> => fc.uniqueArray(fc.tuple(variableName, plainText), { maxLength, selector: ([name]) => name });

const egress: fc.Arbitrary<EgressModel> = record<EgressModel>(
  { ports: fc.uniqueArray(fc.constantFrom(1, 443, 5432, 65_535), { minLength: 1, maxLength: 3 }), reason },
  { cidr: fc.constantFrom('203.0.113.0/24', '10.0.0.0/8', '198.51.100.7/32', '128.0.0.0/1', '169.0.0.0/8') },
);

/** Sizes that fit each other in whatever way overrides are merged: small requests, or no limit at all. */
const sizes = (small: boolean): { readonly [key: string]: fc.Arbitrary<unknown> } => ({
  replicas: fc.constantFrom(1, 2, 3),
  maxReplicas: fc.constantFrom(3, 4, 8, 200),
  cpu: small ? fc.constantFrom('50m', '0.25', '1', '1000m') : fc.constantFrom('2', '3500m'),
  memory: fc.constantFrom('16Mi', '512Mi', '2Gi', '512Gi'),
  ...(small ? { cpuLimit: fc.constantFrom('1', '1500m', '64') } : {}),
});

const service: fc.Arbitrary<ServiceDraft> = fc.boolean().chain((small) => record<ServiceDraft>({
  name: serviceName,
  owner,
  repository,
  port: fc.constantFrom(1024, 8000, 65_535),
  access,
  calls: fc.uniqueArray(fc.nat({ max: 7 }), { maxLength: 3 }),
  calledBy: fc.constantFrom('anybody', 'anybody', 'callers', 'callers and more'),
  environments: fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: fc.uniqueArray(fc.nat({ max: 2 }), { maxLength: 2 }) }),
  egress: fc.array(egress, { maxLength: 2 }),
  overrides: fc.array(record<OverrideModel>({}, { ...sizes(small), ...requestSizes, values: values(2).map((entries) => Object.fromEntries(entries)) }), { maxLength: 3 }),
  ...requests(bucketKey, secretVariable),
  values: values(4),
}, {
  ...sizes(small),
  liveness: fc.constantFrom('/', '/healthz?full=1&x=#', '/a%20b'),
  writable: fc.subarray(['/var/cache/app', '/data', '/srv/x1']),
  command: fc.array(argument, { maxLength: 2 }),
  args: fc.array(argument, { maxLength: 2 }),
  dataClass: fc.constantFrom('public', 'internal', 'confidential', 'restricted'),
}));

const draft = (maxServices: number): fc.Arbitrary<Draft> => record<Draft>({
  prefix: fc.constantFrom('dust', 'acme', 'a', 'x1y2z3w4v5'),
  partition: fc.oneof({ weight: 3, arbitrary: fc.constant<Partition>('aws') }, { weight: 1, arbitrary: fc.constantFrom<Partition>('aws-us-gov', 'aws-cn') }),
  repository,
  environments: fc.uniqueArray(environment, { minLength: 1, maxLength: 3, selector: ({ name }) => name }),
  services: fc.uniqueArray(service, { maxLength: maxServices, selector: ({ name }) => name, size: 'max' }),
});

/** Fleets that no open fault keeps from being synthesized. */
function isSound(model: FleetModel): boolean {
  return !isKnown(synthesizes, model);
}

/** Legal fleets of one to three environments and up to eight services. */
export const arbitraryFleet: fc.Arbitrary<FleetModel> = draft(8).map(settle).filter(isSound);

/** The same with few services, for properties that synthesize each fleet several times. */
export const arbitrarySmallFleet: fc.Arbitrary<FleetModel> = draft(4).map(settle).filter(isSound);

/** Other free choices for a service that keeps its name, keys, places and relations. */
export const arbitraryChoices: fc.Arbitrary<Pick<ServiceModel, 'owner' | 'repository' | 'port' | 'egress' | 'dataClass'> & SizesModel> = record({
  owner, repository, port: fc.constantFrom(2000, 9000), egress: fc.array(egress, { maxLength: 1 }), dataClass: fc.constantFrom('public' as const, 'restricted' as const),
}, sizes(true)) as never;

export { arbitraryBucket } from './arbitrary-requests';
