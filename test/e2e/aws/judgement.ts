import { coverageOf, isMade } from './coverage';
import { differencesBetween } from './differences';
import type { Difference } from './differences';
import type { Expected } from './expected';
import type { Json, JsonObject } from '../../independent/json';
import { isObject } from '../../independent/json';

/** What is wrong with a deployment, and with what we think of the emulator. Both are empty when all is well. */
export interface Judgement {
  /** What is not as its template says, although the emulator should have it. */
  readonly wrong: readonly Difference[];
  /** What is there although the list says that the emulator has not got it; then the list has to change. */
  readonly unforeseen: readonly string[];
}

export const ALL_WELL: Judgement = { wrong: [], unforeseen: [] };

/** Compares one resource with what its service answered. */
export function judge(expected: Expected, live: JsonObject | undefined): Judgement {
  const { type, at, properties } = expected;
  const { drops = {}, replaces = {}, hidden = [] } = coverageOf(type);
  if (!isMade(type)) return { wrong: [], unforeseen: live === undefined ? [] : [`${at} exists`] };
  if (live === undefined) return { wrong: [{ type, at, path: '', expected: properties, actual: undefined }], unforeseen: [] };
  const readable = Object.fromEntries(Object.entries(properties).filter(([name]) => !hidden.includes(name)));
  const found = differencesBetween(readable, live).map((difference) => ({ type, at, ...difference }));
  const own = Object.keys(replaces);
  const lost = found.filter(({ actual }) => actual === undefined).map(({ path }) => path);
  const arrived = [
    ...Object.keys(drops).filter((path) => !lost.some((whole) => isIn(whole, path))),
    ...own.filter((whole) => !found.some(({ path }) => isIn(whole, path))),
  ];
  return {
    wrong: found.filter(({ path, actual }) => !own.some((whole) => isIn(whole, path)) && (actual !== undefined || !(path in drops))),
    unforeseen: arrived.filter((path) => declares(properties, path)).map((path) => `${at} has ${path}`),
  };
}

function isIn(whole: string, path: string): boolean {
  return path === whole || ['.', '['].some((end) => path.startsWith(whole + end));
}

/** Whether a template says something at a path such as `A.B[].C`. */
function declares(value: Json | undefined, path: string): boolean {
  if (path === '') return value !== undefined;
  const [, key, list, rest] = /^([^.[]+)(\[\])?\.?(.*)$/.exec(path)!;
  const inner = isObject(value) ? value[key!] : undefined;
  if (list === undefined) return declares(inner, rest!);
  return Array.isArray(inner) && inner.some((entry) => declares(entry, rest!));
}

export function together(judgements: readonly Judgement[]): Judgement {
  return { wrong: judgements.flatMap(({ wrong }) => wrong), unforeseen: judgements.flatMap(({ unforeseen }) => unforeseen) };
}
