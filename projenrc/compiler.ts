import type { awscdk } from 'projen';

/** jsii compiles the library, the command, the examples and the benchmark; tests and projenrc are only type-checked. */
export function configureCompiler(project: awscdk.AwsCdkConstructLibrary): void {
  project.tasks.addEnvironment('JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION', '1');
  // The package holds no TypeScript to map to; maps with their sources in them would be two thirds of what we wrote.
  for (const option of ['compilerOptions.inlineSourceMap', 'compilerOptions.inlineSources']) project.tsconfig?.file.addOverride(option, false);
  project.tsconfig?.removeInclude('./**/*.ts');
  for (const folder of ['lib', 'constructs', 'bin', 'examples', 'benchmark']) project.tsconfig?.addInclude(`${folder}/**/*.ts`);
}
