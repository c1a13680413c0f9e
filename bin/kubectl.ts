import { CommandError } from './command';
import type { Io } from './command';
import { runProgram } from './spawn';
import type { Ended } from './spawn';

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

async function kubectl(io: Io, line: readonly string[]): Promise<Ended> {
  try {
    return await runProgram(io, 'kubectl', line);
  } catch {
    throw new CommandError('kubectl is not installed here', 'install kubectl, or put it on the PATH');
  }
}
