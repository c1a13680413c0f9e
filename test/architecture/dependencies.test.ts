import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { mustRun } from '../tools/run';

const root = join(__dirname, '../..');
const read = <T>(path: string): T => JSON.parse(readFileSync(join(root, path), 'utf8')) as T;
const manifest = read<Record<string, Record<string, string>>>('package.json');
const lock = read<{ lockfileVersion: number; packages: Record<string, Locked> }>('package-lock.json');

interface Locked {
  readonly dev?: boolean;
  readonly peer?: boolean;
  readonly inBundle?: boolean;
  readonly integrity?: string;
  readonly resolved?: string;
  readonly hasInstallScript?: boolean;
}

/** Packages of the lock file that are not right, each with what is wrong. */
function faults(packages: Record<string, Locked>): string[] {
  const installed = Object.entries(packages).filter(([path]) => path !== '');
  return installed.flatMap(([path, { integrity, resolved, hasInstallScript, inBundle, dev }]) => [
    // What another package brings inside is covered by that package's own sum.
    ...(integrity === undefined && inBundle !== true ? [`${path} has no integrity`] : []),
    ...(resolved === undefined ? [] : [`${path} names a registry`]),
    ...(hasInstallScript === true && dev !== true ? [`${path} runs a script when the package is installed`] : []),
  ]);
}

const ranges = (versions: Record<string, string>): string[] => Object.entries(versions).filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version)).map(([name]) => name);

describe('dependencies', () => {
  test('of development are exact versions', () => expect(ranges(manifest.devDependencies!)).toEqual([]));
  test('at run time are few, exact, and travel inside', () => expect(manifest.dependencies).toEqual({ 'js-yaml': '5.5.0', 'valibot': '1.5.0' }));
  test('that the user chooses are four', () => expect(Object.keys(manifest.peerDependencies!).sort()).toEqual(['aws-cdk-lib', 'cdk8s', 'cdk8s-plus-28', 'constructs']));
  test('are locked with the sum of each, and without a registry', () => expect([lock.lockfileVersion, ...faults(lock.packages)]).toEqual([3]));
  test('have the one CDK CLI that serves', () => expect(manifest.devDependencies!['aws-cdk']).toBe('2.1148.1'));
  test('run no script when they are installed', () => expect(readFileSync(join(root, '.npmrc'), 'utf8').split('\n')).toContain('ignore-scripts=true'));

  test('are named nowhere with the host of a registry', () => {
    const hosts = [['registry', 'npmjs', 'org'], ['pypi', 'org'], ['files', 'pythonhosted', 'org'], ['proxy', 'golang', 'org']].map((parts) => parts.join('.'));
    const files = mustRun('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], { cwd: root }).split('\0').filter((path) => path !== '');
    expect(files.length).toBeGreaterThan(300);
    const naming = (path: string): boolean => { const text = readFileSync(join(root, path), 'utf8'); return hosts.some((host) => text.includes(host)); };
    expect(files.filter(naming)).toEqual([]);
  });
});

describe('the rules turn red', () => {
  test.each([
    ['a range', () => ranges({ a: '^1.0.0', b: '*', c: '1.0.0', d: 'latest' }), ['a', 'b', 'd']],
    ['a package without a sum', () => faults({ 'node_modules/a': {} }), ['node_modules/a has no integrity']],
    ['a registry', () => faults({ 'node_modules/a': { integrity: 'x', resolved: 'x' } }), ['node_modules/a names a registry']],
    ['a script', () => faults({ 'node_modules/a': { integrity: 'x', hasInstallScript: true } }), ['node_modules/a runs a script when the package is installed']],
  ])('on %s', (_what, found, expected) => expect(found()).toEqual(expected));
});
