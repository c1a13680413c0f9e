import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { replace, writeNew } from '../../bin/new-files';
import { dust, linkPackages } from '../support/commands';
import { readFiles, temporaryFolder } from '../support/synthesize';
import { run } from '../tools/run';

jest.setTimeout(120_000);

const FILES = ['.gitignore', '.npmrc', 'README.md', 'cdk.json', 'fleet.ts', 'main.ts', 'package.json', 'services.ts', 'services/hello.ts', 'test/fleet.test.ts', 'tsconfig.json'];
const PACKAGES = ['aws-cdk', 'aws-cdk-lib', 'cdk8s', 'cdk8s-plus-28', 'constructs', 'tsx', 'typescript', '@types/node'];
const paths = (folder: string): string[] => [...readFiles(folder).keys()].sort();

function newFleet(): string {
  const folder = temporaryFolder();
  expect(dust(folder, ['init']).exitCode).toBe(0);
  return folder;
}

describe('dust init', () => {
  test('writes a fleet into the folder it is given, and says how to go on', () => {
    const folder = temporaryFolder();
    const { exitCode, out, error } = dust(folder, ['init', 'a/fleet']);
    expect({ exitCode, error, paths: paths(folder) }).toEqual({ exitCode: 0, error: '', paths: FILES.map((path) => `a/fleet/${path}`) });
    expect(out).toMatch(/^wrote package\.json\n[^]*next: cd a\/fleet && npm install && npm test && npx cdk synth -q\nthen replace what README\.md says\n$/);
  });

  test('answers with one JSON value, in which a folder with a space is quoted', () => {
    expect((JSON.parse(dust(temporaryFolder(), ['init', 'our fleet', '--json']).out) as { next: string[] }).next[0]).toBe('cd "our fleet"');
    const folder = temporaryFolder();
    const answer = JSON.parse(dust(folder, ['init', '--json']).out) as { written: string[] };
    expect(answer).toEqual({ ok: true, folder, written: expect.anything(), next: ['npm install', 'npm test', 'npx cdk synth -q'] });
    expect([...answer.written].sort()).toEqual(FILES);
  });

  test('pins every package to one version, the CDK CLI to the only one that serves', () => {
    const { dependencies, devDependencies, private: isPrivate } = JSON.parse(readFileSync(join(newFleet(), 'package.json'), 'utf8')) as Record<string, Record<string, string>>;
    expect(isPrivate).toBe(true);
    expect(Object.keys(dependencies!)).toEqual(['aws-cdk-lib', 'cdk8s', 'cdk8s-plus-28', 'constructs', 'dust-service']);
    for (const version of Object.values({ ...dependencies, ...devDependencies })) expect(version).toMatch(/^\d+\.\d+\.\d+$/);
    expect(devDependencies).toMatchObject({ 'aws-cdk': '2.1148.1' });
  });

  test.each(FILES.map((path) => [path]))('refuses a folder with a %s in it, and touches nothing', (path) => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, path, '..'), { recursive: true });
    writeFileSync(join(folder, path), 'mine');
    const { exitCode, out, error } = dust(folder, ['init']);
    expect({ exitCode, out, error }).toEqual({ exitCode: 2, out: '', error: `dust: there is already ${path}; nothing was written\nchoose an empty folder: dust init FOLDER\n` });
    expect([...readFiles(folder)]).toEqual([[path, 'mine']]);
  });

  test('refuses a link that leads nowhere, and a file in the place of its folder', () => {
    const folder = temporaryFolder();
    symlinkSync(join(folder, 'elsewhere'), join(folder, 'main.ts'));
    expect(dust(folder, ['init'])).toMatchObject({ exitCode: 2, error: expect.stringContaining('there is already main.ts') });
    expect(readdirSync(folder)).toEqual(['main.ts']);
    writeFileSync(join(folder, 'file'), '');
    expect(dust(folder, ['init', 'file'])).toMatchObject({ exitCode: 2, error: expect.stringContaining('is no folder') });
  });
});

