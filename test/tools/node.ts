import { cpSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { cacheFolder, installed } from './cache';
import { mustRun } from './run';

const SOURCES = ['package.json', 'package-lock.json'].map((name) => join(__dirname, 'node', name));

/** A folder with exactly the npm packages that `node/package-lock.json` pins: only judges need them, so they are no dependencies of ours. */
export function nodePackages(): string {
  return installed({
    name: 'node-clients',
    notice: 'npm packages, a few seconds',
    sources: SOURCES,
    versions: [process.version],
    make: (folder) => {
      for (const source of SOURCES) cpSync(source, join(folder, source.slice(join(__dirname, 'node/').length)));
      const line = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel', 'error'];
      mustRun('npm', line, { cwd: folder, env: { ...process.env, npm_config_cache: join(cacheFolder(), 'npm') } });
    },
  });
}

/** Loads a package out of that folder. */
export function loadFrom(folder: string): (name: string) => any {
  return createRequire(join(folder, 'package.json'));
}
