import type { LocatedFinding } from './issue';
import { printable, quote } from './quote';

/** One issue as it is shown: everything is text, and the value is already quoted and masked. */
export interface PrintedIssue {
  readonly code: string;
  readonly path: string;
  readonly value?: string;
  readonly problem: string;
  readonly allowed: string;
  readonly fix: string;
}

/**
 * Every issue of the whole fleet in one error, whose message is the block that a person reads.
 * Its stack is the message alone: a declaration is wrong, not the program, and a trace would point at the wrong place.
 */
export class DustError extends Error {
  declare public readonly issues: readonly PrintedIssue[];

  public constructor(findings: readonly LocatedFinding[]) {
    const issues = printIssues(findings);
    super(formatIssues(issues));
    // Not enumerable: Node prints whatever is, after a block that says it all.
    Object.defineProperty(this, 'name', { value: 'DustError' });
    Object.defineProperty(this, 'issues', { value: issues });
    this.stack = this.message;
  }
}

/** Sorted by path and code; one issue per path and code, so that a mistake is told once. */
export function printIssues(findings: readonly LocatedFinding[]): PrintedIssue[] {
  const issues = new Map<string, PrintedIssue>();
  for (const { code, path: typed, problem, allowed, fix, ...rest } of findings) {
    const path = printable(typeof typed === 'string' ? typed : quote(typed));
    const value = 'value' in rest ? { value: quote(rest.value) } : {};
    const issue = { code, path, ...value, problem: printable(problem), allowed: printable(allowed), fix: printable(fix) };
    const key = `${path}\u0000${code}`;
    if (!issues.has(key)) issues.set(key, Object.freeze(issue));
  }
  return [...issues.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, issue]) => issue);
}

export function formatIssues(issues: readonly PrintedIssue[]): string {
  const count = issues.length === 1 ? '1 problem' : `${issues.length} problems`;
  const blocks = issues.map((issue) => {
    const indent = ' '.repeat(issue.code.length + 4);
    const subject = issue.value === undefined ? issue.problem : `${issue.value} ${issue.problem}`;
    return `  ${issue.code}  ${issue.path}  ${subject}\n${indent}allowed: ${issue.allowed}\n${indent}fix: ${issue.fix}`;
  });
  return `dust-service: ${count}, nothing was written\n\n${blocks.join('\n')}\n`;
}
