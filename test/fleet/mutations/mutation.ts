import type { Output } from '../../support/synthesize';

/** One thing that is wrong, the check that must find it, and a part of what the check says. */
export interface Mutation {
  readonly check: string;
  readonly title: string;
  readonly finds: string;
  readonly mutate: (output: Output) => void;
}

/** A table of mutations of one check: title, a part of the message, what is done. */
export function mutationsOf(check: string, rows: readonly (readonly [string, string, (output: Output) => void])[]): Mutation[] {
  return rows.map(([title, finds, mutate]) => ({ check, title, finds, mutate }));
}

export const WEB = 'prod/web/workload.yaml';
export const WEB_FOUNDATION = 'prod/web/foundation.yaml';
export const ARCHIVE = 'prod/audit-archive/workload.yaml';
export const ARCHIVE_FOUNDATION = 'prod/audit-archive/foundation.yaml';
export const CLUSTER = 'prod/cluster/cluster.yaml';
