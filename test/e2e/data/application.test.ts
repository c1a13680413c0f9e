import { rmSync } from 'node:fs';
import { runClient } from './client';
import type { Report } from './client';
import { find } from './cluster';
import { containerOf } from './kubernetes-environment';
import type { Container } from './kubernetes-environment';
import { PROVIDED, SERVICE, STAGES } from './stage';
import type { Stage } from './stage';
import { table } from './stand-ins';
import { exampleOutput } from '../../support/example';
import { runFolder } from '../../tools/cache';

const output = exampleOutput();
const STEPS = ['database by variables', 'database by URL', 'BUCKET_SCANS', 'cache by variables', 'cache by URL'];

describe.each(Object.keys(STAGES))('in %s, the application', (environment) => {
  const folder = runFolder('application');
  let stage: Stage;
  let container: Container;
  let report: Report;

  beforeAll(async () => {
    stage = await STAGES[environment]!(output);
    expect(await stage.prepare()).toMatchObject({ exitCode: 0, error: '' });
    container = containerOf(find(stage.objects, 'Deployment', SERVICE, /./), SERVICE, stage.sources());
    process.stderr.write(table(`Deployment ${SERVICE} in ${environment}`, stage.standIns, container.mounts));
    report = await runClient(container, stage.standIns, folder);
  });
  afterAll(async () => {
    await stage?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  test('writes and reads back in all the ways that its variables offer', () => {
    expect(report).toEqual({ token: expect.any(String) as string, done: expect.any(Object) as object });
    expect(Object.keys(report.done)).toEqual(STEPS);
  });

  test('has left it on the servers', async () => {
    expect(await stage.kept(report)).toEqual(Object.fromEntries(STEPS.map((step) => [step, report.token])));
  });

  test('is where its variables say, under the planned names', () => {
    const { PGHOST: host, PGPORT, PGUSER: user, BUCKET_SCANS: bucket, AWS_ENDPOINT_URL_S3: endpoint, REDIS_HOST, REDIS_PORT, REDIS_TLS } = container.variables;
    const cache = { host: REDIS_HOST, port: Number(REDIS_PORT), tls: REDIS_TLS === 'true' };
    const database = { host, port: Number(PGPORT), user, tls: true };
    expect(report.done).toMatchObject({ 'database by variables': database, 'database by URL': database, 'BUCKET_SCANS': { bucket, endpoint }, 'cache by variables': cache, 'cache by URL': cache });
  });

  test('has left no password in the logs of servers that tell every statement', () => {
    expect(stage.log).toContain('INSERT INTO visits');
    expect(stage.passwords.length).toBeGreaterThan(3);
    expect(stage.passwords.filter((one) => stage.log.includes(one))).toEqual([]);
  });

  test('has the secrets that a person gave, letter by letter', () => {
    expect(container.variables).toMatchObject(PROVIDED);
  });
});
