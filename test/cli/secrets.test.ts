import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkedValue, filledByHand } from '../../bin/secrets/set';
import { dust, EXAMPLE_FLEET, EXAMPLE_MAIN, projectFolder } from '../support/commands';
import { temporaryFolder } from '../support/synthesize';

jest.setTimeout(120_000);

const folder = projectFolder(EXAMPLE_MAIN);
const bin = join(folder, 'bin');

/** A kubectl that answers every question with these objects, or with an error. */
function kubectl(answer: readonly object[] | string): Record<string, string> {
  mkdirSync(bin, { recursive: true });
  const script = typeof answer === 'string' ? `process.stderr.write(${JSON.stringify(answer)}); process.exit(1);` : `process.stdout.write(JSON.stringify({ items: ${JSON.stringify(answer)} }));`;
  writeFileSync(join(bin, 'kubectl'), `#!${process.execPath}\n${script}\n`);
  chmodSync(join(bin, 'kubectl'), 0o755);
  return { PATH: `${bin}:${process.env.PATH}` };
}

const external = (variable: string, ready?: { status: string; message?: string }) => ({
  metadata: { name: `notifications-secret-${variable}` }, ...(ready === undefined ? {} : { status: { conditions: [{ type: 'Ready', ...ready }] } }),
});
const cache = (ready: object) => ({ metadata: { name: 'notifications-cache' }, status: { conditions: [{ type: 'Ready', ...ready }] } });
const status = (answer: readonly object[] | string, ...line: string[]) => dust(folder, ['secrets', 'status', ...line], kubectl(answer));

describe('dust secrets status', () => {
  test('names each secret that is not there, why, and what to do', () => {
    const { exitCode, out, error } = status([external('smtp-password', { status: 'False', message: 'no value' }), external('webhook-signing-key'), cache({ status: 'False', message: 'AccessDenied' })], 'prod', 'notifications');
    expect({ exitCode, out }).toEqual({ exitCode: 1, out: '' });
    expect(error).toBe([
      '0 of 3 secrets are ready in prod',
      '  notifications  REDIS_HOST, REDIS_PORT, REDIS_PASSWORD, REDIS_URL  failed (AccessDenied)',
      '      next: kubectl describe externalsecret notifications-cache',
      '  notifications  SMTP_PASSWORD  not filled (no value)',
      '      next: dust secrets set prod notifications SMTP_PASSWORD',
      '  notifications  WEBHOOK_SIGNING_KEY  waiting',
      '      next: kubectl get pods --all-namespaces --selector app.kubernetes.io/name=external-secrets',
      '',
    ].join('\n'));
  });

  test('a generated secret that cannot be read is a fault, since nobody has to fill it', () => {
    const { error } = status([external('smtp-password', { status: 'True' }), external('webhook-signing-key', { status: 'False' })], 'dev', 'notifications');
    expect(error).toContain('WEBHOOK_SIGNING_KEY  failed\n      next: kubectl describe externalsecret notifications-secret-webhook-signing-key');
  });

  test('is content with secrets that are ready, and with a service that has none', () => {
    const ready = { status: 'True' };
    expect(status([external('smtp-password', ready), external('webhook-signing-key', ready), cache(ready)], 'prod', 'notifications')).toEqual({
      exitCode: 0, out: '3 of 3 secrets are ready in prod\n  notifications  REDIS_HOST, REDIS_PORT, REDIS_PASSWORD, REDIS_URL  ready\n  notifications  SMTP_PASSWORD  ready\n  notifications  WEBHOOK_SIGNING_KEY  ready\n', error: '',
    });
    expect(status('never asked', 'prod', 'web')).toEqual({ exitCode: 0, out: 'no service has a secret in prod\n', error: '' });
  });

  test.each([
    [[], 'dust: which environment?\nusage: dust secrets status ENVIRONMENT [service]\n'],
    [['test'], 'dust: no service of these is in environment "test"\nenvironments: dev, staging, prod\n'],
  ])('answers %j with the next step', (line, error) => expect(status([], ...line)).toEqual({ exitCode: 2, out: '', error }));

  test('says what kubectl said', () => {
    expect(status('connection refused', 'prod', 'notifications')).toEqual({
      exitCode: 2, out: '', error: 'dust: kubectl cannot list externalsecrets.external-secrets.io in namespace notifications: connection refused\ncheck the context: kubectl config current-context\n',
    });
  });
});

/** The example's environments with one of its services, which is synthesized quickly. */
const ONE_SERVICE = `
const { DustApp } = require('dust-service');
const app = new DustApp(${EXAMPLE_FLEET});
require(${JSON.stringify(join(__dirname, '../../build/examples/dust/services/notifications.js'))}).notifications(app);
app.synth();
`;

