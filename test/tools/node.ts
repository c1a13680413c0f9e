import { cpSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, join } from 'node:path';
import { cacheFolder, installed } from './cache';
import { mustRun } from './run';

/** A folder with exactly the npm packages that `node/package-lock.json` pins: only judges need them, so they are no dependencies of ours. */
export function nodePackages(): string {
  return npmPackages('node', 'node-clients', 'npm packages, a few seconds');
}

/** The program cfn-guard; an npm package has it ready-made for these systems. */
export function cfnGuard(): string {
  const systems: Readonly<Record<string, string>> = { linux: 'ubuntu', darwin: 'macos' };
  const processors: Readonly<Record<string, string>> = { x64: 'x86_64', arm64: 'aarch64' };
  const [system, processor] = [systems[process.platform], processors[process.arch]];
  if (system === undefined || processor === undefined) throw new Error(`there is none for ${process.platform} on ${process.arch}`);
  const folder = npmPackages('guard', 'cfn-guard', 'an npm package, 12 MB');
  return join(folder, 'node_modules/@cdklabs/cdk-validator-cfnguard/bin', system, processor, 'cfn-guard');
}

/** Without the peers of a package, of which a program needs none, and without anything that an installation would run. */
function npmPackages(pins: string, name: string, notice: string): string {
  const sources = ['package.json', 'package-lock.json'].map((file) => join(__dirname, pins, file));
  return installed({
    name,
    notice,
    sources,
    versions: [process.version],
    make: (folder) => {
      for (const source of sources) cpSync(source, join(folder, basename(source)));
      const line = ['ci', '--ignore-scripts', '--legacy-peer-deps', '--no-audit', '--no-fund', '--loglevel', 'error'];
      mustRun('npm', line, { cwd: folder, env: { ...process.env, npm_config_cache: join(cacheFolder(), 'npm') } });
    },
  });
}

/** Loads a package out of that folder. */
export function loadFrom(folder: string): (name: string) => any {
  return createRequire(join(folder, 'package.json'));
}
