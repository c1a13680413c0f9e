import { JsonFile } from 'projen';
import type { awscdk } from 'projen';

/** jest with swc, which checks no types: `typecheck` does that, as a part of lint. */
export function configureTests(project: awscdk.AwsCdkConstructLibrary): void {
  new JsonFile(project, 'jest.config.json', {
    marker: false,
    obj: {
      testMatch: ['<rootDir>/test/**/*.test.ts'],
      testPathIgnorePatterns: ['/node_modules/', '/test/e2e/'],
      modulePathIgnorePatterns: ['<rootDir>/build/'],
      transform: {
        '^.+\\.ts$': ['@swc/jest', { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'commonjs' } }],
      },
      clearMocks: true,
      moduleNameMapper: { '^dust-service$': '<rootDir>/constructs/index.ts' },
    },
  });
  project.testTask.reset();
  project.testTask.spawn(project.compileTask);
  project.testTask.exec('jest --ci', { receiveArgs: true });
  const typecheck = project.addTask('typecheck', { description: 'Types of the tests', exec: 'tsc --noEmit -p test/tsconfig.json' });
  const lint = project.addTask('lint', { description: 'Code lint and types of the tests' });
  lint.spawn(project.eslint!.eslintTask);
  lint.spawn(project.compileTask);
  lint.spawn(typecheck);
}
