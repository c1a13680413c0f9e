import type { awscdk } from 'projen';

/** jsii compiles the library, the command and the examples; tests and projenrc are only type-checked. */
export function configureCompiler(project: awscdk.AwsCdkConstructLibrary): void {
  project.tasks.addEnvironment('JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION', '1');
  project.tsconfig?.removeInclude('./**/*.ts');
  for (const folder of ['lib', 'constructs', 'bin', 'examples']) project.tsconfig?.addInclude(`${folder}/**/*.ts`);
}
