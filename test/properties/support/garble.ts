import type { Wrap } from './build-fleet';
import type { FleetModel } from './fleet-model';

/** What is put where: the object and the key are numbers that are taken modulo what there is. */
export interface Garbling {
  readonly object: number;
  readonly key: number;
  readonly value: unknown;
  /** A key that nobody knows, beside the others; undefined replaces a known one. */
  readonly newKey?: string;
  /** The object itself is replaced and not a part of it. */
  readonly whole?: boolean;
}

/** Puts a value into one of the objects that are handed to the library. The first run only counts them. */
export function garbled(build: (wrap: Wrap) => unknown, { object, key, value, newKey, whole }: Garbling): Wrap {
  let count = 0;
  build((one) => { count++; return one; });
  let index = 0;
  return (one) => {
    if (index++ !== object % count) return one;
    if (whole === true) return value as typeof one;
    const keys = Object.keys(one as object);
    const chosen = newKey ?? keys[key % Math.max(1, keys.length)] ?? 'anything';
    const changed = { ...one };
    Object.defineProperty(changed, chosen, { value, enumerable: true, configurable: true, writable: true });
    return changed;
  };
}

/** Puts a text in the place of one of the texts of a model, names of services included. */
export function withText(model: FleetModel, place: number, text: string): FleetModel {
  let count = 0;
  const walk = (value: unknown, change: (index: number) => boolean): unknown => {
    if (typeof value === 'string') return change(count++) ? text : value;
    if (Array.isArray(value)) return value.map((item) => walk(item, change));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, CHOICES.has(key) ? item : walk(item, change)]));
  };
  walk(model, () => false);
  const total = count;
  count = 0;
  return walk(model, (index) => index === place % total) as FleetModel;
}

/** Choices of the model itself, which no person types. */
const CHOICES = new Set(['kind', 'vpn', 'dns', 'awsBy', 'partition', 'dataClass']);
