import { suggest } from './rules';
import type { Finding } from '../issues/issue';

/** Result of reading one text: the parsed value, or what is wrong with it. */
export type Reading<T> = { readonly ok: T } | { readonly finding: Finding };

/** What a pod is given that asks for nothing; the limit must be at least that. */
export const DEFAULT_CPU = 100;
const MAX_CPU = 64_000;

/** Reads a Kubernetes cpu quantity into millicores: `250m`, `0.5`, `2`. */
export function readCpu(text: string): Reading<number> {
  const value = toMillicores(text);
  if (value !== undefined) return { ok: value };
  const meant = suggest(text, cpuMeant, (typed) => toMillicores(typed) !== undefined);
  const fix = meant ?? 'write millicores, such as "250m", or cores, such as "0.5"';
  return { finding: { code: 'DUST1030', value: text, problem: text === '' ? 'is empty' : 'is not an amount of cpu', allowed: '"1m" to "64"', fix } };
}

function toMillicores(text: string): number | undefined {
  const millis = /^([1-9][0-9]{0,4})m$/.exec(text)?.[1];
  const cores = /^([0-9]{1,2}(?:\.[0-9]{1,3})?)$/.exec(text)?.[1];
  const value = millis !== undefined ? Number(millis) : Math.round(Number(cores ?? 0) * 1000);
  return value > 0 && value <= MAX_CPU ? value : undefined;
}

/** A large number without a unit is meant in millicores; a word after the number is not needed. */
function cpuMeant(typed: string): string | undefined {
  const number = /^([0-9]+(?:\.[0-9]+)?)\s*(?:m|c|cpus?|cores?|vcpus?)?$/i.exec(typed.trim())?.[1];
  return number === undefined || toMillicores(number) !== undefined ? number : `${number}m`;
}

const MEMORY_UNITS: Readonly<Record<string, number>> = { Mi: 1, Gi: 1024 };
const MAX_MEMORY = 512 * 1024;

/** Reads an amount of memory or storage into MiB: `512Mi`, `2Gi`. */
export function readMebibytes(text: string, min = 16, max = MAX_MEMORY): Reading<number> {
  const value = toMebibytes(text);
  if (value !== undefined && value >= min && value <= max) return { ok: value };
  const fits = (typed: string): boolean => (toMebibytes(typed) ?? 0) >= min && toMebibytes(typed)! <= max;
  const finding = { code: 'DUST1031', value: text, allowed: `"${formatMebibytes(min)}" to "${formatMebibytes(max)}"` } as const;
  if (value !== undefined && value < min) return { finding: { ...finding, problem: 'is too little', fix: `raise it to "${formatMebibytes(min)}" or more` } };
  if (value !== undefined) return { finding: { ...finding, problem: 'is too much', fix: `lower it to "${formatMebibytes(max)}" or less` } };
  return { finding: { ...finding, problem: describeMemory(text), fix: suggest(text, memoryMeant, fits) ?? 'write MiB or GiB, such as "512Mi" or "2Gi"' } };
}

function toMebibytes(text: string): number | undefined {
  const [, digits, unit] = /^([1-9][0-9]{0,5})(Mi|Gi)$/.exec(text) ?? [];
  return digits === undefined ? undefined : Number(digits) * (MEMORY_UNITS[unit ?? ''] ?? 0);
}

function describeMemory(text: string): string {
  if (text === '') return 'is empty';
  const millis = /^([1-9][0-9]{0,5})m$/.exec(text)?.[1];
  return millis === undefined ? 'is not an amount of memory' : `is ${Number(millis) / 1000} byte`;
}

function memoryMeant(typed: string): string | undefined {
  const [, number, unit = ''] = /^([0-9]+(?:\.[0-9]+)?)\s*([mg]?)i?b?$/i.exec(typed.trim()) ?? [];
  if (number === undefined) return undefined;
  if (!number.includes('.')) return `${number}${/g/i.test(unit) ? 'Gi' : 'Mi'}`;
  return /g/i.test(unit) ? `${Math.round(Number(number) * 1024)}Mi` : `${Math.ceil(Number(number))}Mi`;
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
  const fix = suggest(text, retentionMeant, (typed) => 'ok' in readRetention(typed)) ?? 'write days or years, such as "7y"';
  return {
    finding: { code: 'DUST1034', value: text, problem: text === '' ? 'is empty' : 'is not a time of retention', allowed: '"1d" to "36500d" or "1y" to "100y"', fix },
  };
}

function retentionMeant(typed: string): string {
  return typed.trim().replace(/^([0-9]+)\s*(?:(y)(?:ears?|r|rs)?|(d)(?:ays?)?)$/i, (_match, digits: string, years?: string) => `${Number(digits)}${years === undefined ? 'd' : 'y'}`);
}

/** Reads days between two rotations, `30d`. @see https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_RotationRulesType.html */
export function readRotation(text: string): Reading<number> {
  const days = Number(/^([1-9][0-9]{0,2})d$/.exec(text)?.[1] ?? 0);
  if (days > 0 && days <= 365) return { ok: days };
  const fix = suggest(text, retentionMeant, (typed) => 'ok' in readRotation(typed)) ?? 'write days, such as "30d"';
  return { finding: { code: 'DUST1038', value: text, problem: text === '' ? 'is empty' : 'is not a time between two rotations', allowed: '"1d" to "365d"', fix } };
}

export function formatCpu(millicores: number): string {
  return millicores % 1000 === 0 ? `${millicores / 1000}` : `${millicores}m`;
}

export function formatMebibytes(mebibytes: number): string {
  return mebibytes % 1024 === 0 ? `${mebibytes / 1024}Gi` : `${mebibytes}Mi`;
}

/** What one container asks for and may take at most, of millicores and MiB; it gets all its memory from the beginning. */
export function formatResources(sizes: { readonly cpu: number; readonly cpuLimit: number; readonly memory: number }) {
  const memory = formatMebibytes(sizes.memory);
  return { requests: { cpu: formatCpu(sizes.cpu), memory }, limits: { cpu: formatCpu(sizes.cpuLimit), memory } };
}
