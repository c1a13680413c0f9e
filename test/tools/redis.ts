import { join } from 'node:path';
import { debianPackages, libraryPath } from './debian';

export interface CachePrograms {
  readonly server: string;
  readonly client: string;
  /** Where they find their libraries. */
  readonly libraries: string;
}

/** Redis 7 of the machine's own Debian, with the commands, the TLS and the passwords of ElastiCache for Valkey, which was made from it. */
export function cachePrograms(): CachePrograms {
  const folder = debianPackages('redis', ['redis-server', 'redis-tools', 'libjemalloc2', 'liblzf1']);
  return { server: join(folder, 'usr/bin/redis-server'), client: join(folder, 'usr/bin/redis-cli'), libraries: libraryPath(folder) };
}
