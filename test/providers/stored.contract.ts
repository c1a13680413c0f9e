import { contextIn } from './bucket.contract';
import type { Binding, ProviderContract, ResourceRequest } from '../../lib/providers/contract';
import { requestKind } from '../../lib/requests';

export type AnyProvider = ProviderContract<ResourceRequest, Binding, never>;

/** An environment that gives a provider of databases and caches everything that it could need. */
export const EVERYTHING = {
  cluster: { name: 'c', podSecurityGroupId: 'sg-0', externalSecretsRoleArn: 'arn:aws:iam::111122223333:role/external-secrets', profile: { postgresClientImage: 'registry.acme.example/psql:17' } },
  network: { vpcId: 'vpc-0', loadBalancerSubnets: [], endpointSubnets: [], awsAddressBlocks: [], databaseSubnets: [{ id: 'subnet-0', cidr: '10.0.2.0/24' }, { id: 'subnet-1', cidr: '10.0.3.0/24' }] },
} as never;

/** A request as the parser makes it. */
export function requestOf(kind: string, input: object = {}): ResourceRequest {
  return requestKind(kind).requests(input as never)[0]!;
}

/** What every provider of a database or cache must keep, whichever it is; each sentence is a violation that was found. */
export function storedViolations(provider: AnyProvider, kind: string, caVariable: string): string[] {
  const request = requestOf(kind);
  const bind = (service = 'catalog'): Binding => provider.bind(request, contextIn(EVERYTHING, service));
  const binding = bind();
  const promised = requestKind(kind).contract(request as never);
  const of = ({ secrets, stored }: Binding): string[] => [...Object.values(secrets).map(({ secret }) => secret), ...stored.map(({ name }) => name)];
  return [
    ...(provider.kind === kind ? [] : [`it does not serve ${kind}`]),
    ...(provider.name === '' ? ['it has no name'] : []),
    ...differences('variable', promised.values, Object.keys(binding.values)),
    ...differences('secret', promised.secrets, Object.keys(binding.secrets)),
    ...Object.entries(binding.values).filter(([, value]) => value === '').map(([name]) => `${name} is empty`),
    ...(binding.files.some(({ path }) => path === binding.values[caVariable]) ? [] : [`${caVariable} is no file of the container`]),
    ...(binding.peers.length > 0 ? [] : ['the pods cannot reach it']),
    ...(binding.permissions.length === 0 ? [] : ['the pods get a permission of AWS']),
    ...(provider.check(request, contextIn(EVERYTHING)).length === 0 ? [] : ['it refuses an environment that has everything']),
    ...of(bind('other')).filter((name) => of(binding).includes(name)).map((name) => `two services have ${name}`),
    ...(JSON.stringify(bind()) === JSON.stringify(binding) ? [] : ['it does not bind the same way twice']),
  ];
}

function differences(what: string, promised: readonly string[], given: readonly string[]): string[] {
  return [
    ...promised.filter((name) => !given.includes(name)).map((name) => `${what} ${name} is missing`),
    ...given.filter((name) => !promised.includes(name)).map((name) => `${what} ${name} is not in the contract`),
  ];
}
