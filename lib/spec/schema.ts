import * as v from 'valibot';
import { CARRIED, DECLARED_TYPE, declaredType } from './declared';
import { encode, expectationOf, expecting, missing, unknownKey, wrongType } from './expectation';
import type { Reading } from './quantities';
import type { Rule } from './rules';

/** The input of a schema is whatever a person wrote. */
export type Schema<T> = v.GenericSchema<unknown, T>;

/** What a struct of these entries yields. */
type Output<E extends v.ObjectEntries> = v.InferOutput<v.ObjectSchema<E, undefined>>;
type Variant<E extends Record<string, v.ObjectEntries>> = { [K in keyof E]: { readonly kind: K } & Output<E[K]> }[keyof E];

/** Text that a rule accepts. What the rule says about the empty text is what belongs in its place. */
export function text(rule: Rule<string> = () => undefined) {
  const { allowed = 'text', fix = 'write text' } = rule('') ?? {};
  const expectation = { noun: 'text', allowed, fix, accepts: (typed: unknown) => (isWritable(typed) && rule(String(typed)) === undefined ? `put it in quotes: "${String(typed)}"` : undefined) };
  return expecting(v.pipe(v.string(wrongType(expectation)), ruled(rule)), expectation);
}

/** A number that a rule accepts; NaN is none. */
export function number(rule: Rule<number>) {
  const { allowed = 'a number', fix = 'write a number' } = rule(NaN) ?? {};
  const accepts = (typed: unknown) => (typeof typed === 'string' && /^[0-9]{1,9}$/.test(typed) && rule(Number(typed)) === undefined ? `write ${Number(typed)} without quotes` : undefined);
  const expectation = { noun: 'a number', allowed, fix, accepts };
  return expecting(v.pipe(v.number(wrongType(expectation)), ruled(rule)), expectation);
}

/** Text that is read into a value, such as an amount of memory. */
export function reading<T>(read: (value: string) => Reading<T>) {
  const empty = read('');
  const { allowed = 'text', fix = 'write text' } = 'finding' in empty ? empty.finding : {};
  const expectation = { noun: 'text', allowed, fix, accepts: (typed: unknown) => (isWritable(typed) && 'ok' in read(String(typed)) ? `put it in quotes: "${String(typed)}"` : undefined) };
  return expecting(v.pipe(
    v.string(wrongType(expectation)),
    v.rawTransform<string, T>(({ dataset, addIssue, NEVER }) => {
      const result = read(dataset.value);
      if ('ok' in result) return result.ok;
      addIssue({ message: encode(result.finding) });
      return NEVER;
    }),
  ), expectation);
}

/**
 * A plain object that knows all its keys; a key that it does not know is an issue.
 *
 * @param alsoKnown keys that somebody else reads, which only suggestions know
 */
export function struct<E extends v.ObjectEntries>(entries: E, alsoKnown: readonly string[] = []): Schema<Output<E>> {
  const expectation = { noun: 'a plain object', allowed: `an object: { ${Object.keys(entries).join(', ')} }`, fix: 'write an object: { … }' };
  return expecting(v.pipe(plainObject(expectation), known(entries), withKeys(entries, entries, alsoKnown)), expectation) as never;
}

/** What the factories of one class made. */
export function declared<E extends v.ObjectEntries>(type: string, example: string, entries: E): Schema<Output<E>> {
  const expectation = madeBy(type, example);
  const made = v.custom<object>((input) => declaredType(input) === type, wrongType(expectation));
  return expecting(v.pipe(made, known(entries), withKeys(entries, entries)), expectation) as never;
}

/** One of several things that the factories of one class make, told apart by `kind`. */
export function declaredVariant<E extends Record<string, v.ObjectEntries>>(type: string, example: string, kinds: E): Schema<Variant<E>> {
  const factories = Object.entries(kinds).map(([kind, entries]) => `${type}.${kind}(${Object.keys(entries).length > 0 ? '…' : ''})`);
  const expectation = { ...madeBy(type, example), allowed: factories.join(', '), fix: `write one of them, such as ${example}` };
  const made = v.custom<object>((input) => declaredType(input) === type, wrongType(expectation));
  const structs = Object.entries(kinds).map(([kind, entries]) => withKeys({ kind: v.literal(kind), ...entries }, entries));
  const all = Object.assign({}, ...Object.values(kinds)) as v.ObjectEntries;
  return expecting(v.pipe(made, known(all), v.variant('kind', structs as never)), expectation) as never;
}

