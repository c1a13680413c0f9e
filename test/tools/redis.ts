import { join } from 'node:path';
import { debianPackages, libraryPath } from './debian';
import { mustRun } from './run';

export interface CachePrograms {
  readonly server: string;
  readonly client: string;
  /** Where they find their libraries. */
  readonly libraries: string;
}

/** Redis of the machine's own Debian, with the commands, the TLS and the passwords of ElastiCache for Valkey, which was made from it. */
export function cachePrograms(): CachePrograms {
  const folder = debianPackages('redis', ['redis-server', 'redis-tools', ...librariesOf('redis-tools')]);
  return { server: join(folder, 'usr/bin/redis-server'), client: join(folder, 'usr/bin/redis-cli'), libraries: libraryPath(folder) };
}

/** What a package names as its libraries, which differ from one Debian to the next; that of C itself is the machine's. */
function librariesOf(name: string): string[] {
  const found = [...mustRun('apt-cache', ['depends', '--important', name]).matchAll(/^ {2}Depends: (\S+)$/gm)].map(([, one]) => one!);
  return found.filter((one) => /^(lib|lua)/.test(one) && one !== 'libc6').sort();
}
