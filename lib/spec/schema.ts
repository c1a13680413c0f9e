import * as v from 'valibot';
import { REFUSED, joinPath } from './capture';
import { CARRIED, DECLARED_TYPE, HEAD } from './declared';
import type { Reading } from './quantities';
import type { Rule } from './rules';
import { at } from '../issues/issue';
import type { Finding, LocatedFinding } from '../issues/issue';
import { didYouMean } from '../issues/suggest';

/** The input of a schema is whatever a person wrote. */
export type Schema<T> = v.GenericSchema<unknown, T>;

/** What a struct of these entries yields. */
type Output<E extends v.ObjectEntries> = v.InferOutput<v.ObjectSchema<E, undefined>>;
type Variant<E extends Record<string, v.ObjectEntries>> = { [K in keyof E]: { readonly kind: K } & Output<E[K]> }[keyof E];

/** Text that a rule accepts. */
export function text(rule: Rule<string> = () => undefined) {
  return v.pipe(v.string(), ruled(rule));
}

/** A number that a rule accepts; NaN and Infinity are no numbers here. */
export function number(rule: Rule<number>) {
  return v.pipe(v.number(), ruled(rule));
}

/** Text that is read into a value, such as an amount of memory. */
export function reading<T>(read: (value: string) => Reading<T>) {
  return v.pipe(
    v.string(),
    v.rawTransform<string, T>(({ dataset, addIssue, NEVER }) => {
      const result = read(dataset.value);
      if ('ok' in result) return result.ok;
      addIssue({ message: encode(result.finding) });
      return NEVER;
    }),
  );
}

/** A plain object that knows all its keys; a key that it does not know is an issue. */
export function struct<E extends v.ObjectEntries>(entries: E): Schema<Output<E>> {
  return v.objectWithRest(entries, v.never(encodeUnknown(Object.keys(entries)))) as never;
}

/** What the factories of one class made. */
export function declared<E extends v.ObjectEntries>(type: string, example: string, entries: E): Schema<Output<E>> {
  return v.pipe(madeBy(type, example), struct(entries));
}

/** One of several things that the factories of one class make, told apart by `kind`. */
export function declaredVariant<E extends Record<string, v.ObjectEntries>>(type: string, example: string, kinds: E): Schema<Variant<E>> {
  const structs = Object.entries(kinds).map(([kind, entries]) => struct({ kind: v.literal(kind), ...entries }));
  return v.pipe(madeBy(type, example), v.variant('kind', structs as never)) as never;
}

export function list<S extends v.GenericSchema>(item: S) {
  return v.array(item);
}

/** A map whose keys a rule accepts. */
export function map<S extends v.GenericSchema>(key: Rule<string>, value: S) {
  return v.record(text(key), value);
}

/** Code that a factory made, such as a provider: it is handed on as it is. */
export function carried<T>(example: string) {
  return v.custom<T>((input) => typeof input === 'object' && input !== null && CARRIED in input, encode(expectation(example)));
}

export const optional = v.exactOptional;
export const boolean = v.boolean;
export const oneOf = v.picklist;

/** Runs a schema over captured input; what is wrong is added to `findings`, each at the path that was typed. */
export function read<S extends v.GenericSchema>(schema: S, input: unknown, path: string, findings: LocatedFinding[]): v.InferOutput<S> | undefined {
  const result = v.safeParse(schema, input);
  if (result.success) return result.output;
  for (const issue of result.issues) {
    if (issue.input === REFUSED) continue;
    findings.push(locate(issue, path));
  }
  return undefined;
}

function locate(issue: v.BaseIssue<unknown>, root: string): LocatedFinding {
  const path = (issue.path ?? []).reduce((parent, item) => {
    const key = (item as { key?: unknown }).key;
    return typeof key === 'number' ? `${parent}[${key}]` : joinPath(parent, key === HEAD ? '' : String(key));
  }, root);
  return at(path, decodeUnknown(issue.message, path) ?? decode(issue) ?? general(issue));
}

function general(issue: v.BaseIssue<unknown>): Finding {
  if (issue.input === undefined) {
    return { code: 'DUST1003', problem: 'is missing', allowed: `${expected(issue)}`, fix: 'add it' };
  }
  return { code: 'DUST1002', value: issue.input, problem: 'has the wrong type', allowed: expected(issue), fix: 'change the value' };
}

const TYPES: Readonly<Record<string, string>> = { string: 'text', Object: 'an object', Array: 'a list', boolean: 'true or false', number: 'a number' };

function expected(issue: v.BaseIssue<unknown>): string {
  if (issue.expected === null || issue.type === 'object_with_rest') return issue.input === undefined ? 'a value' : 'an object';
  return TYPES[issue.expected] ?? issue.expected.replace(/[()]/g, '').replace(/ \| /g, ', ');
}

function ruled<T>(rule: Rule<T>) {
  return v.rawCheck<T>(({ dataset, addIssue }) => {
    const finding = dataset.typed ? rule(dataset.value) : undefined;
    if (finding !== undefined) addIssue({ message: encode(finding) });
  });
}

function madeBy(type: string, example: string) {
  return v.custom<unknown>((input) => declaredType(input) === type, encode(expectation(example)));
}

function declaredType(input: unknown): string | undefined {
  return typeof input === 'object' && input !== null ? (input as { [DECLARED_TYPE]?: string })[DECLARED_TYPE] : undefined;
}

function expectation(example: string): Finding {
  return { code: 'DUST1002', problem: 'has the wrong type', allowed: example, fix: `write ${example}` };
}

const UNKNOWN_KEY = 'unknown-key ';

/** The keys that a struct knows, for the suggestion; the key that it does not know is the last one of the path. */
function encodeUnknown(known: readonly string[]): string {
  return UNKNOWN_KEY + known.filter((key) => key !== HEAD && key !== 'kind').join(' ');
}

function decodeUnknown(message: string, path: string): Finding | undefined {
  if (!message.startsWith(UNKNOWN_KEY)) return undefined;
  const known = message.slice(UNKNOWN_KEY.length).split(' ');
  const typed = path.slice(path.lastIndexOf('.') + 1);
  return { code: 'DUST1001', problem: 'is not known here', allowed: known.join(', '), fix: didYouMean(typed, known, 'remove it') };
}

/** A finding travels through valibot as the message of its issue; its value is the issue's own input. */
function encode({ value: _value, ...finding }: Finding): string {
  return JSON.stringify(finding);
}

function decode(issue: v.BaseIssue<unknown>): Finding | undefined {
  return issue.message.startsWith('{') ? { ...(JSON.parse(issue.message) as Finding), value: issue.input } : undefined;
}
