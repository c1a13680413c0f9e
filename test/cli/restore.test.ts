import { join } from 'node:path';
import { RESTORE_DRILL } from '../../lib/postgres/restore-drill';
import { dust, EXAMPLE_FLEET, projectFolder } from '../support/commands';

jest.setTimeout(120_000);

/** One service that asks for everything, and one that asks for nothing. */
const folder = projectFolder(`
const { DustApp } = require('dust-service');
const app = new DustApp(${EXAMPLE_FLEET});
for (const name of ['catalog', 'web']) require(${JSON.stringify(join(__dirname, '../../build/examples/dust/services'))} + '/' + name)[name](app);
app.synth();
`);
const restore = (...line: string[]) => dust(folder, ['restore', ...line]);

interface Answer {
  readonly runbooks: readonly { readonly title: string; readonly steps: readonly { readonly text: string; readonly commands?: readonly string[] }[] }[];
}

describe('dust restore', () => {
  const answers = new Map(['dev', 'prod'].map((environment) => [environment, JSON.parse(restore(environment, 'catalog', '--json').out) as Answer]));
  const runbooks = (environment: string): Answer['runbooks'] => answers.get(environment)!.runbooks;
  const commandsOf = (environment: string): string => runbooks(environment).flatMap(({ steps }) => steps.flatMap(({ commands = [] }) => commands)).join('\n');

  test('has a runbook for everything that holds data, whoever serves it', () => {
    expect(runbooks('prod').map(({ title }) => title)).toEqual([
      'Database db_catalog on RDS instance dust-prod-catalog', 'Bucket dust-prod-catalog-scans-444455556666 of S3', 'Cache dust-prod-catalog of ElastiCache',
      'Secret dust/prod/catalog/STRIPE_API_KEY of Secrets Manager',
    ]);
    expect(runbooks('dev').map(({ title }) => title)).toEqual([
      'Database db_catalog in cluster catalog-pg of CloudNativePG', 'Bucket dust-dev-catalog-scans-111122223333 of SeaweedFS', 'Cache catalog-cache of the Redis operator',
      'Secret catalog-secret-stripe-api-key of the cluster',
    ]);
  });

  // The words in capitals are what nobody knows before the accident.
  test.each([['dev', []], ['prod', ['CURRENT', 'KEY', 'PREFIX', 'PREVIOUS', 'VERSION']]])('leaves nothing open in %s that the plan knows', (environment, open) => {
    const known = /AWSCURRENT|AWSPREVIOUS|YYYY-MM-DD|HH:MM:SS|STRIPE_API_KEY|VERSION_OF_THE_MARKER|SECURITY_GROUPS|REPLICAS|PRIMARY|AWS_ACCESS_KEY_ID|AWS_SECRET_ACCESS_KEY|DRILL_\w+|RDS|MM/g;
    const words = commandsOf(environment).replace(known, '').match(/\b[A-Z][A-Z_]{2,}\b/g) ?? [];
    expect([...new Set(words)].sort()).toEqual(open);
  });

  test('prints it for people, with commands that can be copied', () => {
    const { exitCode, out, error } = restore('dev', 'catalog');
    expect({ exitCode, error }).toEqual({ exitCode: 0, error: '' });
    expect(out).toMatch(/^# Restoring catalog in dev\n\n## Database db_catalog in cluster catalog-pg of CloudNativePG\n\n1\. /);
    expect(out).toContain('   kubectl -n catalog exec -i "$PRIMARY" -c postgres -- pg_dump --format=custom --dbname=db_catalog > db_catalog.dump\n');
    expect(out.match(/```/g)!.length % 2).toBe(0);
  });

  test('says that a service without data is deployed again', () => {
    expect(restore('prod', 'web')).toEqual({ exitCode: 0, out: '# Restoring web in prod\n\nIt keeps no data: deploy it again.\n', error: '' });
  });

  test('prints the drill as it is, for a pipe', () => expect(restore('drill')).toEqual({ exitCode: 0, out: RESTORE_DRILL, error: '' }));

  test('asks which service', () => {
    expect(restore('dev')).toEqual({ exitCode: 2, out: '', error: 'dust: which service, and where?\nusage: dust restore ENVIRONMENT SERVICE | drill\n' });
  });
});
