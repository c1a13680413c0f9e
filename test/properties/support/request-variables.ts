import type { ServiceModel } from './fleet-model';

export const POSTGRES = { values: ['PGPORT', 'PGDATABASE', 'PGSSLMODE', 'PGSSLROOTCERT'], secrets: ['PGHOST', 'PGUSER', 'PGPASSWORD', 'DATABASE_URL'] } as const;
export const CACHE = { values: ['REDIS_TLS', 'REDIS_CA_FILE'], secrets: ['REDIS_HOST', 'REDIS_PORT', 'REDIS_PASSWORD', 'REDIS_URL'] } as const;
const BUCKETS = ['AWS_ENDPOINT_URL_S3', 'S3_FORCE_PATH_STYLE'];

/** The variables that the contract of each request promises, secrets by themselves apart. */
export function variablesOfRequests({ buckets, postgres, cache }: Pick<ServiceModel, 'buckets' | 'postgres' | 'cache'>): string[] {
  const keys = Object.keys(buckets);
  return [
    ...keys.map(bucketVariable),
    ...(keys.length > 0 ? BUCKETS : []),
    ...(postgres === undefined ? [] : [...POSTGRES.values, ...POSTGRES.secrets]),
    ...(cache === undefined ? [] : [...CACHE.values, ...CACHE.secrets]),
  ];
}

/** What an SDK is told where a store in the cluster has the buckets; no application reads it. */
export const CREDENTIALS = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'];

/** The variables whose value only a Secret has. */
export function secretVariablesOf({ postgres, cache, secrets = {} }: ServiceModel): string[] {
  return [...Object.keys(secrets), ...(postgres === undefined ? [] : POSTGRES.secrets), ...(cache === undefined ? [] : CACHE.secrets)];
}

export function bucketVariable(key: string): string {
  return `BUCKET_${key.toUpperCase().replaceAll('-', '_')}`;
}
