import { appendFileSync, chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { dust, EXAMPLE_FLEET, projectFolder } from '../support/commands';
import { temporaryFolder } from '../support/synthesize';

jest.setTimeout(120_000);

/** In development, one secret of this service is made in the cluster and another is put there by a person. */
const folder = projectFolder(`
const { DustApp } = require('dust-service');
const app = new DustApp(${EXAMPLE_FLEET});
require(${JSON.stringify(join(__dirname, '../../build/examples/dust/services/notifications.js'))}).notifications(app);
app.synth();
`);

interface Call {
  readonly line: readonly string[];
  readonly input: string;
}

/** What a cluster answers: to which environment the namespace belongs, which Secrets are there, which ExternalSecrets are ready. */
interface Cluster {
  readonly environment?: string;
  readonly secrets?: readonly string[];
  readonly ready?: readonly string[];
  readonly denies?: string;
}

/** A kubectl that answers so, and writes down how it was called and what it was given. */
function kubectl({ environment = 'dev', secrets = [], ready = [], denies }: Cluster): { variables: Record<string, string>; calls: () => Call[] } {
  const place = temporaryFolder();
  const record = join(place, 'calls');
  const bin = join(place, 'bin');
  mkdirSync(bin);
  const items = ready.map((name) => ({ metadata: { name }, status: { conditions: [{ type: 'Ready', status: 'True' }] } }));
  const answers = {
    'namespace': JSON.stringify({ metadata: { name: 'notifications', labels: environment === '' ? {} : { 'dust.dev/environment': environment } } }),
    'secrets': secrets.map((name) => `secret/${name}\n`).join(''),
    'externalsecrets.external-secrets.io': JSON.stringify({ items }),
  };
  writeFileSync(join(bin, 'kubectl'), `#!${process.execPath}
const { appendFileSync, readFileSync } = require('node:fs');
const line = process.argv.slice(2);
const applies = line[0] === 'apply';
appendFileSync(${JSON.stringify(record)}, JSON.stringify({ line, input: applies ? readFileSync(0, 'utf8') : '' }) + '\\n');
if (applies && ${JSON.stringify(denies ?? '')}) { process.stderr.write(${JSON.stringify(denies ?? '')}); process.exit(1); }
process.stdout.write(applies ? 'secret/x serverside-applied\\n' : ${JSON.stringify(answers)}[line[1]]);
`);
  chmodSync(join(bin, 'kubectl'), 0o755);
  appendFileSync(record, '');
  const calls = (): Call[] => (existsSync(record) ? readFileSync(record, 'utf8').split('\n').filter((line) => line !== '').map((line) => JSON.parse(line) as Call) : []);
  return { variables: { PATH: `${bin}:${process.env.PATH}` }, calls };
}

const OBJECT = 'notifications-secret-smtp-password';
const MADE = ['notifications-cache', 'notifications-secret-webhook-signing-key'];
const VALUE = ' p\'"$\\ä{{x}} ';

describe('dust secrets set, where a secret is in the cluster alone', () => {
  const set = (cluster: ReturnType<typeof kubectl>, value: string, ...more: string[]) => dust(folder, ['secrets', 'set', 'dev', 'notifications', 'SMTP_PASSWORD', ...more], cluster.variables, value);

  test('applies the Secret that pods wait for by standard input, and shows its value nowhere', () => {
    const cluster = kubectl({});
    const { exitCode, out, error } = set(cluster, `${VALUE}\n`);
    expect({ exitCode, error }).toEqual({ exitCode: 0, error: '' });
    expect(out).toBe(`Secret ${OBJECT} in namespace notifications has a new value\nnext: dust secrets status dev notifications\n`);
    const [asked, applied] = cluster.calls();
    expect(asked!.line).toEqual(['get', 'namespace', 'notifications', '--output', 'json']);
    expect(JSON.parse(applied!.input)).toEqual({
      apiVersion: 'v1', kind: 'Secret', metadata: { name: OBJECT, namespace: 'notifications' }, type: 'Opaque', stringData: { SMTP_PASSWORD: VALUE },
    });
    expect(applied!.line.join(' ')).not.toContain(VALUE.trim());
  });

  test.each([
    ['of another environment', 'prod', 'namespace notifications of this cluster is of environment "prod", not "dev"'],
    ['that somebody else made', '', 'namespace notifications of this cluster is of environment "nobody knows which", not "dev"'],
  ])('refuses a cluster whose namespace is one %s, before it asks for a value', (_what, environment, problem) => {
    const cluster = kubectl({ environment });
    const { exitCode, out } = set(cluster, VALUE, '--json');
    expect({ exitCode, answer: JSON.parse(out) }).toEqual({ exitCode: 2, answer: { ok: false, error: problem, next: 'check the context: kubectl config current-context' } });
    expect(cluster.calls()).toHaveLength(1);
  });

  test('says what kubectl said, and shows no value', () => {
    const { exitCode, out, error } = set(kubectl({ denies: 'forbidden' }), VALUE);
    expect({ exitCode, out, error }).toEqual({
      exitCode: 2, out: '', error: 'dust: kubectl cannot apply it: forbidden\ncheck the context and what you may do there: kubectl auth can-i create secrets\n',
    });
  });
});

describe('dust secrets status, where secrets are in the cluster alone', () => {
  const status = (cluster: Cluster) => dust(folder, ['secrets', 'status', 'dev', 'notifications'], kubectl(cluster).variables);

  test('names what a person has to put there, and how', () => {
    expect(status({ ready: MADE })).toEqual({
      exitCode: 1,
      out: '',
      error: [
        '2 of 3 secrets are ready in dev',
        '  notifications  REDIS_HOST, REDIS_PORT, REDIS_PASSWORD, REDIS_URL  ready',
        '  notifications  SMTP_PASSWORD  not filled',
        '      next: dust secrets set dev notifications SMTP_PASSWORD',
        '  notifications  WEBHOOK_SIGNING_KEY  ready',
        '',
      ].join('\n'),
    });
  });

  test('is content when it is there', () => expect(status({ ready: MADE, secrets: ['other', OBJECT] }).exitCode).toBe(0));

  test('names what the generator has not made', () => {
    expect(status({ ready: ['notifications-cache'], secrets: [OBJECT] }).error).toContain('WEBHOOK_SIGNING_KEY  not applied\n      next: kubectl apply --server-side -f manifests/dev/notifications/data.yaml');
  });
});
