import type { ChartObject } from './service-chart';
import type { IHorizontalPodAutoscaler, IPodDisruptionBudget } from './types';
import type { ServicePlan } from '../../lib/plan/fleet-plan';

/** Percent of the requested cpu that the autoscaler aims at. */
const CPU_TARGET = 70;

/** How many pods run, and how many a node that is drained may take at once. */
export function autoscalingObjects({ service, workload }: ServicePlan): ChartObject[] {
  const objects: ChartObject[] = [];
  if (workload.replicas > 1) objects.push({ id: 'disruption-budget', manifest: disruptionBudget(service) });
  if (workload.maxReplicas > workload.replicas) objects.push({ id: 'autoscaler', manifest: autoscaler(service, workload.replicas, workload.maxReplicas) });
  return objects;
}

function disruptionBudget(name: string): IPodDisruptionBudget {
  return {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: { name },
    spec: { maxUnavailable: 1, unhealthyPodEvictionPolicy: 'AlwaysAllow', selector: { matchLabels: { 'app.kubernetes.io/name': name } } },
  };
}

function autoscaler(name: string, minReplicas: number, maxReplicas: number): IHorizontalPodAutoscaler {
  return {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: { name },
    spec: {
      minReplicas,
      maxReplicas,
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name },
      metrics: [{ type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: CPU_TARGET } } }],
    },
  };
}
