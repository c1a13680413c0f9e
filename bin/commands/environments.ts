import { CommandError } from '../command';
import type { Command } from '../command';
import { bootstrap } from '../environments/bootstrap';
import { check } from '../environments/check';

/** What the environments of the fleet rest on outside of the templates. */
export const environments: Command = {
  name: 'environments',
  synopsis: 'check [ENVIRONMENT] [--online] | bootstrap ENVIRONMENT',
  summary: 'say what the trust in GitHub rests on, and online judge it (asks GitHub and the AWS CLI); or write the script of a bootstrap',
  maxNames: 2,
  options: ['online'],
  async run({ names: [action, ...names], options }, io) {
    const online = options.has('online');
    if (action === 'check') return check(names, online, io);
    if (action === 'bootstrap' && !online) return bootstrap(names, io);
    const problem = action === undefined ? 'what about the environments?' : action === 'bootstrap' ? 'a script is written offline' : `there is no "environments ${action}"`;
    throw new CommandError(problem, `usage: dust environments ${environments.synopsis}`);
  },
};
