import { holdsToken, judgeText } from './text';
import { CARRIED, DECLARED_TYPE, isDeclared } from './declared';
import { at } from '../issues/issue';
import type { Finding, LocatedFinding } from '../issues/issue';

const MAX_DEPTH = 32;
const MAX_VALUES = 200_000;
const RESERVED_KEYS = new Set(['__proto__', 'constructor', 'prototype']);

/** Stands where a value was refused, so that the schema says nothing more about it. */
export const REFUSED: unique symbol = Symbol('dust-service.refused');

/**
 * A frozen, plain copy of what a caller handed over, free of getters, prototypes, cycles and tokens. JavaScript callers
 * can hand over anything, and whatever comes after the copy can rely on plain data.
 */
export function capture(value: unknown, path: string, findings: LocatedFinding[]): unknown {
  return new Capture(findings).copy(value, path, 0);
}

export function joinPath(path: string, key: string): string {
  return key === '' ? path : `${path}.${key}`;
}

class Capture {
  private readonly ancestors = new Set<object>();
  private count = 0;

  public constructor(private readonly findings: LocatedFinding[]) {}

  public copy(value: unknown, path: string, depth: number): unknown {
    if (++this.count > MAX_VALUES || depth > MAX_DEPTH) return this.refuse(path, TOO_LARGE);
    if (typeof value === 'string') return this.copyText(value, path);
    if (typeof value === 'number') return holdsToken(value) ? this.refuse(path, TOKEN) : value;
    if (value === null || value === undefined || typeof value === 'boolean') return value;
    if (typeof value !== 'object') return this.refuse(path, notData(value));
    return this.copyObject(value, path, depth);
  }

  private copyText(text: string, path: string): unknown {
    const finding = judgeText(text);
    return finding === undefined ? text : this.refuse(path, finding);
  }

  private copyObject(value: object, path: string, depth: number): unknown {
    if (CARRIED in value) return value;
    if (holdsToken(value)) return this.refuse(path, TOKEN);
    if (this.ancestors.has(value)) return this.refuse(path, CIRCULAR);
    this.ancestors.add(value);
    try {
      if (Array.isArray(value)) return Object.freeze(value.map((item, index) => this.copy(item, `${path}[${index}]`, depth + 1)));
      if (isDeclared(value)) return this.copyDeclared(value._declared, path, depth);
      const prototype: unknown = Object.getPrototypeOf(value);
      if (prototype !== null && prototype !== Object.prototype && !isForeignPlain(prototype)) return this.refuse(path, notData(value));
      return Object.freeze(this.copyEntries(value, path, depth));
    } finally {
      this.ancestors.delete(value);
    }
  }

  private copyDeclared({ type, input }: { type: string; input: object }, path: string, depth: number): unknown {
    const copy = this.copyEntries(input, path, depth);
    Object.defineProperty(copy, DECLARED_TYPE, { value: type });
    return Object.freeze(copy);
  }

  private copyEntries(value: object, path: string, depth: number): Record<string, unknown> {
    const copy = Object.create(null) as Record<string, unknown>;
    for (const [key, descriptor] of Object.entries(Object.getOwnPropertyDescriptors(value))) {
      const keyPath = joinPath(path, key);
      if (RESERVED_KEYS.has(key)) this.refuse(keyPath, RESERVED_KEY);
      else if (descriptor.get !== undefined || descriptor.set !== undefined) copy[key] = this.refuse(keyPath, GETTER);
      else if (descriptor.value !== undefined && descriptor.enumerable === true) copy[key] = this.copy(descriptor.value, keyPath, depth + 1);
    }
    return copy;
  }

  private refuse(path: string, finding: Finding): typeof REFUSED {
    this.findings.push(at(path, finding));
    return REFUSED;
  }
}

/** A plain object of another realm (jest and vm contexts have an `Object` of their own). */
function isForeignPlain(prototype: unknown): boolean {
  return Object.getPrototypeOf(prototype) === null && Object.prototype.hasOwnProperty.call(prototype, 'isPrototypeOf');
}

const TOKEN: Finding = {
  code: 'DUST1004',
  problem: 'is a CDK token',
  allowed: 'values that are known at synthesis',
  fix: 'write the literal value',
};
const TOO_LARGE: Finding = {
  code: 'DUST1009',
  problem: 'the declaration is too deep or too large to read',
  allowed: `${MAX_DEPTH} levels and ${MAX_VALUES} values`,
  fix: 'keep large data in a bucket',
};
const CIRCULAR: Finding = { code: 'DUST1002', problem: 'the value contains itself', allowed: 'plain data', fix: 'remove the circle' };
const GETTER: Finding = {
  code: 'DUST1002', problem: 'is computed by a getter', allowed: 'plain data', fix: 'write the value itself',
};
const RESERVED_KEY: Finding = {
  code: 'DUST1007', problem: 'the key is reserved by JavaScript', allowed: 'any other key', fix: 'choose another name',
};

function notData(value: unknown): Finding {
  const what = typeof value === 'object' ? `an object of class ${(value as object).constructor?.name ?? 'unknown'}` : `a ${typeof value}`;
  return { code: 'DUST1002', problem: `is ${what}`, allowed: 'text, numbers, true or false, lists and plain objects', fix: 'write plain data' };
}
