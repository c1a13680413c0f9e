import { existsSync, lstatSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, rmdirSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import type { ManifestFile } from '../lib/manifests/manifest';

/** What a run did to the folder of manifests. */
export interface Emission {
  readonly written: readonly string[];
  readonly unchanged: readonly string[];
  readonly removed: readonly string[];
}

/** Lists what we wrote; nothing else is ever removed. */
const LEDGER = '.dust-files';

/**
 * Writes files where their bytes changed, and removes those that an earlier run wrote and this one does not, apart from
 * folders that this run did not print.
 */
export function emit(folder: string, files: readonly ManifestFile[], keptFolders: readonly string[]): Emission {
  const root = resolve(folder);
  const written: string[] = [];
  const unchanged: string[] = [];
  for (const { path, content } of files) (writeChanged(root, path, content) ? written : unchanged).push(path);
  const earlier = readLedger(root);
  const current = new Set(files.map(({ path }) => path));
  const isKept = (path: string): boolean => keptFolders.some((prefix) => path.startsWith(prefix));
  const stale = earlier.filter((path) => !current.has(path));
  const kept = stale.filter(isKept);
  const removed = stale.filter((path) => !isKept(path));
  for (const path of removed) remove(root, path);
  writeChanged(root, LEDGER, [...current, ...kept].sort().map((path) => `${path}\n`).join(''));
  return { written, unchanged, removed };
}

/** Atomically, so that a reader never sees half a file; true where there was something to write. */
function writeChanged(root: string, path: string, content: string): boolean {
  const target = inside(root, path);
  if (existsSync(target) && readFileSync(target, 'utf8') === content) return false;
  mkdirSync(dirname(target), { recursive: true });
  const temporary = `${target}.tmp`;
  writeFileSync(temporary, content);
  renameSync(temporary, target);
  return true;
}

function readLedger(root: string): string[] {
  const ledger = join(root, LEDGER);
  return existsSync(ledger) ? readFileSync(ledger, 'utf8').split('\n').filter((line) => line !== '') : [];
}

function remove(root: string, path: string): void {
  const target = inside(root, path);
  rmSync(target, { force: true });
  const isEmpty = (folder: string): boolean => existsSync(folder) && readdirSync(folder).length === 0;
  for (let folder = dirname(target); folder !== root && isEmpty(folder); folder = dirname(folder)) rmdirSync(folder);
}

/** The path below the root; a ledger that somebody edited, or a link, leads nowhere else. */
function inside(root: string, path: string): string {
  const target = resolve(root, path);
  const steps = relative(root, target).split(sep);
  if (steps[0] === '..' || steps[0] === '' || target === root) throw new Error(`${path} does not lie in ${root}`);
  steps.reduce((parent, step) => {
    const next = join(parent, step);
    if (lstatSync(next, { throwIfNoEntry: false })?.isSymbolicLink() === true) throw new Error(`${next} is a symbolic link; remove it`);
    return next;
  }, root);
  return target;
}

/** Removes the templates of a run that failed after they were written, so that nobody deploys them. */
export function discardTemplates(outdir: string): void {
  if (!existsSync(outdir)) return;
  for (const entry of readdirSync(outdir, { withFileTypes: true, recursive: true })) {
    if (entry.isFile() && (entry.name.endsWith('.template.json') || entry.name === 'manifest.json')) rmSync(join(entry.parentPath, entry.name), { force: true });
  }
}

/** In a plain App or Stage the manifests lie in the assembly, which is written anew every time. */
export function emitUnderAssembly(outdir: string, files: readonly ManifestFile[]): void {
  emit(join(outdir, 'manifests'), files, []);
}
