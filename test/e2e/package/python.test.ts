import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PLACE, ROOT, must } from './places';
import { pack } from './tarball';
import { Wheel } from './wheel';
import { readFiles } from '../../support/synthesize';

const wheel = new Wheel();

describe('the wheel for Python', () => {
  test('holds the very tarball that npm gets', () => {
    expect(readFileSync(wheel.tarball).equals(readFileSync(pack(ROOT, join(PLACE, 'packed'))))).toBe(true);
  });

  test('can be installed beside what it asks for', () => {
    expect(wheel.run(PLACE, ['-m', 'pip', 'check'])).toMatchObject({ exitCode: 0 });
    expect(wheel.run(PLACE, ['-c', "import importlib.metadata as m; print(m.version('dust-service'), *sorted(m.requires('dust-service')))"]).out).toMatch(/^0\.0\.0 aws-cdk-lib .* cdk8s .* constructs .* jsii /);
  });

  test("the README's example in Python yields, to the byte, what the one in TypeScript does", () => {
    const [python, typescript] = [everything(wheel.synthesize('examples/python/main.py')), everything(ofTypescript())];
    expect([...python.keys()]).toEqual([...typescript.keys()]);
    expect([...python]).toEqual([...typescript]);
    expect(python.has('manifests/prod/catalog/workload.yaml')).toBe(true);
  });

  test('the command of the wheel is the same command', () => {
    const { exitCode, out } = wheel.run(PLACE, [wheel.program('dust'), 'help']);
    expect({ exitCode, out }).toMatchObject({ exitCode: 0, out: expect.stringContaining('dust plan [service]') });
  });

  test.each([
    ['a string as a port', "HttpProps(port='8000', access=Access.internet())", 'TypeError: type of argument port must be one of (int, float); got str instead'],
    ['a property that does not exist', 'HttpProps(port=8000, access=Access.internet(), ports=1)', "TypeError: HttpProps.__init__() got an unexpected keyword argument 'ports'"],
    ['a property that is missing', 'RegistryProps(account="111122223333")', "TypeError: RegistryProps.__init__() missing 1 required keyword-only argument: 'region'"],
    ['a dict that lacks one', 'HttpProps(port=8000, access="internet")', 'TypeError: type of argument access must be dust_service.Access; got str instead'],
  ])('refuses %s with a TypeError', (_what, expression, error) => {
    const { exitCode, error: said } = wheel.run(PLACE, ['-c', `from dust_service import *\n${expression}`]);
    expect(exitCode).toBe(1);
    expect(said.trim().split('\n').at(-1)).toBe(error);
  });

  test('tells issues as the library does, and writes nothing', () => {
    const folder = join(PLACE, 'python-issues');
    mkdirSync(folder);
    const good = readFileSync(join(ROOT, 'examples/python/main.py'), 'utf8');
    writeFileSync(join(folder, 'main.py'), good.replace('port=8000', 'port=70000').replace('acme/catalog', 'acme/*'));
    const { exitCode, error } = wheel.run(folder, ['main.py']);
    expect(exitCode).toBe(1);
    expect(error).toContain('dust-service: 2 problems, nothing was written\n\n  DUST1020  catalog.http.port  70000');
    expect([...readFiles(folder).keys()]).toEqual(['main.py']);
  });
});

function ofTypescript(): string {
  const folder = join(PLACE, 'typescript-example');
  mkdirSync(folder);
  writeFileSync(join(folder, 'cdk.json'), JSON.stringify({ app: `node ${join(ROOT, 'build/examples/readme/main.js')}`, versionReporting: false }));
  must(folder, ['node', join(ROOT, 'node_modules/aws-cdk/bin/cdk'), 'synth', '-q', '--no-notices']);
  return folder;
}

/**
 * Every file of the assembly and the manifests. Two things cannot be equal: cdk.json, which says how the example is run, and
 * the least version of the CLI, which comes from a package of AWS with other releases for Python than for npm.
 */
function everything(folder: string): Map<string, string> {
  const files = [...readFiles(folder)].filter(([path]) => /^(?:cdk\.out|manifests)\//.test(path));
  return new Map(files.map(([path, text]) => [path, path === 'cdk.out/manifest.json' ? text.replace(/"minimumCliVersion": "[^"]+"/, '') : text]));
}
