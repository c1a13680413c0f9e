import { MASTER } from './postgres-server';
import type { Login, PostgresServer } from './postgres-server';

/** A service as the role job is told about it. */
export interface Service {
  readonly database: string;
  readonly owner: string;
  readonly login: Login;
  readonly clone: Login;
}

export function service(name: string, password = `${name}, a password of its own`): Service {
  return { database: `db_${name}`, owner: `owner_${name}`, login: { user: `app_${name}`, password }, clone: { user: `app_${name}_clone`, password: `${password} of the clone` } };
}

export function jobVariables(server: PostgresServer, { database, owner, login, clone }: Service, master = MASTER): Record<string, string> {
  return {
    ...server.variables(database, master),
    APPLICATION_OWNER: owner, APPLICATION_USER: login.user, APPLICATION_PASSWORD: login.password, APPLICATION_CLONE: clone.user,
  };
}

/**
 * What AWS's rotation between two users does, as the master: a clone that is there gets a new password and nothing else.
 * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotating-secrets-two-users.html
 */
export function rotate(server: PostgresServer, { login, clone }: Service): void {
  const password = `PASSWORD '${clone.password.replaceAll("'", "''")}'`;
  const isThere = server.must(`SELECT count(*) FROM pg_roles WHERE rolname = '${clone.user}'`) === '1';
  const statements = isThere ? `ALTER USER ${clone.user} WITH ${password}` : `CREATE ROLE ${clone.user} WITH LOGIN ${password}; GRANT ${login.user} TO ${clone.user}`;
  server.must(statements, 'postgres', MASTER);
}

/** The databases of these services as new, none of their roles, and nothing of what the attempts make elsewhere. */
export function renew(server: PostgresServer, services: readonly Service[]): void {
  forget(server, services);
  for (const { database } of services) server.createDatabase(database);
}

/** @param others roles that go with them */
export function forget(server: PostgresServer, services: readonly Service[], others: readonly string[] = []): void {
  for (const database of ['more', ...services.map((one) => one.database)]) server.must(`DROP DATABASE IF EXISTS ${database}`);
  const names = ['more', ...others, ...services.flatMap(({ owner, login, clone }) => [owner, login.user, clone.user])].map((name) => `'${name}'`).join(', ');
  const found = server.must(`SELECT string_agg(quote_ident(rolname), ', ') FROM pg_roles WHERE rolname IN (${names})`);
  if (found !== '') server.must(`DROP OWNED BY ${found} CASCADE; DROP ROLE ${found}`);
}

/** Everything that the catalogues say about roles and rights, with the hashes and the version of each row. */
export function catalogues(server: PostgresServer, database: string): string {
  return [
    'SELECT to_jsonb(a), a.xmin FROM pg_authid a ORDER BY rolname', 'SELECT to_jsonb(m), m.xmin FROM pg_auth_members m ORDER BY 1',
    'SELECT to_jsonb(s), s.xmin FROM pg_db_role_setting s ORDER BY 1', 'SELECT to_jsonb(d), d.xmin FROM pg_database d ORDER BY datname',
    'SELECT to_jsonb(n), n.xmin FROM pg_namespace n ORDER BY nspname', 'SELECT to_jsonb(d), d.xmin FROM pg_default_acl d ORDER BY 1',
  ].map((sql) => server.must(sql, database)).join('\n');
}
