import { JsonFile } from 'projen';
import type { awscdk } from 'projen';

/** jest with swc, which checks no types: `typecheck` does that, as a part of lint. */
export function configureTests(project: awscdk.AwsCdkConstructLibrary): void {
  jestConfig(project, 'jest.config.json', '.', { testPathIgnorePatterns: ['/node_modules/', '/test/e2e/', '/test/output-lint/'] });
  project.testTask.reset();
  project.testTask.spawn(project.compileTask);
  project.testTask.exec('jest --ci', { receiveArgs: true });
  // Tables of cases read best with one case in a line.
  project.eslint!.addOverride({ files: ['test/**/*.ts'], rules: { '@stylistic/max-len': 'off', '@stylistic/object-property-newline': 'off' } });
  configureEndToEnd(project);
  configureLint(project);
}

/**
 * Suites with real servers, one file after the other: each file has servers of its own, and two control planes would only wait
 * for each other. A limit for each test would cut off the first build of the servers; every wait has a limit of its own.
 */
function configureEndToEnd(project: awscdk.AwsCdkConstructLibrary): void {
  jestConfig(project, 'test/e2e/jest.config.json', '../..', { testMatch: ['<rootDir>/test/e2e/**/*.test.ts'], testTimeout: HOUR_MS });
  const suite = 'jest --ci --config test/e2e/jest.config.json --runInBand';
  const suites = [
    project.addTask('e2e:cluster', { description: 'The example fleet on a real Kubernetes control plane', exec: `${suite} test/e2e/cluster`, receiveArgs: true }),
    project.addTask('e2e:aws', { description: 'The example fleet deployed with the CDK CLI to an emulator of AWS', exec: `${suite} test/e2e/aws`, receiveArgs: true }),
    project.addTask('e2e:data', { description: 'What runs against data: the role job and a client on real servers', exec: `${suite} test/e2e/data`, receiveArgs: true }),
  ];
  const packed = project.addTask('e2e:package', { description: 'The packed tarball and the wheel for Python, installed into empty folders' });
  packed.spawn(project.compileTask);
  packed.spawn(project.tasks.tryFind('modes')!);
  packed.exec(`${suite} test/e2e/package`, { receiveArgs: true });
  suites.push(packed);
  const full = project.addTask('e2e:full', { description: 'Long counts of random fleets and inputs, then every suite with real servers, of every version', env: { DUST_SERVERS: 'all' } });
  full.exec('jest --ci test/properties test/bad-input', { env: { DUST_RUNS: '300', FUZZ_RUNS: '5000' } });
  for (const task of suites) full.spawn(task);
}

function configureLint(project: awscdk.AwsCdkConstructLibrary): void {
  jestConfig(project, 'test/output-lint/jest.config.json', '../..', { testMatch: ['<rootDir>/test/output-lint/**/*.test.ts'], testTimeout: HOUR_MS });
  const typecheck = project.addTask('typecheck', { description: 'Types of the tests', exec: 'tsc --noEmit -p test/tsconfig.json' });
  const output = project.addTask('lint:output', { description: 'Judges of everything that is printed', exec: 'jest --ci --config test/output-lint/jest.config.json --runInBand' });
  const lint = project.addTask('lint', { description: 'Code, types of the tests, and everything that is printed' });
  lint.spawn(project.eslint!.eslintTask);
  lint.spawn(project.compileTask);
  lint.spawn(typecheck);
  lint.spawn(output);
}

const HOUR_MS = 3_600_000;

function jestConfig(project: awscdk.AwsCdkConstructLibrary, path: string, rootDir: string, rest: object): void {
  new JsonFile(project, path, {
    marker: false,
    obj: {
      rootDir,
      testMatch: ['<rootDir>/test/**/*.test.ts'],
      modulePathIgnorePatterns: ['<rootDir>/build/'],
      transform: {
        '^.+\\.ts$': ['@swc/jest', { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'commonjs' } }],
      },
      clearMocks: true,
      // Each worker is a core; what starts them only waits.
      maxWorkers: '100%',
      moduleNameMapper: { '^dust-service$': '<rootDir>/constructs/index.ts' },
      ...rest,
    },
  });
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
