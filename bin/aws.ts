import { CommandError } from './command';
import type { Io } from './command';
import { runProgram } from './spawn';

/**
 * What the person's own AWS CLI answers, with the person's own credentials. The input goes through a pipe of the shell, since
 * a program cannot open the socket that Node gives it as `/dev/stdin`; it is in no argument, where every process could read it.
 */
export async function aws(io: Io, line: readonly string[], input = ''): Promise<string> {
  const { exitCode, out, error } = await runProgram(io, 'sh', ['-c', 'cat | aws "$@"', 'dust', ...line], input);
  if (exitCode === 0) return out;
  if (exitCode === NOT_FOUND) throw new CommandError('the AWS CLI is not installed here', 'install it, or put it on the PATH');
  throw new CommandError(`aws ${line.slice(0, 2).join(' ')} failed: ${error.trim()}`, 'check the credentials: aws sts get-caller-identity');
}

/** What a shell answers for a program that it cannot find. */
const NOT_FOUND = 127;
