import { at } from '../../issues/issue';
import { MAX_POLICY_CHARACTERS } from '../../policy/merge';
import { holdersOf, keyOfPrincipal } from '../attachments';
import { PRINCIPALS, inlinePolicies, parsed } from '../documents';
import { ofType, propertyPath } from '../final-resource';
import type { FinalResource } from '../final-resource';
import { measured, sizeOf } from '../size';
import type { Size } from '../size';
import type { TemplateCheck } from '../template-check';

/** Of all inline policies together. @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const MAX_INLINE_CHARACTERS: Readonly<Record<string, number>> = { 'AWS::IAM::Role': 10_240, 'AWS::IAM::User': 2048, 'AWS::IAM::Group': 5120 };
/** Policies that are inline policies of those that they name. */
const INLINE = ['AWS::IAM::Policy', 'AWS::IAM::RolePolicy', 'AWS::IAM::UserPolicy', 'AWS::IAM::GroupPolicy'] as const;

export const managedPolicySizes: TemplateCheck = {
  types: ['AWS::IAM::ManagedPolicy'],
  check: (resources) => ofType(resources, 'AWS::IAM::ManagedPolicy').flatMap((policy) => {
    const size = sizeOf(parsed(policy.properties.PolicyDocument));
    return size.characters <= MAX_POLICY_CHARACTERS ? [] : [tooLarge(propertyPath(policy, 'PolicyDocument'), 'managed policy', size, MAX_POLICY_CHARACTERS)];
  }),
};

export const inlinePolicySizes: TemplateCheck = {
  types: [...PRINCIPALS, ...INLINE],
  check: (resources) => {
    const attached = sizesByHolder(ofType(resources, ...INLINE));
    return ofType(resources, ...PRINCIPALS).flatMap((principal) => {
      const own = inlinePolicies(principal.properties).map(({ document }) => sizeOf(document));
      const size = total([...own, ...(attached.get(keyOfPrincipal(principal)) ?? [])]);
      const limit = MAX_INLINE_CHARACTERS[principal.type]!;
      return size.characters <= limit ? [] : [tooLarge(propertyPath(principal, 'Policies'), 'inline policies', size, limit)];
    });
  },
};

function sizesByHolder(policies: readonly FinalResource[]): ReadonlyMap<string, readonly Size[]> {
  const sizes = new Map<string, Size[]>();
  for (const policy of policies) {
    const size = sizeOf(parsed(policy.properties.PolicyDocument));
    for (const holder of holdersOf(policy)) sizes.set(holder, [...(sizes.get(holder) ?? []), size]);
  }
  return sizes;
}

function total(sizes: readonly Size[]): Size {
  return { characters: sizes.reduce((sum, { characters }) => sum + characters, 0), isEstimate: sizes.some(({ isEstimate }) => isEstimate) };
}

function tooLarge(path: string, what: string, size: Size, limit: number) {
  return at(path, {
    code: 'DUST4021',
    problem: `${what} ${measured(size, limit)}`,
    allowed: `${limit} characters without white space, IAM's limit`,
    fix: 'split it into several managed policies, or name resources of one kind by one ARN',
  });
}
