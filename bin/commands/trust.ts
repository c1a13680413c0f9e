import type { TrustDescription } from '../../lib/trust/describe-trust';
import { CommandError } from '../command';
import type { Command } from '../command';
import { failed, synthesize } from '../synthesis';

/** Who may assume which role from GitHub; a synthesis that finds somebody else fails here as everywhere. */
export const trust: Command = {
  name: 'trust',
  synopsis: '[service]',
  summary: 'show who may assume which role from GitHub, who may not, and what IAM cannot tell apart',
  maxNames: 1,
  async run({ names: [service] }, io) {
    // Of the whole fleet, since the roles of the platform are everybody's.
    const report = await synthesize(io, { services: [], dryRun: true, validation: false });
    if (report.trust === undefined) return failed(report);
    const roles = report.trust.filter((role) => service === undefined || role.service === service);
    const known = [...new Set(report.trust.flatMap((role) => role.service ?? []))];
    if (roles.length === 0) throw new CommandError(`the fleet has no service "${service}"`, `services: ${known.join(', ')}`);
    return { exitCode: 0, json: { ok: true, roles }, text: [...roles.map(describe), summary(roles)].join('\n') };
  },
};

function describe({ role, account, description, declared, refused, indistinguishable, ...place }: TrustDescription): string {
  const byClosure = grouped(indistinguishable, ({ closure }) => closure);
  return [
    `${role} (${account}${place.protected ? ', protected' : ''})`,
    `  ${description}`,
    ...declared.map((who) => `  lets in   ${who}`),
    `  refuses   ${refused.length} attacks, such as ${refused.slice(0, 3).join('; ')}`,
    ...[...byClosure].map(([closure, ways]) => `  ${closure} must keep out: ${ways.map(({ who }) => who).join('; ')}`),
    '',
  ].join('\n');
}

/** The reasons that people gave, each once. */
function closures(roles: readonly TrustDescription[]): string[] {
  const ways = roles.flatMap(({ indistinguishable }) => indistinguishable);
  const reasons = [...grouped(ways, ({ closure, reason }) => `${closure}: ${reason}`).keys()].sort();
  return ['What IAM cannot tell from a declared job is kept out by', ...reasons.map((reason) => `  ${reason}`), ''];
}

function grouped<T>(values: readonly T[], keyOf: (value: T) => string): ReadonlyMap<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const value of values) groups.set(keyOf(value), [...(groups.get(keyOf(value)) ?? []), value]);
  return groups;
}

function summary(roles: readonly TrustDescription[]): string {
  const resting = roles.filter(({ indistinguishable }) => indistinguishable.some(({ closure }) => closure === 'protectionRules'));
  const attacks = roles.reduce((sum, { refused, indistinguishable }) => sum + refused.length + indistinguishable.length, 0);
  return [
    ...closures(roles),
    `${roles.length} roles, tried by ${attacks} tokens.`,
    `${resting.length} rest on GitHub's own rules, ${resting.filter((role) => role.protected).length} of them in protected environments.`,
    'To read those rules: dust environments check --online',
    '',
  ].join('\n');
}
