import { synthesize } from './synthesize';
import type { Output, SynthesizeOptions } from './synthesize';
import { fleet } from '../../examples/dust/fleet';
import { services } from '../../examples/dust/services';

/** The services of the example fleet in the order of its main file. */
export const exampleServices = services;

/** The example fleet, synthesized once for each file of tests that asks. */
export function exampleOutput(options: SynthesizeOptions & { readonly order?: readonly number[] } = {}): Output {
  const order = options.order ?? exampleServices.map((_, index) => index);
  return synthesize(fleet, (app) => { for (const index of order) exampleServices[index]!(app); }, options);
}
