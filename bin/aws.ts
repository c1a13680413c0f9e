import { CommandError } from './command';
import type { Io } from './command';
import { runProgram } from './spawn';
import type { Ended } from './spawn';

/**
 * What the person's own AWS CLI answers, with the person's own credentials. The input goes through a pipe of the shell, since
 * a program cannot open the socket that Node gives it as `/dev/stdin`; it is in no argument, where every process could read it.
 */
export async function aws(io: Io, line: readonly string[], input = ''): Promise<string> {
  const { exitCode, out, error } = await runAws(io, line, input);
  if (exitCode === 0) return out;
  throw new CommandError(`aws ${line.slice(0, 2).join(' ')} failed: ${error.trim()}`, 'check the credentials: aws sts get-caller-identity');
}

/** What the AWS CLI found, as JSON; undefined where AWS says by one of these errors that there is no such thing. */
export async function askAws(io: Io, line: readonly string[], missing: readonly string[]): Promise<Asked> {
  const { exitCode, out, error } = await runAws(io, [...line, '--output', 'json'], '');
  if (exitCode === 0) return parsed(out);
  const code = /An error occurred \((\w+)\)/.exec(error)?.[1];
  return code !== undefined && missing.includes(code) ? { known: undefined } : { unread: `aws ${line.slice(0, 2).join(' ')} failed: ${error.trim()}` };
}

/** What was found, or why nobody knows. */
type Asked = { readonly known: unknown } | { readonly unread: string };

function parsed(out: string): Asked {
  try {
    return { known: JSON.parse(out) as unknown };
  } catch {
    return { unread: 'the AWS CLI answered no JSON' };
  }
}

async function runAws(io: Io, line: readonly string[], input: string): Promise<Ended> {
  const ended = await runProgram(io, 'sh', ['-c', 'cat | aws "$@"', 'dust', ...line], input);
  if (ended.exitCode === NOT_FOUND) throw new CommandError('the AWS CLI is not installed here', 'install it, or put it on the PATH');
  return ended;
}

/** What a shell answers for a program that it cannot find. */
const NOT_FOUND = 127;
