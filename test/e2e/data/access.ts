import { MASTER } from './postgres-server';
import type { Login, PostgresServer } from './postgres-server';
import type { Service } from './services';

/** Something that somebody tries in a session of its own. */
export interface Attempt {
  readonly what: string;
  readonly sql: string;
  /** @default 'login' */
  readonly as?: 'login' | 'clone' | 'neighbour' | 'superuser';
  /** @default the service's own */
  readonly database?: string;
  /** What is answered. */
  readonly answer?: string;
  /** What the refusal says; without it the attempt succeeds. */
  readonly refused?: RegExp;
  /** What has to be there for it, which not every provider has: the rotation's second login, or the groups of RDS. */
  readonly needs?: 'clone' | 'rds';
}

/** Who makes databases and roles in the place of RDS's master, as it is called in a statement. */
export const ADMINISTRATOR = '$administrator';

const DENIED = /permission denied/;
const OWNERS = /must be owner/;

/** What the application may do, in order: it migrates and uses a schema, whichever of its logins comes. */
export const MAY: readonly Attempt[] = [
  { what: 'acts as the owner', sql: 'SELECT session_user, current_user', answer: 'app_catalog|owner_catalog' },
  { what: 'makes tables', sql: "CREATE TYPE state AS ENUM ('new'); CREATE TABLE items (id serial PRIMARY KEY, state state); CREATE TABLE parts (item int REFERENCES items)" },
  { what: 'alters them', sql: "ALTER TABLE items ADD name text NOT NULL DEFAULT ''; ALTER TYPE state ADD VALUE 'old'" },
  { what: 'makes indexes, views and functions', sql: "CREATE INDEX CONCURRENTLY by_name ON items (name); CREATE VIEW names AS SELECT name FROM items; CREATE FUNCTION one() RETURNS int LANGUAGE plpgsql AS 'BEGIN RETURN 1; END'" },
  { what: 'makes triggers', sql: "CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'; CREATE TRIGGER touch BEFORE INSERT ON items FOR EACH ROW EXECUTE FUNCTION touch()" },
  { what: 'writes', sql: "INSERT INTO items (state, name) VALUES ('new', 'a'), ('old', 'b'); UPDATE items SET name = 'c' WHERE name = 'b'; DELETE FROM items WHERE name = 'a'" },
  { what: 'reads', sql: 'SELECT name, one() FROM items', answer: 'c|1' },
  { what: 'makes temporary tables', sql: 'CREATE TEMP TABLE scratch AS SELECT * FROM items' },
  { what: 'keeps its role when a pool resets the session', sql: 'RESET ROLE; DISCARD ALL; SELECT current_user; CREATE TABLE pooled ()', answer: 'owner_catalog' },
  { what: 'makes tables as its clone', as: 'clone', needs: 'clone', sql: 'CREATE TABLE of_clone (id int); INSERT INTO items (name) VALUES (\'d\'); SELECT session_user, current_user', answer: 'app_catalog_clone|owner_catalog' },
  { what: 'alters as the first login what the clone has made', needs: 'clone', sql: 'ALTER TABLE of_clone ADD name text; INSERT INTO of_clone VALUES (1)' },
  { what: 'alters as the clone what the first login has made', as: 'clone', needs: 'clone', sql: 'ALTER TABLE items ADD extra int; DROP TABLE of_clone, parts' },
  { what: 'owns everything by the role that cannot log in', as: 'superuser', sql: "SELECT DISTINCT relowner::regrole FROM pg_class WHERE relnamespace = 'public'::regnamespace UNION SELECT proowner::regrole FROM pg_proc WHERE pronamespace = 'public'::regnamespace UNION SELECT typowner::regrole FROM pg_type WHERE typnamespace = 'public'::regnamespace", answer: 'owner_catalog' },
  { what: 'drops', sql: 'DROP TABLE items, pooled CASCADE; DROP TYPE state; DROP FUNCTION one, touch' },
];

