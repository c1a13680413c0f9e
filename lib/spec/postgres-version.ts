import { patternRule } from './rules';

/** Major versions that PostgreSQL and RDS both support. @see https://www.postgresql.org/support/versioning/ */
export const judgePostgresVersion = patternRule({
  code: 'DUST1037',
  pattern: /^1[5-8]$/,
  problem: 'is not a major version that is supported',
  allowed: '"15", "16", "17" or "18"',
  fix: 'write a major version; the minor one follows by itself',
  meant: (typed) => typed.trim().replace(/^v?([0-9]+)\..*$/, '$1'),
});
