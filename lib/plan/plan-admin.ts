import type { EnvironmentFacts } from './environment-facts';
import type { PlatformPlan, SecretStorePlan, ServicePlan } from './fleet-plan';
import { DUST_ADMIN, Names } from './names';
import { namespaceOf } from './namespace-of';
import type { NetworkPeer } from './network-peer';
import { dnsPeer, uniquePeers } from './plan-network';
import { platformLabels } from './plan-spaces';
import type { AdminTask } from '../providers/contract';
import { deepFreeze } from '../spec/freeze';

/** The platform's own namespace in one environment. */
export interface AdminPlan {
  readonly environment: EnvironmentFacts;
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly secretStore: SecretStorePlan;
  /** The group of platform-apply, which alone writes here. */
  readonly applyGroup: string;
  readonly tasks: readonly AdminTask[];
  readonly egress: readonly NetworkPeer[];
}

/** Undefined where no service of the environment asks the platform to do anything. */
export function planAdmin(prefix: string, platform: PlatformPlan, services: readonly ServicePlan[]): AdminPlan | undefined {
  const tasks = services.flatMap(({ bound }) => bound.flatMap(({ binding }) => binding.adminTasks));
  if (tasks.length === 0 || platform.adminStore === undefined) return undefined;
  const { environment, adminStore, platformApplyGroup } = platform;
  return deepFreeze({
    environment,
    namespace: namespaceOf(DUST_ADMIN, environment, new Names(prefix)),
    labels: platformLabels(prefix, DUST_ADMIN, environment),
    secretStore: adminStore,
    applyGroup: platformApplyGroup,
    tasks,
    egress: [dnsPeer(environment), ...uniquePeers(tasks.map(({ peer }) => peer))],
  });
}