/** What nobody may do, however often it is tried; each says how it is refused, so that a slip in the statement is no proof. */
export const MAY_NOT: readonly Attempt[] = [
  { what: 'makes something of its own outside the owner\'s role', sql: 'SET ROLE NONE; CREATE TABLE mine ()', refused: /permission denied|no schema has been selected/ },
  { what: 'makes it as its clone', as: 'clone', needs: 'clone', sql: 'SET ROLE NONE; CREATE TABLE public.mine ()', refused: DENIED },
  { what: 'creates roles', sql: 'CREATE ROLE more', refused: DENIED },
  { what: 'creates roles outside the owner\'s role', sql: 'SET ROLE NONE; CREATE ROLE more', refused: DENIED },
  { what: 'creates databases', sql: 'CREATE DATABASE more', refused: DENIED },
  { what: 'creates databases outside the owner\'s role', sql: 'SET ROLE NONE; CREATE DATABASE more', refused: DENIED },
  { what: 'creates schemas', sql: 'CREATE SCHEMA more', refused: DENIED },
  { what: 'creates extensions, even trusted ones', sql: 'CREATE EXTENSION hstore', refused: DENIED },
  { what: 'drops its schema', sql: 'DROP SCHEMA public CASCADE', refused: OWNERS },
  { what: 'renames its schema', sql: 'ALTER SCHEMA public RENAME TO mine', refused: OWNERS },
  { what: 'drops its database', sql: 'DROP DATABASE db_catalog', refused: OWNERS },
  { what: 'drops it from outside', sql: 'DROP DATABASE db_catalog', database: 'postgres', refused: OWNERS },
  { what: 'renames its database', sql: 'ALTER DATABASE db_catalog RENAME TO mine', database: 'postgres', refused: OWNERS },
  { what: 'takes its database', sql: 'ALTER DATABASE db_catalog OWNER TO owner_catalog', refused: OWNERS },
  { what: 'changes settings of its database', sql: "ALTER DATABASE db_catalog SET search_path = 'mine'", refused: OWNERS },
  { what: 'lets others in', sql: 'GRANT CONNECT ON DATABASE db_catalog TO PUBLIC; GRANT ALL ON SCHEMA public TO PUBLIC; DO $$ BEGIN IF has_database_privilege(\'public\', current_database(), \'CONNECT\') OR has_schema_privilege(\'public\', \'public\', \'USAGE\') THEN RETURN; END IF; RAISE EXCEPTION \'permission denied, with a warning\'; END $$', refused: DENIED },
  { what: 'becomes the master', sql: `SET ROLE ${ADMINISTRATOR}`, refused: DENIED },
  { what: 'becomes what RDS gives its master', needs: 'rds', sql: 'SET ROLE rds_superuser', refused: DENIED },
  { what: 'becomes a superuser', sql: 'SET ROLE NONE; SET ROLE postgres', refused: DENIED },
  { what: 'becomes another session', sql: `SET SESSION AUTHORIZATION ${ADMINISTRATOR}`, refused: DENIED },
  { what: 'becomes another service', sql: 'SET ROLE owner_billing', refused: DENIED },
  { what: 'reads hashes', sql: 'SELECT rolpassword FROM pg_authid', refused: DENIED },
  { what: 'reads hashes by a view', sql: 'SELECT passwd FROM pg_shadow', refused: DENIED },
  { what: 'lets the owner log in', sql: 'ALTER ROLE owner_catalog LOGIN', refused: /permission denied|must have/ },
  { what: 'raises itself', sql: 'SET ROLE NONE; ALTER ROLE app_catalog CREATEDB', refused: /permission denied|must have/ },
  { what: 'changes the master\'s password', sql: `ALTER ROLE ${ADMINISTRATOR} PASSWORD 'x'`, refused: /permission denied|must have/ },
  { what: 'hands its role on', sql: 'GRANT owner_catalog TO app_billing', refused: /permission denied|must have admin option/ },
  { what: 'hands its role on outside the owner\'s role', sql: 'SET ROLE NONE; GRANT owner_catalog TO app_billing', refused: /permission denied|must have admin option/ },
  { what: 'runs programs', sql: "COPY (SELECT 1) TO PROGRAM 'true'", refused: /permission denied|must be superuser/ },
  { what: 'reads files', sql: "SELECT pg_read_file('PG_VERSION')", refused: DENIED },
  { what: 'ends others\' sessions', sql: 'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()', refused: /permission denied|must be a superuser|must be a member/ },
  { what: 'comes into another service\'s database', sql: 'SELECT 1', database: 'db_billing', refused: DENIED },
  { what: 'comes in as another service', as: 'neighbour', sql: 'SELECT 1', refused: DENIED },
  { what: 'logs in as the owner', as: 'superuser', sql: "DO $$ BEGIN IF (SELECT rolcanlogin FROM pg_roles WHERE rolname = 'owner_catalog') THEN RETURN; END IF; RAISE EXCEPTION 'permission denied'; END $$", refused: DENIED },
  { what: 'sees the schema as PUBLIC', as: 'superuser', sql: "DO $$ BEGIN IF has_schema_privilege('public', 'public', 'USAGE') THEN RETURN; END IF; RAISE EXCEPTION 'permission denied'; END $$", refused: DENIED },
  { what: 'leaves the master a member', as: 'superuser', sql: `DO $$ BEGIN IF pg_has_role('${ADMINISTRATOR}', 'owner_catalog', 'USAGE') OR current_setting('server_version_num')::int >= 160000 AND pg_has_role('${ADMINISTRATOR}', 'owner_catalog', 'SET') THEN RETURN; END IF; RAISE EXCEPTION 'permission denied'; END $$`, refused: DENIED },
  { what: 'has rights of a role that it has not taken', as: 'superuser', sql: "DO $$ BEGIN IF (SELECT rolinherit FROM pg_roles WHERE rolname = 'app_catalog') OR pg_has_role('app_catalog', 'owner_catalog', 'USAGE') THEN RETURN; END IF; RAISE EXCEPTION 'permission denied'; END $$", refused: DENIED },
  { what: 'is in any role but the owner\'s', as: 'superuser', sql: "DO $$ BEGIN IF EXISTS (SELECT FROM pg_auth_members WHERE member = 'owner_catalog'::regrole OR member = 'app_catalog'::regrole AND roleid <> 'owner_catalog'::regrole) THEN RETURN; END IF; RAISE EXCEPTION 'permission denied'; END $$", refused: DENIED },
];

/** The attempts that end otherwise than the table says. */
export function surprises(server: PostgresServer, one: Service, neighbour: Service, attempts: readonly Attempt[], administrator = MASTER.user): string[] {
  const logins: Record<string, Login | undefined> = { login: one.login, clone: one.clone, neighbour: neighbour.login, superuser: undefined };
  return attempts.flatMap(({ what, sql, as = 'login', database = one.database, answer, refused }) => {
    const { exitCode, out, error } = server.query(sql.replaceAll(ADMINISTRATOR, administrator), database, logins[as]);
    if (refused !== undefined) return refused.test(error) && exitCode !== 0 ? [] : [`${what}: ${error.trim() || 'is allowed'}`];
    return exitCode === 0 && (answer === undefined || out === answer) ? [] : [`${what}: ${error.trim() || `answers ${out}`}`];
  });
}
