import { Token } from 'aws-cdk-lib';
import type { Stack } from 'aws-cdk-lib';
import { at } from '../lib/issues/issue';
import type { Finding, LocatedFinding } from '../lib/issues/issue';
import type { ServicePlan } from '../lib/plan/fleet-plan';

/** A stack holds one environment, and it must stand where the names say that it does. */
export function checkHostStack(service: string, plans: readonly ServicePlan[], stack: Stack): LocatedFinding[] {
  const [plan, ...others] = plans;
  if (plan === undefined) return [];
  if (others.length > 0) return [at(`${service}.environments`, { ...ONE_ENVIRONMENT, problem: `has ${plans.length} environments in one stack` })];
  const { account, region, name } = plan.environment;
  if (Token.isUnresolved(stack.account) || Token.isUnresolved(stack.region)) return [at(service, { ...NO_PLACE, problem: `stack "${stack.node.id}" has no literal account and region` })];
  if (stack.account === account && stack.region === region) return [];
  return [at(service, { ...NO_PLACE, problem: `stack "${stack.node.id}" is in ${stack.account}/${stack.region}, environment "${name}" in ${account}/${region}` })];
}

const ONE_ENVIRONMENT: Finding = { code: 'DUST3012', problem: 'has several environments', allowed: 'one environment in an existing stack', fix: 'name one in "environments"' };
const NO_PLACE: Finding = {
  code: 'DUST3013', problem: 'is elsewhere', allowed: 'a stack whose env is the literal account and region of the environment', fix: 'give the stack env: { account, region } of the environment',
};
