import type { LocatedFinding } from '../issues/issue';
import { read } from '../spec/read';
import type { Schema } from '../spec/schema';

/** What a factory of a provider was given, read once; JavaScript callers can hand over anything. */
export interface ReadProps<T> {
  readonly props: T;
  /** What is wrong with it, each at its path below the provider; the props are then the defaults. */
  readonly findings: readonly LocatedFinding[];
}

/** @param schema accepts the empty object */
export function readProps<T>(schema: Schema<T>, given: unknown): ReadProps<T> {
  const findings: LocatedFinding[] = [];
  const props = read(schema, given === undefined ? {} : given, '', findings);
  return { props: (findings.length === 0 ? props : read(schema, {}, '', [])) as T, findings };
}
