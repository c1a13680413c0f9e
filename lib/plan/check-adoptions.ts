import { environmentsOf } from './environments-of';
import type { BoundRequest } from './fleet-plan';
import { bindRequests } from './plan-service';
import { at } from '../issues/issue';
import type { LocatedFinding } from '../issues/issue';
import { secretArn } from '../policy/secret-permissions';
import { KEY_ARN } from '../policy/statement';
import type { EnvironmentSpec } from '../spec/environment';
import type { FleetSpec } from '../spec/fleet';
import type { ServiceSpec } from '../spec/service';

interface Use {
  readonly service: string;
  readonly environment: string;
  readonly request: BoundRequest['request'];
  readonly arns: readonly string[];
}

type Owner = Pick<Use, 'service' | 'environment'> & { readonly kind: string };

/**
 * What exists is adopted by one service: two would each think that it is theirs to change. That nobody adopts what the fleet makes,
 * `check-permissions.ts` sees to.
 */
export function checkAdoptions(fleet: FleetSpec, specs: readonly ServiceSpec[]): LocatedFinding[] {
  if (!specs.some(({ requests }) => requests.some(({ existingIn }) => existingIn !== undefined))) return [];
  const sorted = [...specs].sort((a, b) => (a.name < b.name ? -1 : 1));
  const uses = sorted.flatMap((spec) => environmentsOf(spec, fleet.environments).flatMap((environment) => usesIn(fleet, spec, environment)));
  const owners = new Map<string, Owner>();
  return uses.flatMap((use) => {
    const owner = use.arns.map((one) => owners.get(one)).find((one) => one !== undefined && isTaken(one, use));
    for (const one of use.arns) if (!owners.has(one)) owners.set(one, ownerOf(use));
    return owner === undefined ? [] : [at(`${use.service}.${use.request.path}`, {
      code: 'DUST3008',
      value: nameOf(use.request.existing!),
      problem: `is in environment "${owner.environment}" already that of "${owner.service}"`,
      allowed: 'one service for what exists',
      fix: 'let one of the two have it, and the other call that service',
    })];
  });
}

function ownerOf({ service, environment, request: { kind } }: Use): Owner {
  return { service, environment, kind };
}

/** A service may use one thing in several environments, and one secret for several purposes. */
function isTaken(owner: Owner, { service, environment, request: { kind } }: Use): boolean {
  return owner.service !== service || (owner.environment === environment && owner.kind === kind);
}

function usesIn(fleet: FleetSpec, spec: ServiceSpec, environment: EnvironmentSpec): Use[] {
  const adopted = bindRequests(fleet, spec, environment).filter(({ request }) => request.existing !== undefined);
  return adopted.map((bound) => (
    { service: spec.name, environment: environment.name, request: bound.request, arns: arnsOf(bound, environment) }));
}

/** What a request is about in AWS, keys apart, which many things share. */
function arnsOf({ binding: { permissions, stored } }: BoundRequest, { region, account }: EnvironmentSpec): string[] {
  const secrets = stored.map(({ name }) => name);
  const others = permissions.flatMap(({ resources }) => resources).filter((resource) => resource !== KEY_ARN && !resource.includes(':kms:'));
  return [...new Set([...secrets.map((name) => secretArn(region, account, name)), ...others])];
}

/** Every kind is known by one name: a bucket and a secret by its own, a database and a cache by that of its secret. */
function nameOf(existing: object): string {
  const { name, secret } = existing as { readonly name?: string; readonly secret?: string };
  return name ?? secret ?? '';
}
