import type { Live } from './client';
import type { Deployed } from './deployed';
import { operated, OPERATORS } from './operators/operate';
import type { Crowd } from './operators/operator';
import { replicasOf } from './rollout';

/** Pods beside those of a rollout: a one-off job, a debug pod. */
const HEADROOM = 2;
const LABELS = { crowd: 'true' };

/** Copies of what is there, which make every namespace as full as it may ever be, and one more of each kind for each namespace. */
export interface Crowds {
  readonly fitting: readonly object[];
  readonly tooMany: readonly object[];
}

/**
 * Every old pod, every new one and the surge of a rollout at the most replicas, two pods of people, and all that operators have
 * while they replace theirs; claims as many as that takes.
 */
export function crowdsOf(deployed: Deployed): Crowds {
  const { admin, namespaces } = deployed;
  const objects = admin.list('pods,persistentvolumeclaims');
  const all = operated(admin);
  const each = OPERATORS.flatMap((operator) => all.filter(({ kind }) => kind === operator.kind).map((object) => ({ namespace: object.metadata.namespace!, crowds: operator.crowds?.(object) ?? [], claims: operator.claims?.(object) ?? 0 })));
  const claims = (namespace: string): number => each.reduce((sum, one) => sum + (one.namespace === namespace ? one.claims : 0), 0);
  const some = objects.find(({ kind }) => kind === 'PersistentVolumeClaim')!;
  const moreClaims = namespaces.flatMap((namespace) => {
    const there = objects.filter(({ kind, metadata }) => kind === 'PersistentVolumeClaim' && metadata.namespace === namespace).length;
    return copies(claims(namespace) - there, (index) => claim(some, namespace, `crowd-${index}`));
  });
  const crowds = [...ofServices(deployed), ...each.flatMap((one) => one.crowds)];
  return {
    fitting: [...crowds.flatMap((crowd) => more(crowd, objects)), ...moreClaims],
    tooMany: namespaces.flatMap((namespace) => [pod(objects.find(({ kind, metadata }) => kind === 'Pod' && metadata.namespace === namespace)!, 'one-more'), claim(some, namespace, 'one-more')]),
  };
}

function ofServices(deployed: Deployed): Crowd[] {
  const deployments = deployed.admin.list('deployments');
  return replicasOf(deployed).map(({ service, most }) => {
    const { maxSurge } = deployments.find(({ metadata: { name, namespace } }) => name === service && namespace === service)!.spec.strategy.rollingUpdate;
    if (typeof maxSurge !== 'number') throw new Error(`a surge that is no number: ${maxSurge}`);
    return { namespace: service, one: ['app.kubernetes.io/name', service], pods: 2 * most + maxSurge + HEADROOM };
  });
}

function more({ namespace, one: [key, value], pods }: Crowd, objects: readonly Live[]): object[] {
  const there = objects.filter(({ kind, metadata }) => kind === 'Pod' && metadata.namespace === namespace && metadata.labels?.[key] === value);
  return copies(pods - there.length, (index) => pod(there[0]!, `crowd-${value}-${index}`));
}

function copies(count: number, copy: (index: number) => object): object[] {
  if (count < 0) throw new Error('there are more than there should be at most');
  return Array.from({ length: count }, (_, index) => copy(index));
}

/** Without the labels, so that no controller takes it for one of its own. */
function pod({ metadata: { namespace }, spec }: Live, name: string): object {
  return { apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace, labels: LABELS }, spec };
}

function claim({ spec: { accessModes, resources } }: Live, namespace: string, name: string): object {
  return { apiVersion: 'v1', kind: 'PersistentVolumeClaim', metadata: { name, namespace, labels: LABELS }, spec: { accessModes, resources } };
}
