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
}

/** The key of a factory's first argument: it adds nothing to a path, as `billing.repository "acme/*"` shows. */
export const HEAD = '';

/** Marks the plain copy of a declared value with the class that made it. */
export const DECLARED_TYPE: unique symbol = Symbol('dust-service.declared-type');

/** What a provider made by a factory becomes: it is code, so it is carried and not copied. */
export const CARRIED: unique symbol = Symbol('dust-service.carried');

export function isDeclared(value: object): value is Declared {
  return '_declared' in value && typeof (value as Declared)._declared === 'object';
}
