import { CommandError } from '../command';
import type { Command, Io, Result } from '../command';
import { set } from '../secrets/set';
import { status } from '../secrets/status';

const ACTIONS: Readonly<Record<string, (names: readonly string[], io: Io) => Promise<Result>>> = { set, status };

/** What people do with the secrets of an environment. */
export const secrets: Command = {
  name: 'secrets',
  synopsis: 'status ENVIRONMENT [service] | set ENVIRONMENT SERVICE NAME',
  summary: 'show whether every secret has reached its namespace (asks kubectl), or fill one from standard input (by the AWS CLI)',
  maxNames: 4,
  async run({ names: [action, ...names] }, io) {
    const run = action === undefined || !Object.hasOwn(ACTIONS, action) ? undefined : ACTIONS[action];
    if (run === undefined) throw new CommandError(action === undefined ? 'what about the secrets?' : `there is no "secrets ${action}"`, `usage: dust secrets ${secrets.synopsis}`);
    return run(names, io);
  },
};
