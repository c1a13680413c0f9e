import type * as v from 'valibot';
import { REFUSED } from './capture';
import { CARRIED, HEAD, declaredType } from './declared';
import { joinPath } from './path';
import type { Finding, LocatedFinding } from '../issues/issue';
import { at } from '../issues/issue';
import { Described } from '../issues/quote';
import { didYouMean } from '../issues/suggest';

/** What belongs in a place, for whoever wrote something of another type or nothing. */
export interface Expectation {
  /** As in "8000 is not text". */
  readonly noun: string;
  readonly allowed: string;
  readonly fix: string;
  /** The edit that makes the right type of what was typed; undefined where that would be wrong as well. */
  readonly accepts?: (typed: unknown) => string | undefined;
  /** The words of which one was meant. */
  readonly words?: readonly string[];
}

const ANYTHING: Expectation = { noun: 'known', allowed: 'a value', fix: 'change the value' };
const EXPECTATIONS = new WeakMap<object, Expectation>();

export function expecting<S extends object>(schema: S, expectation: Expectation): S {
  EXPECTATIONS.set(schema, expectation);
  return schema;
}

export function expectationOf(schema: object): Expectation {
  return EXPECTATIONS.get(schema) ?? ANYTHING;
}

type Message = (issue: v.BaseIssue<unknown>) => string;

/** The message of a schema for a value of another type. */
export function wrongType(expectation: Expectation): Message {
  return ({ input }) => encode(input === undefined ? { ...MISSING, allowed: expectation.allowed, fix: 'give it a value, or remove it' } : {
    code: 'DUST1002',
    problem: `is not ${expectation.noun}`,
    allowed: expectation.allowed,
    fix: fixOf(input, expectation),
  });
}

function fixOf(input: unknown, { accepts, words, fix }: Expectation): string {
  if (input === null) return 'give it a value, or remove it';
  if (typeof input === 'symbol') return input.description?.includes('getter') === true ? 'write the value itself' : fix;
  if (typeof input === 'string' && words !== undefined) return didYouMean(input, words, 'write one of them');
  return (['string', 'number', 'boolean'].includes(typeof input) ? accepts?.(input) : undefined) ?? fix;
}

/** The message of an object for a key that it must have. */
export function missing(entries: v.ObjectEntries): Message {
  return ({ path }) => {
    const entry: object | undefined = entries[String(path?.[0].key)];
    return encode({ ...MISSING, allowed: entry === undefined ? ANYTHING.allowed : expectationOf(entry).allowed });
  };
}

const MISSING: Finding = { code: 'DUST1003', problem: 'is missing', allowed: 'a value', fix: 'add it' };

const UNKNOWN_KEY = 'unknown-key ';

/** The keys that an object knows, for the suggestion; the key that it does not know is the last one of the path. */
export function unknownKey(known: readonly string[]): string {
  return UNKNOWN_KEY + known.filter((key) => key !== HEAD).join(' ');
}

/** A finding travels through valibot as the message of its issue; its value is the issue's own input. */
export function encode({ value: _value, ...finding }: Finding): string {
  return JSON.stringify(finding);
}

/** What a person reads for an issue of valibot, at the path that was typed; undefined where it is told already. */
export function locate(issue: v.BaseIssue<unknown>, root: string): LocatedFinding | undefined {
  const items = (issue.path ?? []) as readonly { readonly key?: unknown; readonly input: unknown }[];
  const path = items.reduce((parent, { key, input }) => {
    if (typeof key === 'number') return `${parent}[${key}]`;
    return key === HEAD && declaredType(input) !== undefined ? parent : joinPath(parent, String(key));
  }, root);
  if (issue.message.startsWith(UNKNOWN_KEY)) return at(path, unknown(issue.message, String(items.at(-1)?.key)));
  if (issue.input === REFUSED) return undefined;
  const finding = issue.message.startsWith('{') ? (JSON.parse(issue.message) as Finding) : { ...MISSING, problem: 'is wrong' };
  return at(path, issue.input === undefined ? finding : { ...finding, value: describe(issue.input) });
}

function unknown(message: string, typed: string): Finding {
  const known = message.slice(UNKNOWN_KEY.length).split(' ').filter((key) => key !== '');
  return { code: 'DUST1001', problem: 'is not known here', allowed: known.join(', ') || 'nothing', fix: didYouMean(typed, known, 'remove it') };
}

/** What was captured, as a message shows it. */
function describe(input: unknown): unknown {
  if (typeof input === 'symbol') return new Described(input.description ?? 'a symbol');
  const type = declaredType(input);
  if (type !== undefined) return new Described(`a value of ${type}`);
  return typeof input === 'object' && input !== null && CARRIED in input ? new Described('a provider') : input;
}
