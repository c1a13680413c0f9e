import { at } from '../issues/issue';
import type { LocatedFinding } from '../issues/issue';
import { environmentBoundary } from '../policy/boundary';
import { MAX_POLICY_CHARACTERS, policySize } from '../policy/merge';
import type { FleetSpec } from '../spec/fleet';

/** What an environment permits goes into its boundary, which is one policy; IAM would say only during the deployment that it is too long. */
export function checkBoundaries({ prefix, environments, registry }: FleetSpec, path: string): LocatedFinding[] {
  return environments.flatMap((environment, index) => {
    const size = policySize(environmentBoundary(prefix, environment, registry));
    if (size <= MAX_POLICY_CHARACTERS) return [];
    return [at(`${path}.environments[${index}].permissions`, {
      code: 'DUST2018',
      problem: `permits so much that the boundary would have ${size} characters`,
      allowed: `${MAX_POLICY_CHARACTERS}, IAM's limit`,
      fix: 'permit patterns, such as arn:<partition>:sqs:<region>:<account>:orders-*, in the place of many names',
    })];
  });
}
