import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Manifest } from './starter';

/** Our own package.json. */
export function ownManifest(): Manifest {
  return JSON.parse(readFileSync(join(ownFolder(), 'package.json'), 'utf8')) as Manifest;
}

export function readTemplate(path: string): string {
  return readFileSync(join(ownFolder(), 'templates', path), 'utf8');
}

/** The folder of this package, which is farther from what was compiled than from the sources. */
function ownFolder(): string {
  let folder = __dirname;
  while (!existsSync(join(folder, 'package.json'))) folder = dirname(folder);
  return folder;
}