export function list<S extends v.GenericSchema>(item: S) {
  const expectation = { noun: 'a list', allowed: `a list of: ${expectationOf(item).allowed}`, fix: 'write a list: [ … ]' };
  return expecting(v.array(item, wrongType(expectation)), expectation);
}

/** A map whose keys a rule accepts. It has no prototype, so that it holds what was written and nothing else. */
export function map<S extends v.GenericSchema>(key: Rule<string>, value: S): Schema<Readonly<Record<string, v.InferOutput<S>>>> {
  const expectation = { noun: 'a plain object', allowed: 'an object: { name: value }', fix: 'write an object: { … }' };
  const withoutPrototype = v.transform((entries: object) => Object.assign(Object.create(null), entries));
  return expecting(v.pipe(plainObject(expectation), v.record(text(key), value), withoutPrototype), expectation) as never;
}

/** Code that a factory made, such as a provider: it is handed on as it is. */
export function carried<T>(example: string) {
  const expectation = { noun: 'a provider', allowed: example, fix: `write ${example}` };
  return expecting(v.custom<T>((input) => typeof input === 'object' && input !== null && CARRIED in input, wrongType(expectation)), expectation);
}

export function boolean() {
  const accepts = (typed: unknown) => (typed === 'true' || typed === 'false' ? `write ${typed} without quotes` : undefined);
  const expectation = { noun: 'true or false', allowed: 'true or false', fix: 'write true or false', accepts };
  return expecting(v.boolean(wrongType(expectation)), expectation);
}

export function oneOf<const T extends readonly string[]>(words: T) {
  const expectation = { noun: 'known here', allowed: words.map((word) => `"${word}"`).join(', '), fix: `write "${words[0]}"`, words };
  return expecting(v.picklist(words, wrongType(expectation)), expectation);
}

export const optional = v.exactOptional;

/** A number or a truth value that is as good in quotes. */
function isWritable(typed: unknown): boolean {
  return typeof typed === 'boolean' || Number.isFinite(typed);
}

/** An object of these entries, whose suggestions are the keys that a person may write. */
function withKeys(entries: v.ObjectEntries, written: v.ObjectEntries, alsoKnown: readonly string[] = []) {
  return v.objectWithRest(entries, v.never(unknownKey([...Object.keys(written), ...alsoKnown])), missing(written));
}

function madeBy(type: string, example: string) {
  return { noun: /^[AEIO]/.test(type) ? `an ${type}` : `a ${type}`, allowed: example, fix: `write ${example}` };
}

function ruled<T>(rule: Rule<T>) {
  return v.rawCheck<T>(({ dataset, addIssue }) => {
    const finding = dataset.typed ? rule(dataset.value) : undefined;
    if (finding !== undefined) addIssue({ message: encode(finding) });
  });
}

/** No list, and nothing that a factory made. */
function plainObject(expectation: Parameters<typeof wrongType>[0]) {
  const isPlainObject = (input: unknown): boolean => typeof input === 'object' && input !== null && !Array.isArray(input) && declaredType(input) === undefined && !(CARRIED in input);
  return v.custom<object>(isPlainObject, wrongType(expectation));
}

/** A known key without a value is as good as absent; an unknown one is a mistake whatever it holds. */
function known(entries: v.ObjectEntries) {
  return v.transform((input: object) => {
    if (!Object.values(input).includes(undefined)) return input;
    const present = Object.entries(input).filter(([key, value]) => value !== undefined || !Object.hasOwn(entries, key));
    const copy = Object.assign(Object.create(null), Object.fromEntries(present)) as object;
    return Object.defineProperty(copy, DECLARED_TYPE, { value: declaredType(input) });
  });
}
