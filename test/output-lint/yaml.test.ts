import { writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { dump } from 'js-yaml';
import { awkwardOutput } from './awkward';
import { differences } from './differences';
import { readByKubectl, readByKustomize, readByPython } from './parsers';
import type { Reading } from './parsers';
import { objectFiles, objectsIn, printed, yamlFiles } from './printed';
import { judged } from './tools';
import { toYaml } from '../../lib/manifests/yaml';
import type { KubernetesObject, Output } from '../support/synthesize';
import { temporaryFolder } from '../support/synthesize';
import { pythonJudge } from '../tools/judges';
import { kubectlProgram } from '../tools/kubernetes';

const awkward = awkwardOutput();
const outputs: readonly (Output & { readonly title: string })[] = [...printed().fleets, { title: 'a fleet of awkward texts', ...awkward }];

const byName = (objects: readonly KubernetesObject[]): Map<string, KubernetesObject> => new Map(objects.map((object) => [`${object.kind}/${object.metadata.name}`, object]));

/** Where the reading of files is not what js-yaml reads from the same bytes. */
function misread(output: Output, paths: readonly string[], reading: Reading): string[] {
  if ('error' in reading) return [`${paths.join()}: ${reading.error}`];
  const expected = paths.flatMap((path) => objectsIn(output, [path]).map((object) => ({ object, place: `${relative(output.folder, path)} ${object.kind}/${object.metadata?.name ?? ''}` })));
  const count = expected.length === reading.documents.length ? [] : [`${paths.join()}: ${reading.documents.length} objects instead of ${expected.length}`];
  return [...count, ...expected.flatMap(({ object, place }, index) => differences(object, reading.documents[index], place))];
}

/** A printed file with a word that is text to YAML 1.2 alone. */
function withBareWord(): { readonly output: Output; readonly path: string } {
  const { files } = outputs[0]!;
  const name = [...files.keys()].find((file) => file.endsWith('/foundation.yaml'))!;
  const output = { ...outputs[0]!, folder: temporaryFolder(), files: new Map([['changed.yaml', files.get(name)!.replace(/^kind: /m, 'answer: on\nkind: ')]]) };
  const path = join(output.folder, 'changed.yaml');
  writeFileSync(path, output.files.get('changed.yaml')!);
  return { output, path };
}

const SEEN = [expect.stringMatching(/^changed\.yaml \w+\/\S+\.answer is true instead of "on"$/)];

// The starting point: what js-yaml reads is what was declared. All other parsers are compared to that.
describe('js-yaml reads', () => {
  const configMap = (folder: string, name: string): KubernetesObject => byName(objectsIn(awkward, objectFiles(awkward).filter((path) => dirname(path) === join(awkward.folder, folder)))).get(`ConfigMap/${name}`)!;

  test('every awkward text of a declaration as it was declared', () => {
    expect(configMap(awkward.declared, 'declared-config').data).toMatchObject(awkward.variables);
  });

  test('every awkward text of an added object as it was written', () => {
    expect(configMap(awkward.added, 'awkward').data).toEqual(awkward.data);
  });
});

judged('PyYAML', { python: () => pythonJudge('python') }, ({ python }) => {
  test.each(outputs)('reads of $title what js-yaml reads', (output) => {
    const files = yamlFiles(output);
    const readings = readByPython(python, files);
    expect(files.flatMap((path, index) => misread(output, [path], readings[index]!))).toEqual([]);
    expect(readings).toHaveLength(files.length);
  });

  test('is seen where it reads something else in a printed file', () => {
    const { output, path } = withBareWord();
    expect(misread(output, [path], readByPython(python, [path])[0]!)).toEqual(SEEN);
  });
});

judged('kubectl', { kubectl: kubectlProgram }, ({ kubectl }) => {
  test.each(outputs)('reads of $title what js-yaml reads', (output) => {
    const files = objectFiles(output);
    expect(misread(output, files, readByKubectl(kubectl, files))).toEqual([]);
  });

  test('is seen where it reads something else in a printed file', () => {
    const { output, path } = withBareWord();
    expect(misread(output, [path], readByKubectl(kubectl, [path]))).toEqual(SEEN);
  });

  // Of the added object it turns U+0085 into a space, and U+007F into an error: a fault of kustomize itself.
  test('reads awkward texts of a declaration through kustomize as well', () => {
    const folder = join(awkward.folder, awkward.declared);
    const expected = byName(objectsIn(awkward, objectFiles(awkward).filter((path) => dirname(path) === folder)));
    const reading = readByKustomize(kubectl, folder);
    const found = 'error' in reading ? new Map([['error', reading.error]]) : byName(reading.documents as KubernetesObject[]);
    expect(differences(Object.fromEntries(expected), Object.fromEntries(found), awkward.declared)).toEqual([]);
  });
});

/** Texts that our YAML quotes, and what reads them as something else where nothing does. */
const BARE: readonly (readonly [string, object])[] = [
  ['on', { PyYAML: true }],
  ['12:30:45', { PyYAML: 45_045 }],
  ['2026-11-23', { 'PyYAML': '!date datetime.date(2026, 11, 23)', 'kubectl apply -k': '2026-11-23T00:00:00Z' }],
  ['0o14', { 'kubectl apply': 12, 'kubectl apply -k': 12 }],
  ['=', { PyYAML: { error: expect.stringContaining('could not determine a constructor') } }],
];

judged('all parsers', { kubectl: kubectlProgram, python: () => pythonJudge('python') }, ({ kubectl, python }) => {
  const object = (text: string): object => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: NAME }, data: { TEXT: text } });
  const printedBare = (text: string): string => dump(object('REPLACED')).replace('REPLACED', text);
  const same = (text: string): object => ({ 'kubectl apply': text, 'kubectl apply -k': text, 'PyYAML': text });
  let found: Map<string, object>;
  beforeAll(() => {
    const texts = ['text', ...BARE.map(([text]) => text)];
    found = readTexts(kubectl, python, new Map([...texts.map((text) => [text, toYaml([object(text)])] as const), ...BARE.map(([text]) => [`bare ${text}`, printedBare(text)] as const)]));
  });

  test.each(['text', ...BARE.map(([text]) => text)])('agree on %j', (text) => { expect(found.get(text)).toEqual(same(text)); });

  test.each(BARE)('disagree on %j without quotes', (text, expected) => { expect(found.get(`bare ${text}`)).toMatchObject(expected); });
});

