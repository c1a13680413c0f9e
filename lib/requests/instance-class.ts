import { patternRule } from '../spec/rules';
import type { PatternRule, Rule } from '../spec/rules';

interface ClassRule extends Pick<PatternRule, 'code' | 'problem' | 'allowed'> {
  /** What the classes begin with, such as `db`. */
  readonly word: string;
  /** The console that lists them. */
  readonly console: string;
}

/** The classes of one service of AWS: its word, a family and a size. */
export function classRule({ word, console, ...finding }: ClassRule): Rule<string> {
  return patternRule({
    ...finding,
    pattern: new RegExp(`^${word}\\.[a-z][a-z0-9-]{1,15}\\.[a-z0-9-]{4,12}$`),
    fix: `write the class as the ${console} console lists it`,
    meant: (typed) => `${word}.${typed.trim().toLowerCase().replace(new RegExp(`^${word}\\.`), '')}`,
  });
}
