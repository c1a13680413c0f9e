import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Measured } from './workload';

const SIZES = [1, 10, 30, 100, 300];
const RUNS = 3;
const VALIDATION = ['false', 'true'] as const;

/** Medians of whole processes, taken in turns so that a busy minute of the machine falls on all of them alike. */
function main(json: boolean): void {
  const results = VALIDATION.map((validation) => ({ validation: validation === 'true', ...measureAll(validation), cli: SIZES.map((services) => measureCli(services, validation)) }));
  process.stdout.write(json ? `${JSON.stringify(results, undefined, 2)}\n` : results.map((result) => `${table(result)}${cliTable(result.cli)}`).join('\n'));
}

interface MeasuredCli {
  readonly services: number;
  readonly cpuSeconds: number;
  readonly wallSeconds: number;
}

/** `cdk synth -q` as a person runs it: the CLI, the app, and what the CLI does with the assembly. */
function measureCli(services: number, validation: string): MeasuredCli {
  const folder = mkdtempSync(join(tmpdir(), 'dust-benchmark-cli-'));
  try {
    writeFileSync(join(folder, 'cdk.json'), JSON.stringify({ app: `node ${join(__dirname, 'app.js')}`, versionReporting: false, context: { 'cli-telemetry': false } }));
    return { services, ...median(Array.from({ length: RUNS }, () => timed(folder, services, validation))) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function timed(cwd: string, services: number, validation: string): Omit<MeasuredCli, 'services'> {
  const env = { ...process.env, CDK_VALIDATION: validation, BENCHMARK_SERVICES: String(services) };
  const cli = join(__dirname, '../../node_modules/aws-cdk/bin/cdk');
  // `times` of the shell counts the processes that a process starts, too.
  const script = 'node "$0" synth -q --no-notices >/dev/null 2>&1 && times';
  const began = process.hrtime.bigint();
  const out = execFileSync('bash', ['-c', script, cli], { encoding: 'utf8', cwd, env });
  const [user = 0, system = 0] = out.trim().split('\n')[1]!.split(' ').map(seconds);
  return { cpuSeconds: user + system, wallSeconds: Number(process.hrtime.bigint() - began) / 1e9 };
}

/** `1m2.345s` */
function seconds(text: string): number {
  const [, minutes = '0', rest = '0'] = /^([0-9]+)m([0-9.]+)s$/.exec(text) ?? [];
  return 60 * Number(minutes) + Number(rest);
}

function cliTable(rows: readonly MeasuredCli[]): string {
  return rows.map(({ services, cpuSeconds, wallSeconds }) => `cdk synth -q, ${services} services: ${cpuSeconds.toFixed(2)} s of CPU, ${wallSeconds.toFixed(2)} s\n`).join('');
}

function measureAll(validation: string): { readonly rows: readonly Row[]; readonly exponent: number } {
  const runs = Array.from({ length: RUNS }, () => SIZES.map((size) => measure(size, validation)));
  const rows = SIZES.map((services, column) => ({ services, ...median(runs.map((run) => run[column]!)) }));
  return { rows, exponent: exponentOf(rows) };
}

type Row = Measured & { readonly services: number };

function measure(services: number, validation: string): Measured {
  const env = { ...process.env, CDK_VALIDATION: validation };
  return JSON.parse(execFileSync(process.execPath, [join(__dirname, 'workload.js'), String(services)], { encoding: 'utf8', env, stdio: ['ignore', 'pipe', 'ignore'] })) as Measured;
}

/** The run whose CPU time is in the middle. */
function median<T extends { readonly cpuSeconds: number }>(runs: readonly T[]): T {
  return [...runs].sort((a, b) => a.cpuSeconds - b.cpuSeconds)[Math.floor(runs.length / 2)]!;
}

/** How CPU time grows from 30 services to 300, beyond what one service costs: 1 is in proportion, 2 is with the square. */
function exponentOf(rows: readonly Row[]): number {
  const beyondOne = (services: number): number => rows.find((row) => row.services === services)!.cpuSeconds - rows[0]!.cpuSeconds;
  return Math.log(beyondOne(300) / beyondOne(30)) / Math.log(299 / 29);
}

function table({ validation, rows, exponent }: { readonly validation: boolean; readonly rows: readonly Row[]; readonly exponent: number }): string {
  const columns: readonly (readonly [string, (row: Row) => string])[] = [
    ['services', ({ services }) => String(services)],
    ['CPU s', ({ cpuSeconds }) => cpuSeconds.toFixed(2)],
    ['wall s', ({ wallSeconds }) => wallSeconds.toFixed(2)],
    ['peak MiB', ({ peakMebibytes }) => peakMebibytes.toFixed(0)],
    ['stacks', ({ stacks }) => String(stacks)],
    ['resources', ({ resources }) => String(resources)],
    ['manifests', ({ manifests }) => String(manifests)],
    ['MiB', ({ mebibytes }) => mebibytes.toFixed(1)],
  ];
  const lines = [columns.map(([title]) => title.padStart(10)).join(''), ...rows.map((row) => columns.map(([, show]) => show(row).padStart(10)).join(''))];
  return [`validation of templates ${validation ? 'on' : 'off'}; CPU time grows with the power ${exponent.toFixed(2)} from 30 to 300`, ...lines, ''].join('\n');
}

main(process.argv.includes('--json'));
