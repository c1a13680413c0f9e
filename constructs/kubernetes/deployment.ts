import { posix } from 'node:path';
import { CONTAINER_SECURITY, POD_SECURITY } from './security-context';
import type { ChartObject } from './service-chart';
import type { IDeployment } from './types';
import type { ServicePlan, WorkloadPlan } from '../../lib/plan/fleet-plan';
import type { MountedFile } from '../../lib/providers/contract';
import { formatResources } from '../../lib/spec/quantities';

type PodSpec = NonNullable<NonNullable<NonNullable<IDeployment['spec']>['template']>['spec']>;
type Container = PodSpec['containers'][number];

/** Longer than the load balancer needs to notice that a pod is going, and then some for open requests. */
const DRAIN_SECONDS = 10;
const GRACE_SECONDS = 45;

/** The server of a service. */
export function deployment(plan: ServicePlan, configHash: string): ChartObject {
  const { workload, labels, service } = plan;
  const selector = { 'app.kubernetes.io/name': service };
  const manifest: IDeployment = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: workload.name, ...reloading(plan) },
    spec: {
      // An autoscaler owns the number of pods; a number here would take it back at every apply.
      ...(workload.maxReplicas > workload.replicas ? {} : { replicas: workload.replicas }),
      selector: { matchLabels: selector },
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 0, maxSurge: workload.maxSurge } },
      progressDeadlineSeconds: 600,
      revisionHistoryLimit: 5,
      template: {
        metadata: { labels: { ...labels }, annotations: { 'dust.dev/config-hash': configHash } },
        spec: podSpec(plan, selector),
      },
    },
  };
  return { id: 'deployment', manifest };
}

function podSpec({ workload, serviceAccount, configMap, bound, release }: ServicePlan, selector: Record<string, string>): PodSpec {
  const folders = ['/tmp', ...workload.writable];
  return {
    serviceAccountName: serviceAccount,
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    terminationGracePeriodSeconds: GRACE_SECONDS,
    securityContext: POD_SECURITY,
    topologySpreadConstraints: [
      { maxSkew: 1, topologyKey: 'topology.kubernetes.io/zone', whenUnsatisfiable: 'ScheduleAnyway', labelSelector: { matchLabels: selector }, matchLabelKeys: ['pod-template-hash'] },
    ],
    affinity: {
      podAntiAffinity: {
        preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 100, podAffinityTerm: { topologyKey: 'kubernetes.io/hostname', labelSelector: { matchLabels: selector } } }],
      },
    },
    containers: [{ ...container(workload, configMap, folders, bound), ...(release === undefined ? { image: workload.image } : {}) }],
    volumes: [
      ...folders.map((_folder, index) => ({ name: volumeName(index), emptyDir: { sizeLimit: '64Mi' } })),
      ...mountedFiles(bound).map(fileVolume),
    ],
  };
}

function container(workload: WorkloadPlan, configMap: string, folders: readonly string[], bound: ServicePlan['bound']): Container {
  return {
    name: workload.name,
    // The tag moves, so a node must ask again.
    imagePullPolicy: 'Always',
    ...(workload.command === undefined ? {} : { command: [...workload.command] }),
    ...(workload.args === undefined ? {} : { args: [...workload.args] }),
    ports: [{ name: 'http', containerPort: workload.port, protocol: 'TCP' }],
    envFrom: [{ configMapRef: { name: configMap } }],
    ...secretVariables(bound),
    resources: formatResources(workload),
    securityContext: CONTAINER_SECURITY,
    ...probes(workload),
    lifecycle: { preStop: { sleep: { seconds: DRAIN_SECONDS } } },
    volumeMounts: [
      ...folders.map((mountPath, index) => ({ name: volumeName(index), mountPath })),
      ...mountedFiles(bound).map((file) => ({ name: fileVolume(file).name, mountPath: posix.dirname(file.path), readOnly: true })),
    ],
  };
}

function fileVolume(file: MountedFile): NonNullable<PodSpec['volumes']>[number] {
  const path = posix.basename(file.path);
  if ('secret' in file) return { name: file.secret, secret: { secretName: file.secret, items: [{ key: file.key, path }] } };
  return { name: file.configMap, configMap: { name: file.configMap, items: [{ key: path, path }] } };
}

/** Each in a folder of its own: only a whole folder follows when its ConfigMap changes. */
function mountedFiles(bound: ServicePlan['bound']) {
  return bound.flatMap(({ binding }) => binding.files);
}

/** Each by its name, and none optional: a pod waits until every one of them is there, and says which is missing. */
function secretVariables(bound: ServicePlan['bound']): Pick<Container, 'env'> {
  const secrets = Object.fromEntries(bound.flatMap(({ binding }) => Object.entries({ ...binding.secrets, ...binding.credentials })));
  const names = Object.keys(secrets).sort();
  if (names.length === 0) return {};
  return { env: names.map((name) => ({ name, valueFrom: { secretKeyRef: { name: secrets[name]!.secret, key: secrets[name]!.key } } })) };
}

/**
 * A value that is changed later reaches running pods by Reloader, which looks at every Secret that they read. Naming them
 * here would be the same, but scanners take a list of names behind the word "secret" for one.
 * @see https://github.com/stakater/Reloader#readme
 */
function reloading({ bound, environment }: ServicePlan): { annotations?: Record<string, string> } {
  const readsSecrets = bound.some(({ binding }) => Object.keys({ ...binding.secrets, ...binding.credentials }).length > 0);
  if (!readsSecrets || !environment.cluster.profile.reloader) return {};
  return { annotations: { 'secret.reloader.stakater.com/auto': 'true' } };
}

/** A slow start is not a dead container, and one that cannot serve now need not be killed. */
function probes({ liveness, readiness }: WorkloadPlan): Pick<Container, 'startupProbe' | 'livenessProbe' | 'readinessProbe'> {
  const get = (path: string) => ({ httpGet: { path, port: 'http', scheme: 'HTTP' as const } });
  return {
    startupProbe: { ...get(liveness), periodSeconds: 2, failureThreshold: 60, timeoutSeconds: 2 },
    livenessProbe: { ...get(liveness), periodSeconds: 10, failureThreshold: 3, timeoutSeconds: 2 },
    readinessProbe: { ...get(readiness), periodSeconds: 5, failureThreshold: 3, timeoutSeconds: 2 },
  };
}

function volumeName(index: number): string {
  return index === 0 ? 'tmp' : `writable-${index}`;
}
