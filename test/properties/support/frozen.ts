/** The same value, frozen all the way down, so that whoever writes to it throws. */
export function deepFrozen<T>(value: T, seen = new Set<unknown>()): T {
  if (typeof value !== 'object' || value === null || seen.has(value) || ArrayBuffer.isView(value)) return value;
  seen.add(value);
  for (const key of Reflect.ownKeys(value)) deepFrozen((value as Record<PropertyKey, unknown>)[key], seen);
  return Object.freeze(value);
}

/** What the prototypes of built-in types have. */
export function prototypesOf(): string[] {
  return [Object, Array, String, Function, Map, Error].flatMap(({ name, prototype }) => Reflect.ownKeys(prototype).map((key) => `${name}.${String(key)}`));
}
