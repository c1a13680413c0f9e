import { MAY, MAY_NOT, surprises } from './access';
import { PostgresServer } from './postgres-server';
import { RoleJob } from './role-job';
import { jobVariables, rotate, service } from './services';
import { SERVER_VERSIONS } from '../../tools/postgres';

const CATALOG = service('catalog');
const BILLING = service('billing');

describe.each(SERVER_VERSIONS)('on PostgreSQL %d, the application', (version) => {
  let server: PostgresServer;

  beforeAll(async () => {
    server = new PostgresServer(version);
    await server.start();
    for (const one of [CATALOG, BILLING]) server.createDatabase(one.database);
  });
  afterAll(async () => server.stop());

  test('is not there, and every login of the server may come in, before the job', () => {
    expect(server.query('SELECT 1', CATALOG.database, CATALOG.login).error).toMatch('password authentication failed');
    server.must("CREATE ROLE stranger LOGIN PASSWORD 'stranger'");
    expect(server.must('SELECT current_user; CREATE TEMP TABLE t ()', CATALOG.database, { user: 'stranger', password: 'stranger' })).toBe('stranger');
  });

  test('has its roles after the job, and nobody else may come in', async () => {
    for (const one of [CATALOG, BILLING]) {
      expect(await new RoleJob(server.folder).run(jobVariables(server, one))).toMatchObject({ exitCode: 0, error: '' });
    }
    expect(server.query('SELECT 1', CATALOG.database, { user: 'stranger', password: 'stranger' }).error).toMatch('permission denied for database');
    expect(server.query('SELECT 1', CATALOG.database, CATALOG.clone).error).toMatch('password authentication failed');
    for (const one of [CATALOG, BILLING]) rotate(server, one);
  });

  test.each(MAY)('may: $what', (attempt) => expect(surprises(server, CATALOG, BILLING, [attempt])).toEqual([]));
  test.each(MAY_NOT)('may not: $what', (attempt) => expect(surprises(server, CATALOG, BILLING, [attempt])).toEqual([]));
});
