import { CommandError } from './command';
import type { Io } from './command';
import { runProgram } from './spawn';
import type { Ended } from './spawn';

/** One object of a list that kubectl prints. */
export interface Live {
  readonly metadata: { readonly name: string; readonly labels?: Readonly<Record<string, string>> };
  readonly [field: string]: unknown;
}

/** The objects of a kind in a namespace, as the person's own kubectl and kubeconfig see them. */
export async function listObjects(io: Io, kind: string, namespace: string): Promise<readonly Live[]> {
  const out = await ask(io, ['get', kind, '--namespace', namespace, '--output', 'json'], `list ${kind} in namespace ${namespace}`);
  return (JSON.parse(out) as { items: Live[] }).items;
}

/** One object without a namespace. */
export async function getObject(io: Io, kind: string, name: string): Promise<Live> {
  return JSON.parse(await ask(io, ['get', kind, name, '--output', 'json'], `get ${kind} ${name}`)) as Live;
}

/** The names of the objects of a kind in a namespace; what they hold stays where it is. */
export async function listNames(io: Io, kind: string, namespace: string): Promise<readonly string[]> {
  const out = await ask(io, ['get', kind, '--namespace', namespace, '--output', 'name'], `list ${kind} in namespace ${namespace}`);
  return out.split('\n').filter((line) => line !== '').map((line) => line.slice(line.indexOf('/') + 1));
}

/** What kubectl answers, where it can. */
async function ask(io: Io, line: readonly string[], what: string): Promise<string> {
  const { exitCode, out, error } = await kubectl(io, line);
  if (exitCode !== 0) throw new CommandError(`kubectl cannot ${what}: ${error.trim()}`, 'check the context: kubectl config current-context');
  return out;
}

/** Makes an object, or changes it, by standard input: an argument could be seen by everybody on the machine. */
export async function applyObject(io: Io, object: object): Promise<void> {
  const { exitCode, error } = await kubectl(io, ['apply', '--server-side', '--force-conflicts', '--field-manager', 'dust', '--filename', '-'], JSON.stringify(object));
  if (exitCode !== 0) throw new CommandError(`kubectl cannot apply it: ${error.trim()}`, 'check the context and what you may do there: kubectl auth can-i create secrets');
}

async function kubectl(io: Io, line: readonly string[], input = ''): Promise<Ended> {
  try {
    return await runProgram(io, 'kubectl', line, input);
  } catch {
    throw new CommandError('kubectl is not installed here', 'install kubectl, or put it on the PATH');
  }
}
