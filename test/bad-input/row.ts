import type { Declaration, Outcome } from './judge';
import type { Issue } from 'dust-service';

/** One mistake that a person can type, and the one issue that tells it. */
export interface Row {
  readonly title: string;
  readonly typed: Declaration;
  readonly code: string;
  /** As the person typed it. */
  readonly path: string;
  /** Quoted and masked; undefined where the issue is not about one value. */
  readonly value?: string;
  /** What stands in the problem. */
  readonly problem?: string | RegExp;
  /** What stands in the fix. */
  readonly fix?: string | RegExp;
}

/** What is wrong with the outcome of a row; empty where the mistake was told once, and well. */
export function faultsOf(row: Row, { issues, written }: Outcome): string[] {
  if (issues.length !== 1) return [`told ${issues.length} times: ${issues.map(({ code, path, problem }) => `${code} ${path} ${problem}`).join(' | ')}`];
  const issue = issues[0]!;
  const differences = (['code', 'path', 'value'] as const).filter((key) => issue[key] !== row[key]).map((key) => `${key} is ${issue[key]}, not ${row[key]}`);
  return [...differences, ...unlike(issue, row, 'problem'), ...unlike(issue, row, 'fix'), ...written.map((path) => `wrote ${path}`)];
}

function unlike(issue: Issue, row: Row, key: 'problem' | 'fix'): string[] {
  const expected = row[key];
  if (expected === undefined) return issue[key] === '' ? [`${key} is empty`] : [];
  const fits = typeof expected === 'string' ? issue[key] === expected : expected.test(issue[key]);
  return fits ? [] : [`${key} is ${issue[key]}, not ${expected}`];
}
