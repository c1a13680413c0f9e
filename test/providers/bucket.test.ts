import { bucketRequest, bucketViolations, contextIn } from './bucket.contract';
import type { BucketProvider } from './bucket.contract';
import { s3 } from '../../constructs/providers/s3';

/** Every provider of buckets. */
const PROVIDERS: readonly BucketProvider[] = [s3 as never];

describe.each(PROVIDERS.map((provider) => [provider.name, provider] as const))('provider %s', (_name, provider) => {
  test('keeps the contract of buckets', () => expect(bucketViolations(provider)).toEqual([]));
});

describe('the contract turns red on a provider that', () => {
  const broken = (change: (binding: ReturnType<BucketProvider['bind']>) => object): BucketProvider => ({
    ...(s3 as never as BucketProvider),
    bind: (request, context) => {
      const binding = (s3 as never as BucketProvider).bind(request, context);
      return { ...binding, ...change(binding) };
    },
  });
  const without = (key: string) => ({ values }: { values: Readonly<Record<string, string>> }) => ({ values: Object.fromEntries(Object.entries(values).filter(([name]) => name !== key)) });

  test.each([
    ['forgets a variable', broken(without('S3_FORCE_PATH_STYLE')), 'S3_FORCE_PATH_STYLE is missing or empty'],
    ['gives one too many', broken(({ values }) => ({ values: { ...values, EXTRA: 'x' } })), 'EXTRA is not in the contract'],
    ['gives one bucket to everybody', broken(({ values }) => ({ values: { ...values, BUCKET_SCANS: 'one' } })), 'two services have one bucket'],
    ['grants too much', broken(({ permissions }) => ({ permissions: [...permissions, { sid: 'All', actions: ['s3:PutObject'], resources: ['arn:${AWS::Partition}:s3:::acme-*'] }] })), 'a read-only grant can write'],
    ['opens no network', broken(() => ({ peers: [] })), 'the pods cannot reach it'],
  ])('%s', (_what, provider, violation) => expect(bucketViolations(provider)).toContain(violation));
});

describe('provider s3', () => {
  const bind = (environment: object) => s3.bind(bucketRequest('scans'), contextIn(environment));

  test.each([
    ['eu-central-1', 'aws', 'https://s3.eu-central-1.amazonaws.com'],
    ['us-gov-west-1', 'aws-us-gov', 'https://s3-fips.us-gov-west-1.amazonaws.com'],
    ['cn-north-1', 'aws-cn', 'https://s3.cn-north-1.amazonaws.com.cn'],
  ])('in %s gives the endpoint of the region', (region, partition, endpoint) => {
    expect(bind({ region, partition }).values.AWS_ENDPOINT_URL_S3).toBe(endpoint);
  });

  test('refuses an environment whose pods cannot reach S3', () => {
    const network = { vpcId: 'vpc-0', loadBalancerSubnets: [], databaseSubnets: [], endpointSubnets: [], awsAddressBlocks: [] };
    expect(s3.check(bucketRequest('scans'), contextIn({ network })).map(({ code }) => code)).toEqual(['DUST2008']);
  });

  test('opens the ranges of a gateway endpoint with the reason that the environment gives', () => {
    const network = { vpcId: 'vpc-0', loadBalancerSubnets: [], databaseSubnets: [], endpointSubnets: [], awsAddressBlocks: [{ cidr: '52.219.0.0/16', reason: 'S3 behind the gateway endpoint' }] };
    expect(bind({ network }).peers).toEqual([expect.objectContaining({ to: { cidrs: ['52.219.0.0/16'] }, reason: 'The endpoints of AWS; S3 behind the gateway endpoint' })]);
  });
});
