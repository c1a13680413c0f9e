import { CommandError } from '../command';
import type { Command } from '../command';
import { check } from '../environments/check';

/** What the environments of the fleet rest on outside of the templates. */
export const environments: Command = {
  name: 'environments',
  synopsis: 'check [ENVIRONMENT] [--online]',
  summary: 'say what the trust in GitHub rests on; online, read the rules of GitHub and the bootstrap of AWS, and judge them',
  maxNames: 2,
  options: ['online'],
  async run({ names: [action, ...names], options }, io) {
    if (action !== 'check') throw new CommandError(action === undefined ? 'what about the environments?' : `there is no "environments ${action}"`, `usage: dust environments ${environments.synopsis}`);
    return check(names, options.has('online'), io);
  },
};
