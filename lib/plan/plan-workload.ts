import type { EnvironmentFacts } from './environment-facts';
import type { BoundRequest, QuotaPlan, WorkloadPlan } from './fleet-plan';
import type { OperatedPods } from '../providers/contract';
import { DEFAULT_CPU } from '../spec/quantities';
import type { ServiceSpec } from '../spec/service';

const DEFAULT_MEMORY = 256;
const DEFAULT_CPU_LIMIT = 1000;

/** Pods beside those of a rollout: a one-off job, a debug pod. */
const HEADROOM_PODS = 2;

/** The server of a service with its sizes in one environment. */
export function planWorkload(spec: ServiceSpec, environment: EnvironmentFacts, image: string): WorkloadPlan {
  const sizes = { ...spec.http, ...spec.overrides[environment.name] };
  const replicas = sizes.replicas ?? (environment.protected ? 3 : 2);
  const cpu = sizes.cpu ?? DEFAULT_CPU;
  const maxReplicas = Math.max(replicas, sizes.maxReplicas ?? replicas);
  return {
    name: spec.name,
    image,
    port: spec.http.port,
    replicas,
    maxReplicas,
    maxSurge: Math.ceil(maxReplicas / 4),
    cpu,
    cpuLimit: sizes.cpuLimit ?? Math.max(DEFAULT_CPU_LIMIT, cpu),
    memory: sizes.memory ?? DEFAULT_MEMORY,
    liveness: spec.http.health?.liveness ?? '/livez',
    readiness: spec.http.health?.readiness ?? '/readyz',
    writable: spec.http.writable,
    ...(spec.http.command === undefined ? {} : { command: spec.http.command }),
    ...(spec.http.args === undefined ? {} : { args: spec.http.args }),
  };
}

type PodSizes = Pick<OperatedPods, 'pods' | 'cpu' | 'cpuLimit' | 'memory' | 'volumes'>;

/**
 * What the namespace may hold at most. A pod that is being stopped still counts, so during a rollout at the autoscaler's
 * maximum there may be every old pod, every new one and the surge at once. Operators bring pods of their own.
 */
export function planQuota(workload: WorkloadPlan, bound: readonly BoundRequest[]): QuotaPlan {
  const own: PodSizes = { ...workload, pods: 2 * workload.maxReplicas + workload.maxSurge + HEADROOM_PODS, volumes: 0 };
  return sumOf([own, ...bound.flatMap(({ binding }) => binding.operated)]);
}

export function sumOf(all: readonly PodSizes[]): QuotaPlan {
  const sum = (of: (one: PodSizes) => number): number => all.reduce((total, one) => total + of(one), 0);
  return {
    pods: sum(({ pods }) => pods),
    cpu: sum(({ pods, cpu }) => pods * cpu),
    cpuLimit: sum(({ pods, cpuLimit }) => pods * cpuLimit),
    memory: sum(({ pods, memory }) => pods * memory),
    volumes: sum(({ volumes }) => volumes),
  };
}
