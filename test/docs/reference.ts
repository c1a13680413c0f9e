import { PINNED_CONTEXT } from '../../constructs/context';
import { ISSUE_CODES } from '../../lib/issues/codes';
import { NAME_RULES } from '../../lib/plan/name-rules';
import type { Output } from '../support/synthesize';

/** The page of reference, made from what the code and the example's output say. */
export function renderReference(output: Output): string {
  return [
    '# Reference',
    'Made from the sources; `UPDATE_DOCS=1 npx jest test/docs` writes it anew.',
    '## Names',
    'A name over its limit keeps its beginning and ends in a hyphen and eight characters of a hash of all its parts. A key with a hyphen brings a hash of service and key.',
    table(['kind', 'pattern', 'limit', 'unique in', 'source'], Object.entries(NAME_RULES).map(([kind, rule]) => [kind, `\`${rule.pattern}\``, String(rule.max), rule.scope, `[page](${rule.source})`])),
    '## Issues',
    'An issue has a code, the path that was typed, the value, what is wrong with it, what is allowed, and the edit to make. `Issues.of(error)` lists them as data.',
    table(['code', 'about'], Object.entries(ISSUE_CODES)),
    '## Children',
    'Ids below `service.resources(environment)`; a bucket called `raw-images` is `BucketRawImages`, a secret called `API_KEY` is `SecretApiKey`. The logical ids of a stack of ours are the same.',
    table(['id', 'type'], resourceIds(output)),
    'Ids below `service.chart(environment)`; each allowed edge of the network is `network-` and its name.',
    table(['id', 'kind'], CHART_IDS),
    '## Pinned context',
    'A DustApp fixes these after cdk.json and the command line; all other feature flags are yours and change nothing of ours.',
    table(['key', 'value'], Object.entries(PINNED_CONTEXT).map(([key, value]) => [`\`${key}\``, `\`${JSON.stringify(value)}\``])),
    'Tree metadata and paths of constructs stay on, for `cdk` and for people; stack traces of construction are off, since they hold absolute paths.',
  ].join('\n\n').concat('\n');
}

/** Checked against a real chart by the test. */
export const CHART_IDS: readonly (readonly [string, string])[] = [
  ['namespace', 'Namespace'], ['resource-quota', 'ResourceQuota'], ['limit-range', 'LimitRange'], ['service-account', 'ServiceAccount'],
  ['restart-role', 'Role'], ['restart-binding', 'RoleBinding'], ['workload-apply-role', 'Role'], ['workload-apply-binding', 'RoleBinding'],
  ['network-deny-all', 'NetworkPolicy'], ['config-map', 'ConfigMap'], ['deployment', 'Deployment'], ['service', 'Service'],
  ['secret-store', 'SecretStore'], ['external-secret-<service>-postgres', 'ExternalSecret'], ['external-secret-<service>-cache', 'ExternalSecret'],
  ['external-secret-<service>-secret-<name>', 'ExternalSecret'], ['file-postgres', 'ConfigMap'], ['file-cache', 'ConfigMap'],
  ['disruption-budget', 'PodDisruptionBudget'], ['autoscaler', 'HorizontalPodAutoscaler'], ['ingress', 'Ingress'],
];

function resourceIds({ templates }: Output): string[][] {
  const service = ['dust-prod-catalog', 'dust-builds-catalog'].flatMap((name) => Object.entries(templates.get(name)!.Resources));
  const rows = service.map(([id, { Type }]) => [`\`${id.replace('BucketScans', 'Bucket<Key>').replace('SecretStripeApiKey', 'Secret<Name>')}\``, Type]);
  return [...new Map(rows.map((row) => [row[0], row])).values()].sort(([a], [b]) => (a! < b! ? -1 : 1));
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
