import { appendFileSync, cpSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { printed } from './printed';
import { judge, judged } from './tools';
import { readFiles, temporaryFolder } from '../support/synthesize';
import { goJudge } from '../tools/judges';

interface Leak {
  readonly RuleID: string;
  readonly File: string;
  readonly StartLine: number;
}

const ROOT = join(__dirname, '../..');
const { folder: everything, fleets: [example] } = printed();

/** What leaves this repository: workflows, and what is packed for the registry, as far as it was compiled. */
const published = ['.github', 'README.md', 'package.json', ...(JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { files: string[] }).files].filter((path) => existsSync(join(ROOT, path)));

judged('gitleaks', { gitleaks: () => goJudge('gitleaks') }, ({ gitleaks }) => {
  /** Files cannot ask for silence with a comment; the exit code of leaks differs from that of an error. */
  function leaks(path: string): string[] {
    const folder = temporaryFolder();
    const report = join(folder, 'report.json');
    const line = ['dir', '--no-banner', '--log-level', 'warn', '--redact', '--ignore-gitleaks-allow', '--exit-code', '3', '--report-format', 'json', '--report-path', report, path];
    const { exitCode, out, error } = judge(gitleaks, line, { folder });
    const found = JSON.parse(readFileSync(report, 'utf8')) as Leak[];
    if (exitCode !== (found.length > 0 ? 3 : 0)) throw new Error(`gitleaks ended with ${exitCode}: ${out}${error}`);
    return found.map(({ RuleID, File, StartLine }) => `${File}:${StartLine} ${RuleID}`);
  }

  test('finds no secret in anything that is printed', () => {
    expect(leaks(everything)).toEqual([]);
  });

  test.each(published)('finds no secret in %s of this repository', (path) => {
    expect(leaks(join(ROOT, path))).toEqual([]);
  });

  test('finds a secret in every printed file, so that it reads every one', () => {
    const copy = temporaryFolder();
    cpSync(example!.folder, copy, { recursive: true });
    for (const path of example!.files.keys()) appendFileSync(join(copy, path), `\n"key": "${looksLikeKey()}" # gitleaks:allow\n`);
    const files = [...readFiles(copy).keys()].map((path) => join(copy, path));
    expect(new Set(leaks(copy).map((leak) => leak.replace(/:[0-9]+ aws-access-token$/, '')))).toEqual(new Set(files));
  });
});

test('there are printed files to look at', () => {
  expect(example!.files.size).toBeGreaterThan(50);
});

/** The shape of an access key, put together here, so that this file holds none. */
function looksLikeKey(): string {
  return ['AK', 'IA', 'QYLPMN5', 'HWX3JDTV7'].join('');
}
