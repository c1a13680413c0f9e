import { spawn } from 'node:child_process';
import type { Io } from './command';

/** How a program ended, and what it said. */
export interface Ended {
  readonly exitCode: number;
  readonly out: string;
  readonly error: string;
  /** Both, in the order in which they were said. */
  readonly text: string;
}

/** Runs a program in the place of the command to its end, with this on its standard input; rejects when it cannot be started. */
export function runProgram(io: Io, program: string, line: readonly string[], input = ''): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, line, { cwd: io.folder, env: io.environment, stdio: ['pipe', 'pipe', 'pipe'] });
    // A program that ends before it has read everything says so by its exit code.
    child.stdin.on('error', () => undefined).end(input);
    const said = { out: '', error: '', text: '' };
    const listen = (stream: NodeJS.ReadableStream, name: 'out' | 'error'): void => void stream.setEncoding('utf8').on('data', (chunk: string) => {
      said[name] += chunk;
      said.text += chunk;
    });
    listen(child.stdout, 'out');
    listen(child.stderr, 'error');
    child.on('error', reject);
    child.on('close', (code) => resolve({ exitCode: code ?? 1, ...said }));
  });
}
