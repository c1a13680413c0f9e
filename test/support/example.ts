import { synthesize } from './synthesize';
import type { Output, SynthesizeOptions } from './synthesize';
import { fleet } from '../../examples/dust/fleet';
import { auditArchive } from '../../examples/dust/services/audit-archive';
import { matching } from '../../examples/dust/services/matching';
import { metricsGateway } from '../../examples/dust/services/metrics-gateway';
import { notifications } from '../../examples/dust/services/notifications';
import { web } from '../../examples/dust/services/web';

/** The services of the example fleet in the order of its main file. */
export const exampleServices = [web, matching, auditArchive, metricsGateway, notifications];

/** The example fleet, synthesized once for each file of tests that asks. */
export function exampleOutput(options: SynthesizeOptions & { readonly order?: readonly number[] } = {}): Output {
  const order = options.order ?? exampleServices.map((_, index) => index);
  return synthesize(fleet, (app) => { for (const index of order) exampleServices[index]!(app); }, options);
}
