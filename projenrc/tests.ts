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
  // Tables of cases read best with one case in a line.
  project.eslint!.addOverride({ files: ['test/**/*.ts'], rules: { '@stylistic/max-len': 'off', '@stylistic/object-property-newline': 'off' } });
  const typecheck = project.addTask('typecheck', { description: 'Types of the tests', exec: 'tsc --noEmit -p test/tsconfig.json' });
  const lint = project.addTask('lint', { description: 'Code lint and types of the tests' });
  lint.spawn(project.eslint!.eslintTask);
  lint.spawn(project.compileTask);
  lint.spawn(typecheck);
}

/**
 * `npm run build` checks that the generated files are current, compiles and packs. projen's own task of that name cannot
 * be changed and runs the tests again.
 */
export function configureBuild(project: awscdk.AwsCdkConstructLibrary): void {
  const assemble = project.addTask('assemble', { description: 'Generated files, compiler, package' });
  assemble.spawn(project.defaultTask!);
  assemble.spawn(project.compileTask);
  assemble.spawn(project.tasks.tryFind('package:js')!);
  project.setScript('build', 'projen assemble');
}
