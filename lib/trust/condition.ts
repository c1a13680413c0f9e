import { covers } from '../policy/covers';

/** What IAM holds a value of the request against. */
type Test = (given: string, wanted: string) => boolean;

interface Operator {
  readonly test: Test;
  /** Whether it asks that nothing matches, so that it holds where there is no value. */
  readonly negated: boolean;
}

const equal: Test = (given, wanted) => given === wanted;
const equalInAnyCase: Test = (given, wanted) => given.toLowerCase() === wanted.toLowerCase();

/** Every operator that compares text, or ARNs as text. @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html */
const OPERATORS: Readonly<Record<string, Operator>> = {
  stringequals: { test: equal, negated: false },
  stringnotequals: { test: equal, negated: true },
  stringequalsignorecase: { test: equalInAnyCase, negated: false },
  stringnotequalsignorecase: { test: equalInAnyCase, negated: true },
  stringlike: { test: like, negated: false },
  stringnotlike: { test: like, negated: true },
  arnequals: { test: like, negated: false },
  arnlike: { test: like, negated: false },
  arnnotequals: { test: like, negated: true },
  arnnotlike: { test: like, negated: true },
};

/**
 * Whether one key of a condition holds for the values of a request, of which there are none where the token lacks the claim.
 *
 * An operator that this does not know holds: what looks at trusts must rather see somebody come in who cannot than miss one who can.
 */
export function holds(operator: string, given: readonly string[], wanted: readonly string[]): boolean {
  const [, set, name, ifExists] = /^(?:(forallvalues|foranyvalue):)?(.*?)(ifexists)?$/.exec(operator.toLowerCase())!;
  if (name === 'null') return wanted.some((value) => (value === 'true') === (given.length === 0));
  const known = OPERATORS[name!];
  if (known === undefined) return true;
  if (given.length === 0) return ifExists !== undefined || set === 'forallvalues' || (known.negated && set === undefined);
  const one = (value: string): boolean => wanted.some((pattern) => known.test(value, pattern)) !== known.negated;
  return set === 'forallvalues' ? given.every(one) : given.some(one);
}

/** A star is any text and a question mark any one character; what IAM fills in from the request may be anything. */
export function like(given: string, pattern: string): boolean {
  return covers(pattern.replace(/\$\{[^}]*\}/g, (variable) => (/^\$\{[*?$]\}$/.test(variable) ? '?' : '*')), given);
}
