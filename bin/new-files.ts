import { lstatSync, mkdirSync, renameSync, rmSync, rmdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Those of the paths at which there is something already. */
export function taken(folder: string, paths: readonly string[]): string[] {
  return paths.filter((path) => lstatSync(join(folder, path), { throwIfNoEntry: false }) !== undefined);
}

/** Writes files that are not there yet, all or none of them; then `last`, whose failure takes them back too. */
export function writeNew(folder: string, files: ReadonlyMap<string, string>, last: () => void = () => undefined): void {
  const made: (() => void)[] = [];
  try {
    for (const [path, text] of files) {
      const target = join(folder, path);
      // The first of the folders that did not exist; an empty one is left to whoever put a file into it meanwhile.
      const first = mkdirSync(dirname(target), { recursive: true });
      if (first !== undefined) made.push(() => removeFolders(dirname(target), first));
      writeFileSync(target, text, { flag: 'wx' });
      made.push(() => rmSync(target));
    }
    last();
  } catch (error) {
    for (const undo of made.reverse()) undo();
    throw error;
  }
}

/** Replaces a file in one step, so that a reader never sees half of it. */
export function replace(folder: string, path: string, text: string): void {
  const temporary = join(folder, `${path}.tmp`);
  try {
    writeFileSync(temporary, text);
    renameSync(temporary, join(folder, path));
  } finally {
    rmSync(temporary, { force: true });
  }
}

function removeFolders(deepest: string, first: string): void {
  for (let folder = deepest; ; folder = dirname(folder)) {
    rmdirSync(folder);
    if (folder === first) return;
  }
}
