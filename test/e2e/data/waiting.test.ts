import { PostgresServer } from './postgres-server';
import { RoleJob } from './role-job';
import type { Shell } from './role-job';
import { jobVariables, service } from './services';
import { SERVER_VERSIONS } from '../../tools/postgres';
import { pause } from '../support/servers';

const CATALOG = service('catalog');

describe.each(SERVER_VERSIONS)('on PostgreSQL %d', (version) => {
  let server: PostgresServer;
  const run = async (environment: object, script: 'roles.sh' | 'wait.sh' = 'roles.sh', shell: Shell = 'sh') =>
    new RoleJob(server.folder, undefined, shell).run({ ...jobVariables(server, CATALOG), ...environment }, script);
  const login = { PGUSER: CATALOG.login.user, PGPASSWORD: CATALOG.login.password };

  beforeAll(async () => {
    server = new PostgresServer(version);
    await server.start();
    server.createDatabase(CATALOG.database);
    await server.stop();
  });
  afterAll(async () => server.stop());

  test.each(['roles.sh', 'wait.sh'] as const)('%s gives up a server that never comes', async (script) => {
    const began = Date.now();
    const { exitCode, error } = await run({ WAIT_SECONDS: '3' }, script);
    const [waiting, end, ...more] = error.trimEnd().split('\n');
    expect([exitCode, more]).toEqual([1, []]);
    expect(waiting).toMatch(new RegExp(`^${script}: waiting: .*Connection refused`));
    expect(end).toMatch(new RegExp(`^${script}: gave up after 3 seconds.*Connection refused`));
    expect(Date.now() - began).toBeLessThan(10_000);
  });

  test.each(['roles.sh', 'wait.sh'] as const)('%s waits for a name that is not known yet', async (script) => {
    expect(await run({ WAIT_SECONDS: '1', PGHOST: 'not-yet.invalid' }, script)).toMatchObject({ exitCode: 1, error: expect.stringMatching(/waiting: .*could not translate host name/) as string });
  });

  test('both wait for the server, and a job for its login', async () => {
    const waiting = (['sh', 'busybox'] as const).map(async (shell) => run(login, 'wait.sh', shell));
    const made = run({});
    await pause(3000);
    await server.listen();
    expect(await made).toMatchObject({ exitCode: 0, error: expect.stringMatching(/^roles.sh: waiting: .*Connection refused/) as string });
    for (const ended of await Promise.all(waiting)) {
      expect(ended).toMatchObject({ exitCode: 0, out: 'wait.sh: "app_catalog" is admitted to db_catalog\n', error: expect.stringMatching(/^wait.sh: waiting: /) as string });
    }
  });

  test('wait.sh goes on when the login is there, and says why it does not', async () => {
    expect(await run(login, 'wait.sh')).toMatchObject({ exitCode: 0, error: '' });
    const { exitCode, error } = await run({ ...login, PGPASSWORD: 'another', WAIT_SECONDS: '2' }, 'wait.sh');
    expect([exitCode, error.split('\n').length]).toEqual([1, 3]);
    expect(error).toMatch(/^wait.sh: waiting: .*password authentication failed for user "app_catalog"\nwait.sh: gave up after 2 seconds \(the role job makes this login: read its log\): /);
    expect(await run({ ...login, PGSSLROOTCERT: '/nonexistent' }, 'wait.sh')).toMatchObject({ exitCode: 1, error: expect.stringMatching(/^wait.sh: no trusted connection .*\n$/) as string });
  });
});
