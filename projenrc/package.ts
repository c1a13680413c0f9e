import type { awscdk } from 'projen';

/** Exact versions of what projen brings along by a range. */
const PINS = [
  'jsii-pacmak@1.140.0', 'eslint@9.39.5', '@stylistic/eslint-plugin@2.13.0', '@typescript-eslint/eslint-plugin@8.73.0', '@typescript-eslint/parser@8.73.0',
  'eslint-import-resolver-typescript@4.4.5', 'eslint-plugin-import@2.32.0',
];

/** What the published package holds and what npm is allowed to do. */
export function configurePackage(project: awscdk.AwsCdkConstructLibrary): void {
  project.addDevDeps('@types/node@20.19.0', ...PINS);
  // A library that has published nothing has nothing to compare its interface with; a snapshot of our own does that.
  project.deps.removeDependency('jsii-diff');
  project.tasks.removeTask('compat');
  project.npmrc.addConfig('omit-lockfile-registry-resolved', 'true');
  project.npmrc.addConfig('ignore-scripts', 'true');
  // 1.13.0 lacks some platform packages, and a lockfile with it fails `npm ci`.
  project.package.addField('overrides', { 'unrs-resolver': '1.12.2' });
  // projen writes build/index.d.ts whatever the entry point is.
  project.package.addField('types', 'build/constructs/index.d.ts');
  project.package.addField('bin', { dust: 'build/bin/dust.js' });
  project.package.addField('exports', {
    '.': { types: './build/constructs/index.d.ts', default: './build/constructs/index.js' },
    './package.json': './package.json',
    './.jsii': './.jsii',
  });
  project.package.addField('files', ['.jsii', 'build/lib', 'build/constructs', 'build/bin', '!build/bin/**/*.d.ts', 'templates']);
  const modes = project.addTask('modes', { description: 'Modes of the files that are packed', exec: 'ts-node --project projenrc/tsconfig.json projenrc/modes.ts' });
  for (const name of ['package:js', 'package:python']) project.tasks.tryFind(name)!.prependSpawn(modes);
}
