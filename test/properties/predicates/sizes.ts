import type { Invariant } from '../support/invariant';
import { containersOf, neighboursOf, objectIn, objectsOf, workloadsOf } from '../support/kubernetes';
import type { PlacedObject, Workload } from '../support/kubernetes';
import type { Fleet } from '../support/synthesized';

export const fittingSizes: Invariant = {
  number: 20,
  title: 'requests fit limits and the quota, budgets let a node be drained, and an autoscaler alone counts its pods',
  predicate: (fleet) => [
    ...workloadsOf(fleet).flatMap((workload) => {
      const isJob = workload.object.kind === 'Job';
      const problems = [...containersOf(workload).flatMap(checkResources), ...(isJob ? checkJobs(fleet, workload) : [...checkReplicas(fleet, workload), ...checkQuota(fleet, workload)])];
      return problems.map((problem) => `${workload.place} ${problem}`);
    }),
    ...objectsOf(fleet, 'PodDisruptionBudget').flatMap((budget) => checkBudget(fleet, budget)),
    ...objectsOf(fleet, 'HorizontalPodAutoscaler').flatMap(({ place, object: { spec: { minReplicas, maxReplicas } } }) => (
      minReplicas >= 1 && minReplicas < maxReplicas ? [] : [`${place} scales from ${minReplicas} to ${maxReplicas}`])),
  ],
  mutations: [
    { title: 'more cpu is requested than allowed', apply: (fleet) => { resources(fleet).requests.cpu = '1500m'; } },
    { title: 'more memory is requested than allowed', apply: (fleet) => { resources(fleet).requests.memory = '1Gi'; } },
    { title: 'nothing is requested', apply: (fleet) => { resources(fleet).requests = {}; } },
    { title: 'memory has no limit', apply: (fleet) => delete resources(fleet).limits.memory },
    { title: 'a deployment with an autoscaler counts its pods', apply: (fleet) => { objectIn(fleet, 'prod', 'web', 'Deployment').spec.replicas = 3; } },
    { title: 'a deployment without an autoscaler does not', apply: (fleet) => delete objectIn(fleet, 'prod', 'archive', 'Deployment').spec.replicas },
    { title: 'a budget lets no pod go', apply: (fleet) => { objectIn(fleet, 'prod', 'web', 'PodDisruptionBudget').spec.maxUnavailable = 0; } },
    { title: 'a budget keeps every pod', apply: (fleet) => { objectIn(fleet, 'prod', 'archive', 'PodDisruptionBudget').spec = { selector: {}, minAvailable: 3 }; } },
    { title: 'an autoscaler does not scale', apply: (fleet) => { objectIn(fleet, 'prod', 'web', 'HorizontalPodAutoscaler').spec.maxReplicas = 3; } },
    { title: 'the quota is too small for a rollout', apply: (fleet) => { objectIn(fleet, 'prod', 'web', 'ResourceQuota').spec.hard.pods = '6'; } },
    { title: 'the quota has too little memory', apply: (fleet) => { objectIn(fleet, 'prod', 'web', 'ResourceQuota').spec.hard['limits.memory'] = '1Gi'; } },
    { title: 'the quota is too small for the jobs of the platform', apply: (fleet) => { objectIn(fleet, 'prod', 'dust-admin', 'ResourceQuota').spec.hard.pods = '0'; } },
    { title: 'a rollout cannot begin', apply: (fleet) => { objectIn(fleet, 'prod', 'web', 'Deployment').spec.strategy.rollingUpdate.maxSurge = 0; } },
  ],
};

function resources(fleet: Parameters<typeof objectIn>[0]): any {
  return objectIn(fleet, 'prod', 'web', 'Deployment').spec.template.spec.containers[0].resources;
}

const UNITS: Readonly<Record<string, number>> = { '': 1, 'm': 0.001, 'Ki': 2 ** 10, 'Mi': 2 ** 20, 'Gi': 2 ** 30, 'Ti': 2 ** 40 };

/** A quantity of Kubernetes as a number; NaN where it is none. */
function quantity(text: unknown): number {
  const [, digits, unit] = /^([0-9]+(?:\.[0-9]+)?)(m|Ki|Mi|Gi|Ti|)$/.exec(String(text)) ?? [];
  return digits === undefined ? Number.NaN : Number(digits) * UNITS[unit ?? '']!;
}

function checkResources({ name, resources: { requests = {}, limits = {} } = {} }: any): string[] {
  return ['cpu', 'memory'].flatMap((resource) => {
    const [request, limit] = [quantity(requests[resource]), quantity(limits[resource])];
    return request > 0 && request <= limit ? [] : [`container ${name} requests ${requests[resource]} of ${limits[resource]} ${resource}`];
  });
}

function autoscalerOf(fleet: Fleet, workload: Workload): any {
  return neighboursOf(fleet, workload, 'HorizontalPodAutoscaler').find(({ spec }) => spec.scaleTargetRef.name === workload.object.metadata.name)?.spec;
}

function checkReplicas(fleet: Fleet, workload: Workload): string[] {
  const { replicas, strategy } = workload.object.spec;
  const autoscaler = autoscalerOf(fleet, workload);
  const problems: string[] = [];
  if (autoscaler !== undefined && replicas !== undefined) problems.push('counts its pods beside an autoscaler');
  if (autoscaler === undefined && !(replicas >= 1)) problems.push(`has ${replicas} replicas`);
  const { maxSurge, maxUnavailable } = strategy.rollingUpdate;
  if (maxUnavailable !== 0 || !(maxSurge >= 1)) problems.push('cannot be rolled out without a gap');
  return problems;
}

/** All pods of the old and the new version and the surge may count at once. */
function checkQuota(fleet: Fleet, workload: Workload): string[] {
  const { replicas, strategy } = workload.object.spec;
  const most = autoscalerOf(fleet, workload)?.maxReplicas ?? replicas;
  return exceeded(fleet, workload, most + strategy.rollingUpdate.maxSurge);
}

/** All jobs of a namespace may run at once. */
function checkJobs(fleet: Fleet, workload: Workload): string[] {
  return exceeded(fleet, workload, neighboursOf(fleet, workload, 'Job').length);
}

function exceeded(fleet: Fleet, workload: Workload, pods: number): string[] {
  const hard = neighboursOf(fleet, workload, 'ResourceQuota')[0]?.spec.hard ?? {};
  const need = (part: 'requests' | 'limits', resource: string): number => pods * containersOf(workload).reduce((sum, container) => sum + quantity(container.resources[part]?.[resource]), 0);
  const needs = {
    'pods': pods,
    'requests.cpu': need('requests', 'cpu'),
    'limits.cpu': need('limits', 'cpu'),
    'requests.memory': need('requests', 'memory'),
    'limits.memory': need('limits', 'memory'),
  };
  return Object.entries(needs).filter(([key, value]) => !(quantity(hard[key]) >= value)).map(([key, value]) => `needs ${value} ${key}, and the quota gives ${hard[key]}`);
}

function checkBudget(fleet: Fleet, budget: PlacedObject): string[] {
  const { spec } = budget.object;
  const pods = workloadsOf(fleet).filter((workload) => workload.environment === budget.environment && workload.object.metadata.namespace === budget.object.metadata.namespace);
  const least = Math.min(...pods.map((workload) => autoscalerOf(fleet, workload)?.minReplicas ?? workload.object.spec.replicas));
  const disruptions = spec.maxUnavailable ?? least - (spec.minAvailable ?? 0);
  return disruptions >= 1 && least > 1 ? [] : [`${budget.place} lets ${disruptions} of ${least} pods go`];
}
