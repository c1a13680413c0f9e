import { cpSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { differences } from './differences';
import { kustomizations, objectFiles, objectsIn, printed } from './printed';
import type { Fleet } from './printed';
import { judge, judged } from './tools';
import type { KubernetesObject } from '../support/synthesize';
import { temporaryFolder } from '../support/synthesize';
import { kubectlProgram } from '../tools/kubernetes';

const { fleets } = printed();
const [example] = fleets;

/** An administrator applies it once; the build of its environment, which pipelines apply, must not hold it. */
const ADMINISTRATORS = 'cluster-admin';

test.each(fleets)('every folder of $title that holds objects can be built', (fleet) => {
  expect(new Set(objectFiles(fleet).map(dirname))).toEqual(new Set(kustomizations(fleet).filter((folder) => isLeaf(folder))));
});

judged('kubectl kustomize', { kubectl: kubectlProgram }, ({ kubectl }) => {
  /** What is wrong with one folder: whatever kustomize says, and where its build is not what the files say. */
  function problems(fleet: Fleet, folder: string, built = folder): string[] {
    const { exitCode, out, error } = judge(kubectl, ['kustomize', built], { folder: temporaryFolder() });
    if (exitCode !== 0 || error !== '') return [`ended with ${exitCode} and said: ${error}`];
    const documents = parseAllDocuments(out, { uniqueKeys: true });
    if ('empty' in documents) return ['built nothing'];
    return [...documents.flatMap(({ errors }) => errors.map(String)), ...unequal(objectsIn(fleet, filesOf(fleet, folder)), documents.map((document) => document.toJS() as KubernetesObject))];
  }

  test.each(fleets)('builds from every folder of $title the objects of its files', (fleet) => {
    expect(kustomizations(fleet).flatMap((folder) => problems(fleet, folder).map((problem) => `${folder}: ${problem}`))).toEqual([]);
  });

  const workload = (folder: string): KubernetesObject | undefined => objectsIn(example!, filesOf(example!, folder)).find(({ kind }) => kind === 'Deployment');
  const service = kustomizations(example!).find((folder) => isLeaf(folder) && workload(folder) !== undefined)!;

  test.each<[string, (kustomization: string) => string, string]>([
    ['a file that is missing', (text) => `${text}  - missing.yaml\n`, 'no such file or directory'],
    ['a field that kustomize does not know', (text) => `${text}ressources: []\n`, 'unknown field "ressources"'],
    ['a field that is deprecated', (text) => `${text}commonLabels:\n  a: b\n`, 'deprecated'],
    ['an object that the build leaves out', (text) => text.replace(/^ *- .*\n/m, ''), 'is missing'],
    ['an object that the build changes', (text) => `${text}namePrefix: x-\n`, 'is missing'],
    ['a field that the build changes', (text) => `${text}replicas:\n  - name: ${workload(service)!.metadata.name}\n    count: 99\n`, 'replicas is 99'],
  ])('reports %s', (_what, change, problem) => {
    const copy = temporaryFolder();
    cpSync(service, copy, { recursive: true });
    const file = join(copy, 'kustomization.yaml');
    expect(problems(example!, service, copy)).toEqual([]);
    writeFileSync(file, change(readFileSync(file, 'utf8')));
    expect(problems(example!, service, copy).join('\n')).toContain(problem);
  });
});

/** A folder of files, in contrast to one of folders. */
function isLeaf(folder: string): boolean {
  return !readdirSync(folder, { withFileTypes: true }).some((entry) => entry.isDirectory());
}

function filesOf(fleet: Fleet, folder: string): string[] {
  const below = objectFiles(fleet).filter((path) => path.startsWith(`${folder}/`));
  return basename(folder) === ADMINISTRATORS ? below : below.filter((path) => basename(dirname(path)) !== ADMINISTRATORS);
}

/** Where two lists of objects differ, in whatever order they stand. */
function unequal(expected: readonly KubernetesObject[], found: readonly KubernetesObject[]): string[] {
  const [left, right] = [expected, found].map((objects) => new Map(objects.map((object) => [identity(object), object]))) as [Map<string, unknown>, Map<string, unknown>];
  const count = expected.length === found.length && left.size === expected.length ? [] : [`there are ${found.length} objects instead of ${expected.length}, of which ${left.size} differ`];
  return [...count, ...[...new Set([...left.keys(), ...right.keys()])].flatMap((name) => differences(left.get(name), right.get(name), name))];
}

function identity({ apiVersion, kind, metadata: { namespace = '', name } }: KubernetesObject): string {
  return `${apiVersion} ${kind} ${namespace}/${name}`;
}
