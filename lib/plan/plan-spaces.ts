import type { EnvironmentFacts } from './environment-facts';
import type { PlatformPlan, QuotaPlan, ServicePlan } from './fleet-plan';
import { Names } from './names';
import { namespaceOf } from './namespace-of';
import { sumOf } from './plan-workload';
import type { SharedSpace } from '../providers/contract';
import { deepFreeze } from '../spec/freeze';

/** A namespace of the platform in one environment, for what its services share of a provider. */
export interface SpacePlan {
  readonly environment: EnvironmentFacts;
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
  /** The group of platform-apply, which alone writes here. */
  readonly applyGroup: string;
  readonly quota: QuotaPlan;
  readonly space: SharedSpace;
}

/** One for each provider that shares something and serves somebody. */
export function planSpaces(prefix: string, { environment, platformApplyGroup }: PlatformPlan, services: readonly ServicePlan[]): SpacePlan[] {
  const bound = services.flatMap(({ service, namespace, bound: all }) => all.map(({ provider }) => ({ provider, user: { service, namespace } })));
  const sharing = [...new Set(bound.map(({ provider }) => provider))].filter(({ share }) => share !== undefined);
  return sharing.map((provider) => {
    const users = new Map(bound.filter((one) => one.provider === provider).map(({ user }) => [user.service, user]));
    const space = provider.share!({ prefix, environment }, [...users.values()]);
    return deepFreeze({
      environment,
      namespace: namespaceOf(space.name, environment, new Names(prefix)),
      labels: platformLabels(prefix, space.name, environment),
      applyGroup: platformApplyGroup,
      quota: sumOf(space.operated),
      space,
    });
  });
}

/** Labels of what belongs to the platform and to no service. */
export function platformLabels(prefix: string, name: string, environment: EnvironmentFacts): Readonly<Record<string, string>> {
  return {
    'app.kubernetes.io/name': name,
    'app.kubernetes.io/part-of': prefix,
    'app.kubernetes.io/managed-by': 'dust-service',
    'dust.dev/environment': environment.name,
    'dust.dev/owner': 'platform',
  };
}
