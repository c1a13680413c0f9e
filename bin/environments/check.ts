import type { Finding, Read, Severity } from './finding';
import { GitHub } from './github';
import { judgeBootstrap, judgeProvider, placeOf } from './judge-bootstrap';
import { judgeRepository } from './judge-repository';
import { readBootstrap, readProvider } from './read-bootstrap';
import { readRepository } from './read-github';
import type { Bootstrap, IdentitiesDescription, Identity } from '../../lib/plan/describe-identities';
import { aws } from '../aws';
import { CommandError } from '../command';
import type { Io, Result } from '../command';
import { failed, synthesize } from '../synthesis';

/** Says what the trust of the fleet's roles rests on; online, reads that and judges it. */
export async function check([environment, ...rest]: readonly string[], online: boolean, io: Io): Promise<Result> {
  if (rest.length > 0) throw new CommandError('one environment, or all of them', 'usage: dust environments check [ENVIRONMENT] [--online]');
  const report = await synthesize(io, { services: [], dryRun: true, validation: false });
  if (report.services === undefined) return failed(report);
  const fleet = within(report as unknown as IdentitiesDescription, environment);
  return online ? answer(fleet, await findingsOf(fleet, io)) : listing(fleet, environment);
}

/** What belongs to one environment, or everything. */
function within(fleet: IdentitiesDescription, environment: string | undefined): IdentitiesDescription {
  if (environment === undefined) return fleet;
  const known = environmentsOf(fleet);
  if (!known.includes(environment)) throw new CommandError(`the fleet has no environment "${environment}"`, `environments: ${known.join(', ')}`);
  return {
    ...fleet,
    identities: fleet.identities.filter((one) => one.environment === environment),
    bootstraps: fleet.bootstraps.filter(({ environments }) => environments.includes(environment)),
  };
}

function environmentsOf({ identities, bootstraps }: IdentitiesDescription): string[] {
  return [...new Set([...bootstraps.flatMap(({ environments }) => environments), ...identities.map(({ environment }) => environment)])];
}

function listing(fleet: IdentitiesDescription, environment: string | undefined): Result {
  const environments = environmentsOf(fleet).filter((name) => environment === undefined || name === environment);
  const next = `dust environments check${environment === undefined ? '' : ` ${environment}`} --online`;
  const text = [...environments.map((name) => section(fleet, name)), `nothing of this is proved offline; what the roles rest on is read with: ${next}\n`].join('\n');
  return { exitCode: 0, json: { ok: true, proved: false, next, ...fleet }, text };
}

function section({ identities, bootstraps }: IdentitiesDescription, environment: string): string {
  const roles = identities.filter((one) => one.environment === environment);
  const through = bootstraps.filter(({ environments }) => environments.includes(environment));
  const title = roles.some((one) => one.protected) ? `${environment} (protected)` : environment;
  return [
    title,
    ...through.map((bootstrap) => `  deployed through ${placeOf(bootstrap)}: not proved offline`),
    ...roles.map((one) => `  ${one.role}\n      trusts ${originOf(one)} of ${one.repository}\n      ${restsOn(one)}: not proved offline`),
    '',
  ].join('\n');
}

function originOf({ from }: Identity): string {
  return 'branch' in from ? `branch ${from.branch}` : `GitHub environment ${from.gitHubEnvironment}`;
}

function restsOn({ from, branch, restsOnRules }: Identity): string {
  if ('branch' in from) return `rests on who may push to ${branch}`;
  return restsOnRules ? 'rests on the protection rules of that GitHub environment alone' : 'rests on the protection rules of that GitHub environment, and on claims that AWS compares';
}

