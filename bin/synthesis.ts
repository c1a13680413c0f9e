import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CommandError } from './command';
import type { Io, Result } from './command';
import { ownManifest } from './package';
import { runProgram } from './spawn';
import { formatIssues } from '../lib/issues/dust-error';
import type { PrintedIssue } from '../lib/issues/dust-error';
import type { IdentitiesDescription } from '../lib/plan/describe-identities';
import type { PlanDescription } from '../lib/plan/describe-plan';
import type { TrustDescription } from '../lib/trust/describe-trust';

/** What the app of the folder told about its run; see `constructs/report.ts`. */
export interface Report extends Partial<IdentitiesDescription> {
  readonly issues: readonly PrintedIssue[];
  readonly error?: string;
  readonly manifests?: { readonly written: readonly string[]; readonly unchanged: readonly string[]; readonly removed: readonly string[] };
  /** Of all roles that GitHub may assume. */
  readonly trust?: readonly TrustDescription[];
  /** Those that were chosen. */
  readonly services?: readonly { readonly service: string; readonly environments: readonly PlanDescription[] }[];
}

export interface Synthesis {
  readonly services: readonly string[];
  /** Check everything and write nothing. */
  readonly dryRun: boolean;
  /**
   * Whether CloudFormation's rules are held against the templates, which takes seconds.
   *
   * @default true
   */
  readonly validation?: boolean;
}

/** A run of the CDK CLI that is pinned in the folder, on the app of its cdk.json. */
export async function synthesize(io: Io, { services, dryRun, validation = true }: Synthesis): Promise<Report> {
  if (!existsSync(join(io.folder, 'cdk.json'))) throw new CommandError('there is no cdk.json here', 'run it in the folder of the fleet');
  const temporary = mkdtempSync(join(tmpdir(), 'dust-'));
  try {
    const reportFile = join(temporary, 'report.json');
    const context = [
      `dust:report=${reportFile}`,
      ...(services.length > 0 ? [`service=${services.join(',')}`] : []),
      ...(dryRun ? ['dust:dry-run=true'] : []),
    ];
    const output = dryRun ? ['--output', join(temporary, 'cdk.out')] : [];
    const line = [cdkCli(io.folder), 'synth', '--quiet', '--no-notices', ...output, ...context.flatMap((entry) => ['--context', entry])];
    const environment = validation ? io.environment : { ...io.environment, CDK_VALIDATION: 'false' };
    const { exitCode, text } = await runProgram({ ...io, environment }, process.execPath, line);
    return readReport(reportFile, exitCode, text);
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

/** The decisions for one environment, of these services or of all, for who wants nothing of the templates; or what to answer when the app has issues. */
export async function plansIn(io: Io, environment: string, services: readonly string[]): Promise<PlansFound> {
  const report = await synthesize(io, { services, dryRun: true, validation: false });
  if (report.services === undefined) return { failure: failed(report) };
  const all = report.services.flatMap(({ service, environments }) => environments.map((plan) => ({ service, plan })));
  const plans = all.filter(({ plan }) => plan.environment === environment);
  if (plans.length > 0) return { plans };
  const known = [...new Set(all.map(({ plan }) => plan.environment))].join(', ');
  throw new CommandError(`no service of these is in environment "${environment}"`, `environments: ${known}`);
}

type PlansFound = { readonly plans: readonly ServicePlanned[] } | { readonly failure: Result };

export interface ServicePlanned {
  readonly service: string;
  readonly plan: PlanDescription;
}

/** The result of a command whose synthesis failed: the issues as data, and as the block that a synthesis prints. */
export function failed({ issues, error }: Report): Result {
  return {
    exitCode: 1,
    json: { ok: false, issues, ...(error === undefined ? {} : { error }) },
    text: issues.length > 0 ? formatIssues(issues) : `dust: the synthesis failed\n${error ?? ''}\n`,
  };
}

function cdkCli(folder: string): string {
  try {
    return createRequire(join(folder, 'package.json')).resolve('aws-cdk/bin/cdk');
  } catch {
    throw new CommandError('the CDK CLI is not installed here', `run: npm install --save-dev --save-exact aws-cdk@${ownManifest().devDependencies['aws-cdk']}`);
  }
}

/** An app that ends before its report, such as one that does not compile, is known by what it printed. */
function readReport(file: string, exitCode: number, text: string): Report {
  const report: Report = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Report) : { issues: [], error: text.trim() };
  if (exitCode !== 0) return report.issues.length > 0 ? report : { issues: [], error: report.error ?? text.trim() };
  if (report.services !== undefined) return report;
  return { issues: [], error: existsSync(file) ? report.error ?? text.trim() : 'the app of cdk.json is no DustApp, or it does not call synth()' };
}
