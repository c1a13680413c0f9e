import type { EnvironmentModel } from './fleet-model';
import type { MutableFleet } from './invariant';
import { only } from './invariant';
import type { Fleet, Placed } from './synthesized';
import type { KubernetesObject } from '../../support/synthesize';

export interface PlacedObject extends Placed {
  /** For messages. */
  readonly place: string;
}

/** Every object of the cluster, of all services and environments. */
export function clusterObjects({ objects }: Pick<Fleet, 'objects'>): PlacedObject[] {
  return objects.filter(({ object }) => object.kind !== 'Kustomization')
    .map((placed) => ({ ...placed, place: `${placed.environment}/${placed.folder} ${placed.object.kind}/${placed.object.metadata.name}` }));
}

export function objectsOf(fleet: Pick<Fleet, 'objects'>, ...kinds: readonly string[]): PlacedObject[] {
  return clusterObjects(fleet).filter(({ object }) => kinds.includes(object.kind));
}

/** The objects that stand in the same namespace of the same environment. */
export function neighboursOf(fleet: Fleet, { environment, object }: PlacedObject, kind: string): KubernetesObject[] {
  return objectsOf(fleet, kind).filter((other) => other.environment === environment && other.object.metadata.namespace === object.metadata.namespace).map((other) => other.object);
}

export function environmentOf({ model }: Fleet, { environment }: PlacedObject): EnvironmentModel {
  return model.environments.find(({ name }) => name === environment)!;
}

export interface Workload extends PlacedObject {
  readonly template: { readonly metadata?: { readonly labels?: Record<string, string> }; readonly spec: any };
}

/** Everything that makes pods, with the template of its pods. */
export function workloadsOf(fleet: Pick<Fleet, 'objects'>): Workload[] {
  return clusterObjects(fleet).flatMap((placed): Workload[] => {
    const { kind, spec, metadata } = placed.object;
    if (kind === 'Pod') return [{ ...placed, template: { metadata, spec } }];
    const template = kind === 'CronJob' ? spec.jobTemplate.spec.template : spec?.template;
    return template?.spec?.containers === undefined ? [] : [{ ...placed, template }];
  });
}

export function containersOf({ template: { spec } }: Workload): any[] {
  return [...spec.containers, ...(spec.initContainers ?? []), ...(spec.ephemeralContainers ?? [])];
}

interface LabelSelector {
  readonly matchLabels?: Record<string, string>;
  readonly matchExpressions?: readonly unknown[];
}

/** Whether a selector matches labels. One without requirements matches everything; expressions are nothing of ours. */
export function selects({ matchLabels = {}, matchExpressions = [] }: LabelSelector, labels: Readonly<Record<string, string>> = {}): boolean {
  if (matchExpressions.length > 0) throw new Error('no manifest of ours has matchExpressions');
  return Object.entries(matchLabels).every(([key, value]) => labels[key] === value);
}

/** An object of a copy that a mutation changes. */
export function objectIn(fleet: MutableFleet, environment: string, folder: string, kind: string, name?: string): any {
  const own = (fleet.objects as Placed[]).filter((placed) => placed.environment === environment && placed.folder === folder);
  return only(own, ({ object }) => object.kind === kind && (name === undefined || object.metadata.name === name)).object;
}

export function removeObject(fleet: MutableFleet, environment: string, folder: string, kind: string, name?: string): void {
  const gone = objectIn(fleet, environment, folder, kind, name);
  fleet.objects = fleet.objects.filter(({ object }: Placed) => object !== gone);
}
