import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { certificates } from './certificates';
import { MASTER, PostgresServer } from './postgres-server';
import { RoleJob } from './role-job';
import { catalogues, jobVariables, service } from './services';
import { SERVER_VERSIONS } from '../../tools/postgres';

const CATALOG = service('catalog');
const LONG = 'x'.repeat(64);

interface Failure {
  readonly what: string;
  /** What is wrong, as the superuser or somebody who is named. */
  readonly before?: string;
  readonly after?: string;
  readonly environment?: Record<string, string>;
  readonly says: RegExp;
  /** @default every version */
  readonly since?: number;
}

/** Each ends at once, with one line that says what to do, and with nothing half done. */
const FAILURES: readonly Failure[] = [
  { what: 'a wrong password of the master', environment: { PGPASSWORD: 'wrong' }, says: /refuses the master "master": compare its secret, .*password authentication failed/ },
  { what: 'a master that is not there', environment: { PGUSER: 'nobody' }, says: /refuses the master "nobody": compare its secret/ },
  { what: 'a database that is not there', environment: { PGDATABASE: 'db_none' }, says: /compare its secret, and PGDATABASE, .*database "db_none" does not exist/ },
  { what: 'a master without CREATEROLE', before: 'ALTER ROLE master NOCREATEROLE', after: 'ALTER ROLE master CREATEROLE', says: /master may not create roles: run the job as the server's master \(PGUSER\), or give it CREATEROLE/ },
  { what: 'a master who does not own the database', before: 'ALTER DATABASE db_catalog OWNER TO postgres', after: 'ALTER DATABASE db_catalog OWNER TO master', says: /master does not own the database db_catalog, postgres does: run the job as that role/ },
  { what: 'a schema that somebody else owns', before: 'ALTER SCHEMA public OWNER TO postgres', after: 'ALTER SCHEMA public OWNER TO pg_database_owner', says: /the schema public belongs to postgres, so master cannot say who may use it: ALTER SCHEMA public OWNER TO pg_database_owner/ },
  { what: 'a right of PUBLIC that the master cannot take away', before: 'CREATE ROLE other; GRANT CONNECT ON DATABASE db_catalog TO other WITH GRANT OPTION; SET ROLE other; GRANT CONNECT ON DATABASE db_catalog TO PUBLIC', after: 'REVOKE CONNECT ON DATABASE db_catalog FROM other CASCADE; DROP ROLE other', says: /PUBLIC or owner_catalog still has rights on the database db_catalog that master cannot take away/ },
  { what: 'an owner that is made by somebody else', before: 'CREATE ROLE owner_catalog', after: 'DROP ROLE owner_catalog', since: 16, says: /owner_catalog exists and was made by somebody else: GRANT owner_catalog TO master WITH ADMIN OPTION/ },
  { what: 'a login that is a superuser', before: 'CREATE ROLE app_catalog SUPERUSER', after: 'DROP ROLE app_catalog', says: /app_catalog exists as a superuser, or with REPLICATION or BYPASSRLS: choose another name/ },
  { what: 'a login that inherits from the owner', before: 'SET ROLE master; CREATE ROLE owner_catalog; CREATE ROLE app_catalog; GRANT owner_catalog TO app_catalog', after: 'DROP ROLE app_catalog, owner_catalog', since: 16, says: /app_catalog inherits from owner_catalog, so what it creates could be its own: REVOKE owner_catalog FROM app_catalog/ },
  { what: 'the master as the login', environment: { APPLICATION_USER: 'master' }, says: /master is the master or owns a database: choose another name/ },
  { what: 'one name for owner and login', environment: { APPLICATION_USER: 'owner_catalog' }, says: /APPLICATION_OWNER is also the name of a login: give the owner a name of its own/ },
  { what: 'a name that is too long', environment: { APPLICATION_CLONE: LONG }, says: /x is too long for a role: choose a name of at most 63 bytes/ },
  { what: 'a login that may not connect at all', before: 'SET ROLE master; CREATE ROLE app_catalog LOGIN NOINHERIT CONNECTION LIMIT 0', after: 'DROP OWNED BY app_catalog, owner_catalog, app_catalog_clone; DROP ROLE app_catalog, owner_catalog, app_catalog_clone', says: /the roles are made, but "app_catalog" is not admitted; .*too many connections for role/ },
  { what: 'a login with another setting', before: 'SET ROLE master; CREATE ROLE app_catalog LOGIN NOINHERIT; ALTER ROLE app_catalog IN DATABASE db_catalog SET role = none', after: 'DROP OWNED BY app_catalog, owner_catalog, app_catalog_clone; DROP ROLE app_catalog, owner_catalog, app_catalog_clone', says: /the roles are made, but "app_catalog" acts as "app_catalog": .*ALTER ROLE "app_catalog" IN DATABASE "db_catalog" RESET role$/m },
  { what: 'an authority that did not sign the server', environment: { PGSSLROOTCERT: 'OTHER' }, says: /no trusted connection to localhost:\d+: check PGSSLROOTCERT, and that PGHOST .*certificate verify failed/ },
  { what: 'a file of authorities that is missing', environment: { PGSSLROOTCERT: '/nonexistent' }, says: /no trusted connection .*root certificate file "\/nonexistent" does not exist/ },
  { what: 'a name that is not in the certificate', environment: { PGHOST: 'other.invalid', PGHOSTADDR: '127.0.0.1' }, says: /no trusted connection to other.invalid:\d+: check PGSSLROOTCERT, and that PGHOST is a name in the server's certificate: .*does not match host name/ },
  { what: 'a misspelt mode', environment: { PGSSLMODE: 'verify-ful' }, says: /no trusted connection .*invalid sslmode value: "verify-ful"/ },
  { what: 'a variable that is missing', environment: { APPLICATION_OWNER: '' }, says: /APPLICATION_OWNER: is not set/ },
  { what: 'a patience that is no number', environment: { WAIT_SECONDS: 'long' }, says: /WAIT_SECONDS is "long": give a number of seconds/ },
];

describe.each(SERVER_VERSIONS)('on PostgreSQL %d, the role job fails at once', (version) => {
  let server: PostgresServer;
  let other: string;

  beforeAll(async () => {
    server = new PostgresServer(version);
    await server.start();
    server.createDatabase(CATALOG.database);
    other = certificates(server.folder, 'other').authority;
  });
  afterAll(async () => server.stop());

  test.each(FAILURES.filter(({ since = 0 }) => version >= since))('with $what', async ({ before = '', after = '', environment = {}, says }) => {
    server.must(before, CATALOG.database);
    const state = catalogues(server, CATALOG.database);
    const variables = { ...jobVariables(server, CATALOG), ...environment };
    if (variables.PGSSLROOTCERT === 'OTHER') variables.PGSSLROOTCERT = other;
    const began = Date.now();
    const { exitCode, out, error } = await new RoleJob(server.folder).run(variables);
    const seconds = (Date.now() - began) / 1000;
    const now = catalogues(server, CATALOG.database);
    server.must(after, CATALOG.database);
    expect({ exitCode: exitCode > 0, out, error }).toEqual({ exitCode: true, out: '', error: expect.stringMatching(says) as string });
    expect(error).toMatch(/^[^\n]+\n$/);
    if (!error.includes('the roles are made')) expect(now).toBe(state);
    expect(seconds).toBeLessThan(10);
    for (const secret of [CATALOG.login.password, MASTER.password]) expect(`${error}${server.log}`).not.toContain(secret);
  });

  test('with a server without TLS', async () => {
    const plain = createServer((socket) => socket.on('data', () => socket.write('N')).on('error', () => undefined));
    await new Promise<void>((resolve) => plain.listen(0, '127.0.0.1', resolve));
    const port = String((plain.address() as AddressInfo).port);
    const ended = await new RoleJob(server.folder).run({ ...jobVariables(server, CATALOG), PGPORT: port });
    plain.close();
    expect(ended).toMatchObject({ exitCode: 1, error: expect.stringMatching(/^roles.sh: no trusted connection .*server does not support SSL, but SSL was required\n$/) as string });
  });

  test('but succeeds after all this', async () => {
    expect(await new RoleJob(server.folder).run(jobVariables(server, CATALOG))).toMatchObject({ exitCode: 0, error: '' });
  });
});
