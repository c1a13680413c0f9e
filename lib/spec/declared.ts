/**
 * A value that a factory made (`Access.internet()`, `GitHubRepository.of(…)`). Factories check nothing, so that every
 * issue of a fleet is found together; what they were given stands in `_declared` until the parser reads it.
 */
export interface Declared {
  readonly _declared: Declaration;
}

export interface Declaration {
  /** The class that made it, as the person wrote it. */
  readonly type: string;
  /** What the factory was given; the key `HEAD` holds its first argument. */
  readonly input: Readonly<Record<string, unknown>>;
  /** The props that the factory was given, whatever they are: nothing reads or spreads them before the parser does. */
  readonly props?: unknown;
  /** What the factory gives where the props give nothing. */
  readonly defaults?: Readonly<Record<string, unknown>>;
}

/** The key of a factory's first argument: it adds nothing to a path, as `billing.repository "acme/*"` shows. */
export const HEAD = '';

/** Marks the plain copy of a declared value with the class that made it. */
export const DECLARED_TYPE: unique symbol = Symbol('dust-service.declared-type');

/** What a provider made by a factory becomes: it is code, so it is carried and not copied. */
export const CARRIED: unique symbol = Symbol('dust-service.carried');

/** What a factory was given; undefined for plain data, which may have any key. */
export function declarationOf(value: object): Declaration | undefined {
  const declared: unknown = Object.getOwnPropertyDescriptor(value, '_declared')?.value;
  if (isPlain(value) || typeof declared !== 'object' || declared === null) return undefined;
  const { type, input, props, defaults = {} } = declared as Partial<Declaration>;
  return typeof type === 'string' && typeof input === 'object' && input !== null ? { type, input, props, defaults } : undefined;
}

export function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype || isForeignPlain(prototype);
}

/** A plain object of another realm (jest and vm contexts have an `Object` of their own). */
function isForeignPlain(prototype: unknown): boolean {
  return Object.getPrototypeOf(prototype) === null && Object.prototype.hasOwnProperty.call(prototype, 'isPrototypeOf');
}

/** The code that is carried: what a provider made by a factory holds in `_contract`. */
export function carriedBy(value: object): object | undefined {
  const contract: unknown = Object.getOwnPropertyDescriptor(value, '_contract')?.value;
  return typeof contract === 'object' && contract !== null && Object.getOwnPropertyDescriptor(contract, CARRIED)?.value === true ? contract : undefined;
}

/** The class of a captured value that a factory made. */
export function declaredType(captured: unknown): string | undefined {
  return typeof captured === 'object' && captured !== null ? (captured as { [DECLARED_TYPE]?: string })[DECLARED_TYPE] : undefined;
}
