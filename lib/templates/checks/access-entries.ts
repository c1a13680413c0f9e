import { at } from '../../issues/issue';
import type { LocatedFinding } from '../../issues/issue';
import { ofType, propertyPath } from '../final-resource';
import type { FinalResource } from '../final-resource';
import { Unresolved, isObject, listOf } from '../json';
import type { TemplateCheck } from '../template-check';

/** What EKS keeps for itself. @see https://docs.aws.amazon.com/eks/latest/userguide/creating-access-entries.html */
const RESERVED = /^(?:system|eks|aws|amazon|iam):/i;
/** Policies of EKS that may do everything, in the cluster or in a namespace. */
const ADMINISTRATOR = /\/AmazonEKS(?:ClusterAdmin|Admin)Policy$/;

export const accessEntries: TemplateCheck = {
  types: ['AWS::EKS::AccessEntry'],
  check: (resources) => ofType(resources, 'AWS::EKS::AccessEntry').flatMap((entry) => [
    ...reserved(entry, 'KubernetesGroups', 'is a reserved Kubernetes group'),
    ...reserved(entry, 'Username', 'is a reserved name of a user'),
    ...(entry.stack.ofFleet ? administrators(entry) : []),
  ]),
};

function reserved(entry: FinalResource, property: string, problem: string): LocatedFinding[] {
  const value = entry.properties[property];
  return listOf(value).flatMap((name, index) => (RESERVED.test(textOf(name)) ? [at(propertyPath(entry, Array.isArray(value) ? `${property}[${index}]` : property), {
    code: 'DUST4024',
    value: textOf(name),
    problem,
    allowed: 'a name that begins with none of "system:", "eks:", "aws:", "amazon:" and "iam:", which EKS keeps for itself',
    fix: 'name a group of your own and bind a role of Kubernetes to it',
  })] : []));
}

function administrators(entry: FinalResource): LocatedFinding[] {
  return listOf(entry.properties.AccessPolicies).flatMap((policy, index) => {
    const arn = isObject(policy) ? textOf(policy.PolicyArn) : '';
    return ADMINISTRATOR.test(arn) ? [at(propertyPath(entry, `AccessPolicies[${index}]`), {
      code: 'DUST4024',
      value: arn,
      problem: 'makes an identity of the fleet an administrator of Kubernetes',
      allowed: 'Kubernetes groups with roles that name what they may do',
      fix: 'remove it, or give it to a person in a stack that is not the fleet\'s',
    })] : [];
  });
}

function textOf(value: unknown): string {
  return value instanceof Unresolved ? value.text : String(value);
}
