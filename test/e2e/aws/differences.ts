import { isObject } from '../../independent/json';
import type { Json, JsonObject } from '../../independent/json';

/** One place where what is deployed is not what its template says. */
export interface Difference {
  /** `stack/LogicalId`. */
  readonly at: string;
  readonly type: string;
  /** Keys that lead to it, `[]` for an entry of a list; empty when the whole resource is missing. */
  readonly path: string;
  readonly expected: Json | undefined;
  readonly actual: Json | undefined;
}

const LONGEST = 200;

type Unplaced = Omit<Difference, 'at' | 'type'>;

/** Where two values differ, as deep as possible; what only one of them has differs as a whole. */
export function differencesBetween(expected: JsonObject, actual: JsonObject | undefined): Unplaced[] {
  return compare('', sorted(expected), actual && sorted(actual));
}

function compare(path: string, expected: Json | undefined, actual: Json | undefined): Unplaced[] {
  if (isObject(expected) && isObject(actual)) {
    const keys = [...new Set([...Object.keys(expected), ...Object.keys(actual)])];
    return keys.flatMap((key) => compare(path === '' ? key : `${path}.${key}`, expected[key], actual[key]));
  }
  if (Array.isArray(expected) && Array.isArray(actual) && expected.length === actual.length) {
    return expected.flatMap((entry, index) => compare(`${path}[]`, entry, actual[index]));
  }
  return Object.is(expected, actual) ? [] : [{ path, expected, actual }];
}

/** Tags have no order; everything else that is a list keeps its own. */
function sorted(properties: JsonObject): JsonObject {
  const { Tags } = properties;
  if (!Array.isArray(Tags)) return properties;
  const key = (tag: Json): string => (isObject(tag) ? String(tag.Key) : '');
  return { ...properties, Tags: [...Tags].sort((left, right) => (key(left) < key(right) ? -1 : 1)) };
}

/** For messages: what was expected, and what there is. */
export function described({ at, path, expected, actual }: Difference): string {
  return `${at} ${path}: ${shortened(actual)} instead of ${shortened(expected)}`;
}

function shortened(value: Json | undefined): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}
