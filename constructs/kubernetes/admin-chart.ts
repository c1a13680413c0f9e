import { App, Chart } from 'cdk8s';
import { APPLY, grant } from './access';
import { addObjects } from './add-objects';
import { TASK_SIZE, adminJob, filesName } from './admin-job';
import { externalSecret } from './external-secret';
import { limitRange, resourceQuota, serviceAccount } from './foundation';
import { denyAll, networkPolicy } from './network-policy';
import { secretStoreObjects } from './secret-store';
import type { ChartObject } from './service-chart';
import type { TokenGuard } from './token-guard';
import { namespaceManifest } from '../../lib/plan/namespace-manifest';
import type { AdminPlan } from '../../lib/plan/plan-admin';

/** The platform's own namespace: what it does for services with secrets that none of their namespaces can read. */
export function adminChart(plan: AdminPlan, guard: TokenGuard): Chart {
  const chart = new Chart(new App({ resolvers: [guard] }), 'dust-admin', {
    namespace: plan.namespace,
    disableResourceNameHashes: true,
    labels: { ...plan.labels },
  });
  const tasks = plan.tasks.flatMap((task) => [adminSecret(plan, task), adminJob(plan, task)]);
  addObjects(chart, [...foundation(plan), ...files(plan), ...tasks]);
  return chart;
}

function foundation(plan: AdminPlan): ChartObject[] {
  const name = plan.labels['app.kubernetes.io/name']!;
  return [
    { id: 'namespace', manifest: namespaceManifest(plan) },
    { id: 'resource-quota', manifest: resourceQuota(quota(plan)) },
    { id: 'limit-range', manifest: limitRange() },
    { id: 'service-account', manifest: serviceAccount(name) },
    ...grant('platform-apply', APPLY_RULES, plan.applyGroup),
    ...secretStoreObjects(plan),
    denyAll(),
    ...plan.egress.map((peer) => networkPolicy(name, 'Egress', peer)),
  ];
}

/** What the cluster-wide role of platform-apply does not hold, since it may write these here and nowhere else. */
const APPLY_RULES = [
  { apiGroups: [''], resources: ['configmaps'], verbs: APPLY },
  { apiGroups: ['batch'], resources: ['jobs'], verbs: APPLY },
  { apiGroups: ['external-secrets.io'], resources: ['externalsecrets'], verbs: APPLY },
];

/** Every task at once, and a debug pod. */
function quota({ tasks }: AdminPlan) {
  const pods = tasks.length + 2;
  return { pods, cpu: TASK_SIZE.cpu * pods, cpuLimit: TASK_SIZE.cpuLimit * pods, memory: TASK_SIZE.memoryLimit * pods, volumes: 0 };
}

/** Tasks of one kind have the same files, which stand there once. */
function files({ tasks }: AdminPlan): ChartObject[] {
  const byName = new Map(tasks.map((task) => [filesName(task), task.files]));
  return [...byName].map(([name, data]) => ({ id: name, manifest: { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, data: { ...data } } }));
}

function adminSecret({ secretStore }: AdminPlan, { name, secrets }: AdminPlan['tasks'][number]): ChartObject {
  const keys = Object.entries(secrets).map(([key, { stored, property }]) => ({ key, remote: stored, property }));
  return externalSecret({ name, store: secretStore.name, keys });
}
