import { join } from 'node:path';
import { parseModule, readModules } from './modules';
import { cycles, forbiddenImports, oversized } from './rules';

const modules = readModules(join(__dirname, '../..'), ['lib', 'constructs', 'bin', 'examples', 'projenrc', 'test']);
const sources = modules.filter(({ path }) => !path.startsWith('test/'));

describe('the tree', () => {
  test('is read as a whole', () => expect(sources.length).toBeGreaterThan(80));
  test('has no import against the arrow', () => expect(forbiddenImports(sources)).toEqual([]));
  test('has no cycle', () => expect(cycles(sources)).toEqual([]));
  test('keeps to the size budget, tests included', () => expect(oversized(modules.filter(({ path }) => !path.endsWith('.test.ts')))).toEqual([]));
});

describe('the rules turn red', () => {
  test.each([
    ['lib/plan/x.ts', "import { Stack } from 'aws-cdk-lib';", 'lib is free of CDK'],
    ['lib/plan/x.ts', "import { Chart } from 'cdk8s';", 'lib is free of CDK'],
    ['lib/plan/x.ts', "import { Construct } from 'constructs';", 'lib is free of CDK'],
    ['lib/plan/x.ts', "import { DustApp } from '../../constructs/dust-app';", 'nothing above it'],
    ['lib/plan/x.ts', "export { readFileSync } from 'node:fs';", 'touches neither disk'],
    ['lib/plan/x.ts', "const fs = require('fs');", 'touches neither disk'],
    ['lib/plan/x.ts', 'export const load = (name: string) => import(name);', 'an import is a literal'],
    ['constructs/x.ts', "import { run } from '../bin/run';", 'constructs imports only lib'],
    ['constructs/x.ts', "import { writeFileSync } from 'node:fs';", 'only emit and report'],
    ['constructs/aws/x.ts', "import { ApiObject } from 'cdk8s';", 'does not know cdk8s'],
    ['constructs/aws/x.ts', "import { renderChart } from '../kubernetes/render';", 'does not know cdk8s'],
    ['constructs/kubernetes/x.ts', "import { Fn } from 'aws-cdk-lib';", 'does not know the CDK'],
    ['constructs/kubernetes/x.ts', "import { Pod } from 'kubernetes-models/v1';", 'only its types'],
    ['constructs/x.ts', "import { Access } from './index';", 'the entry from inside'],
    ['examples/x.ts', "import { Access } from '../constructs/access';", 'by its name'],
  ])('on %s with %s', (path, text, why) => {
    expect(forbiddenImports([parseModule(path, text)])).toEqual([expect.stringContaining(why)]);
  });

  test('but not on a type, which is gone at run time', () => {
    const text = "import type { Stack } from 'aws-cdk-lib';\nimport { type Chart } from 'cdk8s';\nexport type { App } from 'cdk8s';";
    expect(forbiddenImports([parseModule('lib/plan/x.ts', text)])).toEqual([]);
  });

  test('on a cycle of three files, one of them an index', () => {
    const found = cycles([
      parseModule('lib/a.ts', "import { b } from './b';"),
      parseModule('lib/b.ts', "export { c } from './c';"),
      parseModule('lib/c/index.ts', "import { a } from '../a';"),
    ]);
    expect(found).toEqual(['lib/a.ts → lib/b.ts → lib/c/index.ts → lib/a.ts']);
  });

  test('on a file of 251 lines and a function of 41', () => {
    const long = parseModule('lib/x.ts', 'export const x = 1;\n'.repeat(251));
    const deep = parseModule('lib/y.ts', `export function y(): void {\n${'  y();\n'.repeat(39)}}\nexport const z = () => {\n${'  y();\n'.repeat(38)}};\n`);
    expect(oversized([long, deep])).toEqual(['lib/x.ts has 251 lines; at most 250', 'lib/y.ts y has 41 lines; at most 40']);
  });
});
