export interface DatabaseRoles {
  readonly database: string;
  readonly owner: string;
  readonly login: string;
}

/**
 * What the role job does, for a database that is made just now: run once, by a superuser, in the application's database. Names are
 * of lower-case letters, digits and underscores, so that quoting them is all that is needed.
 */
export function initialSql({ database, owner, login }: DatabaseRoles): readonly string[] {
  return [
    `CREATE ROLE "${owner}" NOLOGIN`,
    `CREATE ROLE "${login}" LOGIN NOINHERIT`,
    `GRANT "${owner}" TO "${login}"`,
    `ALTER ROLE "${login}" SET role = '${owner}'`,
    `REVOKE ALL ON DATABASE "${database}" FROM PUBLIC`,
    'REVOKE ALL ON SCHEMA public FROM PUBLIC',
    `GRANT CONNECT, TEMPORARY ON DATABASE "${database}" TO "${owner}"`,
    `GRANT CONNECT ON DATABASE "${database}" TO "${login}"`,
    `GRANT USAGE, CREATE ON SCHEMA public TO "${owner}"`,
  ];
}
