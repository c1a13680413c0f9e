import type { BuildsPlan, ServicePlan, SharedPlan } from './fleet-plan';
import type { RolePlan } from '../policy/role';
import type { TrustSource } from '../trust/source';

/** A role that jobs of GitHub Actions may assume. */
export interface FederatedRole {
  readonly role: RolePlan;
  readonly source: TrustSource;
  readonly account: string;
  /** `builds` in the builds registry. */
  readonly environment: string;
  readonly protected: boolean;
  /** Undefined for the platform's. */
  readonly service?: string;
}

/** Every role of the plans that GitHub may assume: those of the platform, of the builds registry, and of each service. */
export function federatedRoles(shared: SharedPlan, builds: readonly BuildsPlan[], services: readonly ServicePlan[]): FederatedRole[] {
  return [
    ...shared.accounts.flatMap(({ account, registry }) => federated(registry === undefined ? [] : [registry.deploy], { account, environment: 'builds', protected: false })),
    ...shared.platforms.flatMap(({ environment: { name, account, protected: isProtected }, deploy, platformApply }) =>
      federated([deploy, platformApply], { account, environment: name, protected: isProtected })),
    ...builds.flatMap(({ account, service, publish }) => federated([publish], { account, environment: 'builds', protected: false, service })),
    ...services.flatMap((plan) => {
      const { name, account, protected: isProtected } = plan.environment;
      return federated(rolesOf(plan), { account, environment: name, protected: isProtected, service: plan.service });
    }),
  ];
}

/** All roles of one service in one environment, whoever they trust. */
export function rolesOf({ podRole, secretStore, restart, workloadApply, releases }: ServicePlan): RolePlan[] {
  return [podRole, restart.role, workloadApply.role, secretStore?.role, releases?.promote].filter((role) => role !== undefined);
}

function federated(roles: readonly RolePlan[], place: Omit<FederatedRole, 'role' | 'source'>): FederatedRole[] {
  return roles.flatMap((role) => (role.trust.source === undefined ? [] : [{ ...place, role, source: role.trust.source }]));
}
