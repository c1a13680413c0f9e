import { contextIn } from './bucket.contract';
import { CLUSTER, secretRequest, secretViolations } from './secret.contract';
import type { SecretProvider } from './secret.contract';
import { secretsManager } from '../../constructs/providers/secrets-manager';
import type { Binding } from '../../lib/providers/contract';

/** Every provider of secrets. */
const PROVIDERS: readonly SecretProvider[] = [secretsManager as never];

describe.each(PROVIDERS.map((provider) => [provider.name, provider] as const))('provider %s', (_name, provider) => {
  test('keeps the contract of secrets', () => expect(secretViolations(provider)).toEqual([]));
});

describe('the contract turns red on a provider that', () => {
  const broken = (change: (binding: Binding) => Partial<Binding>): SecretProvider => ({
    ...(secretsManager as never as SecretProvider),
    bind: (request, context) => {
      const binding: Binding = secretsManager.bind(request, context);
      return { ...binding, ...change(binding) };
    },
  });

  test.each([
    ['forgets the variable', broken(() => ({ secrets: {} })), 'API_KEY is missing'],
    ['gives one too many', broken(({ secrets }) => ({ secrets: { ...secrets, EXTRA: { secret: 's', key: 'k' } } })), 'EXTRA is not in the contract'],
    ['knows the value', broken(() => ({ values: { API_KEY: 'x' } })), 'API_KEY has a plain value'],
    ['gives one secret to all', broken(({ secrets }) => ({ secrets: Object.fromEntries(Object.keys(secrets).map((name) => [name, { secret: 's', key: 'k' }])) })), 'two secrets have one source'],
    ['lets the pods read it in AWS', broken(() => ({ permissions: [{ sid: 'Secrets', actions: ['secretsmanager:GetSecretValue'], resources: ['*'] }] })), 'the pods get a permission of their own'],
    ['shares it between services', broken(() => ({ stored: [{ name: 'dust/secret', byHand: true, keyArn: '${Key.Arn}' }] })), 'two services have dust/secret'],
  ])('%s', (_what, provider, violation) => expect(secretViolations(provider)).toContain(violation));
});

describe('provider secretsManager', () => {
  test('refuses an environment without the role of External Secrets', () => {
    expect(secretsManager.check(secretRequest('API_KEY'), contextIn({ cluster: { name: 'c' } } as never)).map(({ code }) => code)).toEqual(['DUST2021']);
  });

  test('names a secret by prefix, environment, service and variable', () => {
    expect(secretsManager.bind(secretRequest('API_KEY'), contextIn(CLUSTER)).stored).toEqual([{ name: 'acme/prod/catalog/API_KEY', byHand: true, keyArn: '${Key.Arn}' }]);
  });
});
