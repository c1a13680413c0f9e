import type { EnvironmentFacts } from '../../lib/plan/environment-facts';
import type { Binding, ProviderContract, RequestContext } from '../../lib/providers/contract';
import { bucketRequests } from '../../lib/requests/bucket';
import type { BucketRequest } from '../../lib/requests/bucket';

export type BucketProvider = ProviderContract<BucketRequest, Binding, never>;

/** A request as the parser makes it. */
export function bucketRequest(key: string, input: { access?: 'read-write' | 'read-only'; retention?: { unit: 'years'; count: number } } = {}): BucketRequest {
  return bucketRequests.requests({ [key]: { access: 'read-write', ...input } } as never)[0]!;
}

/** An environment that gives a provider everything that it could need. */
export function contextIn(changes: Partial<EnvironmentFacts> = {}, service = 'catalog'): RequestContext {
  const environment = {
    name: 'prod',
    account: '111122223333',
    region: 'eu-central-1',
    partition: 'aws',
    network: { vpcId: 'vpc-0', loadBalancerSubnets: [], endpointSubnets: [{ id: 'subnet-0', cidr: '10.0.8.0/26' }], awsAddressBlocks: [] },
    ...changes,
  } as unknown as EnvironmentFacts;
  return { prefix: 'acme', service, environment };
}

/** What every provider of buckets must keep, whichever it is; each sentence is a violation that was found. */
export function bucketViolations(provider: BucketProvider): string[] {
  const bind = (key: string, service = 'catalog', input = {}): Binding => provider.bind(bucketRequest(key, input), contextIn({}, service));
  const binding = bind('scans');
  const promised = bucketRequests.contract(bucketRequest('scans')).values;
  const buckets = ['scans', 'raw-images'].map((key) => bind(key).values[`BUCKET_${key.toUpperCase().replace('-', '_')}`]);
  return [
    ...promised.filter((name) => !binding.values[name]).map((name) => `${name} is missing or empty`),
    ...Object.keys(binding.values).filter((name) => !promised.includes(name)).map((name) => `${name} is not in the contract`),
    ...(provider.kind === 'bucket' ? [] : ['it does not serve buckets']),
    ...(provider.name === '' ? ['it has no name'] : []),
    ...(provider.check(bucketRequest('scans'), contextIn()).length === 0 ? [] : ['it refuses an environment that has everything']),
    ...(new Set(buckets).size === 2 ? [] : ['two buckets have one name']),
    ...(bind('scans', 'other').values.BUCKET_SCANS === binding.values.BUCKET_SCANS ? ['two services have one bucket'] : []),
    ...(JSON.stringify(bind('scans')) === JSON.stringify(binding) ? [] : ['it does not bind the same way twice']),
    ...(binding.peers.length > 0 ? [] : ['the pods cannot reach it']),
    ...grantViolations(bind),
  ];
}

/** A read-only grant cannot write, and one with retention cannot delete; nothing reaches further than the bucket. */
function grantViolations(bind: (key: string, service?: string, input?: object) => Binding): string[] {
  const actions = (input: object): string[] => bind('scans', 'catalog', input).permissions.flatMap((statement) => statement.actions);
  const resources = bind('scans').permissions.flatMap((statement) => statement.resources);
  const writes = /Put|Delete|Abort|GenerateDataKey/;
  return [
    ...(actions({ access: 'read-only' }).some((action) => writes.test(action)) ? ['a read-only grant can write'] : []),
    ...(actions({ retention: { unit: 'years', count: 7 } }).some((action) => /Delete|Bypass/.test(action)) ? ['a grant with retention can delete'] : []),
    ...(actions({}).some((action) => action.includes('*')) ? ['an action is a wildcard'] : []),
    ...resources.filter((resource) => resource.replace(/\/\*$/, '').includes('*')).map((resource) => `${resource} is wider than the bucket`),
  ];
}
