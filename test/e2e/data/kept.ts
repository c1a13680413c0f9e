import type { CacheServer } from './cache-server';
import type { Report } from './client';
import type { PostgresServer } from './postgres-server';

/** Values of rows, objects and keys, by the step that wrote them. */
export type Kept = Readonly<Record<string, string>>;

export interface Keepers {
  readonly postgres: PostgresServer;
  readonly database: string;
  readonly cache: CacheServer;
  readonly bucket: { read(bucket: string, key: string): Promise<string> };
}

/** What the servers themselves have of what a client says it has written. */
export async function keptOn({ postgres, database, cache, bucket: buckets }: Keepers, { done }: Report): Promise<Kept> {
  const entries = Object.entries(done).map(async ([step, { row, bucket, key }]) => {
    if (row !== undefined) return [step, postgres.must(`SELECT token FROM visits WHERE row = '${row}'`, database)];
    return [step, bucket === undefined ? cache.ask('GET', key!) : await buckets.read(bucket, key!)];
  });
  return Object.fromEntries(await Promise.all(entries)) as Kept;
}
