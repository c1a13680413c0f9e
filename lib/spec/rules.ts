import type { IssueCode } from '../issues/codes';
import type { Finding } from '../issues/issue';

/** Judges one value that already has the right type. */
export type Rule<T> = (value: T) => Finding | undefined;

export interface PatternRule {
  readonly code: IssueCode;
  readonly pattern: RegExp;
  readonly max?: number;
  readonly problem: string;
  readonly allowed: string;
  readonly fix: string;
  /** What was probably meant; suggested where the pattern accepts it. */
  readonly meant?: (value: string) => string;
}

type Accepts = (text: string) => boolean;

/** Nobody means something that is longer, and not every suggestion is found in linear time. */
const MAX_SUGGESTED_FROM = 200;

/** A rule of one pattern and one length. Patterns are anchored, without the flags `i`, `m` and `u`, and linear. */
export function patternRule({ pattern, max = Infinity, meant, ...finding }: PatternRule): Rule<string> {
  return (value) => {
    if (value === '') return { ...finding, value, problem: 'is empty' };
    if (value.length > max) return { ...finding, value, problem: `has ${value.length} characters; at most ${max}`, fix: 'shorten it' };
    if (pattern.test(value)) return undefined;
    const suggestion = suggest(value, meant, (text) => pattern.test(text) && text.length <= max);
    return { ...finding, value, ...(suggestion === undefined ? {} : { fix: suggestion }) };
  };
}

/** `did you mean "x"?`, where x is legal and not what was typed. */
export function suggest(value: string, meant: ((typed: string) => string | undefined) | undefined, accepts: Accepts): string | undefined {
  if (meant === undefined || value.length > MAX_SUGGESTED_FROM) return undefined;
  const text = meant(value);
  return text === undefined || text === '' || text === value || !accepts(text) ? undefined : `did you mean "${text}"?`;
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
