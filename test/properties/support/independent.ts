import type { Fleet } from './synthesized';
import type { Declared } from '../../independent/check';
import type { KubernetesObject, Output } from '../../support/synthesize';

/** A fleet as the evaluator of the example reads it, from what a mutation may have changed. */
export function outputFrom({ stacks, objects, files }: Fleet): Output {
  const manifests = new Map<string, KubernetesObject[]>();
  for (const { file, object } of objects) manifests.set(file, [...(manifests.get(file) ?? []), object]);
  return { folder: '', files: new Map(files), templates: new Map(stacks.map(({ name, template }) => [name, template])), manifests } as unknown as Output;
}

/** What the order of stacks depends on. */
export function declaredFrom({ model: { prefix, registry } }: Fleet): Declared {
  return { prefix, registry, environments: {}, services: {} } as unknown as Declared;
}
