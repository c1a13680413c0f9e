import type { Command } from './command';
import { environments } from './commands/environments';
import { init } from './commands/init';
import { newService } from './commands/new';
import { plan } from './commands/plan';
import { restore } from './commands/restore';
import { secrets } from './commands/secrets';
import { synth } from './commands/synth';
import { trust } from './commands/trust';

/** Every verb of `dust`, in the order in which help lists them. */
export const COMMANDS: readonly Command[] = [init, newService, synth, plan, trust, secrets, restore, environments];
