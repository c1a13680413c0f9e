import { CONTAINER_SECURITY, POD_SECURITY } from './security-context';
import type { ChartObject } from './service-chart';
import type { IJob } from './types';
import { shortHash } from '../../lib/plan/names';
import type { AdminPlan } from '../../lib/plan/plan-admin';
import type { AdminTask } from '../../lib/providers/contract';
import { formatCpu, formatMebibytes } from '../../lib/spec/quantities';

type PodSpec = NonNullable<NonNullable<IJob['spec']>['template']['spec']>;

const FILES = '/opt/dust';
/** A database takes a quarter of an hour to be made. */
const DEADLINE_SECONDS = 1800;
/** Long enough to be seen on a Monday; a later apply runs it again, which changes nothing. */
const KEPT_SECONDS = 7 * 24 * 3600;
const MAX_NAME = 63;

/** Of each task, in thousandths of a CPU and in MiB. */
export const TASK_SIZE = { cpu: 50, cpuLimit: 500, memory: 64, memoryLimit: 128 };

/** The ConfigMap of a task's files; other files are another ConfigMap. */
export function filesName({ files }: AdminTask): string {
  return `files-${shortHash(JSON.stringify(files))}`;
}

/** A Job cannot change, so its name says what it does, and whatever is done otherwise is another Job. */
export function adminJob({ labels }: AdminPlan, task: AdminTask): ChartObject {
  const spec: NonNullable<IJob['spec']> = {
    backoffLimit: 3,
    activeDeadlineSeconds: DEADLINE_SECONDS,
    ttlSecondsAfterFinished: KEPT_SECONDS,
    template: { metadata: { labels: { ...labels } }, spec: podSpec(labels['app.kubernetes.io/name']!, task) },
  };
  const hash = shortHash(JSON.stringify(spec));
  const manifest: IJob = { apiVersion: 'batch/v1', kind: 'Job', metadata: { name: `${task.name.slice(0, MAX_NAME - hash.length - 1)}-${hash}` }, spec };
  return { id: `job-${task.name}`, manifest };
}

function podSpec(serviceAccountName: string, task: AdminTask): PodSpec {
  const variables = Object.entries(task.variables).map(([name, value]) => ({ name, value }));
  const secrets = Object.keys(task.secrets).map((name) => ({ name, valueFrom: { secretKeyRef: { name: task.name, key: name } } }));
  return {
    restartPolicy: 'Never',
    serviceAccountName,
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    securityContext: POD_SECURITY,
    containers: [{
      name: 'task',
      image: task.image,
      imagePullPolicy: 'Always',
      command: [...task.command],
      env: [...variables, ...secrets],
      resources: {
        requests: { cpu: formatCpu(TASK_SIZE.cpu), memory: formatMebibytes(TASK_SIZE.memory) },
        limits: { cpu: formatCpu(TASK_SIZE.cpuLimit), memory: formatMebibytes(TASK_SIZE.memoryLimit) },
      },
      securityContext: CONTAINER_SECURITY,
      volumeMounts: [{ name: 'files', mountPath: FILES, readOnly: true }, { name: 'tmp', mountPath: '/tmp' }],
    }],
    volumes: [{ name: 'files', configMap: { name: filesName(task) } }, { name: 'tmp', emptyDir: { sizeLimit: '16Mi' } }],
  };
}
