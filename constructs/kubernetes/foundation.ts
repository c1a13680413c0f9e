import type { ChartObject } from './service-chart';
import type { ILimitRange, IResourceQuota, IServiceAccount } from './types';
import type { QuotaPlan, ServicePlan } from '../../lib/plan/fleet-plan';
import { namespaceManifest } from '../../lib/plan/namespace-manifest';
import { formatCpu, formatMebibytes } from '../../lib/spec/quantities';

/** The namespace, what it may hold, and who its pods are. */
export function foundationObjects(plan: ServicePlan): ChartObject[] {
  return [
    { id: 'namespace', manifest: namespaceManifest(plan) },
    { id: 'resource-quota', manifest: resourceQuota(plan.quota) },
    { id: 'limit-range', manifest: limitRange() },
    { id: 'service-account', manifest: serviceAccount(plan.serviceAccount) },
  ];
}

export function resourceQuota(quota: QuotaPlan): IResourceQuota {
  return {
    apiVersion: 'v1',
    kind: 'ResourceQuota',
    metadata: { name: 'quota' },
    spec: {
      hard: {
        'pods': String(quota.pods),
        'requests.cpu': formatCpu(quota.cpu),
        'limits.cpu': formatCpu(quota.cpuLimit),
        'requests.memory': formatMebibytes(quota.memory),
        'limits.memory': formatMebibytes(quota.memory),
        'services.loadbalancers': '0',
        'services.nodeports': '0',
        'persistentvolumeclaims': String(quota.volumes),
      },
    },
  };
}

/** Millicores and MiB of a container that says nothing of its size, with the memory that it may take at most. */
export const DEFAULT_CONTAINER = { cpu: 50, cpuLimit: 500, memory: 256 } as const;

/** For containers that say nothing of their size: those of operators and of debug pods. */
export function limitRange(): ILimitRange {
  return {
    apiVersion: 'v1',
    kind: 'LimitRange',
    metadata: { name: 'limits' },
    spec: {
      limits: [{
        type: 'Container',
        default: { cpu: formatCpu(DEFAULT_CONTAINER.cpuLimit), memory: formatMebibytes(DEFAULT_CONTAINER.memory) },
        defaultRequest: { cpu: formatCpu(DEFAULT_CONTAINER.cpu), memory: '64Mi' },
      }],
    },
  };
}

/** No token is mounted: pods get AWS credentials from the Pod Identity agent and do not talk to the API server. */
export function serviceAccount(name: string): IServiceAccount {
  return { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name }, automountServiceAccountToken: false };
}
