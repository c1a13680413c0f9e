import { MAY, MAY_NOT, surprises } from './access';
import { PostgresServer } from './postgres-server';
import { RoleJob } from './role-job';
import type { JobRun } from './role-job';
import { catalogues, jobVariables, renew, rotate, service } from './services';
import { ROLE_FILES } from '../../../lib/postgres/role-job';

/** A fault in the job, by what stands in one of its files and what would stand there instead. */
interface Fault {
  readonly what: string;
  readonly is: string;
  readonly was: string;
  /** What of the table then ends otherwise. */
  readonly shows: readonly string[];
  /** Whether the job's own look at what it has promised finds it, too. */
  readonly isNoticed: boolean;
}

const CATALOG = service('catalog');
const BILLING = service('billing');
/** From here the job looks at what it has done. */
const LOOKS = /-- What was promised[^]*(?=COMMIT;)/;

const FAULTS: readonly Fault[] = [
  { what: 'PUBLIC keeps the database', was: "'REVOKE ALL ON DATABASE %I FROM PUBLIC'", is: "'SELECT %L'", shows: ['comes into another service\'s database', 'comes in as another service'], isNoticed: true },
  { what: 'PUBLIC keeps the schema', was: 'REVOKE ALL ON SCHEMA public FROM PUBLIC;', is: 'NULL;', shows: ['lets others in', 'sees the schema as PUBLIC'], isNoticed: true },
  { what: 'the owner can log in', was: 'CREATE ROLE %I NOLOGIN', is: 'CREATE ROLE %I LOGIN', shows: ['logs in as the owner'], isNoticed: false },
  { what: 'the owner creates databases', was: 'CREATE ROLE %I NOLOGIN', is: 'CREATE ROLE %I CREATEDB', shows: ['creates databases'], isNoticed: false },
  { what: 'the owner creates roles', was: 'CREATE ROLE %I NOLOGIN', is: 'CREATE ROLE %I CREATEROLE', shows: ['creates roles'], isNoticed: false },
  { what: 'the logins create databases and roles', was: 'CREATE ROLE %I LOGIN NOINHERIT', is: 'CREATE ROLE %I LOGIN NOINHERIT CREATEDB CREATEROLE', shows: ['creates roles outside the owner\'s role', 'creates databases outside the owner\'s role'], isNoticed: false },
  { what: 'the logins inherit', was: 'CREATE ROLE %I LOGIN NOINHERIT', is: 'CREATE ROLE %I LOGIN', shows: ['makes something of its own outside the owner\'s role', 'makes it as its clone'], isNoticed: true },
  { what: 'the logins stay themselves', was: "'ALTER ROLE %I SET role = %L'", is: "'SELECT %L, %L'", shows: ['acts as the owner', 'makes tables'], isNoticed: true },
  { what: 'the logins inherit and stay themselves', was: "'ALTER ROLE %I SET role = %L'", is: "'GRANT %2$I TO %1$I; ALTER ROLE %1$I INHERIT; REVOKE %2$I FROM %1$I; GRANT %2$I TO %1$I'", shows: ['acts as the owner', 'alters as the clone what the first login has made', 'owns everything by the role that cannot log in'], isNoticed: true },
  { what: 'the owner has all rights on the database', was: 'GRANT CONNECT, TEMPORARY ON DATABASE', is: 'GRANT ALL ON DATABASE', shows: ['creates schemas', 'creates extensions, even trusted ones'], isNoticed: true },
  { what: 'the owner may hand on the schema', was: 'GRANT USAGE, CREATE ON SCHEMA public TO %I', is: 'GRANT USAGE, CREATE ON SCHEMA public TO %I WITH GRANT OPTION', shows: ['lets others in'], isNoticed: false },
  { what: 'the owner has no temporary tables', was: 'GRANT CONNECT, TEMPORARY ON DATABASE', is: 'GRANT CONNECT ON DATABASE', shows: ['makes temporary tables'], isNoticed: false },
  { what: 'the master stays a member', was: "'GRANT %I TO %I', owner, one", is: "'GRANT %I TO %I, %I', owner, one, current_user", shows: ['leaves the master a member'], isNoticed: false },
  { what: 'the owner may be handed on', was: "'GRANT %I TO %I', owner, one", is: "'GRANT %I TO %I WITH ADMIN OPTION', owner, one", shows: ['hands its role on outside the owner\'s role'], isNoticed: false },
  { what: 'the clone is left to the rotation', was: "current_setting('dust.clone')] LOOP", is: "''] LOOP", shows: ['makes tables as its clone'], isNoticed: false },
];

