import type * as v from 'valibot';
import type { RequestKind } from './request-kind';
import type { ResourceRequest } from '../providers/contract';
import { readMebibytes } from '../spec/quantities';
import { patternRule } from '../spec/rules';
import { oneOf, optional, reading, struct, text } from '../spec/schema';

/** Versions that every provider has; the newest is left to whoever asks for it. */
const VERSIONS = ['15', '16', '17', '18'] as const;
const DEFAULT_VERSION = '17';
const GIBIBYTE = 1024;

/** A PostgreSQL database with a server of its own. */
export interface PostgresRequest extends ResourceRequest {
  readonly kind: 'postgres';
  /** Major version. */
  readonly version: string;
  /** What the provider calls the size of the server; undefined for its default. */
  readonly instanceClass?: string;
  /** In MiB. */
  readonly storage: number;
}

const judgeInstanceClass = patternRule({
  code: 'DUST1035',
  pattern: /^db\.[a-z][a-z0-9-]{1,15}\.[a-z0-9-]{4,12}$/,
  problem: 'is not a class of database instances',
  allowed: 'a class such as "db.t4g.medium" or "db.r8g.xlarge"',
  fix: 'write the class as the RDS console lists it',
  meant: (typed) => `db.${typed.trim().toLowerCase().replace(/^db\./, '')}`,
});

const sizes = {
  instanceClass: optional(text(judgeInstanceClass)),
  storage: optional(reading((value: string) => readMebibytes(value, 20 * GIBIBYTE, 64 * GIBIBYTE * GIBIBYTE))),
};

const postgres = struct({ version: optional(oneOf(VERSIONS), DEFAULT_VERSION), ...sizes });

export const postgresRequests: RequestKind<v.InferOutput<typeof postgres>, PostgresRequest> = {
  kind: 'postgres',
  servedBy: 'Provider.rds()',
  property: 'postgres',
  schema: postgres,
  sizes: struct(sizes) as never,
  requests: (input) => [{ kind: 'postgres', key: 'postgres', path: 'postgres', storage: 20 * GIBIBYTE, ...input }],
  contract: () => ({
    values: ['PGPORT', 'PGDATABASE', 'PGSSLMODE', 'PGSSLROOTCERT'],
    secrets: ['PGHOST', 'PGUSER', 'PGPASSWORD', 'DATABASE_URL'],
  }),
};
