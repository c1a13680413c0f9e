import { join } from 'node:path';
import { EXAMPLE_MAIN, REORDERED_MAIN, cdk, projectFolder } from '../support/commands';
import { readFiles } from '../support/synthesize';

jest.setTimeout(120_000);

/** What a run with the real CDK CLI wrote below its folder. */
function synth(main: string, environment: Record<string, string> = {}): { folder: string; files: Map<string, string> } {
  const folder = projectFolder(main);
  const { exitCode, error } = cdk(folder, ['synth', '-q'], environment);
  expect({ exitCode, error }).toMatchObject({ exitCode: 0 });
  return { folder, files: output(folder) };
}

function output(folder: string): Map<string, string> {
  return new Map(['cdk.out', 'manifests'].flatMap((name) => [...readFiles(join(folder, name))].map(([path, text]) => [`${name}/${path}`, text] as const)));
}

const templatesAndManifests = (files: Map<string, string>): [string, string][] =>
  [...files].filter(([path]) => path.endsWith('.template.json') || path.startsWith('manifests/')).sort(([a], [b]) => (a < b ? -1 : 1));

/** CloudFormation's rules were held against these bytes the first time. */
const AGAIN = { CDK_VALIDATION: 'false' };

const first = synth(EXAMPLE_MAIN, { TZ: 'UTC', LANG: 'C' });

describe('the CDK CLI writes the same bytes', () => {
  test('twice in a row', () => {
    expect(cdk(first.folder, ['synth', '-q'], AGAIN).exitCode).toBe(0);
    expect([...output(first.folder)]).toEqual([...first.files]);
  });

  test('in another folder, time zone and locale', () => {
    const other = synth(EXAMPLE_MAIN, { TZ: 'Pacific/Kiritimati', LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8' });
    expect([...other.files]).toEqual([...first.files]);
  });

  test('of templates and manifests with the services in another order', () => {
    expect(templatesAndManifests(synth(REORDERED_MAIN, AGAIN).files)).toEqual(templatesAndManifests(first.files));
  });
});

test('no file holds the path of the folder that it was written in', () => {
  expect([...first.files].filter(([, text]) => text.includes(first.folder)).map(([path]) => path)).toEqual([]);
});
