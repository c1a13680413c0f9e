import { MASTER, PostgresServer } from './postgres-server';
import { RoleJob } from './role-job';
import { catalogues, jobVariables, renew, rotate, service } from './services';
import { SERVER_VERSIONS } from '../../tools/postgres';

const CATALOG = service('catalog');

/** Whatever a person or a generator may come up with, each with the role names of a service that nobody would choose. */
const PASSWORDS: readonly (readonly [string, string])[] = [
  ['quotes and backslashes', 'it\'s "all" \\ \\\\ \\\' \\n'], ['what a shell expands', '$HOME ${PATH} $(id) `id` !! * ? ~'], ['what psql expands', ":login :'login' :\"login\" \\password %s %I"],
  ['spaces around it', '  a b  '], ['a leading hyphen', '-W --help'], ['per cent and ampersand', '%00 100%&=;#|<>'], ['unicode', 'pässwörd 密码 🔑 ½'], ['the word that ends our input', 'PASSWORD'],
  ['two hundred characters', 'x y'.repeat(67)],
];

/** The catalogues without hashes, versions and the identities of grants; what is granted in whichever order. */
function rights(text: string): string[] {
  return text.replace(/SCRAM-SHA-256[^"]*/g, '').replace(/\|\d+$/gm, '').replace(/"oid": "\d+"/g, '').split('\n')
    .map((row) => row.replace(/("(?:dat|nsp)acl": \[)(.*?)(\])/, (_, open: string, list: string, close: string) => `${open}${list.split(', ').sort().join(', ')}${close}`)).sort();
}

describe.each(SERVER_VERSIONS)('the role job on PostgreSQL %d', (version) => {
  let server: PostgresServer;
  const job = (): RoleJob => new RoleJob(server.folder);

  beforeAll(async () => {
    server = new PostgresServer(version);
    await server.start();
    server.createDatabase(CATALOG.database);
  });
  afterAll(async () => server.stop());

  test('says what it has made', async () => {
    const ended = await job().run(jobVariables(server, CATALOG));
    expect(ended).toMatchObject({ exitCode: 0, out: 'roles.sh: "app_catalog" is admitted to db_catalog and acts as "owner_catalog"\n', error: '' });
  });

  test('writes nothing when it runs again', async () => {
    const before = catalogues(server, CATALOG.database);
    expect(await job().run(jobVariables(server, CATALOG))).toMatchObject({ exitCode: 0, error: '' });
    expect(catalogues(server, CATALOG.database)).toBe(before);
    expect(before).toContain('SCRAM-SHA-256$');
  });

  test('sets a changed password, and that alone', async () => {
    const before = catalogues(server, CATALOG.database);
    const changed = { ...CATALOG, login: { ...CATALOG.login, password: 'changed' } };
    expect(await job().run(jobVariables(server, changed))).toMatchObject({ exitCode: 0, error: '' });
    expect(server.query('SELECT 1', CATALOG.database, changed.login).exitCode).toBe(0);
    expect(server.query('SELECT 1', CATALOG.database, CATALOG.login).error).toMatch('password authentication failed');
    expect(catalogues(server, CATALOG.database)).not.toBe(before);
    expect(rights(catalogues(server, CATALOG.database))).toEqual(rights(before));
    expect((await job().run(jobVariables(server, CATALOG))).exitCode).toBe(0);
  });

  test('mends what somebody has changed by hand', async () => {
    const untouched = rights(catalogues(server, CATALOG.database));
    server.must(`ALTER ROLE owner_catalog LOGIN CREATEDB; ALTER ROLE app_catalog NOLOGIN INHERIT CREATEROLE; ALTER ROLE app_catalog RESET role; REVOKE owner_catalog FROM app_catalog;
      GRANT ALL ON DATABASE db_catalog TO PUBLIC; REVOKE CONNECT ON DATABASE db_catalog FROM app_catalog; GRANT ALL ON SCHEMA public TO PUBLIC; REVOKE ALL ON SCHEMA public FROM owner_catalog`, CATALOG.database, MASTER);
    expect(await job().run(jobVariables(server, CATALOG))).toMatchObject({ exitCode: 0, error: '' });
    expect(rights(catalogues(server, CATALOG.database))).toEqual(untouched);
  });

  test('makes a clone later, which a rotation only gives a password', async () => {
    const orders = service('orders');
    server.createDatabase(orders.database);
    const { APPLICATION_CLONE, ...alone } = jobVariables(server, orders);
    expect(await job().run(alone)).toMatchObject({ exitCode: 0, error: '' });
    expect(server.must(`SELECT count(*) FROM pg_roles WHERE rolname = '${APPLICATION_CLONE}'`)).toBe('0');
    const hash = server.must("SELECT rolpassword FROM pg_authid WHERE rolname = 'app_orders'");
    expect(await job().run(jobVariables(server, orders))).toMatchObject({ exitCode: 0, error: '' });
    expect(server.must("SELECT rolpassword IS NULL FROM pg_authid WHERE rolname = 'app_orders_clone'")).toBe('t');
    expect(server.must("SELECT rolpassword FROM pg_authid WHERE rolname = 'app_orders'")).toBe(hash);
    // After a rotation, the secret names the clone.
    rotate(server, orders);
    const before = catalogues(server, orders.database);
    for (const clone of [orders.login, orders.clone]) expect(await job().run(jobVariables(server, { ...orders, login: orders.clone, clone }))).toMatchObject({ exitCode: 0, error: '' });
    expect(catalogues(server, orders.database)).toBe(before);
  });

  test('hashes as the clients want it, whatever the server prefers', async () => {
    server.must(`ALTER ROLE ${MASTER.user} SET password_encryption = md5`);
    const changed = { ...CATALOG, login: { ...CATALOG.login, password: 'changed again' } };
    expect(await job().run(jobVariables(server, changed))).toMatchObject({ exitCode: 0, error: '' });
    server.must(`ALTER ROLE ${MASTER.user} RESET password_encryption`);
    expect(server.must("SELECT rolpassword FROM pg_authid WHERE rolname = 'app_catalog'")).toMatch(/^SCRAM-SHA-256\$/);
    expect(await job().run(jobVariables(server, CATALOG))).toMatchObject({ exitCode: 0, error: '' });
  });

  test('may run four times at once, with and without the roles', async () => {
    const crowd = service('crowd');
    const four = async (): Promise<string[]> => (await Promise.all([1, 2, 3, 4].map(async () => job().run(jobVariables(server, crowd))))).map(({ exitCode, error }) => `${exitCode}${error}`);
    // Several rounds: who comes too early is seen in some of them only.
    for (let round = 0; round < 8; round++) {
      renew(server, [crowd]);
      expect([round, ...await four()]).toEqual([round, '0', '0', '0', '0']);
    }
    expect(await four()).toEqual(['0', '0', '0', '0']);
  });

  test('works in busybox, for names that have to be quoted', async () => {
    const odd = { database: 'db "Odd" $1', owner: "owner's %I", login: { user: 'app "Odd"; \\q', password: 'odd' }, clone: { user: '-App :x', password: '' } };
    server.must(`CREATE DATABASE "db ""Odd"" $1" OWNER ${MASTER.user}`);
    const busybox = new RoleJob(server.folder, undefined, 'busybox');
    for (const round of [1, 2]) expect([round, await busybox.run(jobVariables(server, odd))]).toMatchObject([round, { exitCode: 0, error: '' }]);
    expect(server.must('SELECT current_user', odd.database, odd.login)).toBe(odd.owner);
    const refused = await busybox.run(jobVariables(server, odd, { ...MASTER, password: 'wrong' }));
    expect(refused).toMatchObject({ exitCode: 1, error: expect.stringMatching(/^roles.sh: .* refuses the master [^\n]*\n$/) as string });
  });

  test('never calls what the application has made', async () => {
    server.must("CREATE FUNCTION public.format(text, text, text) RETURNS text LANGUAGE sql AS $$ SELECT 'CREATE ROLE trapped' $$; CREATE FUNCTION public.quote_ident(varchar) RETURNS text LANGUAGE sql AS $$ SELECT 'trapped' $$", CATALOG.database, CATALOG.login);
    server.must('ALTER ROLE app_catalog RESET role');
    expect(await job().run(jobVariables(server, CATALOG))).toMatchObject({ exitCode: 0, error: '' });
    expect(server.must("SELECT count(*) FROM pg_roles WHERE rolname = 'trapped'")).toBe('0');
  });

  test.each(PASSWORDS)('sets a password with %s, which nobody hears of', async (_, password) => {
    const changed = { ...CATALOG, login: { ...CATALOG.login, password } };
    const { exitCode, out, error, commands } = await job().run(jobVariables(server, changed));
    expect({ exitCode, error }).toEqual({ exitCode: 0, error: '' });
    expect(server.query('SELECT 1', CATALOG.database, changed.login).exitCode).toBe(0);
    // The word of our own is in every log; the test of it is that it arrives.
    if (password !== 'PASSWORD') expect(`${out}${commands}${server.log}`).not.toContain(password);
    expect(server.log).toContain('statement: ALTER USER app_catalog PASSWORD \'SCRAM-SHA-256$');
  });

  test.each(['a\nb', 'a\r', '\n'])('refuses a password of two lines: %j', async (password) => {
    const before = catalogues(server, CATALOG.database);
    const ended = await job().run(jobVariables(server, { ...CATALOG, login: { ...CATALOG.login, password } }));
    expect(ended).toMatchObject({ exitCode: 1, error: 'roles.sh: APPLICATION_PASSWORD has a line break, which psql cannot read: give a password of one line\n' });
    expect(catalogues(server, CATALOG.database)).toBe(before);
  });
});
