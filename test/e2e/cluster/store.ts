import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder } from '../../tools/cache';
import { definitionFiles } from '../../tools/definitions';
import { controlPlanePrograms } from '../../tools/kubernetes';

/**
 * A store that holds the definitions of all operators and nothing else. The API server takes some ten seconds for them, so
 * it is made once for each set of definitions; every cluster starts on a copy of its own.
 */
export async function storeWithDefinitions(prepare: (definitions: readonly string[], target: string) => Promise<void>): Promise<string> {
  const definitions = definitionFiles();
  const hash = createHash('sha256').update(controlPlanePrograms());
  for (const file of definitions) hash.update('\0').update(readFileSync(file));
  const store = join(cacheFolder(), 'tools', `store-${hash.digest('hex').slice(0, 12)}`);
  if (existsSync(store)) return store;
  process.stderr.write('dust-service: preparing a store with the definitions of all operators\n');
  const unfinished = `${store}.${process.pid}`;
  mkdirSync(unfinished, { recursive: true });
  await prepare(definitions, unfinished);
  // Complete or not there at all, also when two runs make it at once.
  if (existsSync(store)) rmSync(unfinished, { recursive: true, force: true });
  else renameSync(unfinished, store);
  return store;
}
