import type { Assembly } from './world';
import type { KubernetesObject, Output, Resource } from '../support/synthesize';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** A resource that a mutation may change in every way. */
export type MutableResource = Mutable<Omit<Resource, 'DependsOn'>> & { DependsOn?: string[] };

/** A copy of an output, so that a mutation leaves the original alone. */
export function copy(output: Output): Output {
  return { ...output, files: new Map(output.files), templates: new CopyOnGet(output.templates), manifests: new CopyOnGet(output.manifests) };
}

/**
 * Copies what somebody asks for by its name; what is only looked through stays what it was, for a mutation touches one file of
 * hundreds. By way of JSON, which is faster than `structuredClone` and loses nothing that was read from files.
 */
class CopyOnGet<T> extends Map<string, T> {
  private readonly copied = new Set<string>();

  public override get(name: string): T | undefined {
    const value = super.get(name);
    if (value === undefined || this.copied.has(name)) return value;
    const own = JSON.parse(JSON.stringify(value)) as T;
    this.copied.add(name);
    super.set(name, own);
    return own;
  }
}

export function resource(output: Output, stackName: string, id: string): MutableResource {
  const found = output.templates.get(stackName)?.Resources[id];
  if (found === undefined) throw new Error(`no resource ${stackName}/${id}`);
  return found as MutableResource;
}

export function properties(output: Output, stackName: string, id: string): Record<string, any> {
  return resource(output, stackName, id).Properties;
}

/** The statements of the first policy document that a resource has. */
export function statements(output: Output, stackName: string, id: string): Record<string, any>[] {
  const all = properties(output, stackName, id);
  return (all.AssumeRolePolicyDocument ?? all.PolicyDocument ?? all.RepositoryPolicyText ?? all.KeyPolicy ?? all.ResourcePolicy).Statement as Record<string, any>[];
}

/** Loses one edge of those that a resource waits for; it must have been there. */
export function dropDependency(output: Output, stackName: string, id: string, on: string): void {
  const changed = resource(output, stackName, id);
  const before = [changed.DependsOn ?? []].flat();
  if (!before.includes(on)) throw new Error(`${stackName}/${id} does not depend on ${on}`);
  changed.DependsOn = before.filter((other) => other !== on);
}

/** A manifest object, by kind and, where there are several, name. */
export function object(output: Output, file: string, kind: string, name?: string): Record<string, any> {
  const found = output.manifests.get(file)?.find((entry) => entry.kind === kind && (name === undefined || entry.metadata.name === name));
  if (found === undefined) throw new Error(`no ${kind} ${name ?? ''} in ${file}`);
  return found as Record<string, any>;
}

export function removeObject(output: Output, file: string, kind: string, name?: string): void {
  const gone = object(output, file, kind, name);
  output.manifests.set(
    file,
    output.manifests.get(file)!.filter((entry) => entry !== gone),
  );
}

export function addObject(output: Output, file: string, added: Record<string, any>): void {
  output.manifests.get(file)!.push(added as KubernetesObject);
}

export function container(output: Output, file: string): Record<string, any> {
  return podSpec(output, file).containers[0] as Record<string, any>;
}

export function podSpec(output: Output, file: string): Record<string, any> {
  return object(output, file, 'Deployment').spec.template.spec as Record<string, any>;
}

type MutableAssembly = { missing?: unknown[]; artifacts: Record<string, Mutable<Assembly['artifacts'][string]>> };

export function editAssembly(output: Output, edit: (assembly: MutableAssembly) => void): void {
  const assembly = JSON.parse(output.files.get('cdk.out/manifest.json')!) as MutableAssembly;
  edit(assembly);
  output.files.set('cdk.out/manifest.json', JSON.stringify(assembly));
}

/** Loses what a stack waits for among the stacks of a kind. */
export function dropStackDependency(output: Output, stackName: string, on: string): void {
  editAssembly(output, ({ artifacts }) => {
    const idOf = (name: string) => Object.entries(artifacts).find(([, artifact]) => artifact.properties?.stackName === name)?.[0] ?? '';
    const artifact = artifacts[idOf(stackName)]!;
    if (artifact.dependencies?.includes(idOf(on)) !== true) throw new Error(`${stackName} does not depend on ${on}`);
    artifact.dependencies = artifact.dependencies.filter((id) => id !== idOf(on));
  });
}
