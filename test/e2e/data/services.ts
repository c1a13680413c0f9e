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

/** What AWS's rotation between two users does when it finds the clone: nothing but a new password, as the master. */
export function rotate(server: PostgresServer, { clone }: Service): void {
  server.must(`ALTER USER "${clone.user}" WITH PASSWORD '${clone.password.replaceAll("'", "''")}'`, 'postgres', MASTER);
}

/** Everything that the catalogues say about roles and rights, with the hashes and the version of each row. */
export function catalogues(server: PostgresServer, database: string): string {
  return [
    'SELECT to_jsonb(a), a.xmin FROM pg_authid a ORDER BY rolname', 'SELECT to_jsonb(m), m.xmin FROM pg_auth_members m ORDER BY 1',
    'SELECT to_jsonb(s), s.xmin FROM pg_db_role_setting s ORDER BY 1', 'SELECT to_jsonb(d), d.xmin FROM pg_database d ORDER BY datname',
    'SELECT to_jsonb(n), n.xmin FROM pg_namespace n ORDER BY nspname', 'SELECT to_jsonb(d), d.xmin FROM pg_default_acl d ORDER BY 1',
  ].map((sql) => server.must(sql, database)).join('\n');
}
