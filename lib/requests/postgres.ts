import type * as v from 'valibot';
import { existingIn, judgeSecretName } from './existing';
import { classRule } from './instance-class';
import type { RequestKind } from './request-kind';
import type { ResourceRequest } from '../providers/contract';
import { judgeAnyPort } from '../spec/network';
import { judgePostgresVersion } from '../spec/postgres-version';
import { readMebibytes, readRotation } from '../spec/quantities';
import { patternRule } from '../spec/rules';
import { number, optional, reading, struct, text } from '../spec/schema';

/** Where a container finds the certificates that the server's one is checked against. */
export const POSTGRES_CA_FILE = '/etc/dust/postgres/ca.pem';
export const POSTGRES_SECRETS = ['PGHOST', 'PGUSER', 'PGPASSWORD', 'DATABASE_URL'] as const;

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
  /** Days between two passwords of the application; undefined where nothing rotates it. */
  readonly rotation?: number;
  readonly existing?: ExistingDatabase;
}

/** A database that somebody else made. */
export interface ExistingDatabase {
  /** The secret of its login, JSON with `host`, `username` and `password`. */
  readonly secret: string;
  readonly database: string;
  readonly port: number;
  readonly keyArn?: string;
}

const judgeInstanceClass = classRule({
  code: 'DUST1035',
  word: 'db',
  console: 'RDS',
  problem: 'is not a class of database instances',
  allowed: 'a class such as "db.t4g.medium" or "db.r8g.xlarge"',
});

const sizes = {
  instanceClass: optional(text(judgeInstanceClass)),
  storage: optional(reading((value: string) => readMebibytes(value, 20 * GIBIBYTE, 64 * GIBIBYTE * GIBIBYTE))),
  rotation: optional(reading(readRotation)),
};

const judgeDatabase = patternRule({
  code: 'DUST1068',
  pattern: /^[A-Za-z_][A-Za-z0-9_$-]*$/,
  max: 63,
  problem: 'is not the name of a database',
  allowed: 'letters, digits, "_", "$" and "-", at most 63',
  fix: 'write the name as `psql --list` prints it',
});

const existing = existingIn({ secret: text(judgeSecretName), database: text(judgeDatabase), port: optional(number(judgeAnyPort), 5432) });
const postgres = struct({ version: optional(text(judgePostgresVersion), DEFAULT_VERSION), existing, ...sizes });

export const postgresRequests: RequestKind<v.InferOutput<typeof postgres>, PostgresRequest> = {
  kind: 'postgres',
  servedBy: 'Provider.rds()',
  property: 'postgres',
  schema: postgres,
  sizes: struct(sizes) as never,
  requests: ({ existing: adopted, ...input }) => [
    { kind: 'postgres', key: 'postgres', path: 'postgres', storage: 20 * GIBIBYTE, ...input, ...(adopted === undefined ? {} : { existingIn: adopted }) },
  ],
  contract: () => ({
    values: ['PGPORT', 'PGDATABASE', 'PGSSLMODE', 'PGSSLROOTCERT'],
    secrets: POSTGRES_SECRETS,
  }),
};
