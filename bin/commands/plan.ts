import type { PlanDescription } from '../../lib/plan/describe-plan';
import type { Command } from '../command';
import { failed, synthesize } from '../synthesis';

/** Shows every decision, and writes nothing. */
export const plan: Command = {
  name: 'plan',
  synopsis: '[service]',
  summary: 'show what a service, or every service, would get; nothing is written',
  maxNames: 1,
  async run({ names }, io) {
    const report = await synthesize(io, { services: names, dryRun: true, validation: false });
    if (report.services === undefined) return failed(report);
    const { services } = report;
    const text = services.map(({ service, environments }) => environments.map((environment) => describe(service, environment)).join('\n')).join('\n');
    return { exitCode: 0, json: { ok: true, services }, text };
  },
};

function describe(service: string, decisions: PlanDescription): string {
  const { workload, access } = decisions;
  const scaling = workload.maxReplicas > workload.replicas ? `${workload.replicas} to ${workload.maxReplicas} pods` : `${workload.replicas} pods`;
  return [
    `${service} in ${decisions.environment} (${decisions.account}, ${decisions.region})`,
    row('stack', decisions.stack),
    row('namespace', decisions.namespace),
    row('image', decisions.image),
    row('access', access.host === undefined ? access.kind : `${access.kind}, ${access.host}`),
    row('workload', `${scaling}, ${workload.cpuMillicores}m cpu, ${workload.memoryMebibytes}Mi memory, port ${workload.port}`),
    ...rows('provider', decisions.requests.map(({ path, provider }) => `${path} by ${provider}`)),
    ...rows('variable', Object.entries(decisions.variables).map(([name, value]) => `${name}=${value}`)),
    ...rows('secret', decisions.secrets.map(({ variables, stored, byHand }) => `${variables.join(', ')} from ${stored.join(', ') || 'the cluster'}${byHand ? ', filled by a person' : ''}`)),
    ...rows('role', decisions.roles.map(({ name, trusts, may }) => `${name}\n${' '.repeat(14)}trusts ${trusts}\n${' '.repeat(14)}may ${may.join(', ') || 'do nothing in AWS'}`)),
    ...rows('from', decisions.ingress.map(edge)),
    ...rows('to', decisions.egress.map(edge)),
    '',
  ].join('\n');
}

function edge({ peer, ports, reason }: PlanDescription['egress'][number]): string {
  return `${peer}:${ports.join(',')} (${reason})`;
}

function rows(title: string, values: readonly string[]): string[] {
  return values.map((value, index) => row(index === 0 ? title : '', value));
}

function row(title: string, value: string): string {
  return `  ${title.padEnd(10)}  ${value}`;
}