describe('dust secrets set', () => {
  const small = projectFolder(ONE_SERVICE);
  /** An AWS CLI that writes down how it was called and what it was given, and answers for an account. */
  function cli(account = '444455556666', exitCode = 0): { environment: Record<string, string>; calls: () => { line: string[]; input: string }[] } {
    const record = join(temporaryFolder(), 'calls');
    const script = `
const { appendFileSync, readFileSync } = require('node:fs');
const line = process.argv.slice(2);
const put = line[1] === 'put-secret-value';
appendFileSync(${JSON.stringify(record)}, JSON.stringify({ line, input: put ? readFileSync('/dev/stdin', 'utf8') : '' }) + '\\n');
if (put && ${exitCode}) { process.stderr.write('AccessDenied'); process.exit(${exitCode}); }
process.stdout.write(put ? '{"Name":"x"}' : '${account}\\n');`;
    mkdirSync(bin, { recursive: true });
    writeFileSync(join(bin, 'aws'), `#!${process.execPath}\n${script}\n`);
    chmodSync(join(bin, 'aws'), 0o755);
    return {
      environment: { PATH: `${bin}:${process.env.PATH}` },
      calls: () => (existsSync(record) ? readFileSync(record, 'utf8').trim().split('\n').map((one) => JSON.parse(one) as { line: string[]; input: string }) : []),
    };
  }
  const VALUE = ' p\'"$\\ä{{x}} ';
  const set = (value: string, environment: Record<string, string>, ...line: string[]) => dust(small, ['secrets', 'set', ...line], environment, value);
  const target = ['prod', 'notifications', 'SMTP_PASSWORD'];

  test('hands the value on by standard input, without the last line feed, and shows it nowhere', () => {
    const { environment, calls } = cli();
    const { exitCode, out, error } = set(`${VALUE}\n`, environment, ...target);
    expect({ exitCode, error }).toEqual({ exitCode: 0, error: '' });
    expect(out).toBe('dust/prod/notifications/SMTP_PASSWORD has a new value; it reaches the namespace within an hour\nnext: dust secrets status prod notifications\n');
    const [, put] = calls();
    expect(put!.input).toBe(VALUE);
    expect(put!.line).toEqual(['secretsmanager', 'put-secret-value', '--region', 'us-east-1', '--secret-id', 'dust/prod/notifications/SMTP_PASSWORD', '--secret-string', 'file:///dev/stdin']);
  });

  test('refuses credentials of another account before it asks for a value, as one JSON value', () => {
    const { environment, calls } = cli('111122223333');
    const { exitCode, out } = set(VALUE, environment, ...target, '--json');
    expect({ exitCode, answer: JSON.parse(out) }).toEqual({
      exitCode: 2, answer: { ok: false, error: 'these credentials are of account 111122223333, and prod is in 444455556666', next: 'use credentials of account 444455556666' },
    });
    expect(calls()).toHaveLength(1);
  });

  test('says what the AWS CLI said, and shows no value', () => {
    const { environment } = cli('444455556666', 3);
    const { exitCode, out, error } = set(VALUE, environment, ...target);
    expect({ exitCode, out }).toEqual({ exitCode: 2, out: '' });
    expect(error).toContain('dust: aws secretsmanager put-secret-value failed: AccessDenied');
    expect(error).not.toContain(VALUE.trim());
  });

  test.each([
    ['an empty value', '\n', 'there is no value on standard input'],
    ['a value that is too long', 'x'.repeat(65_537), 'the value has 65537 bytes; a secret holds at most 65536'],
    ['a value of too many bytes', '\u00e4'.repeat(40_000), 'the value has 80000 bytes; a secret holds at most 65536'],
  ])('refuses %s', (_what, value, problem) => expect(() => checkedValue(value)).toThrow(problem));

  test.each([
    ['a generated secret', 'WEBHOOK_SIGNING_KEY', "WEBHOOK_SIGNING_KEY has its value already: it is generated, or somebody else's"],
    ['a variable of the cache', 'REDIS_PASSWORD', "REDIS_PASSWORD has its value already: it is generated, or somebody else's"],
    ['an unknown secret', 'X', 'notifications has no secret "X"'],
  ])('refuses %s', (_what, name, problem) => {
    const secrets = [
      { object: 'a', variables: ['SMTP_PASSWORD'], stored: ['x'], byHand: true }, { object: 'b', variables: ['WEBHOOK_SIGNING_KEY'], stored: ['y'], byHand: false },
      { object: 'c', variables: ['REDIS_URL', 'REDIS_PASSWORD'], stored: ['z'], byHand: false },
    ];
    expect(() => filledByHand({ secrets } as never, 'notifications', name)).toThrow(problem);
    expect(filledByHand({ secrets } as never, 'notifications', 'SMTP_PASSWORD').stored).toEqual(['x']);
  });

  test('asks which secret', () => expect(dust(small, ['secrets', 'set', 'prod'])).toEqual({ exitCode: 2, out: '', error: 'dust: which secret?\nusage: dust secrets set ENVIRONMENT SERVICE NAME < file\n' }));
});
