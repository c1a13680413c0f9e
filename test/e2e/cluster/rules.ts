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
 * Everything that somebody may do with objects in each of these namespaces, as the API server itself answers: one line for
 * each verb, resource and name, such as `patch apps/deployments/web`.
 */
export function rulesIn(client: Client, namespaces: readonly string[]): ReadonlyMap<string, string[]> {
  const items = namespaces.map((namespace) => ({ apiVersion: 'authorization.k8s.io/v1', kind: 'SelfSubjectRulesReview', spec: { namespace } }));
  const said = client.must(['create', '--validate=false', '--output', 'json', '-f', '-'], JSON.stringify({ apiVersion: 'v1', kind: 'List', items }));
  const reviews = answers(said) as { status: { resourceRules: Rule[]; incomplete: boolean } }[];
  if (reviews.length !== namespaces.length || reviews.some(({ status }) => status.incomplete)) throw new Error('the API server does not know all rules');
  return new Map(reviews.map(({ status }, index) => [namespaces[index]!, [...new Set(status.resourceRules.flatMap(lines))].sort()]));
}

export function rulesOf(client: Client, namespace: string): string[] {
  return rulesIn(client, [namespace]).get(namespace)!;
}

/** kubectl prints an object after the other, each over several lines. */
function answers(said: string): unknown[] {
  return said.trim().split(/(?<=^\})\n(?=\{)/m).map((text) => JSON.parse(text) as unknown);
}

function lines({ verbs, apiGroups = [''], resources = [], resourceNames = ['*'] }: Rule): string[] {
  if (apiGroups.every((group) => EVERYBODY.includes(group))) return [];
  return verbs.flatMap((verb) => apiGroups.flatMap((group) => resources.flatMap((resource) => resourceNames.map((name) => line(verb, group, resource, name)))));
}

function line(verb: string, group: string, resource: string, name: string): string {
  return `${verb} ${group === '' ? '' : `${group}/`}${resource}${name === '*' ? '' : `/${name}`}`;
}
