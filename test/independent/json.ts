/** What JSON can hold. */
export type Json = string | number | boolean | null | Json[] | JsonObject;
export interface JsonObject {
  [key: string]: Json;
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function asList<T>(value: T | readonly T[] | undefined): T[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? [...(value as readonly T[])] : [value as T];
}

/** A text and the keys that lead to it. */
export interface FoundText {
  readonly path: readonly string[];
  readonly text: string;
}

/** Every text of a value, keys of objects included, and those inside texts that are JSON themselves. */
export function textsOf(value: unknown, path: readonly string[] = []): FoundText[] {
  if (typeof value === 'string') return [{ path, text: value }, ...textsOf(nested(value), path)];
  if (Array.isArray(value)) return value.flatMap((entry, index) => textsOf(entry, [...path, String(index)]));
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, entry]) => [{ path: [...path, key], text: key }, ...textsOf(entry, [...path, key])]);
}

/** Texts that are values, without the keys of objects. */
export function valuesOf(value: unknown, path: readonly string[] = []): FoundText[] {
  if (typeof value === 'string') return [{ path, text: value }, ...valuesOf(nested(value), path)];
  if (Array.isArray(value)) return value.flatMap((entry, index) => valuesOf(entry, [...path, String(index)]));
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, entry]) => valuesOf(entry, [...path, key]));
}

/** What stands inside a text that is JSON, or nothing. */
export function nested(text: string): Json | undefined {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

/** Compares two values without regard to the order of keys. */
export function same(left: unknown, right: unknown): boolean {
  return JSON.stringify(sorted(left)) === JSON.stringify(sorted(right));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((key) => [key, sorted(value[key])]),
  );
}

/** Those of `left` that `right` does not hold. */
export function missing(left: Iterable<string>, right: Iterable<string>): string[] {
  const known = new Set(right);
  return [...new Set(left)].filter((entry) => !known.has(entry));
}
