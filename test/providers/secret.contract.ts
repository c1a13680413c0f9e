import { contextIn } from './bucket.contract';
import type { Binding, ProviderContract } from '../../lib/providers/contract';
import { secretRequests } from '../../lib/requests/secret';
import type { SecretRequest } from '../../lib/requests/secret';

export type SecretProvider = ProviderContract<SecretRequest, Binding, never>;

/** A request as the parser makes it. */
export function secretRequest(name: string, origin: 'provided' | 'generated' = 'provided'): SecretRequest {
  return secretRequests.requests([{ 'kind': origin, '': name }] as never)[0]!;
}

/** An environment that gives a provider of secrets everything that it could need. */
export const CLUSTER = { cluster: { name: 'c', externalSecretsRoleArn: 'arn:aws:iam::111122223333:role/external-secrets' } } as never;

/** What every provider of secrets must keep, whichever it is; each sentence is a violation that was found. */
export function secretViolations(provider: SecretProvider): string[] {
  const bind = (name: string, service = 'catalog'): Binding => provider.bind(secretRequest(name), contextIn(CLUSTER, service));
  const binding = bind('API_KEY');
  const sources = ['API_KEY', 'API__KEY', 'JWT_KEY'].map((name) => JSON.stringify(bind(name).secrets[name]));
  return [
    ...(provider.kind === 'secret' ? [] : ['it does not serve secrets']),
    ...(provider.name === '' ? ['it has no name'] : []),
    ...(binding.secrets.API_KEY === undefined ? ['API_KEY is missing'] : []),
    ...Object.keys(binding.secrets).filter((name) => name !== 'API_KEY').map((name) => `${name} is not in the contract`),
    ...Object.keys(binding.values).map((name) => `${name} has a plain value`),
    ...(new Set(sources).size === sources.length ? [] : ['two secrets have one source']),
    ...(binding.permissions.length === 0 ? [] : ['the pods get a permission of their own']),
    ...(provider.check(secretRequest('API_KEY'), contextIn(CLUSTER)).length === 0 ? [] : ['it refuses an environment that has everything']),
    ...binding.stored.filter(({ name }) => bind('API_KEY', 'other').stored.some((other) => other.name === name)).map(({ name }) => `two services have ${name}`),
    ...(JSON.stringify(bind('API_KEY')) === JSON.stringify(binding) ? [] : ['it does not bind the same way twice']),
  ];
}