const NAME = 'object-0';

/** What each parser finds in the place of one text, for many of them at once: programs take longer to start than to read. */
function readTexts(kubectl: string, python: string, sources: ReadonlyMap<string, string>): Map<string, object> {
  const folder = temporaryFolder();
  const names = [...sources.keys()].map((_, index) => `object-${index + 1}`);
  const files = names.map((name) => join(folder, `${name}.yaml`));
  [...sources.values()].forEach((source, index) => writeFileSync(files[index]!, source.replace(NAME, names[index]!)));
  writeFileSync(join(folder, 'kustomization.yaml'), dump({ resources: names.map((name) => `${name}.yaml`) }));
  const [applied, built] = [readByKubectl(kubectl, files), readByKustomize(kubectl, folder)].map((reading) => byName('error' in reading ? [] : reading.documents as KubernetesObject[]));
  const inPython = readByPython(python, files);
  const textOf = (one: KubernetesObject | undefined): unknown => one?.data.TEXT;
  return new Map([...sources.keys()].map((key, index) => {
    const id = `ConfigMap/${names[index]!}`;
    const reading = inPython[index]!;
    return [key, { 'kubectl apply': textOf(applied!.get(id)), 'kubectl apply -k': textOf(built!.get(id)), 'PyYAML': 'error' in reading ? reading : textOf(reading.documents[0] as KubernetesObject) }];
  }));
}
