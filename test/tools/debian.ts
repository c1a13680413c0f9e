import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { installed } from './cache';
import { mustRun } from './run';

/**
 * A folder into which packages of this machine's own Debian or Ubuntu are unpacked, without root and without installing them.
 * Their versions are not pinned: the archive keeps only the newest, and apt checks its signature.
 */
export function debianPackages(name: string, packages: readonly string[]): string {
  return installed({
    name: `debian-${name}`,
    notice: `${packages.join(', ')} of the machine's own Debian`,
    sources: [__filename],
    versions: packages,
    make: (folder) => {
      mustRun('apt-get', ['download', ...packages], { cwd: folder });
      for (const file of readdirSync(folder).filter((one) => one.endsWith('.deb'))) mustRun('dpkg', ['-x', file, '.'], { cwd: folder });
    },
  });
}

/** The newest version of a package that is split by versions: `postgresql-client` is `postgresql-client-15` in Debian 12. */
export function currentPackage(name: string): string {
  const found = /Depends: (\S+)/.exec(mustRun('apt-cache', ['depends', name]));
  if (found === null) throw new Error(`apt knows no ${name}: run apt-get update`);
  return found[1]!;
}

/** Where the libraries of unpacked packages are. */
export function libraryPath(folder: string): string {
  const libraries = join(folder, 'usr/lib');
  return readdirSync(libraries).filter((name) => name.endsWith('-linux-gnu')).map((name) => join(libraries, name)).join(':');
}
