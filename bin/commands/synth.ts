import type { Command } from '../command';
import { failed, synthesize } from '../synthesis';

/** Writes templates and manifests. */
export const synth: Command = {
  name: 'synth',
  synopsis: '[service…]',
  summary: 'write the templates and manifests of all services, or of the named ones',
  maxNames: Infinity,
  async run({ names }, io) {
    const report = await synthesize(io, { services: names, dryRun: false });
    if (report.services === undefined || report.manifests === undefined) return failed(report);
    const { written, unchanged, removed } = report.manifests;
    const services = report.services.map(({ service, environments }) => ({
      service,
      environments: environments.map(({ environment }) => environment),
      stacks: environments.map(({ stack }) => stack),
    }));
    const lines = services.map(({ service, environments }) => `  ${service}: ${environments.join(', ')}`);
    return {
      exitCode: 0,
      json: { ok: true, services, manifests: report.manifests },
      text: `${lines.join('\n')}\nmanifests: ${written.length} written, ${unchanged.length} unchanged, ${removed.length} removed\nnext: cdk deploy --all\n`,
    };
  },
};
