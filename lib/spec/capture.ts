import { DECLARED_TYPE, HEAD, carriedBy, declarationOf, declaredType, isPlain } from './declared';
import type { Declaration } from './declared';
import { joinPath } from './path';
import { TOKEN, holdsToken, judgeText } from './text';
import { at } from '../issues/issue';
import type { Finding, LocatedFinding } from '../issues/issue';
import { Described } from '../issues/quote';

const MAX_DEPTH = 32;
const MAX_VALUES = 10_000;
const RESERVED_KEYS = new Set(['__proto__', 'constructor', 'prototype']);

/** Stands where a value was refused, so that the schema says nothing more about it. */
export const REFUSED: unique symbol = Symbol('dust-service.refused');

/**
 * A frozen, plain copy of what a caller handed over, free of getters, prototypes, cycles and tokens. JavaScript callers
 * can hand over anything, and whatever comes after the copy can rely on plain data. What is no data at all, such as a
 * function, becomes a symbol that says so: only the schema knows what belongs in its place.
 */
export function capture(value: unknown, path: string, findings: LocatedFinding[]): unknown {
  return new Capture(findings).run(value, path);
}

class Capture {
  private readonly ancestors = new Set<object>();
  private count = 0;
  private tooLarge = false;

  public constructor(private readonly findings: LocatedFinding[]) {}

  public run(value: unknown, path: string): unknown {
    const copy = this.copy(value, path, 0);
    return this.count > MAX_VALUES ? REFUSED : copy;
  }

  private copy(value: unknown, path: string, depth: number): unknown {
    if (++this.count > MAX_VALUES) return REFUSED;
    if (typeof value === 'string') return this.copyText(value, path);
    if (typeof value === 'number') return holdsToken(value) ? this.refuse(path, TOKEN) : value;
    if (value === null || value === undefined || typeof value === 'boolean') return value;
    if (typeof value !== 'object') return Symbol(`a ${typeof value}`);
    if (this.ancestors.has(value)) return Symbol('a value that contains itself');
    if (depth > MAX_DEPTH) return Symbol(`a value below ${MAX_DEPTH} others`);
    this.ancestors.add(value);
    try {
      return this.copyObject(value, path, depth);
    } catch {
      // A proxy can throw whatever it is asked; nothing of it can be read.
      return Symbol('an object that cannot be read');
    } finally {
      this.ancestors.delete(value);
    }
  }

  private copyText(text: string, path: string): unknown {
    const finding = judgeText(text);
    return finding === undefined ? text : this.refuse(path, finding);
  }

  private copyObject(value: object, path: string, depth: number): unknown {
    const carried = carriedBy(value);
    if (carried !== undefined) return carried;
    if (holdsToken(value)) return this.refuse(path, TOKEN);
    if (Array.isArray(value)) return this.copyList(value, path, depth);
    const declaration = declarationOf(value);
    if (declaration !== undefined) return this.copyDeclared(declaration, path, depth);
    if (!isPlain(value)) return Symbol(`an object of class ${className(value)}`);
    return Object.freeze(this.copyEntries(value, path, depth));
  }

  private copyList(list: readonly unknown[], path: string, depth: number): unknown {
    const copy: unknown[] = [];
    for (let index = 0; index < list.length && this.count <= MAX_VALUES; index++) {
      const descriptor = Object.getOwnPropertyDescriptor(list, index) ?? {};
      copy.push(this.copyProperty(descriptor, `${path}[${index}]`, depth));
    }
    if (this.count > MAX_VALUES) return this.refuseSize(path);
    const named = Object.keys(list).find((key) => !/^[0-9]+$/.test(key));
    if (named !== undefined) this.refuse(joinPath(path, named), NAMED_ENTRY);
    return Object.freeze(copy);
  }

  private copyDeclared({ type, input, props, defaults = {} }: Declaration, path: string, depth: number): unknown {
    const given = props === undefined ? {} : this.copy(props, path, depth);
    if (typeof given !== 'object' || given === null || Array.isArray(given) || declaredType(given) !== undefined) return this.refuseProps(type, props, given, path);
    const missing = Object.entries(defaults).filter(([key]) => (given as Record<string, unknown>)[key] === undefined);
    const own = this.copyEntries({ ...Object.fromEntries(missing), ...input }, path, depth, HEAD);
    const copy = Object.assign(Object.create(null), given, own) as object;
    Object.defineProperty(copy, DECLARED_TYPE, { value: type });
    return Object.freeze(copy);
  }

  private copyEntries(value: object, path: string, depth: number, head?: string): Record<string, unknown> {
    const copy = Object.create(null) as Record<string, unknown>;
    for (const key of Object.getOwnPropertyNames(value)) {
      const descriptor = Object.getOwnPropertyDescriptor(value, key);
      if (descriptor === undefined || descriptor.enumerable !== true) continue;
      const keyPath = key === head ? path : joinPath(path, key);
      const finding = judgeKey(key);
      if (finding !== undefined) this.refuse(keyPath, finding);
      else copy[key] = this.copyProperty(descriptor, keyPath, depth);
      if (this.count > MAX_VALUES) {
        this.refuseSize(path);
        break;
      }
    }
    return copy;
  }

  private copyProperty({ get, set, value }: PropertyDescriptor, path: string, depth: number): unknown {
    return get !== undefined || set !== undefined ? Symbol('a value that a getter computes') : this.copy(value, path, depth + 1);
  }

  private refuseProps(type: string, props: unknown, given: unknown, path: string): typeof REFUSED {
    if (given === REFUSED) return REFUSED;
    const value = typeof given === 'symbol' ? new Described(given.description ?? 'a symbol') : props;
    return this.refuse(path, { code: 'DUST1002', value, problem: `is no set of props for ${type}`, allowed: 'an object: { name: value }', fix: 'write an object: { … }' });
  }

  /** Told once, of the innermost list or object; whatever holds it is too large as well. */
  private refuseSize(path: string): typeof REFUSED {
    if (!this.tooLarge) this.refuse(path, TOO_LARGE);
    this.tooLarge = true;
    return REFUSED;
  }

  private refuse(path: string, finding: Finding): typeof REFUSED {
    this.findings.push(at(path, finding));
    return REFUSED;
  }
}

/** Keys are typed, too: `{ [Aws.REGION]: … }` is a token, and `JSON.parse` makes a key of `__proto__`. */
function judgeKey(key: string): Finding | undefined {
  return RESERVED_KEYS.has(key) ? RESERVED_KEY : judgeText(key);
}

function className(value: object): string {
  const prototype = Object.getPrototypeOf(value) as object;
  const name: unknown = (Object.getOwnPropertyDescriptor(prototype, 'constructor')?.value as { name?: unknown } | undefined)?.name;
  return typeof name === 'string' && /^[\w$]{1,40}$/.test(name) ? name : 'unknown';
}

const TOO_LARGE: Finding = {
  code: 'DUST1009',
  problem: 'makes the declaration too large to read',
  allowed: `${MAX_VALUES} values in one declaration`,
  fix: 'keep large data in a bucket, and read it from there',
};
const NAMED_ENTRY: Finding = {
  code: 'DUST1001', problem: 'is a name in a list', allowed: 'lists without names', fix: 'remove it, or write an object in place of the list',
};
const RESERVED_KEY: Finding = {
  code: 'DUST1007', problem: 'is a key that JavaScript reserves', allowed: 'any other key', fix: 'choose another name',
};
