import type { Finding } from '../issues/issue';
import type { IssueCode } from '../issues/issue';

/** Judges one value that already has the right type. */
export type Rule<T> = (value: T) => Finding | undefined;

export interface PatternRule {
  readonly code: IssueCode;
  readonly pattern: RegExp;
  readonly max?: number;
  readonly problem: string;
  readonly allowed: string;
  readonly fix: string;
}

/** A rule of one pattern and one length. Patterns are anchored, without the flags `i`, `m` and `u`, and linear. */
export function patternRule({ pattern, max, ...finding }: PatternRule): Rule<string> {
  return (value) => {
    if (max !== undefined && value.length > max) {
      return { ...finding, value, problem: `has ${value.length} characters; at most ${max}` };
    }
    return pattern.test(value) ? undefined : { ...finding, value };
  };
}

/** The first finding of several rules, from the most telling to the most general. */
export function firstOf<T>(...rules: readonly Rule<T>[]): Rule<T> {
  return (value) => {
    for (const rule of rules) {
      const finding = rule(value);
      if (finding !== undefined) return finding;
    }
    return undefined;
  };
}
