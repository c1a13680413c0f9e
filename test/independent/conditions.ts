import { glob } from './iam';
import { asList } from './json';
import { holds } from './network';

/** What IAM knows of a request, by key in small letters; a key that is not there is absent, which is not the same as empty. */
export interface Context {
  readonly get: (key: string) => readonly string[] | undefined;
}

export function contextOf(values: Readonly<Record<string, string | readonly string[] | undefined>>): Map<string, readonly string[]> {
  return new Map(Object.entries(values).flatMap(([key, value]) => (value === undefined ? [] : [[key.toLowerCase(), asList<string>(value)] as const])));
}

/** What nobody has taught this evaluator: guessing would be a verdict. */
export class Unjudged extends Error {}

type Compare = (expected: string, actual: string) => boolean;
const lower = (text: string) => text.toLowerCase();
const number = (compare: (actual: number, expected: number) => boolean): Compare => (expected, actual) => compare(Number(actual), Number(expected));

/** An ARN has six parts; wildcards stay in theirs, but for those of the last one, which may hold colons. */
export function arnMatches(pattern: string, arn: string): boolean {
  const parts = (text: string) => { const all = text.split(':'); return [...all.slice(0, 5), all.slice(5).join(':')]; };
  const [left, right] = [parts(pattern), parts(arn)];
  return pattern === '*' || (arn.split(':').length >= 6 && left.every((part, index) => glob(part, right[index]!)));
}

/** Private characters that stand for `*` and `?` where the character itself is meant, as it always is in what a request brings. */
const [STAR, MARK] = ['\ue001', '\ue002'];
const plain = (text: string) => text.replaceAll('*', STAR).replaceAll('?', MARK);

/** Operators that ask for likeness. Those with Not are their opposites and hold where the key is absent. */
const POSITIVE: Readonly<Record<string, Compare>> = {
  stringequals: (expected, actual) => plain(expected) === actual,
  stringequalsignorecase: (expected, actual) => lower(plain(expected)) === lower(actual),
  stringlike: glob,
  arnequals: arnMatches,
  arnlike: arnMatches,
  bool: (expected, actual) => lower(expected) === lower(actual),
  numericequals: number((actual, expected) => actual === expected),
  numericlessthan: number((actual, expected) => actual < expected),
  numericlessthanequals: number((actual, expected) => actual <= expected),
  numericgreaterthan: number((actual, expected) => actual > expected),
  numericgreaterthanequals: number((actual, expected) => actual >= expected),
  ipaddress: (expected, actual) => holds(expected.includes('/') ? expected : `${expected}/32`, actual),
};

const NEGATIVE: Readonly<Record<string, string>> = {
  stringnotequals: 'stringequals', stringnotequalsignorecase: 'stringequalsignorecase', stringnotlike: 'stringlike',
  arnnotequals: 'arnequals', arnnotlike: 'arnlike', numericnotequals: 'numericequals', notipaddress: 'ipaddress',
};

/** Puts the variables of a policy in; where one has no value, the whole value matches nothing. */
function expand(value: string, context: Context): string | undefined {
  let known = true;
  const text = value.replace(/\$\{([^}]*)\}/g, (_, inside: string) => {
    if (inside === '*') return STAR;
    if (inside === '?') return MARK;
    if (inside === '$') return '$';
    const [key = '', fallback] = inside.split(',').map((part) => part.trim());
    const found = context.get(lower(key));
    if (found?.length === 1) return plain(found[0]!);
    if (fallback !== undefined) return fallback.replace(/^'|'$/g, '');
    known = false;
    return '';
  });
  return known ? text : undefined;
}

interface Operator {
  readonly quantifier: 'forallvalues' | 'foranyvalue' | undefined;
  readonly ifExists: boolean;
  readonly negative: boolean;
  readonly compare: Compare;
}

function operatorOf(name: string): Operator {
  const [, prefix, rest = ''] = /^(?:(forallvalues|foranyvalue):)?(.*)$/.exec(lower(name)) ?? [];
  const base = rest.replace(/ifexists$/, '');
  const compare = POSITIVE[NEGATIVE[base] ?? base];
  if (compare === undefined) throw new Unjudged(`the operator ${name}`);
  return { quantifier: prefix as Operator['quantifier'], ifExists: rest !== base, negative: base in NEGATIVE, compare };
}

/** One operator about one key. */
function holdsFor(operator: Operator, expected: readonly string[], actual: readonly string[] | undefined, context: Context): boolean {
  const { quantifier, ifExists, negative, compare } = operator;
  const values = expected.flatMap((value) => expand(value, context) ?? []);
  const matches = (value: string) => values.some((pattern) => compare(pattern, plain(value))) !== negative;
  if (quantifier === 'forallvalues') return (actual ?? []).every(matches);
  if (actual === undefined || actual.length === 0) return quantifier === undefined && (ifExists || negative);
  // One value is expected where nothing else is said; with several, a positive operator wants one that matches, a negative one all.
  return quantifier === undefined && negative ? actual.every(matches) : actual.some(matches);
}

export type Conditions = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** Whether the conditions of a statement hold: all operators, and all keys of each; of the values of a key, one. */
export function conditionsHold(conditions: Conditions | undefined, context: Context): boolean {
  return Object.entries(conditions ?? {}).every(([name, keys]) =>
    Object.entries(keys).every(([key, values]) => {
      const expected = asList(values).map(String);
      const actual = context.get(lower(key));
      if (lower(name) === 'null') return expected.some((value) => lower(value) === String(actual === undefined || actual.length === 0));
      return holdsFor(operatorOf(name), expected, actual, context);
    }),
  );
}
