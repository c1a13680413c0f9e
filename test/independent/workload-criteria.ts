import { OUTSIDE_NAMESPACES, failed } from './check';
import type { Check, Checks } from './check';
import { asList, same } from './json';
import { operatedPods } from './operated';
import type { Operated } from './operated';
import { quantity } from './quantity';
import { containersOf, ofKind, readWorld, selects } from './world';
import type { Placed, Pod, World } from './world';

function near(world: World, kind: string, { environment, namespace }: { environment: string; namespace: string | undefined }): Placed[] {
  return ofKind(world, kind).filter((placed) => placed.environment === environment && placed.namespace === namespace);
}

const LEVELS = ['enforce', 'audit', 'warn'];

/** Pods at the most while a rollout is under way. */
function mostPods(world: World, { workload }: Pod): number {
  const { spec, metadata } = workload.object;
  if (workload.object.kind === 'Job') return Number(spec.parallelism ?? 1);
  const scaler = near(world, 'HorizontalPodAutoscaler', workload).find(({ object }) => object.spec.scaleTargetRef.name === metadata.name);
  const most = Number(scaler?.object.spec.maxReplicas ?? spec.replicas);
  const surge = spec.strategy?.rollingUpdate?.maxSurge ?? '25%';
  return most + (typeof surge === 'number' ? surge : Math.ceil((most * parseInt(String(surge), 10)) / 100));
}

/** Tenths of a cpu do not add up exactly. */
const ROUNDING = 1e-6;

/** What all pods of a namespace take together, with every autoscaler at its maximum and every rollout under way, and those of operators. */
function need(world: World, pods: readonly Pod[], operated: readonly Operated[], kind: 'requests' | 'limits', resource: string): number {
  return pods.reduce(
    (sum, pod) => sum + mostPods(world, pod) * containersOf(pod).reduce((part, { resources }) => part + quantity(resources?.[kind]?.[resource]), 0),
    operated.reduce((sum, pod) => sum + pod.count * quantity(pod[kind][resource]), 0),
  );
}

/** Pods and volumes: a quota that is short of one keeps an operator from what it should make. */
function countProblems(world: World, pods: readonly Pod[], operated: readonly Operated[], hard: Readonly<Record<string, string>>): Readonly<Record<string, boolean>> {
  const count = [...pods.map((pod) => mostPods(world, pod)), ...operated.map((pod) => pod.count)].reduce((sum, more) => sum + more, 0);
  const claims = operated.reduce((sum, pod) => sum + pod.claims, 0);
  return {
    'has no quota that suffices for its pods': quantity(hard.pods) >= count,
    'has no quota that suffices for its volumes': quantity(hard.persistentvolumeclaims) >= claims,
    'has volumes that nobody needs': claims > 0 || hard.persistentvolumeclaims === '0',
  };
}

/** K1: namespaces enforce `restricted` at a pinned version, and their quota suffices for a rollout at full size. */
const k1Namespaces: Check = (output) => {
  const world = readWorld(output);
  return ofKind(world, 'Namespace').flatMap(({ object, environment, at }) => {
    const { name, labels = {} } = object.metadata;
    const [pods, operated] = [world.pods, operatedPods(world)].map((all) => all.filter((pod) => pod.environment === environment && pod.namespace === name)) as [Pod[], Operated[]];
    const [quota] = near(world, 'ResourceQuota', { environment, namespace: name });
    const [range] = near(world, 'LimitRange', { environment, namespace: name });
    const hard = (quota?.object.spec.hard ?? {}) as Record<string, string>;
    const limit = asList<Record<string, any>>(range?.object.spec.limits).find(({ type }) => type === 'Container');
    const versions = new Set(LEVELS.map((level) => labels[`pod-security.kubernetes.io/${level}-version`]));
    const suffices = (['requests', 'limits'] as const).every((kind) =>
      ['cpu', 'memory'].every((resource) => quantity(hard[`${kind}.${resource}`]) + ROUNDING >= need(world, pods, operated, kind, resource)),
    );
    return failed(at, {
      'does not enforce restricted': LEVELS.every((level) => labels[`pod-security.kubernetes.io/${level}`] === 'restricted'),
      'does not pin one version': versions.size === 1 && /^v1\.\d+$/.test(String([...versions][0])),
      'has a reserved name': !/^(default|kube-.*)$/.test(name) && !OUTSIDE_NAMESPACES.includes(name),
      'has no quota that suffices for what its pods take': suffices,
      ...countProblems(world, pods, operated, hard),
      'may be pruned': String(object.metadata.annotations?.['argocd.argoproj.io/sync-options']).includes('Prune=false'),
      'lets services open doors': hard['services.nodeports'] === '0' && hard['services.loadbalancers'] === '0',
      'has no defaults for containers':
        limit?.default?.cpu !== undefined &&
        limit.default.memory !== undefined &&
        limit.defaultRequest?.cpu !== undefined &&
        limit.defaultRequest.memory !== undefined,
    });
  });
};

export const IMAGE = /^\d{12}\.dkr\.ecr\.[a-z0-9-]+\.amazonaws\.com(\.cn)?\/[^:@]+(:env-[a-z0-9-]+|@sha256:[0-9a-f]{64})$/;

