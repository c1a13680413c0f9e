import { synthesizes } from './predicates/synthesizes';
import type { FleetModel, ServiceModel } from './support/fleet-model';
import type { Invariant } from './support/invariant';
import { richFleet } from './support/rich-fleet';

/** A fault with its smallest fleet. Random fleets leave it out until it is fixed; then set `isFixed`, and they look for it again. */
export interface KnownFault {
  readonly title: string;
  readonly invariant: Invariant;
  readonly matches: (model: FleetModel) => boolean;
  readonly counterexample: FleetModel;
  readonly isFixed?: boolean;
}

const [dev] = richFleet.environments;
const service: ServiceModel = {
  name: 'a', owner: 'team', repository: { slug: 'acme/a' }, port: 8000, access: { kind: 'cluster' }, values: {}, buckets: {}, calls: [], egress: [], overrides: {},
};

/** A fleet of one environment with changed services. */
function fleetOf(services: readonly Partial<ServiceModel>[], changes: Partial<FleetModel> = {}): FleetModel {
  return { ...richFleet, environments: [{ ...dev!, sharedCluster: false }], services: services.map((change) => ({ ...service, ...change })), ...changes };
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
];

export function faultsOf(invariant: Invariant): KnownFault[] {
  return knownFaults.filter((fault) => fault.invariant === invariant && fault.isFixed !== true);
}

/** Whether a fleet would only show again what is known about an invariant. */
export function isKnown(invariant: Invariant, model: FleetModel): boolean {
  return faultsOf(invariant).some(({ matches }) => matches(model));
}
