import type { BuildsPlan, PlatformPlan, ServicePlan, SharedPlan } from './fleet-plan';
import type { RolePlan } from '../policy/role';
import type { TrustSource } from '../trust/source';

/** A role that jobs of GitHub Actions may assume. */
export interface FederatedRole extends RolePlace {
  readonly role: RolePlan;
  readonly source: TrustSource;
}

/** The stack that a role stands in. */
export interface RolePlace {
  readonly stack: string;
  readonly account: string;
  readonly region: string;
  readonly qualifier: string;
  /** `builds` in the builds registry; the stack of another account belongs to the first environment there. */
  readonly environment: string;
  readonly protected: boolean;
  /** Name of the cluster of the environment. */
  readonly cluster?: string;
  /** Undefined for the platform's. */
  readonly service?: string;
}

/** Plans of the stacks of a fleet, each with its place. */
export function placedPlans(shared: SharedPlan, builds: readonly BuildsPlan[], services: readonly ServicePlan[]): (readonly [object, RolePlace])[] {
  return [
    ...shared.accounts.map((plan) => [plan, accountPlace(shared, plan)] as const),
    ...shared.platforms.map((plan) => [plan, environmentPlace(plan)] as const),
    ...builds.map((plan) => [plan, buildsPlace(plan)] as const),
    ...services.map((plan) => [plan, { ...environmentPlace(plan), service: plan.service }] as const),
  ];
}

const BUILDS = 'builds';

function accountPlace({ platforms }: SharedPlan, { account, region, qualifier, stackName: stack, registry }: SharedPlan['accounts'][number]): RolePlace {
  const place = { stack, account, region, qualifier };
  const first = platforms.find(({ environment }) => environment.account === account)?.environment;
  if (registry !== undefined || first === undefined) return { ...place, environment: BUILDS, protected: false };
  return { ...place, environment: first.name, protected: first.protected };
}

function buildsPlace({ stackName: stack, account, region, qualifier, service }: BuildsPlan): RolePlace {
  return { stack, account, region, qualifier, environment: BUILDS, protected: false, service };
}

function environmentPlace({ environment, stackName: stack }: PlatformPlan | ServicePlan): RolePlace {
  const { name, account, region, qualifier, protected: isProtected, cluster } = environment;
  return { stack, account, region, qualifier, environment: name, protected: isProtected, cluster: cluster.name };
}

/** Every role of the plans that GitHub may assume: those of the platform, of the builds registry, and of each service. */
export function federatedRoles(shared: SharedPlan, builds: readonly BuildsPlan[], services: readonly ServicePlan[]): FederatedRole[] {
  return placedPlans(shared, builds, services).flatMap(([plan, place]) => rolesIn(plan).flatMap((role) => {
    const { source } = role.trust;
    return source === undefined ? [] : [{ ...place, role, source }];
  }));
}

/** Every role of a plan, however the plan names it, so that one which is added is seen everywhere. */
export function rolesIn(plan: object, depth = 3): RolePlan[] {
  if (isRole(plan)) return [plan];
  if (depth === 0) return [];
  const parts = Object.values(plan).filter((value): value is object => typeof value === 'object' && value !== null && !Array.isArray(value));
  return parts.flatMap((part) => rolesIn(part, depth - 1));
}

function isRole(value: object): value is RolePlan {
  return 'trust' in value && 'boundary' in value && 'capability' in value;
}
