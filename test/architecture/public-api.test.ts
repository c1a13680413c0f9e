import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { silentTypes } from './declared-types';
import { apiViolations } from './public-api';
import type { Assembly } from './public-api';

const root = join(__dirname, '../..');

function readAssembly(): Assembly {
  const file = JSON.parse(readFileSync(join(root, '.jsii'), 'utf8')) as Assembly & { schema?: string; filename?: string };
  if (file.schema !== 'jsii/file-redirect') return file;
  return JSON.parse(gunzipSync(readFileSync(join(root, file.filename!))).toString()) as Assembly;
}

/** The files that the entry re-exports, and the entry's own names. */
function entryFiles(): string[] {
  const entry = readFileSync(join(root, 'constructs/index.ts'), 'utf8');
  return [...entry.matchAll(/from '\.\/([^']+)'/g)].map(([, name]) => `constructs/${name}.ts`);
}

describe('the public API', () => {
  test('keeps to our rules', () => expect(apiViolations(readAssembly())).toEqual([]));

  test('has no type that jsii would silently make plain text', () => {
    const files = entryFiles();
    expect(files.length).toBeGreaterThan(10);
    expect(files.flatMap((file) => silentTypes(file, readFileSync(join(root, file), 'utf8')))).toEqual([]);
  });

  test('exports exactly the names that the entry lists', () => {
    const names = Object.values(readAssembly().types).map(({ name }) => name).sort();
    expect(names).toMatchSnapshot();
  });
});

describe('the rules turn red', () => {
  const struct = (property: object): Assembly => ({
    types: { X: { kind: 'interface', name: 'X', datatype: true, docs: { summary: 'x' }, properties: [{ name: 'p', immutable: true, docs: { summary: 'p' }, ...property }] } },
  });

  test.each([
    ['a union', struct({ type: { union: { types: [] } } }), 'X.p is a union'],
    ['a list of unions', struct({ type: { collection: { elementtype: { union: {} } } } }), 'X.p is a union'],
    ['a property that can change', struct({ immutable: false }), 'X.p is not readonly'],
    ['an optional property without a default', struct({ optional: true }), 'X.p is optional and has no @default'],
    ['a property without a summary', struct({ docs: {} }), 'X.p has no summary'],
    ['a behavioral interface', { types: { X: { kind: 'interface' as const, name: 'X', docs: { summary: 'x' } } } }, 'X is an interface that is no struct'],
    ['a parameter that is a union', { types: { X: { kind: 'class' as const, name: 'X', docs: { summary: 'x' }, methods: [{ name: 'm', docs: { summary: 'm' }, parameters: [{ name: 'a', type: { union: {} } }] }] } } }, 'X.m(a) is a union'],
  ])('on %s', (_what, assembly, violation) => expect(apiViolations(assembly)).toEqual([violation]));

  test.each([
    ['export interface X { readonly size: `${number}Mi`; }', 'is a template literal'],
    ["export interface X { readonly level: 'a' | 'b'; }", 'is a union'],
    ['export class X { public static of(size: string | number): X { return new X(); } }', 'is a union'],
    ['export type Size = `${number}Gi`;', 'is a template literal'],
    ['export interface X { readonly pair: [string, string]; }', 'is a tuple'],
    ['export interface X { readonly sizes: { [name: string]: `${number}Gi` }; }', 'is a template literal'],
  ])('on the source %s', (text, what) => expect(silentTypes('x.ts', text)).toEqual([expect.stringContaining(what)]));

  test('but not on what is hidden', () => {
    const text = "type A = 'a' | 'b';\nexport class X {\n  private a: 'a' | 'b' = 'a';\n  /** @internal */\n  public readonly _b: 'a' | 'b' = 'a'; }";
    expect(silentTypes('x.ts', text)).toEqual([]);
  });
});
