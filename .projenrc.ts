import { awscdk, cdk, javascript } from 'projen';
import { configureCdk } from './projenrc/cdk';
import { configureCompiler } from './projenrc/compiler';
import { configurePackage } from './projenrc/package';
import { configureBuild, configureTests } from './projenrc/tests';
import { configureWorkflows } from './projenrc/workflows';

const project = new awscdk.AwsCdkConstructLibrary({
  name: 'dust-service',
  description: 'One declaration of a service generates its AWS resources and the Kubernetes manifests that fit them',
  keywords: ['aws', 'cdk', 'cdk8s', 'eks', 'kubernetes', 'platform'],
  author: 'The dust-service authors',
  authorAddress: 'maintainers@dust-service.invalid',
  repositoryUrl: 'https://github.com/dust-identity/dust-service.git',
  license: 'Apache-2.0',
  copyrightOwner: 'The dust-service authors',
  copyrightPeriod: '2026',
  defaultReleaseBranch: 'main',
  projenrcTs: true,
  projenVersion: '0.103.25',
  // The oldest that serves: Python's index does not have 2.276.0. e2e:package runs on npm's newest, too.
  cdkVersion: '2.275.0',
  constructsVersion: '10.8.1',
  jsiiVersion: '6.0.16',
  typescriptVersion: '6.0.3',
  packageManager: javascript.NodePackageManager.NPM,
  minNodeVersion: '20.16.0',
  srcdir: '.',
  libdir: 'build',
  entrypoint: 'build/constructs/index.js',
  docgen: false,
  publishToPypi: { distName: 'dust-service', module: 'dust_service' },
  npmignoreEnabled: false,
  gitignore: ['/cdk.out/', '/manifests/', '/build/', '/.cache/', '/dist/', '/.npmignore'],
  validateTsconfig: cdk.ValidateTsconfig.MINIMAL,
  release: false,
  depsUpgrade: false,
  github: false,
  sampleCode: false,
  jest: false,
  eslintOptions: {
    dirs: ['lib', 'constructs', 'bin', 'examples', 'benchmark', 'projenrc'],
    devdirs: ['test'],
    fileExtensions: ['.ts'],
    commandOptions: { fix: false, extraArgs: ['--max-warnings', '0'] },
  },
  tsconfig: {
    compilerOptions: { stripInternal: true, noUncheckedIndexedAccess: true, exactOptionalPropertyTypes: true, noImplicitOverride: true, types: ['node'] },
    exclude: ['build', 'test', 'projenrc'],
  },
  tsconfigDev: { compilerOptions: { types: ['node', 'jest'] } },
  peerDeps: ['cdk8s@^2.70.106', 'cdk8s-plus-28@^2.5.6'],
  bundledDeps: ['valibot@1.5.0', 'js-yaml@5.5.0'],
  devDeps: [
    'aws-cdk@2.1148.1', 'cdk8s@2.70.106', 'cdk8s-plus-28@2.5.6', 'cdk-nag@3.0.2', 'kubernetes-models@5.1.0',
    '@swc/core@1.16.18', '@swc/jest@0.2.39', 'jest@30.5.2', '@types/jest@30.0.0', 'fast-check@4.10.2', 'yaml@2.8.1', 'tsx@4.23.15',
  ],
});

configurePackage(project);
configureCompiler(project);
configureTests(project);
configureBuild(project);
configureCdk(project);
configureWorkflows(project);
project.synth();
