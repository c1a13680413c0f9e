import { RESTORE_DRILL } from '../../lib/postgres/restore-drill';
import type { Runbook } from '../../lib/providers/contract';
import { CommandError } from '../command';
import type { Command, Result } from '../command';
import { plansIn } from '../synthesis';

/** How the data of a service comes back, and how to try that before it is needed. */
export const restore: Command = {
  name: 'restore',
  synopsis: 'ENVIRONMENT SERVICE | drill',
  summary: 'print how the data of a service is restored, with its real names; "drill" prints a script that restores a PostgreSQL database elsewhere and compares',
  maxNames: 2,
  async run({ names: [environment, service] }, io) {
    if (environment === 'drill' && service === undefined) return drill();
    if (environment === undefined || service === undefined) throw new CommandError('which service, and where?', `usage: dust restore ${restore.synopsis}`);
    const found = await plansIn(io, environment, [service]);
    if ('failure' in found) return found.failure;
    const { restore: runbooks } = found.plans[0]!.plan;
    return { exitCode: 0, json: { ok: true, environment, service, runbooks }, text: asMarkdown(service, environment, runbooks) };
  },
};

function drill(): Result {
  return { exitCode: 0, json: { ok: true, script: RESTORE_DRILL }, text: RESTORE_DRILL };
}

function asMarkdown(service: string, environment: string, runbooks: readonly Runbook[]): string {
  const title = `# Restoring ${service} in ${environment}\n`;
  if (runbooks.length === 0) return `${title}\nIt keeps no data: deploy it again.\n`;
  return [title, ...runbooks.map(section), DRILL].join('\n');
}

function section({ title, steps }: Runbook): string {
  const lines = steps.map(({ text, commands = [] }, index) => {
    const shell = commands.length === 0 ? '' : `\n\n${['```sh', ...commands, '```'].join('\n').replace(/^/gm, '   ')}`;
    return `${index + 1}. ${text}${shell}\n`;
  });
  return [`## ${title}\n`, ...lines].join('\n');
}

const DRILL = `## The drill

\`dust restore drill > restore-drill.sh\` writes a script for sh, psql, pg_dump and pg_restore. It reads the database that PGHOST and
the other variables of the service name, restores a copy into another server (DRILL_HOST, DRILL_PORT, DRILL_USER, DRILL_PASSWORD),
compares every table and removes the copy; with DRILL_RESTORED it compares a database there that was restored in another way. Run it
once a quarter: a backup that was never restored is none.
`;
