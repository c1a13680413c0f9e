import type { Client } from './client';

interface Rule {
  readonly verbs: readonly string[];
  readonly apiGroups?: readonly string[];
  readonly resources?: readonly string[];
  readonly resourceNames?: readonly string[];
}

/** Asking about oneself, which Kubernetes grants to everybody. */
const EVERYBODY = ['authentication.k8s.io', 'authorization.k8s.io'];

/**
 * Everything that somebody may do with objects in a namespace, as the API server itself answers: one line for each verb,
 * resource and name, such as `patch apps/deployments/web`.
 */
export function rulesOf(client: Client, namespace: string): string[] {
  const question = { apiVersion: 'authorization.k8s.io/v1', kind: 'SelfSubjectRulesReview', spec: { namespace } };
  const { status } = JSON.parse(client.must(['create', '--validate=false', '--output', 'json', '-f', '-'], JSON.stringify(question))) as { status: { resourceRules: Rule[]; incomplete: boolean } };
  if (status.incomplete) throw new Error('the API server does not know all rules');
  return [...new Set(status.resourceRules.flatMap(lines))].sort();
}

function lines({ verbs, apiGroups = [''], resources = [], resourceNames = ['*'] }: Rule): string[] {
  if (apiGroups.every((group) => EVERYBODY.includes(group))) return [];
  return verbs.flatMap((verb) => apiGroups.flatMap((group) => resources.flatMap((resource) => resourceNames.map((name) => line(verb, group, resource, name)))));
}

function line(verb: string, group: string, resource: string, name: string): string {
  return `${verb} ${group === '' ? '' : `${group}/`}${resource}${name === '*' ? '' : `/${name}`}`;
}
