import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { regionOf, snippetsOf } from './snippets';
import { cdk, projectFolder } from '../support/commands';
import { readOutput } from '../support/synthesize';

jest.setTimeout(60_000);
const root = join(__dirname, '../..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const pages = ['README.md', ...readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.md')).map((name) => `docs/${name}`)];

describe.each(pages)('%s', (page) => {
  test('quotes every line of TypeScript and Python from a region that is compiled or run', () => {
    for (const { source, code } of snippetsOf(read(page))) {
      const [file = '', region = ''] = source.split('#');
      expect(source).toMatch(/^examples\/.+\.(?:ts|py)#[\w-]+$/);
      expect(code).toBe(regionOf(read(file), region));
    }
  });

  test('links only to pages that exist', () => {
    const links = [...read(page).matchAll(/\]\((?!https?:)([^)#]+)/g)].map(([, link]) => link!);
    expect(links.filter((link) => !existsSync(resolve(root, dirname(page), link)))).toEqual([]);
  });
});

test('the README has at most 120 lines and two snippets', () => {
  expect(read('README.md').trimEnd().split('\n').length).toBeLessThanOrEqual(120);
  expect(snippetsOf(read('README.md')).map(({ source }) => source)).toEqual(['examples/readme/main.ts#service', 'examples/readme/main.ts#fleet']);
});

test("the README's example is synthesized by the real CDK CLI, and yields what the README says", () => {
  const folder = projectFolder(`require(${JSON.stringify(join(root, 'build/examples/readme/main.js'))});`);
  expect(cdk(folder, ['synth', '-q'])).toMatchObject({ exitCode: 0 });
  const { templates, manifests } = readOutput(folder);
  expect([...templates.keys()].sort()).toEqual(['acme-account-111122223333', 'acme-builds-catalog', 'acme-prod', 'acme-prod-catalog']);
  const config = manifests.get('prod/catalog/workload.yaml')!.find(({ kind, metadata }) => kind === 'ConfigMap' && metadata.name === 'catalog-config')!;
  expect(Object.keys(config.data)).toEqual([
    'AWS_ENDPOINT_URL_S3', 'AWS_REGION', 'BUCKET_SCANS', 'DUST_ENVIRONMENT', 'DUST_SERVICE', 'PGDATABASE', 'PGPORT', 'PGSSLMODE', 'PGSSLROOTCERT', 'PORT', 'REDIS_CA_FILE', 'REDIS_TLS', 'S3_FORCE_PATH_STYLE',
  ]);
  for (const path of ['prod/catalog/foundation.yaml', 'prod/cluster/cluster.yaml', 'prod/dust-admin/dust-admin.yaml', 'prod/catalog/data.yaml', 'prod/cluster-admin/cluster-admin.yaml']) expect(manifests.has(path)).toBe(true);
});

test('a snippet that differs from its region, or has none, is seen', () => {
  expect(snippetsOf('```ts\nx\n```')).toEqual([{ source: '', code: 'x\n' }]);
  expect(regionOf('a\n  // #region r\n  x();\n    y();\n  // #endregion', 'r')).toBe('x();\n  y();\n');
  expect(regionOf('a', 'r')).toBe('');
});
