/**
 * What the role job runs as the server's master. Every statement is there for a state that differs, so a run that finds
 * everything in order writes nothing.
 *
 * The application's logins inherit nothing from the owner; their sessions start with `role` set to it. So an object belongs to
 * the owner whichever login made it, and a session that leaves that role (`SET ROLE NONE`) can create nothing at all. This
 * is what rotation between two logins rests on. AWS's rotation makes a clone that is only a member of the first login, which
 * would have no such setting; so the job makes the clone before, without a password, and rotation then finds it and sets
 * one. `DISCARD ALL` keeps the setting since 15.10, 16.6 and 17.2; on older servers such a session loses its rights.
 */
export const ROLES_SQL = `-- One transaction as the server's master: all of it happens or nothing. Written for psql 15 or newer and PostgreSQL 15
-- or newer. The master need not be a superuser: it has CREATEROLE and owns the database.
\\set ON_ERROR_STOP on
\\set VERBOSITY terse
\\getenv owner APPLICATION_OWNER
\\getenv login APPLICATION_USER
\\getenv clone APPLICATION_CLONE
\\getenv set_password SET_PASSWORD

BEGIN;
-- The application may put functions into the schema public; the master must never call one of them.
SET LOCAL search_path = pg_catalog, pg_temp;
SET LOCAL client_min_messages = warning;
SET LOCAL lock_timeout = '60s';
SET LOCAL password_encryption = 'scram-sha-256';
SELECT set_config('dust.owner', :'owner', true), set_config('dust.login', :'login', true), set_config('dust.clone', :'clone', true);

-- Two jobs at once: the second waits here, and then sees what the first has made. Nothing is looked up before, for a session
-- remembers for a while that a role is not there.
DO $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('dust-service roles', 0));
EXCEPTION WHEN lock_not_available THEN
  RAISE EXCEPTION 'somebody has held the lock of the role job for a minute: look for locktype advisory in pg_locks, then run the job again';
END $$;

-- Conditions. Each message says what to do.
DO $$
DECLARE
  version integer := current_setting('server_version_num');
  may_create boolean := (SELECT rolcreaterole OR rolsuper FROM pg_roles WHERE rolname = current_user);
  owner_of_database oid := (SELECT datdba FROM pg_database WHERE datname = current_database());
  one text;
BEGIN
  IF version < 150000 THEN
    RAISE EXCEPTION 'the server is PostgreSQL %: upgrade it to 15 or newer', current_setting('server_version');
  END IF;
  IF NOT may_create THEN
    RAISE EXCEPTION '% may not create roles: run the job as the server''s master (PGUSER), or give it CREATEROLE', quote_ident(current_user);
  END IF;
  IF NOT pg_has_role(current_user, owner_of_database, 'USAGE') THEN
    RAISE EXCEPTION '% does not own the database %, % does: run the job as that role (PGUSER), or change the owner of the database',
      quote_ident(current_user), quote_ident(current_database()), owner_of_database::regrole;
  END IF;
  IF current_setting('dust.owner') IN (current_setting('dust.login'), current_setting('dust.clone')) THEN
    RAISE EXCEPTION 'APPLICATION_OWNER is also the name of a login: give the owner a name of its own';
  END IF;
  FOREACH one IN ARRAY ARRAY[current_setting('dust.owner'), current_setting('dust.login'), current_setting('dust.clone')] LOOP
    CONTINUE WHEN one = '';
    IF octet_length(one) > 63 THEN
      RAISE EXCEPTION '% is too long for a role: choose a name of at most 63 bytes', quote_ident(one);
    END IF;
    IF one = current_user OR EXISTS (SELECT FROM pg_database WHERE datdba = to_regrole(quote_ident(one))) THEN
      RAISE EXCEPTION '% is the master or owns a database: choose another name for the application''s role', quote_ident(one);
    END IF;
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = one AND (rolsuper OR rolreplication OR rolbypassrls)) THEN
      RAISE EXCEPTION '% exists as a superuser, or with REPLICATION or BYPASSRLS: choose another name, or take that away', quote_ident(one);
    END IF;
    -- Since 16, CREATEROLE alone does not give power over roles that somebody else has made.
    IF version >= 160000 AND EXISTS (SELECT FROM pg_roles WHERE rolname = one AND NOT pg_has_role(oid, 'MEMBER WITH ADMIN OPTION')) THEN
      RAISE EXCEPTION '% exists and was made by somebody else: GRANT % TO % WITH ADMIN OPTION as its maker', quote_ident(one), quote_ident(one),
        quote_ident(current_user);
    END IF;
  END LOOP;
END $$;

-- Roles. The owner cannot log in; its members are the application's logins, which inherit nothing but may become it.
DO $$
DECLARE
  owner text := current_setting('dust.owner');
  one text;
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = owner) THEN
    EXECUTE format('CREATE ROLE %I NOLOGIN', owner);
  ELSIF EXISTS (SELECT FROM pg_roles WHERE rolname = owner AND (rolcanlogin OR rolcreaterole OR rolcreatedb)) THEN
    EXECUTE format('ALTER ROLE %I NOLOGIN NOCREATEROLE NOCREATEDB', owner);
  END IF;
  FOREACH one IN ARRAY ARRAY[current_setting('dust.login'), current_setting('dust.clone')] LOOP
    CONTINUE WHEN one = '';
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = one) THEN
      EXECUTE format('CREATE ROLE %I LOGIN NOINHERIT', one);
    ELSIF EXISTS (SELECT FROM pg_roles WHERE rolname = one AND (NOT rolcanlogin OR rolinherit OR rolcreaterole OR rolcreatedb)) THEN
      EXECUTE format('ALTER ROLE %I LOGIN NOINHERIT NOCREATEROLE NOCREATEDB', one);
    END IF;
    IF NOT pg_has_role(one, owner, 'MEMBER') THEN
      EXECUTE format('GRANT %I TO %I', owner, one);
    END IF;
    IF NOT EXISTS (
      SELECT FROM pg_db_role_setting WHERE setrole = to_regrole(quote_ident(one)) AND setdatabase = 0 AND 'role=' || owner = ANY (setconfig)
    ) THEN
      EXECUTE format('ALTER ROLE %I SET role = %L', one, owner);
    END IF;
  END LOOP;
END $$;

-- psql asks for the password twice, reads it from standard input and hashes it, so that the server never sees it.
\\if :set_password
\\password :"login"
\\endif

-- Rights. PUBLIC, which is every login of the server, loses what it has by default. Whether somebody may connect is asked
-- before the session takes the owner's role, so the logins have that right themselves.
DO $$
DECLARE
  database text := current_database();
  owner text := current_setting('dust.owner');
  one text;
BEGIN
  IF has_database_privilege('public', database, 'CONNECT, TEMPORARY, CREATE') THEN
    EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', database);
  END IF;
  IF has_schema_privilege('public', 'public', 'USAGE, CREATE') THEN
    REVOKE ALL ON SCHEMA public FROM PUBLIC;
  END IF;
  IF NOT (has_database_privilege(owner, database, 'CONNECT') AND has_database_privilege(owner, database, 'TEMPORARY')) THEN
    EXECUTE format('GRANT CONNECT, TEMPORARY ON DATABASE %I TO %I', database, owner);
  END IF;
  IF NOT (has_schema_privilege(owner, 'public', 'USAGE') AND has_schema_privilege(owner, 'public', 'CREATE')) THEN
    EXECUTE format('GRANT USAGE, CREATE ON SCHEMA public TO %I', owner);
  END IF;
  FOREACH one IN ARRAY ARRAY[current_setting('dust.login'), current_setting('dust.clone')] LOOP
    CONTINUE WHEN one = '';
    IF NOT has_database_privilege(one, database, 'CONNECT') THEN
      EXECUTE format('GRANT CONNECT ON DATABASE %I TO %I', database, one);
    END IF;
  END LOOP;
END $$;

-- What was promised. GRANT and REVOKE only warn when the master has no say, for instance where somebody else owns the schema.
DO $$
DECLARE
  database text := current_database();
  owner text := current_setting('dust.owner');
  owner_of_schema regrole := (SELECT nspowner FROM pg_namespace WHERE nspname = 'public');
  one text;
BEGIN
  IF has_schema_privilege('public', 'public', 'USAGE, CREATE') OR NOT has_schema_privilege(owner, 'public', 'CREATE') THEN
    RAISE EXCEPTION 'the schema public belongs to %, so % cannot say who may use it: ALTER SCHEMA public OWNER TO pg_database_owner as that role',
      owner_of_schema, quote_ident(current_user);
  END IF;
  IF has_database_privilege('public', database, 'CONNECT, TEMPORARY, CREATE') OR has_database_privilege(owner, database, 'CREATE') THEN
    RAISE EXCEPTION 'PUBLIC or % still has rights on the database % that % cannot take away: REVOKE them as who granted them',
      quote_ident(owner), quote_ident(database), quote_ident(current_user);
  END IF;
  FOREACH one IN ARRAY ARRAY[current_setting('dust.login'), current_setting('dust.clone')] LOOP
    CONTINUE WHEN one = '';
    IF pg_has_role(one, owner, 'USAGE') THEN
      RAISE EXCEPTION '% inherits from %, so what it creates could be its own: REVOKE % FROM %, then run the job again',
        quote_ident(one), quote_ident(owner), quote_ident(owner), quote_ident(one);
    END IF;
  END LOOP;
END $$;
COMMIT;
`;
