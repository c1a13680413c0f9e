import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { certificates } from './certificates';
import { CONTENT, TAMPERINGS } from './drill-database';
import { MASTER, PostgresServer } from './postgres-server';
import { DRILLER, RestoreDrill, createDriller, drillVariables, passwords, restoreByHand, traces } from './restore-drill';
import { RoleJob } from './role-job';
import { jobVariables, service } from './services';
import { NEWEST_OR_ALL } from './versions';
import { restorePrograms } from '../../tools/restore-programs';
import { eventually } from '../support/servers';

const CATALOG = service('catalog');
const TABLES = 8;
const SAME = (what: string, rows = 5156): RegExp => new RegExp(`^${what}: ${TABLES} tables, ${rows} rows, 0 differences, \\d+ s\\n$`);
const RESTORED = 'without owners and rights, which the role job gives to a database\nrestored and compared';

interface Failure {
  readonly what: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly says: RegExp;
  readonly stubs?: Readonly<Record<string, string>>;
  /** As the superuser of the target or, where it is named, in the source. */
  readonly before?: string;
  readonly after?: string;
  readonly inSource?: boolean;
}

/** Each ends with one line, and nothing is left behind. */
const FAILURES: readonly Failure[] = [
  ...['PGHOST', 'PGDATABASE', 'PGPASSWORD', 'DRILL_HOST', 'DRILL_PORT', 'DRILL_USER', 'DRILL_PASSWORD'].map((name) => ({ what: `${name} that is missing`, environment: { [name]: '' }, says: new RegExp(`${name}: is not set`) })),
  { what: 'a wrong password for the source', environment: { PGPASSWORD: 'wrong' }, says: /cannot read the source localhost:\d+\/db_catalog: .*password authentication failed for user "app_catalog"/ },
  { what: 'a wrong password for the target', environment: { DRILL_PASSWORD: 'wrong' }, says: /cannot work in the target localhost:\d+\/postgres: .*password authentication failed for user "driller"/ },
  { what: 'a target that nobody serves', environment: { DRILL_PORT: '1' }, says: /cannot work in the target localhost:1\/postgres: .*Connection refused/ },
  { what: 'an authority that did not sign the target', environment: { DRILL_SSLROOTCERT: 'OTHER' }, says: /cannot work in the target .*: check the file of authorities, .*certificate verify failed/ },
  { what: 'a database that was not restored', environment: { DRILL_RESTORED: 'db_none' }, says: /cannot work in the target localhost:\d+\/db_none: .*database "db_none" does not exist/ },
  { what: 'a target that may not create databases', environment: {}, before: 'ALTER ROLE driller NOCREATEDB', after: 'ALTER ROLE driller CREATEDB', says: /creating the database of the drill: ERROR: +permission denied to create database/ },
  { what: 'an old pg_dump', environment: {}, stubs: { pg_dump: 'echo "pg_dump (PostgreSQL) 14.9 (Debian 14.9-1)"' }, says: /pg_dump is of PostgreSQL 14, the source of 1[58]: take an image with the client programs of 1[58] or newer/ },
  { what: 'an image without pg_restore', environment: {}, stubs: { pg_restore: 'exit 127' }, says: /the image has no pg_restore: take one with the client programs of PostgreSQL/ },
  { what: 'a pg_restore that is older than pg_dump', environment: {}, stubs: { pg_dump: 'echo "pg_dump (PostgreSQL) 19beta1"' }, says: /pg_restore is of PostgreSQL 1[58], pg_dump of 19: take an image with the client programs of 19 or newer/ },
  { what: 'a pg_dump that dies', environment: {}, stubs: { pg_dump: '[ "$1" != --version ] || { echo "pg_dump (PostgreSQL) VERSION.1"; exit; }; kill -9 $$' }, says: /the dump of the source failed: pg_dump ended without a word/ },
  { what: 'a pg_restore that dies', environment: {}, stubs: { pg_restore: '[ "$1" != --version ] || { echo "pg_restore (PostgreSQL) VERSION.1"; exit; }; kill -9 $$' }, says: /restoring failed: pg_restore ended without a word/ },
  { what: 'a table of somebody else in the source', environment: {}, inSource: true, before: 'CREATE TABLE foreign_body ()', after: 'DROP TABLE foreign_body', says: /reading the source failed: permission denied for table foreign_body/ },
  { what: 'a role that the target does not have', environment: {}, inSource: true, before: 'CREATE ROLE reader; CREATE POLICY reading ON x TO reader USING (true)', after: 'DROP POLICY reading ON x; DROP ROLE reader', says: /restoring failed: role "reader" does not exist/ },
];

