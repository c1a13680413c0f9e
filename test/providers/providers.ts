import type { BuildHost } from '../../constructs/providers/build-host';
import { Provider } from '../../constructs/providers/provider';
import type { Binding, ProviderContract, ResourceRequest } from '../../lib/providers/contract';

/** Every provider, as an environment names it. A new one is a line here, and the suite of its kind judges it. */
const PROVIDERS: readonly (readonly [title: string, provider: Provider])[] = [
  ['rds', Provider.rds()],
  ['cloudNativePg', Provider.cloudNativePg()],
  ['cloudNativePg with backups', Provider.cloudNativePg({ objectStore: 'backups' })],
  ['s3', Provider.s3()],
  ['seaweedFs', Provider.seaweedFs()],
  ['seaweedFs of a size', Provider.seaweedFs({ storage: '500Gi' })],
  ['elastiCache', Provider.elastiCache()],
  ['redisOperator', Provider.redisOperator()],
  ['secretsManager', Provider.secretsManager()],
  ['clusterSecrets', Provider.clusterSecrets()],
];

export type Contract = ProviderContract<ResourceRequest, Binding, BuildHost>;

/** The providers of one kind, by what tests call them. */
export function providersOf(kind: string): (readonly [title: string, contract: Contract])[] {
  return PROVIDERS.map(([title, { _contract }]) => [title, _contract] as const).filter(([, contract]) => contract.kind === kind);
}

/** What an environment takes for a contract, such as one that a test broke. */
export function providerWith(contract: Contract): Provider {
  return Object.assign(Object.create(Provider.prototype) as Provider, { name: contract.name, _contract: contract });
}
