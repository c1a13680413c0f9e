import type { StackFacts } from './final-resource';
import { Unresolved, isObject } from './json';
import type { Hole, Json } from './json';
import { dnsSuffixOf } from '../spec/aws';

/** What a reference to another resource becomes, where its template says it literally. */
export type Lookup = (logicalId: string, attribute: string | undefined) => string | undefined;

/**
 * A value of a template with every function of CloudFormation replaced by what it will be, or by `Unresolved`. Literals stay
 * what they are; `AWS::NoValue` takes its property or item away.
 */
export function resolveValue(value: unknown, stack: StackFacts, lookup: Lookup = () => undefined): unknown {
  return new Resolver(stack, lookup).resolve(value);
}

/** What takes a property away. */
const NO_VALUE = Symbol('AWS::NoValue');

class Resolver {
  public constructor(private readonly stack: StackFacts, private readonly lookup: Lookup) {}

  public resolve(value: unknown): unknown {
    const resolved = this.value(value);
    return resolved === NO_VALUE ? undefined : resolved;
  }

  private value(value: unknown): unknown {
    if (Array.isArray(value)) return value.map((item) => this.value(item)).filter((item) => item !== NO_VALUE);
    if (!isObject(value)) return value;
    const [name, ...others] = Object.keys(value);
    if (name !== undefined && others.length === 0 && (name === 'Ref' || name.startsWith('Fn::'))) return this.call(name, value[name]);
    return this.object(value);
  }

  private object(value: Json): Json {
    const result: Record<string, unknown> = {};
    for (const key of Object.keys(value)) {
      const item = this.value(value[key]);
      if (item !== NO_VALUE && key !== '__proto__') result[key] = item;
    }
    return result;
  }

  private call(name: string, argument: unknown): unknown {
    if (name === 'Ref') return typeof argument === 'string' ? this.reference(argument, undefined) : unknown(name);
    const call = Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name] : undefined;
    return call?.(this, argument) ?? unknown(name);
  }

  public reference(logicalId: string, attribute: string | undefined): unknown {
    if (attribute === undefined && logicalId === 'AWS::NoValue') return NO_VALUE;
    const pseudo = attribute === undefined && Object.hasOwn(PSEUDO, logicalId) ? PSEUDO[logicalId] : undefined;
    const found = pseudo === undefined ? this.lookup(logicalId, attribute) : pseudo(this.stack);
    return found ?? unknown(attribute === undefined ? logicalId : `${logicalId}.${attribute}`);
  }

  /** The parts of a text, of which one alone may be a list that nobody knows. */
  public joined(parts: readonly unknown[]): string | Unresolved | undefined {
    const pieces = parts.map((part) => this.resolve(part));
    if (pieces.some((piece) => typeof piece === 'object' && !(piece instanceof Unresolved))) return undefined;
    if (!pieces.some((piece) => piece instanceof Unresolved)) return pieces.map((piece) => String(piece ?? '')).join('');
    return new Unresolved(merged(pieces.flatMap((piece) => (piece instanceof Unresolved ? piece.parts : [String(piece ?? '')]))));
  }
}

/** Parameters that AWS sets. */
const PSEUDO: Readonly<Record<string, (stack: StackFacts) => string | undefined>> = {
  'AWS::AccountId': ({ account }) => account,
  'AWS::Region': ({ region }) => region,
  'AWS::Partition': ({ partition }) => partition,
  'AWS::StackName': ({ name }) => name,
  'AWS::URLSuffix': ({ partition }) => (partition === undefined ? undefined : dnsSuffixOf(partition)),
};

type Call = (resolver: Resolver, argument: unknown) => unknown;

/** Functions whose result the template alone may tell; undefined where it does not. Any other is unresolved. */
const FUNCTIONS: Readonly<Record<string, Call>> = {
  'Fn::GetAtt': (resolver, argument) => {
    const parts = typeof argument === 'string' ? argument.split('.') : argument;
    if (!Array.isArray(parts) || !parts.every((part) => typeof part === 'string') || parts.length < 2) return undefined;
    const [logicalId, ...attribute] = parts as string[];
    return resolver.reference(logicalId!, attribute.join('.'));
  },
  'Fn::Sub': (resolver, argument) => {
    const [text, variables] = Array.isArray(argument) ? (argument as unknown[]) : [argument, {}];
    if (typeof text !== 'string' || !isObject(variables)) return undefined;
    return resolver.joined(substituted(text, variables));
  },
  'Fn::Join': (resolver, argument) => {
    if (!Array.isArray(argument)) return undefined;
    const [delimiter, items] = [argument[0] as unknown, resolver.resolve(argument[1])];
    if (typeof delimiter !== 'string' || !Array.isArray(items)) return undefined;
    return resolver.joined(items.flatMap((item: unknown, index) => (index === 0 ? [item] : [delimiter, item])));
  },
  'Fn::Split': (resolver, argument) => {
    if (!Array.isArray(argument)) return undefined;
    const [delimiter, text] = [argument[0] as unknown, resolver.resolve(argument[1])];
    return typeof delimiter === 'string' && typeof text === 'string' ? text.split(delimiter) : undefined;
  },
  'Fn::Select': (resolver, argument) => {
    if (!Array.isArray(argument)) return undefined;
    const [index, items] = [Number(resolver.resolve(argument[0])), resolver.resolve(argument[1])];
    return Array.isArray(items) ? (items as unknown[])[index] : undefined;
  },
  'Fn::If': (resolver, argument) => {
    if (!Array.isArray(argument)) return undefined;
    const [, whenTrue, whenFalse] = argument as unknown[];
    return new Unresolved([{ name: 'Fn::If', alternatives: [resolver.resolve(whenTrue), resolver.resolve(whenFalse)] }]);
  },
};

/** The parts of a text for `Fn::Sub`: literals, references and the values of its own variables. `${!x}` is the literal `${x}`. */
function substituted(text: string, variables: Json): readonly unknown[] {
  return text.split(/(\$\{[^}]*\})/).map((part) => {
    const name = /^\$\{([^}]*)\}$/.exec(part)?.[1]?.trim();
    if (name === undefined) return part;
    if (name.startsWith('!')) return `\${${name.slice(1)}}`;
    if (Object.hasOwn(variables, name)) return variables[name];
    return name.includes('.') ? { 'Fn::GetAtt': name } : { Ref: name };
  });
}

function unknown(name: string): Unresolved {
  return new Unresolved([{ name }]);
}

function merged(parts: readonly (string | Hole)[]): readonly (string | Hole)[] {
  const result: (string | Hole)[] = [];
  for (const part of parts) {
    const last = result.at(-1);
    if (typeof part === 'string' && typeof last === 'string') result[result.length - 1] = last + part;
    else if (part !== '') result.push(part);
  }
  return result;
}
