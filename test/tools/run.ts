import { spawnSync } from 'node:child_process';
import type { SpawnSyncOptions } from 'node:child_process';

export interface Ended {
  readonly exitCode: number;
  readonly out: string;
  readonly error: string;
}

const LARGE = 256 * 1024 * 1024;

/** Runs a program to its end. */
export function run(program: string, line: readonly string[], options: SpawnSyncOptions = {}): Ended {
  const ended = spawnSync(program, [...line], { maxBuffer: LARGE, ...options, encoding: 'utf8' });
  const failure = ended.error === undefined ? '' : `${ended.error.message}\n`;
  return { exitCode: ended.status ?? 1, out: ended.stdout ?? '', error: `${failure}${ended.stderr ?? ''}` };
}

/** Runs a program that has to succeed; the error holds all that it said. */
export function mustRun(program: string, line: readonly string[], options: SpawnSyncOptions = {}): string {
  const { exitCode, out, error } = run(program, line, options);
  if (exitCode !== 0) throw new Error(`${program} ${line.join(' ')} ended with ${exitCode}\n${out}${error}`);
  return out;
}
