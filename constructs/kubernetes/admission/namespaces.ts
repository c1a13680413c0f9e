import { literal } from './cel';
import type { AdmissionPolicy } from './policy';
import type { PlatformPlan } from '../../../lib/plan/fleet-plan';
import { FACTS } from '../../../lib/plan/namespace-facts';

/**
 * The other policies believe what a Namespace says of itself, so it says nothing that gives it what another service has:
 * names of both halves follow from the service's own.
 */
export function namespaces({ environment, admission: { labels, roleName, imageRepository, namespace } }: PlatformPlan): AdmissionPolicy {
  const isOurs = Object.entries(labels).map(([key, value]) => `object.metadata.?labels[?${literal(key)}].orValue('') == ${literal(value)}`);
  const [before, after] = roleName;
  return {
    what: 'namespaces',
    resourceRules: [{ apiGroups: [''], apiVersions: ['*'], operations: ['CREATE', 'UPDATE'], resources: ['namespaces'] }],
    conditions: { 'of-the-environment': isOurs.join(' && ') },
    variables: {
      service: "object.metadata.?labels[?'app.kubernetes.io/name'].orValue('')",
      role: `object.metadata.?annotations[?${literal(FACTS.secretsRole)}].orValue('')`,
      repository: `object.metadata.?annotations[?${literal(FACTS.imageRepository)}].orValue('')`,
      planned: `${literal(before)} + variables.service + ${literal(after)}`,
    },
    rules: {
      [`a Namespace of ${environment.name} is called as its service`]: `object.metadata.name == variables.service + ${literal(namespace)}`,
      'the role of its secrets is that of its service': `variables.role == '' || (variables.planned.size() <= 64 ? variables.role == variables.planned : ${SHORTENED})`,
      'its images are those of its service': `variables.repository == '' || variables.repository == ${literal(imageRepository)} + variables.service`,
    },
  };
}

/** What is over the limit keeps its beginning, without hyphens at its end, and ends in a hash. */
const SHORTENED = "(variables.role.matches('^.{51,55}-[0-9a-f]{8}$') && variables.planned.startsWith(variables.role.substring(0, variables.role.size() - 9)))";
