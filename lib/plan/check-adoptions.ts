import { environmentsOf } from './environments-of';
import type { BoundRequest } from './fleet-plan';
import { Names } from './names';
import { bindRequests } from './plan-service';
import { at } from '../issues/issue';
import type { LocatedFinding } from '../issues/issue';
import { secretArn } from '../policy/secret-permissions';
import { KEY_ARN, arn } from '../policy/statement';
import type { EnvironmentSpec } from '../spec/environment';
import type { FleetSpec } from '../spec/fleet';
import type { ServiceSpec } from '../spec/service';

interface Use {
  readonly service: string;
  readonly environment: string;
  readonly bound: BoundRequest;
  readonly arns: readonly string[];
}

/**
 * What exists is adopted by one service: two would each think that it is theirs to change. What the fleet makes for one
 * service is nothing that another may adopt, or it would read secrets that are not its own.
 */
export function checkAdoptions(fleet: FleetSpec, specs: readonly ServiceSpec[]): LocatedFinding[] {
  if (!specs.some(({ requests }) => requests.some(({ existingIn }) => existingIn !== undefined))) return [];
  const names = new Names(fleet.prefix);
  const sorted = [...specs].sort((a, b) => (a.name < b.name ? -1 : 1));
  const uses = sorted.flatMap((spec) => environmentsOf(spec, fleet.environments).flatMap((environment) => usesIn(fleet, spec, environment)));
  const owners = new Map(fleet.environments.map(({ name, account }) => [arn('s3', '', '', names.logBucket(name, account)), 'the platform']));
  for (const { service, arns } of uses.filter(({ bound }) => bound.request.existing === undefined)) for (const one of arns) owners.set(one, service);
  return uses.filter(({ bound }) => bound.request.existing !== undefined).flatMap(({ service, environment, bound: { request }, arns }) => {
    const owner = arns.map((one) => owners.get(one)).find((one) => one !== undefined);
    for (const one of arns) if (!owners.has(one)) owners.set(one, service);
    return owner === undefined ? [] : [at(`${service}.${request.path}`, {
      code: 'DUST3008', value: nameOf(request.existing!), problem: `is in environment "${environment}" already that of "${owner}"`, allowed: 'one service for what exists', fix: 'let one of the two have it, and the other call that service',
    })];
  });
}

function usesIn(fleet: FleetSpec, spec: ServiceSpec, environment: EnvironmentSpec): Use[] {
  return bindRequests(fleet, spec, environment).map((bound) => ({ service: spec.name, environment: environment.name, bound, arns: arnsOf(bound, environment) }));
}

/** What a request is about in AWS, keys apart, which many things share. */
function arnsOf({ binding: { permissions, stored, adminTasks } }: BoundRequest, { region, account }: EnvironmentSpec): string[] {
  const secrets = [...stored.map(({ name }) => name), ...adminTasks.flatMap((task) => Object.values(task.secrets).map((secret) => secret.stored))];
  const others = permissions.flatMap(({ resources }) => resources).filter((resource) => resource !== KEY_ARN && !resource.includes(':kms:'));
  return [...new Set([...secrets.map((name) => secretArn(region, account, name)), ...others])];
}

/** Every kind is known by one name: a bucket and a secret by its own, a database and a cache by that of its secret. */
function nameOf(existing: object): string {
  const { name, secret } = existing as { readonly name?: string; readonly secret?: string };
  return name ?? secret ?? '';
}
