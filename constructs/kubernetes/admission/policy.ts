import type { ChartObject } from '../service-chart';
import type { IValidatingAdmissionPolicy, IValidatingAdmissionPolicyBinding } from '../types';

type ResourceRule = NonNullable<NonNullable<NonNullable<IValidatingAdmissionPolicy['spec']>['matchConstraints']>['resourceRules']>[number];

/** A policy of the cluster as its file says it; all of them deny, and all deny where they cannot be evaluated. */
export interface AdmissionPolicy {
  /** Its name without the fleet and the environment. */
  readonly what: string;
  readonly resourceRules: ResourceRule[];
  /** Labels of the namespaces in which it holds; everywhere without them. */
  readonly namespaces?: Readonly<Record<string, string>>;
  /** Whom or what it is about. They see no Namespace. */
  readonly conditions?: Readonly<Record<string, string>>;
  /** Each may use those before it, as `variables.<name>`. */
  readonly variables: Readonly<Record<string, string>>;
  /** What must be true, by what is said where it is not. */
  readonly rules: Readonly<Record<string, string>>;
}

/** The policy and its binding, under one name that is in every refusal. */
export function policyObjects(name: string, policy: AdmissionPolicy): ChartObject[] {
  const { what, resourceRules, namespaces, conditions = {}, variables, rules } = policy;
  const named = (all: Readonly<Record<string, string>>) => Object.entries(all).map(([key, expression]) => ({ name: key, expression }));
  const manifest: IValidatingAdmissionPolicy = {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'ValidatingAdmissionPolicy',
    metadata: { name },
    spec: {
      failurePolicy: 'Fail',
      matchConstraints: { resourceRules },
      ...(Object.keys(conditions).length === 0 ? {} : { matchConditions: named(conditions) }),
      variables: named(variables),
      validations: Object.entries(rules).map(([message, expression]) => ({ expression, message, reason: 'Forbidden' })),
    },
  };
  const binding: IValidatingAdmissionPolicyBinding = {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'ValidatingAdmissionPolicyBinding',
    metadata: { name },
    spec: {
      policyName: name,
      validationActions: ['Deny'],
      ...(namespaces === undefined ? {} : { matchResources: { namespaceSelector: { matchLabels: { ...namespaces } } } }),
    },
  };
  return [{ id: `${what}-policy`, manifest }, { id: `${what}-policy-binding`, manifest: binding }];
}