describe.each([...NEWEST_OR_ALL])('the restore drill on PostgreSQL %d', (version) => {
  let source: PostgresServer;
  let target: PostgresServer;
  let other: string;
  const drill = (options?: ConstructorParameters<typeof RestoreDrill>[2]): RestoreDrill => new RestoreDrill(target.folder, version, options);
  const ofVersion = (stubs: Readonly<Record<string, string>> = {}): Record<string, string> => Object.fromEntries(Object.entries(stubs).map(([name, text]) => [name, text.replace('VERSION', String(version))]));
  const compared = (changes: Readonly<Record<string, string>> = {}): Record<string, string> => ({ ...drillVariables(source, CATALOG, target, CATALOG.login), ...changes });

  beforeAll(async () => {
    [source, target] = [new PostgresServer(version), new PostgresServer(version)];
    for (const server of [source, target]) {
      await server.start();
      createDriller(server);
    }
    other = certificates(target.folder, 'other').authority;
    source.createDatabase(CATALOG.database);
    target.createDatabase('restored');
    expect(await new RoleJob(source.folder).run(jobVariables(source, CATALOG))).toMatchObject({ exitCode: 0 });
    expect(await new RoleJob(target.folder).run({ ...jobVariables(target, CATALOG), PGDATABASE: 'restored' })).toMatchObject({ exitCode: 0 });
    source.must(CONTENT, CATALOG.database, CATALOG.login);
    restoreByHand(version, source, target, CATALOG, 'restored');
  });
  afterAll(async () => {
    await source.stop();
    await target.stop();
  });

  test.each(['sh', 'busybox'] as const)('restores and compares a database in %s, and leaves nothing behind', async (shell) => {
    const before = [traces(source), traces(target)];
    const { exitCode, out, error, commands } = await drill({ shell }).run(drillVariables(source, CATALOG, target));
    expect({ error, out, exitCode }).toEqual({ error: '', out: expect.stringMatching(SAME(RESTORED)) as string, exitCode: 0 });
    expect([traces(source), traces(target)]).toEqual(before);
    expect(commands).toMatch(/^--no-password --format=custom .*--snapshot=[0-9A-F-]+ /m);
    for (const password of passwords(CATALOG)) expect(`${out}${error}${commands}${source.log}${target.log}`).not.toContain(password);
  });

  test('restores onto the source\'s own server, as a master who is no superuser', async () => {
    const before = traces(source);
    expect(await drill().run(drillVariables(source, CATALOG, source, MASTER))).toMatchObject({ error: '', exitCode: 0, out: expect.stringMatching(SAME(RESTORED)) as string });
    expect(traces(source)).toBe(before);
  });

  test('restores an extension that every owner of a database may create', async () => {
    source.must('CREATE EXTENSION hstore SCHEMA public', CATALOG.database, MASTER);
    source.must("CREATE TABLE pairs AS SELECT hstore('a', 'b') AS pair", CATALOG.database, CATALOG.login);
    const { exitCode, out, error } = await drill().run(drillVariables(source, CATALOG, target));
    source.must('DROP TABLE pairs; DROP EXTENSION hstore', CATALOG.database);
    expect({ error, out, exitCode }).toEqual({ error: '', out: expect.stringContaining(' 9 tables, 5157 rows, 0 differences, ') as string, exitCode: 0 });
  });

  test('only reads the source', async () => {
    const began = source.log.length;
    await drill().run(drillVariables(source, CATALOG, target));
    const statements = source.log.slice(began).split('\n').filter((line) => line.includes('statement: '));
    expect(statements.length).toBeGreaterThan(50);
    expect(statements.filter((line) => /statement: (?:INSERT|UPDATE|DELETE|CREATE|ALTER|DROP|GRANT|REVOKE|TRUNCATE|COPY \S+ FROM)/i.test(line))).toEqual([]);
    expect(source.log.slice(began)).toContain('BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY');
  });

  test('keeps others out of the database of the drill', async () => {
    const began = target.log.length;
    await drill().run(drillVariables(source, CATALOG, target));
    expect(target.log.slice(began)).toMatch(/statement: CREATE DATABASE (drill_\d{8}_[0-9a-f]{8}) [^]*statement: REVOKE ALL ON DATABASE \1 FROM PUBLIC[^]*statement: DROP DATABASE IF EXISTS \1 WITH \(FORCE\)/);
  });

  test('works with the clients of the newest version', async () => {
    const newest = new RestoreDrill(target.folder, 18);
    expect(await newest.run(drillVariables(source, CATALOG, target))).toMatchObject({ error: '', exitCode: 0, out: expect.stringMatching(SAME(RESTORED)) as string });
  });

  test('finds no difference although somebody writes all the time', async () => {
    source.must('CREATE TABLE busy (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, changed int DEFAULT 0); INSERT INTO busy DEFAULT VALUES', CATALOG.database, CATALOG.login);
    const { folder, libraries } = restorePrograms(version);
    const writer = spawn(join(folder, 'psql'), ['--no-psqlrc', '--quiet'], { env: { LD_LIBRARY_PATH: libraries, ...source.variables(CATALOG.database, CATALOG.login) }, stdio: ['pipe', 'ignore', 'ignore'] });
    writer.stdin.end("WITH more AS (INSERT INTO busy DEFAULT VALUES), changes AS (UPDATE busy SET changed = changed + 1 WHERE id < 10) SELECT nextval('numbers')\n\\watch 0.01\n");
    const rows = (): number => Number(source.must('SELECT count(*) FROM busy', CATALOG.database));
    await eventually('the writer writes', 20, () => rows() > 3);
    const before = rows();
    const slow = drill({ stubs: { pg_dump: `[ "$1" = --version ] || /bin/sleep 1\nexec '${join(folder, 'pg_dump')}' "$@"` } });
    const { exitCode, out, error } = await slow.run(drillVariables(source, CATALOG, target));
    const after = rows();
    writer.kill();
    await eventually('the writer is gone', 20, () => !traces(source).includes('session of app_catalog'));
    source.must("DROP TABLE busy; SELECT setval('numbers', 995)", CATALOG.database, CATALOG.login);
    expect({ error, out, exitCode }).toEqual({ error: '', out: expect.stringContaining(' 9 tables, ') as string, exitCode: 0 });
    const dumped = Number(/(\d+) rows/.exec(out)![1]) - 5156;
    expect(dumped).toBeGreaterThanOrEqual(before);
    expect(after).toBeGreaterThan(dumped + 10);
  });

  test('compares a database that somebody else has restored, with owners and rights', async () => {
    const before = [traces(source), traces(target)];
    expect(await drill().run(compared({ DRILL_RESTORED: 'restored' }))).toMatchObject({ error: '', exitCode: 0, out: expect.stringMatching(SAME('compared')) as string });
    expect([traces(source), traces(target)]).toEqual(before);
  });

  test.each(TAMPERINGS)('says so when $what', async ({ sql, lists }) => {
    target.must(`CREATE DATABASE tampered TEMPLATE restored OWNER ${MASTER.user}`);
    target.must(sql, 'tampered', CATALOG.login);
    const { exitCode, out, error } = await drill().run(compared({ DRILL_RESTORED: 'tampered' }));
    target.must('DROP DATABASE tampered');
    const lines = version === 15 ? lists : lists.map((line) => line.replaceAll('arwdDxt', 'arwdDxtm'));
    const verdict = expect.stringMatching(new RegExp(`^not the same: ${TABLES} tables, 5156 rows, ${lines.length} differences, \\d+ s$`)) as string;
    expect({ error, lines: out.trimEnd().split('\n'), exitCode }).toEqual({ error: '', lines: [...lines, verdict], exitCode: 1 });
  });

  test('refuses to compare the source with itself', async () => {
    const itself = { ...drillVariables(source, CATALOG, source, CATALOG.login), DRILL_HOST: '127.0.0.1', DRILL_RESTORED: CATALOG.database };
    expect(await drill().run(itself)).toMatchObject({ exitCode: 1, out: '', error: 'restore-drill.sh: the target is the source: DRILL_RESTORED names the database that was restored\n' });
  });

  test.each(FAILURES)('fails with $what', async ({ environment, says, stubs, before = '', after = '', inSource = false }) => {
    const prepare = (sql: string): void => void (inSource ? source.must(sql, CATALOG.database) : target.must(sql));
    prepare(before);
    const state = [traces(source), traces(target)];
    const { exitCode, out, error, commands } = await drill({ stubs: ofVersion(stubs) }).run({ ...drillVariables(source, CATALOG, target), ...environment, ...'DRILL_SSLROOTCERT' in environment && { DRILL_SSLROOTCERT: other } });
    await eventually('the sessions end', 20, () => [traces(source), traces(target)].join() === state.join());
    prepare(after);
    expect({ out, failed: exitCode > 0 }).toEqual({ out: '', failed: true });
    expect(error).toMatch(says);
    expect(error).toMatch(/^[^\n]+\n$/);
    for (const password of passwords(CATALOG)) expect(`${error}${commands}${source.log}${target.log}`).not.toContain(password);
  });

  test.each(['SIGTERM', 'SIGINT'] as const)('drops its database when %s ends it', async (signal) => {
    const state = [traces(source), traces(target)];
    const stubborn = drill({ stubs: ofVersion({ pg_dump: '[ "$1" != --version ] || { echo "pg_dump (PostgreSQL) VERSION.1"; exit; }; exec /bin/sleep 5' }) });
    const { exitCode } = await stubborn.run(drillVariables(source, CATALOG, target), (job) => {
      void eventually('the drill has begun', 20, () => /session of driller/.test(traces(target)) && traces(target).includes('drill_')).then(() => job.kill(signal), () => job.kill('SIGKILL'));
    });
    expect(exitCode).toBe(signal === 'SIGTERM' ? 143 : 130);
    await eventually('the sessions end', 20, () => [traces(source), traces(target)].join() === state.join());
  });
});

test('the restore drill refuses a target of another version', async () => {
  const [source, target] = [new PostgresServer(15), new PostgresServer(18)];
  for (const server of [source, target]) await server.start();
  createDriller(target);
  source.createDatabase(CATALOG.database);
  await new RoleJob(source.folder).run(jobVariables(source, CATALOG));
  const ended = await new RestoreDrill(target.folder, 18).run(drillVariables(source, CATALOG, target, DRILLER));
  for (const server of [source, target]) await server.stop();
  expect(ended).toMatchObject({ exitCode: 1, out: '', error: 'restore-drill.sh: the source is PostgreSQL 15, the target 18: take a target of 15, for versions print definitions differently\n' });
});
