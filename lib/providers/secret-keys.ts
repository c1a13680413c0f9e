import type { SecretKey } from './contract';

/** Variables that are found in one Secret, each under its own name. */
export function secretKeys(secret: string, names: readonly string[]): Readonly<Record<string, SecretKey>> {
  return Object.fromEntries(names.map((key) => [key, { secret, key }]));
}
