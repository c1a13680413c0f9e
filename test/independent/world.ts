import { asList } from './json';
import type { Json } from './json';
import { resolve, partitionOf } from './resolve';
import type { Place } from './resolve';
import type { KubernetesObject, Output, Resource, Template } from '../support/synthesize';

/** A resource of a template; `properties` has every reference resolved to text. */
export interface Printed {
  readonly stack: Stack;
  readonly id: string;
  readonly type: string;
  readonly raw: Resource;
  readonly properties: Record<string, any>;
  /** `stack/LogicalId`, for messages. */
  readonly at: string;
}

export type StackKind = 'account' | 'platform' | 'builds' | 'service';

export interface Stack extends Place {
  /** Name of the artifact in `manifest.json`. */
  readonly id: string;
  readonly kind: StackKind;
  /** Of builds and service stacks. */
  readonly service: string | undefined;
  /** Of platform and service stacks. */
  readonly environment: string | undefined;
  readonly terminationProtection: boolean;
  readonly tags: Readonly<Record<string, string>>;
  /** Artifacts that are deployed before it, directly. */
  readonly dependencies: readonly string[];
  readonly template: Template;
  readonly printed: readonly Printed[];
}

/** A manifest object and where it was written. */
export interface Placed {
  readonly file: string;
  readonly environment: string;
  /** The folder below the environment: a service, or one of the platform's. */
  readonly folder: string;
  readonly layer: string;
  readonly object: KubernetesObject;
  readonly namespace: string | undefined;
  readonly at: string;
}

/** A pod template of a workload. */
export interface Pod {
  readonly workload: Placed;
  readonly environment: string;
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly spec: Record<string, any>;
  readonly at: string;
}

/** All that was printed, read from the files alone. */
export interface World {
  readonly stacks: readonly Stack[];
  readonly resources: readonly Printed[];
  readonly objects: readonly Placed[];
  readonly pods: readonly Pod[];
}

interface Artifact {
  readonly type: string;
  readonly displayName?: string;
  readonly environment?: string;
  readonly dependencies?: string[];
  readonly properties?: { readonly stackName: string; readonly terminationProtection?: boolean; readonly tags?: Record<string, string> };
}

/** The parts of `manifest.json` that checks read. */
export interface Assembly {
  readonly missing?: unknown[];
  readonly artifacts: Record<string, Artifact>;
}

export function readAssembly(output: Output): Assembly {
  return JSON.parse(output.files.get('cdk.out/manifest.json')!) as Assembly;
}

export function readWorld(output: Output): World {
  const stacks = Object.entries(readAssembly(output).artifacts)
    .filter(([, artifact]) => artifact.type === 'aws:cloudformation:stack')
    .map(([id, artifact]) => readStack(id, artifact, output));
  const objects = [...output.manifests]
    .flatMap(([file, entries]) => entries.map((object) => place(file, object)))
    .filter(({ object }) => object.kind !== 'Kustomization');
  return { stacks, resources: stacks.flatMap(({ printed }) => printed), objects, pods: objects.flatMap(podsOf) };
}

function readStack(id: string, artifact: Artifact, output: Output): Stack {
  const { stackName, terminationProtection, tags } = artifact.properties!;
  const [, account, region] = /^aws:\/\/(\d+)\/(.+)$/.exec(artifact.environment!)!;
  const template = output.templates.get(stackName)!;
  const stack: Stack = {
    id,
    ...roleOf(artifact.displayName ?? id),
    stackName,
    account: account!,
    region: region!,
    partition: partitionOf(region!),
    terminationProtection: terminationProtection === true,
    tags: tags ?? {},
    dependencies: artifact.dependencies ?? [],
    template,
    resources: template.Resources ?? {},
    parameters: (template.Parameters ?? {}) as Place['parameters'],
    printed: [],
  };
  const printed = Object.entries(stack.resources).map(([logicalId, raw]): Printed => ({
    stack,
    id: logicalId,
    type: raw.Type,
    raw,
    properties: resolve((raw.Properties ?? {}) as Json, stack) as Record<string, any>,
    at: `${stackName}/${logicalId}`,
  }));
  return Object.assign(stack, { printed });
}

/** The CLI's id of a stack says what it is for: `catalog/prod`, `catalog/builds`, `Platform/prod`, `Account/111122223333`. */
function roleOf(path: string): Pick<Stack, 'kind' | 'service' | 'environment'> {
  const [owner, rest] = path.split('/');
  if (owner === 'Account') return { kind: 'account', service: undefined, environment: undefined };
  if (owner === 'Platform') return { kind: 'platform', service: undefined, environment: rest };
  if (rest === 'builds') return { kind: 'builds', service: owner, environment: undefined };
  return { kind: 'service', service: owner, environment: rest };
}

function place(file: string, object: KubernetesObject): Placed {
  const [environment, folder, layer] = file.split('/');
  const { namespace, name } = object.metadata ?? {};
  return { file, environment: environment!, folder: folder!, layer: layer ?? '', object, namespace, at: `${file}: ${object.kind} ${name}` };
}

function podsOf(workload: Placed): Pod[] {
  const { object, environment, namespace, at } = workload;
  const template = object.kind === 'CronJob' ? object.spec.jobTemplate.spec.template : object.kind === 'Pod' ? object : object.spec?.template;
  if (template?.spec?.containers === undefined) return [];
  const { labels = {}, annotations = {} } = template.metadata ?? {};
  return [{ workload, environment, namespace: namespace ?? '', labels, annotations, spec: template.spec, at }];
}

/** Containers of every kind of a pod. */
export function containersOf(pod: Pod): Record<string, any>[] {
  return ['initContainers', 'containers', 'ephemeralContainers'].flatMap((list) => (pod.spec[list] ?? []) as Record<string, any>[]);
}

export function ofKind(world: World, kind: string): Placed[] {
  return world.objects.filter(({ object }) => object.kind === kind);
}

export function ofType(world: World, type: string): Printed[] {
  return world.resources.filter((resource) => resource.type === type);
}

export function serviceStack(world: World, environment: string, service: string): Stack | undefined {
  return world.stacks.find((stack) => stack.kind === 'service' && stack.environment === environment && stack.service === service);
}

/** Whether labels satisfy a selector; an empty selector takes all. */
export function selects(selector: Record<string, any> | undefined, labels: Readonly<Record<string, string>>): boolean {
  if (selector === undefined) return false;
  if (selector.matchExpressions !== undefined) throw new Error('matchExpressions are not evaluated yet');
  return Object.entries((selector.matchLabels ?? {}) as Record<string, string>).every(([key, value]) => labels[key] === value);
}

/** An object of a kind and name near another one. */
export function find(world: World, near: { environment: string; namespace: string | undefined }, kind: string, name: unknown): Placed | undefined {
  return ofKind(world, kind).find(
    (placed) => placed.environment === near.environment && placed.namespace === near.namespace && placed.object.metadata.name === name,
  );
}

export interface Port {
  readonly name?: string;
  readonly containerPort: number;
}

export function portsOf(pod: Pod): Port[] {
  return containersOf(pod).flatMap(({ ports }) => asList<Port>(ports));
}

export function hasPort(ports: readonly Port[], port: unknown): boolean {
  return ports.some(({ name, containerPort }) => port === name || port === containerPort);
}
