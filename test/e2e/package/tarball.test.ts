import { readFileSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { PLACE, ROOT } from './places';
import { BUNDLED, pack, secondCheckout, unpack } from './tarball';

/**
 * Two thirds of the size are files of the bundled libraries that nobody loads, such as their own source maps; npm packs them
 * whole. A tenth of what is ours are certificates. What is ours may grow by a tenth before somebody has to look; a new file of theirs comes only with a new version.
 */
const BUDGET = { packed: 1_110_000, ours: 1_850_000, theirs: 3_800_000 };

const tarball = pack(ROOT, join(PLACE, 'first'));
const files = unpack(tarball);
const ours = files.filter(({ path }) => !path.startsWith('node_modules/'));
const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as Record<string, any>;
const sum = (some: typeof files): number => some.reduce((bytes, { content }) => bytes + content.length, 0);

describe('the tarball', () => {
  test('is the same when another folder is compiled and packed, elsewhere in the world', () => {
    const other = pack(secondCheckout(join(PLACE, 'checkout')), join(PLACE, 'second'));
    expect(unpack(other).map(({ path }) => path)).toEqual(files.map(({ path }) => path));
    const differing = unpack(other).filter(({ content }, index) => !content.equals(files[index]!.content)).map(({ path }) => path);
    expect(differing).toEqual([]);
    expect(readFileSync(other).equals(readFileSync(tarball))).toBe(true);
  });

  test('keeps to its budget', () => {
    const theirs = files.filter((file) => !ours.includes(file));
    const sizes = { packed: statSync(tarball).size, ours: sum(ours), theirs: sum(theirs) };
    process.stderr.write(`dust-service: ${JSON.stringify({ ...sizes, files: files.length })}\n`);
    for (const [part, size] of Object.entries(sizes)) expect({ part, size, fits: size <= BUDGET[part as keyof typeof BUDGET] }).toMatchObject({ fits: true });
  });

  test('holds the compiled library, the command, the templates and nothing else of ours', () => {
    const expected = /^(?:LICENSE|README\.md|package\.json|\.jsii|build\/(?:lib|constructs)\/.+\.(?:js|d\.ts)|build\/bin\/.+\.js|templates\/.+)$/;
    expect(ours.map(({ path }) => path).filter((path) => !expected.test(path))).toEqual([]);
    for (const path of ['LICENSE', 'README.md', '.jsii', 'build/constructs/index.js', 'build/constructs/index.d.ts', 'build/bin/dust.js', 'templates/service.ts']) {
      expect(ours.map((file) => file.path)).toContain(path);
    }
  });

  test('brings along what it needs beyond its peers, and only that', () => {
    const names = files.flatMap(({ path }) => /^node_modules\/([^/]+)\/package\.json$/.exec(path)?.[1] ?? []);
    expect(names.sort()).toEqual(BUNDLED);
    expect(Object.keys(manifest.dependencies)).toEqual(manifest.bundledDependencies);
    expect(Object.keys(manifest.peerDependencies).sort()).toEqual(['aws-cdk-lib', 'cdk8s', 'cdk8s-plus-28', 'constructs']);
  });

  test('runs nothing when it is installed', () => {
    const manifests = files.filter(({ path }) => path.endsWith('package.json')).map(({ content }) => JSON.parse(content.toString()) as { scripts?: Record<string, string> });
    expect(manifests.flatMap(({ scripts }) => Object.keys(scripts ?? {})).filter((name) => /^(?:pre|post)?install$|^(?:pre|post)?prepare$|^prepublish$/.test(name))).toEqual([]);
  });

  test('holds no path of this machine, no map to sources that it does not hold, and a command that can be run', () => {
    const ownText = ours.map(({ path, content }) => ({ path, text: content.toString() }));
    expect(ownText.filter(({ text }) => [ROOT, PLACE, `${homedir()}/`].some((folder) => text.includes(folder))).map(({ path }) => path)).toEqual([]);
    expect(ownText.filter(({ text }) => text.includes('sourceMappingURL=')).map(({ path }) => path)).toEqual([]);
    expect(ours.filter(({ isExecutable }) => isExecutable).map(({ path }) => path)).toEqual(['build/bin/dust.js']);
  });
});
