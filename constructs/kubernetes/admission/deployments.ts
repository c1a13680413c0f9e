import { literal, namespaceLabel, sameBut } from './cel';
import type { AdmissionPolicy } from './policy';

/** What `kubectl rollout restart` writes. */
const KEY = 'kubectl.kubernetes.io/restartedAt';
const RFC_3339 = '^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\\.[0-9]{1,9})?(Z|[+-]([01][0-9]|2[0-3]):[0-5][0-9])$';

/** What the server itself writes with every change. */
const OF_SERVER = ['generation', 'managedFields', 'resourceVersion'];

/** Fields that somebody has applied stay his, or his next apply would no longer remove what he leaves out. */
const RESTART_FIELDS = `{'f:spec': {'f:template': {'f:metadata': {'f:annotations': {${literal(`f:${KEY}`)}: {}}}}}}`;

/**
 * Whoever is in a group of one capability may do with one Deployment of his namespace what the capability is for, and
 * nothing with anything else: the policy is about every resource, so that no mistake in RBAC gives more.
 */
export function deploymentPolicy(capability: string, rules: Readonly<Record<string, string>>): AdmissionPolicy {
  const inGroup = `request.userInfo.groups.exists(g, g.startsWith('dust:') && g.endsWith(':${capability}'))`;
  const own = ['dust.dev/environment', 'app.kubernetes.io/name'].map(namespaceLabel).join(" + ':' + ");
  const forPatches = Object.entries(rules).map(([message, expression]) => [message, `!variables.isPatch || (${expression})`]);
  return {
    what: `${capability}-only`,
    resourceRules: [{ apiGroups: ['*'], apiVersions: ['*'], operations: ['*'], resources: ['*/*'] }],
    conditions: { identity: inGroup },
    variables: {
      isPatch: "request.operation == 'UPDATE' && request.resource.group == 'apps' && request.resource.resource == 'deployments' && request.?subResource.orValue('') == ''",
      isOwn: `request.userInfo.groups.exists(g, g == 'dust:' + ${own} + ':${capability}')`,
      annotations: 'object.spec.template.?metadata.?annotations.orValue({})',
      oldAnnotations: 'oldObject.spec.template.?metadata.?annotations.orValue({})',
      metadata: 'object.spec.template.?metadata.orValue({})',
      oldMetadata: 'oldObject.spec.template.?metadata.orValue({})',
    },
    rules: {
      [`an identity for ${capability} may only patch a Deployment`]: 'variables.isPatch',
      [`an identity for ${capability} may do so in the namespace of its own service alone`]: 'variables.isOwn',
      ...Object.fromEntries(forPatches) as Record<string, string>,
    },
  };
}

/** All of a Deployment that neither a restart nor a release touches. */
export const KEEPS_DEPLOYMENT: Readonly<Record<string, string>> = {
  'nothing beside spec.template may change': [
    sameBut('object', 'oldObject', ['metadata', 'spec']), sameBut('object.metadata', 'oldObject.metadata', OF_SERVER), sameBut('object.spec', 'oldObject.spec', ['template']),
  ].join(' && '),
  [`of the metadata of spec.template only the annotation ${KEY} may change`]: [
    sameBut('object.spec.template', 'oldObject.spec.template', ['metadata', 'spec']),
    sameBut('variables.metadata', 'variables.oldMetadata', ['annotations']),
    sameBut('variables.annotations', 'variables.oldAnnotations', [KEY]),
  ].join(' && '),
  [`${KEY} may only become a time as RFC 3339 writes it`]:
    `variables.annotations[?${literal(KEY)}] == variables.oldAnnotations[?${literal(KEY)}] || variables.annotations[?${literal(KEY)}].orValue('').matches(${literal(RFC_3339)})`,
};

/** Comes last, so that whoever changes a field hears of the field. */
export function ownersStay(except = 'false'): Record<string, string> {
  const isFree = `m.operation != 'Apply' || m.?fieldsV1.orValue({}) == ${RESTART_FIELDS} || ${except}`;
  return { 'what somebody applies stays in his hands': `oldObject.metadata.?managedFields.orValue([]).all(m, ${isFree} || m in object.metadata.?managedFields.orValue([]))` };
}
