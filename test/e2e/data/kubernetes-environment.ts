import { posix } from 'node:path';
import type { KubernetesObject } from '../../support/synthesize';

export type Data = Readonly<Record<string, string>>;
type Kind = 'ConfigMap' | 'Secret';
type Json = Record<string, any>;

/** The ConfigMaps and Secrets of a cluster. */
export class Sources {
  private readonly all = new Map<string, Data>();
  private readonly reasons = new Map<string, string>();

  public add(kind: Kind, namespace: string, name: string, data: Data): void {
    this.all.set(idOf(kind, namespace, name), data);
  }

  /** Says why something is not there, for whoever asks for it. */
  public lacks(kind: Kind, namespace: string, name: string, reason: string): void {
    this.reasons.set(idOf(kind, namespace, name), reason);
  }

  /** Nothing, where it is not there and need not be. */
  public find(kind: Kind, namespace: string, { name, optional = false }: Json): Data | undefined {
    const id = idOf(kind, namespace, name as string);
    const data = this.all.get(id);
    if (data !== undefined || optional) return data;
    throw new Error(`${id} is not there${this.reasons.has(id) ? `: ${this.reasons.get(id)}` : ''}`);
  }
}

function idOf(kind: Kind, namespace: string, name: string): string {
  return `${kind} ${namespace}/${name}`;
}

/** What the process of a container sees. */
export interface Container {
  readonly command: readonly string[];
  readonly variables: Data;
  /** By their paths. */
  readonly files: ReadonlyMap<string, string>;
  /** Where volumes are mounted. */
  readonly mounts: readonly string[];
}

/**
 * A container of a printed workload as the kubelet starts it. What a pod would wait for is an error that names it, and so is
 * whatever this does not know, so that nothing is left out unseen.
 */
export function containerOf(workload: KubernetesObject, name: string, sources: Sources): Container {
  const { metadata: { namespace = '' }, spec: { template: { spec: pod } } } = workload;
  const container = [...pod.initContainers ?? [], ...pod.containers].find((one: Json) => one.name === name) as Json | undefined;
  const place = `${workload.kind} ${namespace}/${workload.metadata.name}, container ${name}`;
  return within(place, () => {
    if (container === undefined) throw new Error('is not there');
    const variables = variablesOf(container, namespace, sources);
    const command = [...container.command ?? [], ...container.args ?? []].map((word: string) => expand(word, variables));
    const mounts = (container.volumeMounts ?? []) as Json[];
    return { command, variables, files: filesOf(mounts, pod as Json, namespace, sources), mounts: mounts.map(({ mountPath }) => mountPath as string) };
  });
}

function within<T>(place: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    throw new Error(`${place}: ${(error as Error).message}`);
  }
}

// What may be called so since Kubernetes 1.34; the kubelet leaves out whatever else a source holds.
const VARIABLE = /^[\x20-\x3c\x3e-\x7e]+$/;

/** In the kubelet's order: whole sources first, then single variables, each of which sees those before it. */
function variablesOf({ envFrom = [], env = [] }: Json, namespace: string, sources: Sources): Data {
  const variables: Record<string, string> = {};
  for (const { prefix = '', configMapRef, secretRef } of envFrom as Json[]) {
    const data = configMapRef === undefined ? sources.find('Secret', namespace, secretRef as Json) : sources.find('ConfigMap', namespace, configMapRef as Json);
    for (const [key, value] of Object.entries(data ?? {})) if (VARIABLE.test(prefix + key)) variables[prefix + key] = value;
  }
  for (const variable of env as Json[]) {
    const value = within(variable.name as string, () => valueOf(variable, variables, namespace, sources));
    if (value !== undefined) variables[variable.name as string] = value;
  }
  return variables;
}

/** Only a value that is written out is expanded; one of a Secret is taken as it is. */
function valueOf({ value = '', valueFrom }: Json, before: Data, namespace: string, sources: Sources): string | undefined {
  if (value !== '' || valueFrom === undefined) return expand(value as string, before);
  const { configMapKeyRef, secretKeyRef, ...other } = valueFrom as Json;
  if (Object.keys(other).length > 0) throw new Error(`comes from ${Object.keys(other).join()}, which is not known here`);
  const [kind, reference]: [Kind, Json] = secretKeyRef === undefined ? ['ConfigMap', configMapKeyRef] : ['Secret', secretKeyRef];
  const data = sources.find(kind, namespace, reference);
  return data === undefined ? undefined : keyOf(data, reference.key as string, reference.optional as boolean, idOf(kind, namespace, reference.name as string));
}

function keyOf(data: Data, key: string, optional: boolean | undefined, id: string): string | undefined {
  if (Object.hasOwn(data, key)) return data[key];
  if (optional === true) return undefined;
  throw new Error(`${id} has no key ${key}, only ${Object.keys(data).sort().join(', ')}`);
}

/** `$(NAME)` is the value of a variable, if there is one, and `$$` one dollar. */
export function expand(text: string, variables: Data): string {
  return text.replace(/\$\$|\$\(([^)]*)\)/g, (all, name?: string) => {
    if (name === undefined) return '$';
    return Object.hasOwn(variables, name) ? variables[name]! : all;
  });
}

function filesOf(mounts: readonly Json[], { volumes = [] }: Json, namespace: string, sources: Sources): Map<string, string> {
  const files = new Map<string, string>();
  for (const { name, mountPath, subPath, subPathExpr } of mounts) {
    const volume = (volumes as Json[]).find((one) => one.name === name);
    if (volume === undefined) throw new Error(`there is no volume ${name} to mount on ${mountPath}`);
    if (subPath !== undefined || subPathExpr !== undefined) throw new Error(`volume ${name} has a subPath, which is not known here`);
    const content = within(`volume ${name}`, () => contentOf(volume, namespace, sources));
    for (const [path, text] of content) files.set(posix.join(mountPath as string, path), text);
  }
  return files;
}

/** Files of a volume by their paths in it; an empty one has none. */
function contentOf({ name: _, ...volume }: Json, namespace: string, sources: Sources): [string, string][] {
  const { configMap, secret, projected, emptyDir, ...other } = volume;
  if (Object.keys(other).length > 0) throw new Error(`is a ${Object.keys(other).join()}, which is not known here`);
  if (projected !== undefined) return (projected.sources as Json[]).flatMap((source) => contentOf(source, namespace, sources));
  if (configMap !== undefined) return itemsOf('ConfigMap', configMap as Json, namespace, sources);
  if (secret !== undefined) return itemsOf('Secret', { ...secret, name: secret.secretName ?? secret.name }, namespace, sources);
  return [];
}

function itemsOf(kind: Kind, reference: Json, namespace: string, sources: Sources): [string, string][] {
  const data = sources.find(kind, namespace, reference);
  if (data === undefined) return [];
  if (reference.items === undefined) return Object.entries(data);
  return (reference.items as Json[]).flatMap(({ key, path }): [string, string][] => {
    const text = keyOf(data, key as string, reference.optional as boolean, idOf(kind, namespace, reference.name as string));
    return text === undefined ? [] : [[path as string, text]];
  });
}
