import { spawn } from 'node:child_process';
import { CommandError } from './command';
import type { Io } from './command';

/** One object of a list that kubectl prints. */
export interface Live {
  readonly metadata: { readonly name: string };
  readonly [field: string]: unknown;
}

/** The objects of a kind in a namespace, as the person's own kubectl and kubeconfig see them. */
export async function listObjects(io: Io, kind: string, namespace: string): Promise<readonly Live[]> {
  const { exitCode, out, error } = await kubectl(io, ['get', kind, '--namespace', namespace, '--output', 'json']);
  if (exitCode !== 0) throw new CommandError(`kubectl cannot list ${kind} in namespace ${namespace}: ${error.trim()}`, 'check the context: kubectl config current-context');
  return (JSON.parse(out) as { items: Live[] }).items;
}

function kubectl(io: Io, line: readonly string[]): Promise<{ exitCode: number; out: string; error: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn('kubectl', line, { cwd: io.folder, env: io.environment, stdio: ['ignore', 'pipe', 'pipe'] });
    const said = { out: '', error: '' };
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => { said.out += chunk; });
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => { said.error += chunk; });
    child.on('error', () => reject(new CommandError('kubectl is not installed here', 'install kubectl, or put it on the PATH')));
    child.on('close', (code) => resolve({ exitCode: code ?? 1, ...said }));
  });
}
