import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { temporaryFolder } from './synthesize';
import { run } from '../tools/run';
import type { Ended } from '../tools/run';

const ROOT = join(__dirname, '../..');

/** Runs the compiled `dust` command in a folder. */
export function dust(folder: string, line: readonly string[], environment: Record<string, string> = {}, input?: string): Ended {
  return node(folder, [join(ROOT, 'build/bin/dust.js'), ...line], environment, input);
}

/** Runs the pinned CDK CLI in a folder, as `npm run synth` does. */
export function cdk(folder: string, line: readonly string[], environment: Record<string, string> = {}): Ended {
  return node(folder, [join(ROOT, 'node_modules/aws-cdk/bin/cdk'), ...line], environment);
}

/** Where programs put files of their own. */
const PLACES = ['PATH', 'HOME', 'TMPDIR', 'CDK_HOME'];

/** No variable of AWS or of the test run reaches the process; credentials could not be found even if somebody asked. */
function node(folder: string, line: readonly string[], environment: Record<string, string>, input?: string): Ended {
  const places = Object.fromEntries(PLACES.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])));
  return run(process.execPath, line, { cwd: folder, env: { ...places, AWS_EC2_METADATA_DISABLED: 'true', ...environment }, ...(input === undefined ? {} : { input }) });
}

/** A project of its own with a compiled app, where packages are found as if they were installed. */
export function projectFolder(main: string): string {
  const folder = temporaryFolder();
  linkPackages(folder, ['aws-cdk', 'aws-cdk-lib', 'cdk8s', 'cdk8s-plus-28', 'constructs']);
  writeFileSync(join(folder, 'package.json'), '{"private":true}\n');
  writeFileSync(join(folder, 'main.js'), main);
  writeFileSync(join(folder, 'cdk.json'), JSON.stringify({ app: 'node main.js', versionReporting: false, context: { 'cli-telemetry': false } }));
  return folder;
}

/** Lets a folder find this package and these others of the checkout. */
export function linkPackages(folder: string, names: readonly string[]): void {
  const links: (readonly [string, string])[] = [['dust-service', ROOT], ...names.map((name) => [name, join(ROOT, 'node_modules', name)] as const)];
  for (const [name, target] of links) {
    mkdirSync(dirname(join(folder, 'node_modules', name)), { recursive: true });
    symlinkSync(target, join(folder, 'node_modules', name));
  }
}

/** The main file of the example fleet, from wherever it is run. */
export const EXAMPLE_MAIN = `require(${JSON.stringify(join(ROOT, 'build/examples/dust/main.js'))});\n`;

/** The example's environments, as an expression. */
export const EXAMPLE_FLEET = `require(${JSON.stringify(join(ROOT, 'build/examples/dust/fleet.js'))}).fleet`;

/** Declares the example's services in another order than its main file does. */
export const REORDERED_MAIN = [
  "const { DustApp } = require('dust-service');",
  `const { services } = require(${JSON.stringify(join(ROOT, 'build/examples/dust/services/index.js'))});`,
  `const app = new DustApp(${EXAMPLE_FLEET});`,
  'for (const declare of [...services].reverse()) declare(app);',
  'app.synth();',
].join('\n');
