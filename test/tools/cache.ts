import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** Everything that tests and lint install lies in this one folder, outside the checkout; `DUST_CACHE` moves it. */
export function cacheFolder(): string {
  const { DUST_CACHE, XDG_CACHE_HOME } = process.env;
  return DUST_CACHE ?? join(XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'dust-service');
}

/**
 * A folder for the data, certificates and logs of one run. Who makes the next one also removes those of runs that have ended
 * without doing so.
 */
export function runFolder(name: string): string {
  const runs = join(cacheFolder(), 'run');
  mkdirSync(runs, { recursive: true });
  for (const old of readdirSync(runs)) {
    const [pid] = old.split('-');
    if (!isRunning(Number(pid))) rmSync(join(runs, old), { recursive: true, force: true });
  }
  return mkdtempSync(join(runs, `${process.pid}-${name}-`));
}

export interface Recipe {
  readonly name: string;
  /** What is said before it starts, for instance how long it takes. */
  readonly notice: string;
  /** Files and folders whose content decides what is made; another content is another installation. */
  readonly sources: readonly string[];
  /** What decides beside the sources, such as the version of a compiler. */
  readonly versions?: readonly string[];
  make(folder: string): void;
}

/**
 * The folder of what a recipe makes, made once for each content of its sources. A folder counts only with its mark, which
 * is written last, so that an interrupted installation starts again.
 */
export function installed(recipe: Recipe): string {
  const folder = join(cacheFolder(), 'tools', `${recipe.name}-${stamp(recipe)}`);
  if (isComplete(folder)) return folder;
  mkdirSync(join(folder, '..'), { recursive: true });
  return locked(`${folder}.lock`, () => {
    if (isComplete(folder)) return folder;
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder);
    process.stderr.write(`dust-service: installing ${recipe.name}: ${recipe.notice}\n`);
    recipe.make(folder);
    writeFileSync(join(folder, MARK), '');
    return folder;
  });
}

const MARK = '.complete';

function isComplete(folder: string): boolean {
  return statSync(join(folder, MARK), { throwIfNoEntry: false }) !== undefined;
}

function stamp({ sources, versions = [] }: Recipe): string {
  const hash = createHash('sha256').update(versions.join('\n'));
  for (const file of sources.flatMap(filesOf)) hash.update('\0').update(readFileSync(file));
  return hash.digest('hex').slice(0, 12);
}

function filesOf(path: string): string[] {
  if (statSync(path).isFile()) return [path];
  return readdirSync(path).sort().map((name) => join(path, name)).filter((file) => statSync(file).isFile());
}

/** Two runs at once do not build into one folder; the lock of a process that has died is taken over. */
function locked<T>(lock: string, action: () => T): T {
  while (!taken(lock)) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 500);
  try {
    return action();
  } finally {
    rmSync(lock, { force: true });
  }
}

function taken(lock: string): boolean {
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx' });
    return true;
  } catch {
    if (!isRunning(ownerOf(lock))) rmSync(lock, { force: true });
    return false;
  }
}

function ownerOf(lock: string): number {
  try {
    return Number(readFileSync(lock, 'utf8'));
  } catch {
    return 0;
  }
}

/** Whether a process with this id is there. */
export function isRunning(pid: number): boolean {
  if (pid <= 0) return true;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Somebody else's process is there, although it may not be asked.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