/** Everything that is read online, judged. */
export async function findingsOf(fleet: IdentitiesDescription, io: Io): Promise<readonly Finding[]> {
  const gitHub = fleet.identities.length === 0 ? undefined : await GitHub.connect(io, fleet.issuer);
  const slugs = [...new Set(fleet.identities.map(({ repository }) => repository))].sort();
  const repositories = gitHub === undefined ? [] : await inTurns(slugs, async (slug) => {
    const trusting = fleet.identities.filter(({ repository }) => repository === slug);
    return judgeRepository(await readRepository(gitHub, slug, trusting), trusting);
  });
  return [...repositories.flat(), ...await accountFindings(fleet, io)];
}

/** A few at a time: GitHub slows down who asks for much at once. */
async function inTurns<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const found: R[] = [];
  for (let start = 0; start < items.length; start += AT_ONCE) found.push(...await Promise.all(items.slice(start, start + AT_ONCE).map(work)));
  return found;
}

const AT_ONCE = 4;

/** Credentials are of one account; what is elsewhere is told as unproved, and never passed over. */
async function accountFindings({ bootstraps, identities, issuer, audience }: IdentitiesDescription, io: Io): Promise<readonly Finding[]> {
  const mine = await accountOf(io);
  const found: Finding[] = [];
  const isMine = ({ account }: Bootstrap): boolean => 'known' in mine && mine.known === account;
  for (const bootstrap of bootstraps) {
    if (isMine(bootstrap)) found.push(...judgeBootstrap(bootstrap, await readBootstrap(io, bootstrap)));
    else found.push(unchecked(placeOf(bootstrap), bootstrap, mine));
  }
  const trusting = [...new Set(identities.map(({ account }) => account))];
  const inTrust = bootstraps.filter(({ account }) => trusting.includes(account));
  const accounts = [...new Map(inTrust.map((bootstrap) => [bootstrap.account, bootstrap])).values()];
  for (const bootstrap of accounts) {
    const where = `OIDC provider ${issuer} of account ${bootstrap.account}`;
    if (isMine(bootstrap)) found.push(...judgeProvider(bootstrap.account, issuer, audience, await readProvider(io, bootstrap, issuer)));
    else found.push(unchecked(where, bootstrap, mine));
  }
  return found;
}

/** Without credentials GitHub's half is still worth reading. */
async function accountOf(io: Io): Promise<Read<string>> {
  try {
    return { known: (await aws(io, ['sts', 'get-caller-identity', '--query', 'Account', '--output', 'text'])).trim() };
  } catch (error) {
    if (error instanceof CommandError) return { unread: error.message };
    throw error;
  }
}

function unchecked(where: string, { account, environments }: Bootstrap, mine: Read<string>): Finding {
  const what = 'known' in mine ? `not checked: these credentials are of account ${mine.known}` : `not checked: ${mine.unread}`;
  const why = 'nothing here says whether GitHub\'s tokens get more than was declared';
  return { severity: 'unproved', where, what, why, fix: `with credentials of account ${account}: dust environments check ${environments[0]!} --online` };
}

const SEVERITIES: readonly Severity[] = ['wrong', 'unproved', 'good'];

function answer(fleet: IdentitiesDescription, findings: readonly Finding[]): Result {
  const ranked = SEVERITIES.flatMap((severity) => findings.filter((finding) => finding.severity === severity));
  const counts = Object.fromEntries(SEVERITIES.map((severity) => [severity, ranked.filter((finding) => finding.severity === severity).length]));
  const ok = counts.wrong === 0;
  const title = SEVERITIES.map((severity) => `${counts[severity]} ${severity}`).join(', ');
  const json = { ok, proved: ok && counts.unproved === 0, counts, findings: ranked, ...fleet };
  return { exitCode: ok ? 0 : 1, json, text: [title, ...ranked.map(describe), ''].join('\n') };
}

function describe({ severity, where, what, why, fix }: Finding): string {
  const lines = [`  ${severity.padEnd(8)}  ${where}: ${what}`, ...(why === undefined ? [] : [`            ${why}`]), ...(fix === undefined ? [] : [`            fix: ${fix}`])];
  return lines.join('\n');
}
