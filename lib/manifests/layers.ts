import type { Manifest } from './manifest';

/** The files of a service, in the order in which they are applied. */
export const LAYERS = ['foundation', 'data', 'jobs', 'workload'] as const;

export type Layer = (typeof LAYERS)[number];

/** Objects that only platform-apply may write, and those that hold or fetch data. Whatever else there is, is workload. */
const LAYER_OF_KIND: Readonly<Record<string, Layer>> = {
  Namespace: 'foundation',
  ResourceQuota: 'foundation',
  LimitRange: 'foundation',
  ServiceAccount: 'foundation',
  Role: 'foundation',
  RoleBinding: 'foundation',
  NetworkPolicy: 'foundation',
  SecretStore: 'foundation',
  ExternalSecret: 'data',
  PersistentVolumeClaim: 'data',
  StatefulSet: 'data',
  Job: 'jobs',
};

/** What a provider says of a kind that it prints. */
export interface PlacedKind {
  readonly group: string;
  readonly kind: string;
  /** Where it means one object of the kind alone. */
  readonly name?: string;
  readonly layer: Layer;
}

/**
 * The layer of an object; people add objects of any kind to a chart, so every kind has one.
 *
 * @param placed what the service's providers say of kinds of theirs
 */
export function layerOf({ apiVersion, kind, metadata }: Manifest, placed: readonly PlacedKind[]): Layer {
  const group = apiVersion.split('/').slice(0, -1).join('/');
  const isMeant = (one: PlacedKind): boolean => one.group === group && one.kind === kind && (one.name ?? metadata.name) === metadata.name;
  return placed.find(isMeant)?.layer ?? LAYER_OF_KIND[kind] ?? 'workload';
}

/** Within a file, objects stand so that each one comes after what it needs. */
const ORDER = ['Namespace', 'ResourceQuota', 'LimitRange', 'ServiceAccount', 'Role', 'RoleBinding', 'NetworkPolicy', 'ConfigMap', 'Secret', 'Service', 'Deployment'];

/** Sort key of an object in its file. */
export function orderOf(kind: string): number {
  const index = ORDER.indexOf(kind);
  return index < 0 ? ORDER.length : index;
}

/** Kinds that stand in no namespace. */
const CLUSTER_SCOPED = new Set([
  'Namespace', 'ClusterRole', 'ClusterRoleBinding', 'IngressClass', 'IngressClassParams', 'PriorityClass', 'StorageClass', 'PersistentVolume',
  'CustomResourceDefinition', 'ValidatingAdmissionPolicy', 'ValidatingAdmissionPolicyBinding',
]);

export function isClusterScoped(kind: string): boolean {
  return CLUSTER_SCOPED.has(kind);
}
