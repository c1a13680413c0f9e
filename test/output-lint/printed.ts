import { readdirSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { loadAll } from 'js-yaml';
import { namespacesFleet } from '../../examples/namespaces/main';
import { variants } from '../fleet/variants';
import { exampleOutput } from '../support/example';
import { readOutput, synthesize, temporaryFolder, withValidation } from '../support/synthesize';
import type { KubernetesObject, Output } from '../support/synthesize';

/** The outputs of the example fleet and of fleets of every other shape, in one folder. */
export interface Printed {
  readonly folder: string;
  readonly fleets: readonly Fleet[];
}

export interface Fleet extends Output {
  readonly title: string;
}

export function printed(): Printed {
  const folder = temporaryFolder();
  const others = variants.map(({ title, fleet, declare }, index): Fleet => ({ title, ...synthesize(fleet, declare, { folder: join(folder, `variant-${index + 1}`) }) }));
  return { folder, fleets: [{ title: 'the example fleet', ...exampleOutput({ folder: join(folder, 'example') }) }, namespacesExample(join(folder, 'namespaces')), ...others] };
}

function namespacesExample(folder: string): Fleet {
  withValidation(false, () => namespacesFleet(join(folder, 'cdk.out'), join(folder, 'manifests')).synth());
  return { title: 'the example of namespaces', ...readOutput(folder) };
}

const KUSTOMIZATION = 'kustomization.yaml';

/** Folders that kustomize builds, by their paths. */
export function kustomizations({ folder, files }: Output): string[] {
  return [...files.keys()].filter((path) => path.endsWith(`/${KUSTOMIZATION}`)).map((path) => join(folder, dirname(path)));
}

/** Files of YAML, by their paths. */
export function yamlFiles({ folder, files }: Output): string[] {
  return [...files.keys()].filter((path) => path.endsWith('.yaml')).map((path) => join(folder, path));
}

/** Files of objects that a cluster is given. */
export function objectFiles(output: Output): string[] {
  return yamlFiles(output).filter((path) => !path.endsWith(`/${KUSTOMIZATION}`));
}

export function templateFiles({ folder, files }: Output): string[] {
  return [...files.keys()].filter((path) => path.endsWith('.template.json')).map((path) => join(folder, path));
}

/** Folders below the manifests, one for each environment. */
export function environmentFolders({ folder }: Output): string[] {
  const manifests = join(folder, 'manifests');
  return readdirSync(manifests, { withFileTypes: true }).filter((entry) => entry.isDirectory()).map(({ name }) => join(manifests, name)).sort();
}

/** The bytes of a file as js-yaml reads them, which every other parser has to agree with. */
export function objectsIn({ folder, files }: Output, paths: readonly string[]): KubernetesObject[] {
  return paths.flatMap((path) => loadAll(files.get(relative(folder, path))!) as KubernetesObject[]);
}
