import type { SharedPlan } from './fleet-plan';
import { at } from '../issues/issue';
import type { LocatedFinding } from '../issues/issue';
import { MAX_POLICY_CHARACTERS, policySize } from '../policy/merge';

/** What an environment permits stands in one policy, and IAM takes policies up to a size. */
export function checkBoundaries({ platforms }: SharedPlan, path: string): LocatedFinding[] {
  return platforms.flatMap(({ boundary }, index) => {
    const size = policySize(boundary.statements);
    if (size <= MAX_POLICY_CHARACTERS) return [];
    return [at(`${path}.environments[${index}].permissions`, {
      code: 'DUST2018',
      problem: `makes the boundary of all roles ${size} characters long`,
      allowed: `${MAX_POLICY_CHARACTERS}, IAM's limit`,
      fix: 'permit resources of one team by one ARN that ends in "*", or remove what no service asks for',
    })];
  });
}
