import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CORE_SCHEMA, loadAll, mergeTag } from 'js-yaml';
import { kindSchemas } from './definition-schema';
import type { Definition } from './definition-schema';
import { installed } from '../tools/cache';
import { definitionFiles } from '../tools/definitions';
import { pythonEnvironment } from '../tools/python';
import { mustRun } from '../tools/run';

/**
 * A folder with schemas of Kubernetes itself, at the versions nearest to those wanted, and of every custom resource
 * definition that the tests know.
 */
export function schemaFolder(wanted: readonly string[]): string {
  const published = publishedFolder(pythonEnvironment('lint'));
  const versions = [...new Set(wanted.map((version) => nearest(version, publishedVersions(published))))].sort();
  const definitions = definitionFiles();
  return installed({
    name: 'schemas',
    notice: 'schemas of Kubernetes and of custom resources, a few seconds',
    sources: [...definitions, join(__dirname, 'definition-schema.ts'), __filename],
    versions: [published, ...versions],
    make: (folder) => {
      for (const version of versions) {
        copyCore(join(published, folderOf(version)), join(folder, version, 'core'));
        writeCustom(definitions, join(folder, version));
      }
    },
  });
}

/** What tells kubeconform to look for the schemas of one version there and nowhere else. */
export function schemaOptions(folder: string, wanted: string): string[] {
  const version = nearest(wanted, readdirSync(folder).filter((name) => /^[0-9.]+$/.test(name)));
  return [join(folder, version, 'core', CORE), join(folder, version, 'custom', CUSTOM)].flatMap((location) => ['-schema-location', location]);
}

const CORE = '{{.ResourceKind}}{{.KindSuffix}}.json';
/** With the whole group: kubeconform's suffix has its first word only, and `elbv2.k8s.aws` is not `elbv2.example`. */
const CUSTOM = '{{.ResourceKind}}-{{.Group}}-{{.ResourceAPIVersion}}.json';
const DEFINITIONS = '_definitions.json';

/** The version itself, or that with the least distance; of two, the older one, which has no field that is not there yet. */
export function nearest(wanted: string, versions: readonly string[]): string {
  const distance = (version: string): number => Math.abs(minor(version) - minor(wanted));
  const [best] = [...versions].sort((a, b) => distance(a) - distance(b) || minor(a) - minor(b));
  if (best === undefined) throw new Error('there are no schemas of Kubernetes');
  return best;
}

function minor(version: string): number {
  return Number(version.split('.')[1]);
}

function publishedFolder(python: string): string {
  const script = 'import kubernetes_validate, os; print(os.path.join(os.path.dirname(kubernetes_validate.__file__), "kubernetes-json-schema"))';
  return mustRun(join(python, 'python'), ['-c', script]).trim();
}

function publishedVersions(folder: string): string[] {
  return readdirSync(folder).map((name) => /^v(1\.[0-9]+)\.0-local-strict$/.exec(name)?.[1]).filter((version) => version !== undefined);
}

function folderOf(version: string): string {
  return `v${version}.0-local-strict`;
}

/** The published schemas refer to the path of a web server; kubeconform takes files by their whole address. */
function copyCore(from: string, to: string): void {
  mkdirSync(to, { recursive: true });
  for (const name of readdirSync(from)) {
    const text = readFileSync(join(from, name), 'utf8');
    writeFileSync(join(to, name), text.replaceAll(`"/api/${DEFINITIONS}#`, `"file://${join(to, DEFINITIONS)}#`));
  }
}

function writeCustom(definitions: readonly string[], folder: string): void {
  const objectMeta = `file://${join(folder, 'core', DEFINITIONS)}#/$defs/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta`;
  mkdirSync(join(folder, 'custom'));
  for (const { group, kind, version, schema } of definitions.flatMap(documentsIn).flatMap((definition) => kindSchemas(definition, objectMeta))) {
    writeFileSync(join(folder, 'custom', `${kind.toLowerCase()}-${group}-${version}.json`), JSON.stringify(schema));
  }
}

/** As kubectl reads them: what definitions of ours share is written once, merged with `<<`, and several may stand in a list. */
function documentsIn(file: string): Definition[] {
  const documents = loadAll(readFileSync(file, 'utf8'), { schema: CORE_SCHEMA.withTags(mergeTag) }) as (Partial<List> & Definition | null)[];
  return documents.flatMap((document) => document?.items ?? document ?? []).filter(({ kind }) => kind === 'CustomResourceDefinition');
}

interface List {
  readonly items: readonly Definition[];
}