describe('dust new', () => {
  const folder = newFleet();
  const before = [...readFiles(folder)];

  test.each([
    [['new'], 'which service?\nusage: dust new SERVICE'],
    [['new', 'Billing_API'], '"Billing_API" is not a DNS label; allowed: a lower-case letter, then lower-case letters, digits and single hyphens, at most 40\ndid you mean "billing-api"?'],
    [['new', '../x'], '"../x" is not a DNS label; allowed: a lower-case letter, then lower-case letters, digits and single hyphens, at most 40\ndid you mean "x"?'],
    [['new', 'default'], '"default" is reserved; allowed: any name but cluster, cluster-admin, dust-admin, dust-objects, default, constructor, kube-*, openshift-* and amazon-*\nrename the service'],
    [['new', 'hello'], 'there is already services/hello.ts; nothing was written\nedit that file, or choose another name'],
  ])('answers %j with the next step, and writes nothing', (line, answer) => {
    expect(dust(folder, line)).toEqual({ exitCode: 2, out: '', error: `dust: ${answer}\n` });
    expect([...readFiles(folder)]).toEqual(before);
  });

  test('refuses a folder that is no fleet', () => {
    expect(dust(temporaryFolder(), ['new', 'billing'])).toMatchObject({ exitCode: 2, error: expect.stringMatching(/is no fleet.*cdk\.json\nrun it in the folder of the fleet, or first: dust init\n$/) });
    const other = newFleet();
    rmSync(join(other, 'services.ts'));
    expect(dust(other, ['new', 'billing'])).toMatchObject({ exitCode: 2, error: expect.stringContaining('it has no services.ts') });
  });

  test('leaves a list that a person has changed to that person', () => {
    const own = newFleet();
    writeFileSync(join(own, 'services.ts'), `${readFileSync(join(own, 'services.ts'), 'utf8')}// mine\n`);
    const there = [...readFiles(own)];
    expect(dust(own, ['new', 'billing'])).toMatchObject({ exitCode: 2, error: expect.stringContaining('services.ts was changed by hand') });
    expect([...readFiles(own)]).toEqual(there);
  });

  test('writes the list anew from the folder: what was deleted goes, what declares nothing stays out', () => {
    const own = newFleet();
    rmSync(join(own, 'services/hello.ts'));
    writeFileSync(join(own, 'services/shared.ts'), 'export const size = 1;\n');
    const { exitCode, out } = dust(own, ['new', 'billing', '--json']);
    expect({ exitCode, answer: JSON.parse(out) as unknown }).toEqual({ exitCode: 0, answer: { ok: true, written: ['services/billing.ts', 'services.ts'], next: ['npx dust plan billing'] } });
    expect(readFileSync(join(own, 'services.ts'), 'utf8')).toContain('export const services = [billingService];');
  });

  test('adds a service that the compiler accepts and that dust plan shows beside the first', () => {
    for (const name of ['delete', 'audit-1']) expect(dust(folder, ['new', name])).toMatchObject({ exitCode: 0, error: '' });
    linkPackages(folder, PACKAGES);
    expect(run(process.execPath, [join(folder, 'node_modules/typescript/bin/tsc')], { cwd: folder })).toEqual({ exitCode: 0, out: '', error: '' });
    const { services } = JSON.parse(dust(folder, ['plan', '--json']).out) as { services: { service: string; environments: { environment: string }[] }[] };
    expect(services.map(({ service, environments }) => [service, ...environments.map(({ environment }) => environment)])).toEqual([['audit-1', 'dev', 'prod'], ['delete', 'dev', 'prod'], ['hello', 'dev', 'prod']]);
  });
});

describe('writing', () => {
  test('takes everything back when one file cannot be written, and leaves what was there', () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'b'));
    const files = new Map([['a', ''], ['b/c/d/e', ''], ['a/below-a-file', '']]);
    expect(() => writeNew(folder, files)).toThrow();
    expect(readdirSync(folder, { recursive: true })).toEqual(['b']);
  });

  test('takes everything back when the last step fails', () => {
    const folder = temporaryFolder();
    expect(() => writeNew(folder, new Map([['a/b', '']]), () => { throw new Error('last'); })).toThrow('last');
    expect(readdirSync(folder)).toEqual([]);
  });

  test('never writes over a file that came meanwhile', () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'b'), 'mine');
    expect(() => writeNew(folder, new Map([['a', ''], ['b', 'ours']]))).toThrow('EEXIST');
    expect([...readFiles(folder)]).toEqual([['b', 'mine']]);
  });

  test('replaces a file in one step, with nothing left beside it', () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'list'), 'old');
    replace(folder, 'list', 'new');
    expect([...readFiles(folder)]).toEqual([['list', 'new']]);
    mkdirSync(join(folder, 'taken'));
    expect(() => replace(folder, 'taken', 'x')).toThrow();
    expect(existsSync(join(folder, 'taken.tmp'))).toBe(false);
  });
});
