import type { awscdk } from 'projen';

/** What the published package holds and what npm is allowed to do. */
export function configurePackage(project: awscdk.AwsCdkConstructLibrary): void {
  project.addDevDeps('@types/node@20.19.0');
  for (const unused of ['jsii-diff', 'jsii-rosetta', 'jsii-pacmak', 'commit-and-tag-version']) {
    if (project.deps.isDependencySatisfied(unused, 'build' as never, '*')) project.deps.removeDependency(unused);
  }
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
    './.warnings.jsii.js': './.warnings.jsii.js',
  });
  project.package.addField('files', ['.jsii', '.warnings.jsii.js', 'build/lib', 'build/constructs', 'build/bin', 'templates']);
}
