import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PLACE, ROOT, must, printed } from './places';
import { pack } from './tarball';
import { snippetsOf } from '../../docs/snippets';

const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string; devDependencies: Record<string, string> };
const { devDependencies } = manifest;
const tarball = pack(ROOT, join(PLACE, 'packed'));
const pinned = (...names: readonly string[]): string[] => names.map((name) => `${name}@${devDependencies[name]}`);

/** How npm lists a package. */
interface Listed {
  readonly version: string;
  readonly dependencies: Record<string, Listed>;
}

/** A folder with nothing in it, so that only what is installed there can be found. */
function emptyFolder(name: string): string {
  const folder = join(PLACE, name);
  mkdirSync(folder);
  return folder;
}

/** What the checkout makes of the README's example, with the packages that it is tested with. */
function ofCheckout(): Map<string, string> {
  const folder = emptyFolder('checkout');
  writeFileSync(join(folder, 'cdk.json'), JSON.stringify({ app: `node ${join(ROOT, 'build/examples/readme/main.js')}`, versionReporting: false }));
  must(folder, ['node', join(ROOT, 'node_modules/aws-cdk/bin/cdk'), 'synth', '-q', '--no-notices']);
  return printed(folder);
}

describe('installed into an empty folder', () => {
  const folder = emptyFolder('readme');
  beforeAll(() => {
    writeFileSync(join(folder, 'package.json'), '{"private":true}\n');
    // The peers are not named: npm takes the newest of each that it knows and the package allows.
    must(folder, ['npm', 'install', tarball, ...pinned('aws-cdk', 'tsx', 'typescript', '@types/node')]);
    const { dependencies } = JSON.parse(must(folder, ['npm', 'ls', '--all', '--json', 'aws-cdk-lib', 'cdk8s'])) as { dependencies: Record<string, Listed> };
    const beside = Object.entries(dependencies['dust-service']!.dependencies).map(([name, { version }]) => `${name} ${version}`);
    process.stderr.write(`dust-service: installed beside ${beside.join(', ')}\n`);
  });

  test("the README's example, as the package's own README quotes it, yields what the checkout makes", () => {
    const [service, fleet] = snippetsOf(readFileSync(join(folder, 'node_modules/dust-service/README.md'), 'utf8'));
    writeFileSync(join(folder, 'main.ts'), `${fleet!.code}\n${service!.code}`);
    writeFileSync(join(folder, 'cdk.json'), JSON.stringify({ app: 'node --import tsx main.ts', versionReporting: false }));
    must(folder, ['npx', '--no-install', 'cdk', 'synth', '-q', '--no-notices']);
    const [here, there] = [printed(folder), ofCheckout()];
    expect([...here.keys()]).toEqual([...there.keys()]);
    expect([...here]).toEqual([...there]);
    expect([...here.keys()].filter((path) => path.endsWith('.template.json'))).toHaveLength(4);
    expect(here.has('manifests/prod/catalog/workload.yaml')).toBe(true);
  });

  test.each([
    ["require('dust-service').DustApp.name", 'DustApp'],
    ["require('dust-service/package.json').version", manifest.version],
    ["JSON.parse(fs.readFileSync(require.resolve('dust-service/.jsii'))).schema", 'jsii/0.10.0'],
    ["try { require('dust-service/build/lib/plan/names') } catch ({ code }) { process.stdout.write(code) }", 'ERR_PACKAGE_PATH_NOT_EXPORTED'],
  ])('%s', (expression, value) => {
    const program = expression.startsWith('try') ? expression : `process.stdout.write(String(${expression}))`;
    expect(must(folder, ['node', '--eval', program])).toBe(value);
  });

  test('npm finds every dependency in its place', () => {
    expect(() => must(folder, ['npm', 'ls', '--all', '--omit=dev'])).not.toThrow();
  });

  test('the bundled libraries are taken from inside the package', () => {
    const own = join(folder, 'node_modules');
    const program = ['js-yaml', 'valibot'].map((name) => `require.resolve('${name}', { paths: [require.resolve('dust-service')] })`).join(' + "\\n" + ');
    for (const path of must(folder, ['node', '--print', program]).trim().split('\n')) expect(path).toContain(join(own, 'dust-service/node_modules'));
  });
});

describe('dust init', () => {
  const fleet = join(PLACE, 'fleet');
  const synth = (): Map<string, string> => {
    must(fleet, ['npx', '--no-install', 'cdk', 'synth', '-q']);
    return printed(fleet);
  };

  test('of the installed package writes a fleet that pins everything', () => {
    const { written } = JSON.parse(must(join(PLACE, 'readme'), ['npx', '--no-install', 'dust', 'init', '../fleet', '--json'])) as { written: string[] };
    expect(written).toContain('fleet.ts');
    const { dependencies, devDependencies: tools } = JSON.parse(readFileSync(join(fleet, 'package.json'), 'utf8')) as Record<string, Record<string, string>>;
    expect(dependencies).toMatchObject({ 'dust-service': manifest.version, 'aws-cdk-lib': devDependencies['aws-cdk-lib'] });
    expect(tools).toMatchObject({ 'aws-cdk': '2.1148.1' });
  });

  test('whose own test passes, types included', () => {
    // This version is in no registry yet; apart from where it comes from, this is `npm install`.
    must(fleet, ['npm', 'install', tarball]);
    expect(must(fleet, ['npm', 'test'])).toMatch(/^# pass 2$/m);
  });

  test('and that the CDK CLI synthesizes', () => {
    const paths = [...synth().keys()];
    expect(paths).toContain('manifests/prod/hello/workload.yaml');
    expect(paths.filter((path) => path.endsWith('.template.json'))).toHaveLength(7);
  });

  test('dust new adds a service, with stacks and manifests of its own, and changes no other service', () => {
    const before = synth();
    must(fleet, ['npx', '--no-install', 'dust', 'new', 'billing']);
    const after = synth();
    const added = [...after.keys()].filter((path) => !before.has(path));
    expect(added.filter((path) => path.endsWith('.template.json')).map((path) => path.replace(/[0-9A-F]{8}\.template\.json$/, ''))).toEqual(['cdk.out/billingbuilds', 'cdk.out/billingdev', 'cdk.out/billingprod']);
    for (const environment of ['dev', 'prod']) expect(added).toContain(`manifests/${environment}/billing/workload.yaml`);
    const ofHello = [...before].filter(([path]) => path.includes('hello'));
    expect(ofHello.map(([path]) => [path, after.get(path)])).toEqual(ofHello);
    expect(must(fleet, ['npm', 'test'])).toMatch(/^# pass 2$/m);
  });

  test('a type error in the generated folder is seen by its own test', () => {
    const list = join(fleet, 'services.ts');
    const text = readFileSync(list, 'utf8');
    writeFileSync(list, `${text}export const wrong: number = 'x';\n`);
    expect(() => must(fleet, ['npm', 'test'])).toThrow(/TS2322/);
    writeFileSync(list, text);
  });
});
