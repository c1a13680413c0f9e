import { posix } from 'node:path';
import { App, Chart, Lazy } from 'cdk8s';
import { accessObjects } from './access';
import { addObjects } from './add-objects';
import { autoscalingObjects } from './autoscaling';
import { deployment } from './deployment';
import { foundationObjects } from './foundation';
import { ingress } from './ingress';
import { denyAll, networkPolicy, operatedPolicies } from './network-policy';
import { secretStoreObjects } from './secret-store';
import { serviceObject } from './service';
import type { TokenGuard } from './token-guard';
import type { EdgePlan, ServicePlan } from '../../lib/plan/fleet-plan';
import { shortHash } from '../../lib/plan/names';
import type { KnownFile } from '../../lib/providers/contract';

/** An object of a chart before it is one; its id is public, for it is how people reach it. */
export interface ChartObject {
  readonly id: string;
  readonly manifest: object;
}

/** What other services add, known only when all of them are declared. */
export type EdgesOf = () => EdgePlan;

/**
 * The chart of a service in one environment. Every chart has an App of its own: with many charts in one App, each chart
 * would resolve all the others again.
 */
export function serviceChart(plan: ServicePlan, guard: TokenGuard): Chart {
  return new Chart(new App({ resolvers: [guard] }), plan.service, {
    namespace: plan.namespace,
    disableResourceNameHashes: true,
    labels: { ...plan.labels },
  });
}

/** All that follows from the declaration of the service alone. */
export function addServiceObjects(chart: Chart, plan: ServicePlan, edges: EdgesOf): void {
  const variables = (): Readonly<Record<string, string>> => sortedVariables(plan, edges());
  const files = plan.bound.flatMap(({ binding }) => binding.files).filter((file) => 'content' in file);
  const contents = Object.fromEntries(files.map(({ path, content }) => [path, content]));
  const lazily = (produce: () => unknown): never => Lazy.any({ produce }) as never;
  addObjects(chart, foundationObjects(plan));
  addObjects(chart, accessObjects(plan));
  addObjects(chart, secretStoreObjects(plan));
  addObjects(chart, [denyAll()]);
  addObjects(chart, plan.egress.map((peer) => networkPolicy(plan.service, 'Egress', peer)));
  addObjects(chart, plan.ingressPeers.map((peer) => networkPolicy(plan.service, 'Ingress', peer)));
  addObjects(chart, plan.bound.flatMap(({ binding }) => binding.operated.flatMap(operatedPolicies)));
  addObjects(chart, [
    { id: 'config-map', manifest: { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: plan.configMap }, data: lazily(variables) } },
    ...files.map(fileObject),
    deployment(plan, lazily(() => configHash({ ...variables(), ...contents }))),
    serviceObject(plan),
  ]);
  addObjects(chart, autoscalingObjects(plan));
  if (plan.ingress !== undefined) addObjects(chart, [ingress(plan, plan.ingress)]);
}

/** The edges of calls: their policies are objects that nobody can know before the last service is declared. */
export function addEdgeObjects(chart: Chart, plan: ServicePlan, edges: EdgePlan): void {
  addObjects(chart, edges.egress.map((peer) => networkPolicy(plan.service, 'Egress', peer)));
  addObjects(chart, edges.ingress.map((peer) => networkPolicy(plan.service, 'Ingress', peer)));
}

function sortedVariables(plan: ServicePlan, edges: EdgePlan): Readonly<Record<string, string>> {
  const variables = { ...plan.variables, ...edges.variables };
  return Object.fromEntries(Object.entries(variables).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** A file under the folder that it is mounted in: `file-postgres` for `/etc/dust/postgres/ca.pem`. */
function fileObject({ path, configMap, content }: KnownFile): ChartObject {
  const id = `file-${posix.basename(posix.dirname(path))}`;
  return { id, manifest: { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: configMap }, data: { [posix.basename(path)]: content } } };
}

/** Pods read variables and files once, so a change of either must be a change of the pods. */
function configHash(read: Readonly<Record<string, string>>): string {
  return shortHash(...Object.entries(read).flat());
}
