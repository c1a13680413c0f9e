import type { Live } from './client';
import { DUST_ADMIN } from './deployed';
import type { Deployed } from './deployed';
import { missing } from './kubelet';
import { eventually } from '../support/servers';

const PATIENCE_SECONDS = 120;

/** How many replicas a Deployment has at the least and, with an autoscaler, at the most. */
export interface Replicas {
  readonly service: string;
  readonly least: number;
  readonly most: number;
}

export function replicasOf({ admin, services }: Deployed): Replicas[] {
  const objects = admin.list('deployments,horizontalpodautoscalers');
  return services.map((service) => {
    const [deployment, autoscaler] = ['Deployment', 'HorizontalPodAutoscaler'].map((kind) => find(objects, kind, service));
    const { minReplicas: least, maxReplicas: most } = autoscaler?.spec ?? { minReplicas: deployment!.spec.replicas, maxReplicas: deployment!.spec.replicas };
    return { service, least, most };
  });
}

function find(objects: readonly Live[], wanted: string, service: string): Live | undefined {
  return objects.find(({ kind, metadata: { name, namespace } }) => kind === wanted && namespace === service && name === service);
}

/**
 * Waits until every Deployment has this many pods of its newest template and no other, as `kubectl rollout status` would, and
 * until nothing that pods read is missing. An error holds the objects, pods and events of a service that does not get there.
 */
export async function rolledOut({ admin, services }: Deployed, count: (service: string) => number): Promise<void> {
  let late: readonly string[] = [];
  try {
    await eventually('every Deployment has rolled out', PATIENCE_SECONDS, () => {
      const deployments = admin.list('deployments');
      late = services.filter((service) => !isRolledOut(find(deployments, 'Deployment', service)!, count(service)));
      return late.length === 0;
    });
  } catch (error) {
    throw new Error(`${String(error)}: ${late.join(', ')}\n${admin.explain(late[0])}`);
  }
  expect(missing(admin)).toEqual([]);
}

function isRolledOut({ metadata, spec, status }: Live, count: number): boolean {
  const { observedGeneration, replicas, updatedReplicas, availableReplicas } = status;
  return observedGeneration === metadata.generation && [spec.replicas, replicas, updatedReplicas, availableReplicas].every((number) => number === count);
}

/**
 * Waits until everything that operators have made is up: claims have volumes, Jobs are done, and every other pod is Ready. Pods
 * that lack something are not called up.
 */
export async function operatorsDone({ admin }: Pick<Deployed, 'admin'>): Promise<void> {
  let late: readonly Live[] = [];
  try {
    await eventually('what operators have made is up', PATIENCE_SECONDS, () => {
      late = admin.list('persistentvolumeclaims,statefulsets,deployments,jobs,pods').filter((object) => !isUp(object));
      return late.length === 0;
    });
  } catch (error) {
    throw new Error(`${String(error)}: ${late.map(({ kind, metadata }) => `${kind} ${metadata.namespace}/${metadata.name}`).join(', ')}\n${admin.explain(late[0]?.metadata.namespace)}`);
  }
  expect(missing(admin)).toEqual([]);
}

function isUp({ kind, metadata, spec, status }: Live): boolean {
  if (kind === 'PersistentVolumeClaim') return status.phase === 'Bound';
  if (kind === 'Job') return status.succeeded === 1;
  if (kind === 'Pod') return status.phase === 'Succeeded' || (status.conditions ?? []).some((one: any) => one.type === 'Ready' && one.status === 'True');
  return status.observedGeneration === metadata.generation && status.readyReplicas === spec.replicas;
}

/** Waits as the pipeline does, by its own identity, and answers the names; a Job whose pod lacks something has not run. */
export function jobsDone({ admin, platformApply }: Deployed): string[] {
  platformApply.must(['wait', '--for=condition=Complete', 'job', '--all', '--namespace', DUST_ADMIN, `--timeout=${PATIENCE_SECONDS}s`]);
  expect(missing(admin)).toEqual([]);
  return admin.list('jobs', DUST_ADMIN).map(({ metadata }) => metadata.name).sort();
}

/** Pods that could not be made, in the words of the events, by namespace. */
export function refusals({ admin }: Deployed): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const { reason, message, metadata } of admin.list('events')) {
    if (reason === 'FailedCreate') found.set(metadata.namespace!, [...found.get(metadata.namespace!) ?? [], message as string]);
  }
  return found;
}
