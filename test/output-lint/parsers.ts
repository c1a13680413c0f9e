import { join } from 'node:path';
import { judge } from './tools';
import { temporaryFolder } from '../support/synthesize';

/** The documents of one file, or why it has none. */
export type Reading = { readonly documents: readonly unknown[] } | { readonly error: string };

/** Files as PyYAML reads them, which keeps to YAML 1.1. */
export function readByPython(python: string, files: readonly string[]): Reading[] {
  const { exitCode, out, error } = judge(python, [join(__dirname, 'read_yaml.py')], { folder: temporaryFolder(), input: JSON.stringify(files) });
  if (exitCode !== 0) throw new Error(`PyYAML ended with ${exitCode}: ${error}`);
  return JSON.parse(out) as Reading[];
}

/** The objects of all files as `kubectl apply` reads them: a patch that changes nothing prints what was read, and asks no server. */
export function readByKubectl(kubectl: string, files: readonly string[]): Reading {
  return patched(kubectl, files.flatMap((file) => ['--filename', file]));
}

/** The objects of a folder as `kubectl apply -k` reads them: another parser, whose output the first one reads again. */
export function readByKustomize(kubectl: string, folder: string): Reading {
  const { exitCode, out, error } = judge(kubectl, ['kustomize', folder], { folder: temporaryFolder() });
  return exitCode === 0 && error === '' ? patched(kubectl, ['--filename', '-'], out) : { error };
}

function patched(kubectl: string, source: readonly string[], input?: string): Reading {
  const options = { folder: temporaryFolder(), ...(input === undefined ? {} : { input }) };
  const { exitCode, out, error } = judge(kubectl, ['patch', '--local', '--type=merge', '--patch={}', '--output=json', ...source], options);
  if (exitCode !== 0 || error !== '') return { error };
  // One object after the other; only the last line of each is a brace alone.
  return { documents: out.split(/(?<=^\}\n)/m).filter((text) => text.trim() !== '').map((text) => JSON.parse(text) as unknown) };
}
