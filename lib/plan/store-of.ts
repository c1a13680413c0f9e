import type { EnvironmentFacts } from './environment-facts';
import type { SecretStorePlan } from './fleet-plan';
import type { RolePlan } from '../policy/role';

/** The store of a namespace, by the role that the controller assumes for it. */
export function storeOf(role: RolePlan, { partition, account }: EnvironmentFacts): SecretStorePlan {
  return { name: 'secrets', role, roleArn: `arn:${partition}:iam::${account}:role${role.path}${role.name}` };
}