/** The files with one of them changed; a fault that is not found there is a fault of this test. */
function broken(name: 'roles.sh' | 'roles.sql', was: string, is: string): Record<string, string> {
  const text = ROLE_FILES[name]!;
  if (!text.includes(was)) throw new Error(`${name} does not hold ${was}`);
  return { ...ROLE_FILES, [name]: text.replaceAll(was, () => is) };
}

describe('a job that is broken is seen', () => {
  let server: PostgresServer;
  const run = async (files?: Record<string, string>, one = CATALOG): Promise<JobRun> => new RoleJob(server.folder, files).run(jobVariables(server, one));

  beforeAll(async () => {
    server = new PostgresServer(18);
    await server.start();
  });
  beforeEach(() => renew(server, [CATALOG, BILLING]));
  afterAll(async () => server.stop());

  test.each(FAULTS)('when $what', async ({ was, is, shows, isNoticed }) => {
    const files = broken('roles.sql', was, is);
    const looking = await run(files);
    expect({ isNoticed: looking.exitCode !== 0, error: looking.error }).toMatchObject({ isNoticed });
    renew(server, [CATALOG, BILLING]);
    const blind = { ...files, 'roles.sql': files['roles.sql']!.replace(LOOKS, '') };
    expect(blind['roles.sql']).not.toBe(files['roles.sql']);
    for (const one of [CATALOG, BILLING]) await run(blind, one);
    for (const one of [CATALOG, BILLING]) rotate(server, one);
    const found = surprises(server, CATALOG, BILLING, [...MAY, ...MAY_NOT]).map((line) => line.split(':')[0]);
    expect(found).toEqual(expect.arrayContaining([...shows]));
  });

  test('when the master looks into the application\'s schema', async () => {
    await run();
    server.must("CREATE FUNCTION public.format(text, text, text) RETURNS text LANGUAGE sql AS $$ SELECT 'CREATE ROLE trapped' $$", CATALOG.database, CATALOG.login);
    server.must('ALTER ROLE app_catalog RESET role');
    await run(broken('roles.sql', 'SET LOCAL search_path = pg_catalog, pg_temp;', ''));
    expect(server.must("SELECT count(*) FROM pg_roles WHERE rolname = 'trapped'")).toBe('1');
    server.must('DROP ROLE trapped');
  });

  test('when it always sets the password', async () => {
    await run();
    const before = catalogues(server, CATALOG.database);
    expect(await run(broken('roles.sh', 'if is_settled; then SET_PASSWORD=off; fi', ''))).toMatchObject({ exitCode: 0 });
    expect(catalogues(server, CATALOG.database)).not.toBe(before);
  });

  test('when the password is a part of a statement', async () => {
    const files = broken('roles.sql', '\\password :"login"', '\\getenv p APPLICATION_PASSWORD\nALTER ROLE :"login" PASSWORD :\'p\';');
    expect(await run(files)).toMatchObject({ exitCode: 0 });
    expect(server.log).toContain(CATALOG.login.password);
  });

  test('when it is not one transaction', async () => {
    server.must('ALTER SCHEMA public OWNER TO postgres', CATALOG.database);
    const before = catalogues(server, CATALOG.database);
    const files = broken('roles.sql', 'BEGIN;\n-- The', '-- The');
    const apart = { ...files, 'roles.sql': files['roles.sql']!.replace('SET LOCAL client', 'SET client').replace(/, true\)/g, ', false)') };
    expect((await run(apart)).error).toMatch(/the schema public belongs to postgres/);
    expect(catalogues(server, CATALOG.database)).not.toBe(before);
  });

  test('when a refused master is waited for', async () => {
    const files = broken('roles.sh', '*FATAL:*) return 0', '*FATAL:*) return 1');
    const ended = await new RoleJob(server.folder, files).run({ ...jobVariables(server, CATALOG), PGPASSWORD: 'wrong', WAIT_SECONDS: '1' });
    expect(ended.error).toMatch(/gave up after 1 seconds/);
  });

  test('when two jobs do not wait for each other', async () => {
    const files = broken('roles.sql', 'PERFORM pg_advisory_xact_lock', 'PERFORM length(\'\') -- ');
    const rounds: number[] = [];
    for (let round = 0; round < 5; round++) {
      renew(server, [CATALOG]);
      rounds.push(...(await Promise.all([1, 2, 3, 4].map(async () => run(files)))).map(({ exitCode }) => exitCode));
    }
    expect(Math.max(...rounds)).toBeGreaterThan(0);
  });
});
