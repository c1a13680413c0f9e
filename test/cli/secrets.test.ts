import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { dust, EXAMPLE_MAIN, projectFolder } from '../support/commands';

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
      '      next: aws secretsmanager put-secret-value --secret-id dust/prod/notifications/SMTP_PASSWORD --secret-string file:///dev/stdin',
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
