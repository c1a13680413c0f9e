import type { Finding } from '../issues/issue';

/** Result of reading one text: the parsed value, or what is wrong with it. */
export type Reading<T> = { readonly ok: T } | { readonly finding: Finding };

/** Reads a Kubernetes cpu quantity into millicores: `250m`, `0.5`, `2`. */
export function readCpu(text: string): Reading<number> {
  const millis = /^([1-9][0-9]{0,6})m$/.exec(text)?.[1];
  const cores = /^([0-9]{1,4}(?:\.[0-9]{1,3})?)$/.exec(text)?.[1];
  const value = millis !== undefined ? Number(millis) : cores !== undefined ? Math.round(Number(cores) * 1000) : 0;
  if (value > 0 && value <= 64_000 && !(cores !== undefined && /^[0-9]{3,}$/.test(cores))) return { ok: value };
  const meant = cores !== undefined && value > 64_000 ? `did you mean "${cores}m"?` : 'write millicores, such as "250m", or cores, such as "0.5"';
  return { finding: { code: 'DUST1030', value: text, problem: 'is not an amount of cpu', allowed: '"1m" to "64"', fix: meant } };
}

const MEMORY_UNITS: Readonly<Record<string, number>> = { Mi: 1, Gi: 1024 };
const MAX_MEMORY = 512 * 1024;

/** Reads an amount of memory or storage into MiB: `512Mi`, `2Gi`. */
export function readMebibytes(text: string, min = 16, max = MAX_MEMORY): Reading<number> {
  const [, digits, unit] = /^([1-9][0-9]{0,5})(Mi|Gi)$/.exec(text) ?? [];
  const value = digits === undefined ? 0 : Number(digits) * (MEMORY_UNITS[unit ?? ''] ?? 0);
  if (value >= min && value <= max) return { ok: value };
  const [, number, typed] = /^([0-9]+)\s?(m|MB|M|mi|mb|GB|G|gi|gb|g)?$/.exec(text) ?? [];
  const meant = number === undefined ? 'write MiB or GiB, such as "512Mi"' : `did you mean "${number}${/^g/i.test(typed ?? '') ? 'Gi' : 'Mi'}"?`;
  const problem = typed === 'm' ? `is ${Number(number) / 1000} byte` : 'is not an amount of memory';
  return { finding: { code: 'DUST1031', value: text, problem, allowed: `${min}Mi to ${max / 1024}Gi`, fix: meant } };
}

/** A time that Object Lock understands; years and days are different units there and never converted. */
export interface Retention {
  readonly unit: 'years' | 'days';
  readonly count: number;
}

/** Reads `7y` or `90d`. @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html */
export function readRetention(text: string): Reading<Retention> {
  const [, digits, unit] = /^([1-9][0-9]{0,4})([yd])$/.exec(text) ?? [];
  const count = Number(digits ?? 0);
  if (count > 0 && count <= (unit === 'y' ? 100 : 36_500)) return { ok: { unit: unit === 'y' ? 'years' : 'days', count } };
  return {
    finding: { code: 'DUST1034', value: text, problem: 'is not a time of retention', allowed: '"1d" to "36500d" or "1y" to "100y"', fix: 'write days or years, such as "7y"' },
  };
}

export function formatCpu(millicores: number): string {
  return millicores % 1000 === 0 ? `${millicores / 1000}` : `${millicores}m`;
}

export function formatMebibytes(mebibytes: number): string {
  return mebibytes % 1024 === 0 ? `${mebibytes / 1024}Gi` : `${mebibytes}Mi`;
}
