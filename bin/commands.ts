import type { Command } from './command';
import { plan } from './commands/plan';
import { secrets } from './commands/secrets';
import { synth } from './commands/synth';

/** Every verb of `dust`, in the order in which help lists them. */
export const COMMANDS: readonly Command[] = [synth, plan, secrets];