/** K4: containers. */
const k4Containers: Check = (output) =>
  readWorld(output).pods.flatMap((pod) =>
    containersOf(pod).flatMap((container) => {
      const { requests = {}, limits = {} } = container.resources ?? {};
      const { livenessProbe, readinessProbe, startupProbe } = container;
      const runs = pod.workload.object.kind === 'Deployment';
      const fits = (resource: string) => quantity(requests[resource]) > 0 && quantity(requests[resource]) <= quantity(limits[resource]);
      return failed(`${pod.at}: container ${container.name}`, {
        'has no cpu and memory of its own': fits('cpu') && fits('memory'),
        'does not tell liveness from readiness': !runs ||
          livenessProbe !== undefined && readinessProbe !== undefined && !same(livenessProbe.httpGet, readinessProbe.httpGet),
        'has no startup probe': !runs || startupProbe !== undefined,
        'has a probe without a path': !runs || [livenessProbe, readinessProbe, startupProbe].every((probe) => String(probe?.httpGet?.path).startsWith('/')),
        'has no name': typeof container.name === 'string',
        "has an image that is neither pinned nor the environment's": !runs || IMAGE.test(String(container.image)),
        'may run a stale image': !runs || container.imagePullPolicy === 'Always',
      });
    }),
  );

/** Over zones by a constraint and over nodes by anti-affinity, each with the key of what it spreads over. */
function spreads(pod: Record<string, any>): boolean {
  const constraints = asList<Record<string, any>>(pod.topologySpreadConstraints);
  const terms = asList<Record<string, any>>(pod.affinity?.podAntiAffinity?.preferredDuringSchedulingIgnoredDuringExecution);
  return (
    constraints.some(
      ({ topologyKey, maxSkew, whenUnsatisfiable }) =>
        topologyKey === 'topology.kubernetes.io/zone' && maxSkew === 1 && whenUnsatisfiable !== undefined,
    ) && terms.some(({ weight, podAffinityTerm }) => weight > 0 && podAffinityTerm?.topologyKey === 'kubernetes.io/hostname')
  );
}

function isUtilization({ type, resource }: Record<string, any>): boolean {
  return type === 'Resource' && resource?.name === 'cpu' && resource.target?.type === 'Utilization' && resource.target.averageUtilization > 0;
}

/** K6: Deployments. */
const k6Deployments: Check = (output, declared) => {
  const world = readWorld(output);
  return ofKind(world, 'Deployment').flatMap((placed) => {
    const { spec, metadata } = placed.object;
    const pod = spec.template.spec;
    const scaler = near(world, 'HorizontalPodAutoscaler', placed).find(({ object }) => object.spec.scaleTargetRef.name === metadata.name);
    const least = declared.environments[placed.environment]?.protected === true ? 3 : 2;
    return failed(placed.at, {
      [`runs fewer than ${least} pods`]: scaler === undefined ? spec.replicas >= least : scaler.object.spec.minReplicas >= least,
      'sets replicas that an autoscaler owns': scaler === undefined || spec.replicas === undefined,
      'goes down during a rollout': spec.strategy?.type === 'RollingUpdate' && spec.strategy.rollingUpdate?.maxUnavailable === 0,
      'does not spread': spreads(pod),
      'has no progress deadline': spec.progressDeadlineSeconds > 0,
      'keeps too many revisions': spec.revisionHistoryLimit <= 5,
      'does not select its template':
        Object.keys(spec.selector.matchLabels ?? {}).length > 0 && selects(spec.selector, spec.template.metadata.labels),
      'has no time to drain':
        pod.terminationGracePeriodSeconds >
        asList<Record<string, any>>(pod.containers).reduce(
          (most, { lifecycle }) => Math.max(most, Number(lifecycle?.preStop?.sleep?.seconds ?? 0)),
          0,
        ),
    });
  });
};

/** K7: budgets and autoscalers; each workload has a budget. */
const k7Scaling: Check = (output) => {
  const world = readWorld(output);
  return [
    ...ofKind(world, 'PodDisruptionBudget').flatMap(({ object: { spec }, at }) =>
      failed(at, {
        'is not one pod at a time': spec.maxUnavailable === 1 && spec.minAvailable === undefined,
        'keeps sick pods': spec.unhealthyPodEvictionPolicy === 'AlwaysAllow',
      }),
    ),
    ...ofKind(world, 'HorizontalPodAutoscaler').flatMap(({ object: { spec }, at }) =>
      failed(at, {
        'does not scale':
          spec.minReplicas >= 2 && spec.minReplicas < spec.maxReplicas && asList<Record<string, any>>(spec.metrics).some(isUtilization),
      }),
    ),
    ...ofKind(world, 'Deployment')
      .filter(
        (placed) =>
          !near(world, 'PodDisruptionBudget', placed).some(({ object }) =>
            selects(object.spec.selector, placed.object.spec.template.metadata.labels),
          ),
      )
      .map(({ at }) => `${at}: has no budget`),
  ];
};

export const workloadCriteria: Checks = { k1Namespaces, k4Containers, k6Deployments, k7Scaling };
