import { fact, literal, namespaceLabel } from './cel';
import type { AdmissionPolicy } from './policy';
import type { PlatformPlan } from '../../../lib/plan/fleet-plan';
import { FACTS } from '../../../lib/plan/namespace-facts';

/** Deeper than any field of a store or a generator that could hold a role. */
const DEPTH = 8;

/** Whether no text within a value satisfies a condition; CEL knows no recursion, so it goes down a number of steps. */
function noText(value: string, condition: (text: string) => string, step = 0): string {
  if (step === DEPTH) return `(type(${value}) == map || type(${value}) == list) ? false : !(type(${value}) == string && ${condition(value)})`;
  const inner = `v${step}`;
  return `(type(${value}) == map ? ${value}.map(k, ${value}[k]) : type(${value}) == list ? ${value} : [${value}]).all(${inner}, ${noText(inner, condition, step + 1)})`;
}

/**
 * The controller of External Secrets may assume the role of every namespace, so a store is held to that of its own,
 * whoever writes it; so is whatever else makes the controller assume a role.
 * @see https://external-secrets.io/latest/provider/aws-access/
 */
export function secretStores({ environment: { region }, admission: { labels, secretRoles } }: PlatformPlan): AdmissionPolicy {
  const path = secretRoles.slice(secretRoles.indexOf(':role/')).replace(/secrets\/$/, '').toLowerCase();
  const isOurs = Object.entries(labels).map(([key, value]) => `${namespaceLabel(key)} == ${literal(value)}`).join(' && ');
  return {
    what: 'secret-stores',
    resourceRules: [
      { apiGroups: ['external-secrets.io'], apiVersions: ['*'], operations: ['CREATE', 'UPDATE'], resources: ['secretstores', 'clustersecretstores'] },
      { apiGroups: ['generators.external-secrets.io'], apiVersions: ['*'], operations: ['CREATE', 'UPDATE'], resources: ['*'] },
    ],
    // What is being deleted must still be able to lose its finalizers.
    conditions: { 'not-going': "!(request.operation == 'UPDATE' && has(object.metadata.deletionTimestamp) && object.?spec == oldObject.?spec)" },
    variables: {
      isStoreOfOurs: `request.resource.resource == 'secretstores' && ${isOurs}`,
      role: fact(FACTS.secretsRole),
      own: `{'provider': {'aws': {'service': 'SecretsManager', 'region': ${literal(region)}, 'role': ${literal(secretRoles)} + variables.role}}}`,
    },
    rules: {
      "a store of this namespace names Secrets Manager, its region and the namespace's own role, and nothing more": "!variables.isStoreOfOurs || (variables.role != '' && object.?spec.orValue({}) == variables.own)",
      [`nothing but the store of its own namespace may name a role below ${path.slice(1)}`]:
        `variables.isStoreOfOurs || ${noText('object.?spec.orValue({})', (text) => `${text}.lowerAscii().contains(${literal(path)})`)}`,
    },
  };
}
