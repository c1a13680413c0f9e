import { at } from '../../issues/issue';
import { holdersOf, identityOf, keyOfPrincipal } from '../attachments';
import { ofType, propertyPath } from '../final-resource';
import type { FinalResource } from '../final-resource';
import { Unresolved, listOf } from '../json';
import { lookupIn } from '../known-names';
import type { TemplateCheck } from '../template-check';

/** IAM's default quota, which AWS raises on request. @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const MAX_ATTACHED = 10;

export const attachedPolicies: TemplateCheck = {
  types: ['AWS::IAM::Role', 'AWS::IAM::ManagedPolicy'],
  check: (resources) => {
    const attached = policiesByHolder(ofType(resources, 'AWS::IAM::ManagedPolicy'));
    return ofType(resources, 'AWS::IAM::Role').flatMap((role) => {
      const own = listOf(role.properties.ManagedPolicyArns).map(identityOf);
      const count = new Set([...own, ...(attached.get(keyOfPrincipal(role)) ?? [])]).size;
      if (count <= MAX_ATTACHED) return [];
      return [at(propertyPath(role, 'ManagedPolicyArns'), {
        code: 'DUST4022',
        problem: `${count}/${MAX_ATTACHED} managed policies are attached to it`,
        allowed: `${MAX_ATTACHED}, IAM's default quota`,
        fix: 'join policies, or give the role fewer tasks',
      })];
    });
  },
};

/** A policy may say whom it belongs to, and a role which policies it has; said twice it counts once. */
function policiesByHolder(policies: readonly FinalResource[]): ReadonlyMap<string, readonly string[]> {
  const byHolder = new Map<string, string[]>();
  for (const policy of policies) {
    const arn = lookupIn([policy])(policy.logicalId, undefined) ?? new Unresolved([{ name: policy.logicalId }]);
    for (const holder of holdersOf(policy)) byHolder.set(holder, [...(byHolder.get(holder) ?? []), identityOf(arn)]);
  }
  return byHolder;
}
