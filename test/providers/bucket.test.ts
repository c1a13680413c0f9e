import { providersOf } from './providers';
import { contextIn, requestOf } from './served';
import { s3 } from '../../constructs/providers/s3';
import { seaweedFs } from '../../constructs/providers/seaweed-fs';
import type { BucketRequest } from '../../lib/requests/bucket';

const scans = requestOf('bucket', { scans: {} }) as BucketRequest;
const { network } = contextIn().environment;
/** Facts that no declaration of these tests could have, such as the partition of another region. */
const contextWith = (changes: object) => ({ ...contextIn(), environment: { ...contextIn().environment, ...changes } });

describe('provider s3', () => {
  test.each([
    ['eu-central-1', 'aws', 'https://s3.eu-central-1.amazonaws.com'],
    ['us-gov-west-1', 'aws-us-gov', 'https://s3-fips.us-gov-west-1.amazonaws.com'],
    ['cn-north-1', 'aws-cn', 'https://s3.cn-north-1.amazonaws.com.cn'],
  ])('in %s gives the endpoint of the region', (region, partition, endpoint) => {
    expect(s3.bind(scans, contextWith({ region, partition })).values.AWS_ENDPOINT_URL_S3).toBe(endpoint);
  });

  test('refuses an environment whose pods cannot reach S3', () => {
    expect(s3.check(scans, contextWith({ network: { ...network, endpointSubnets: [] } })).map(({ code }) => code)).toEqual(['DUST2008']);
  });

  test('opens the ranges of a gateway endpoint with the reason that the environment gives', () => {
    const gateway = { ...network, endpointSubnets: [], awsAddressBlocks: [{ cidr: '52.219.0.0/16', reason: 'S3 behind the gateway endpoint' }] };
    expect(s3.bind(scans, contextWith({ network: gateway })).peers).toEqual([expect.objectContaining({ to: { cidrs: ['52.219.0.0/16'] }, reason: 'The endpoints of AWS; S3 behind the gateway endpoint' })]);
  });
});

describe('provider seaweedFs', () => {
  test('is one store for an environment, in a namespace of the platform', () => {
    const { values, peers } = seaweedFs().bind(scans, contextIn());
    expect(values.AWS_ENDPOINT_URL_S3).toBe('http://objects-s3.dust-objects-dev.svc:8333');
    expect(peers[0]!.to).toMatchObject({ namespace: 'dust-objects-dev' });
  });

  test('gives all buckets of a service one pair of keys', () => {
    const binding = (key: string) => seaweedFs().bind(requestOf('bucket', { [key]: {} }) as BucketRequest, contextIn());
    expect(binding('a').credentials).toEqual(binding('b').credentials);
    expect(Object.keys(binding('a').credentials)).toEqual(['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY']);
  });

  test('lets in those alone who have buckets, each by its own name', () => {
    const users = [{ service: 'catalog', namespace: 'catalog-dev' }, { service: 'other', namespace: 'other-dev' }];
    const { operated, objects } = seaweedFs().share!(contextIn(), users);
    expect(operated.find(({ name }) => name === 'gateway')!.ingress.map(({ to }) => to)).toEqual(users.map(({ service, namespace }) => ({ namespace, labels: { 'app.kubernetes.io/name': service } })));
    const grant = objects.find(({ manifest }) => (manifest as { kind: string }).kind === 'ResourceReferenceGrant')!.manifest as { spec: { from: { namespace: string }[] } };
    expect(new Set(grant.spec.from.map(({ namespace }) => namespace))).toEqual(new Set(['catalog-dev', 'other-dev']));
  });

  test('stores as much as the environment says', () => {
    const sizeOf = (storage?: string) => JSON.stringify(seaweedFs(storage === undefined ? {} : { storage }).share!(contextIn(), []).objects);
    expect(sizeOf()).toContain('"storage":"50Gi"');
    expect(sizeOf('1000Gi')).toContain('"storage":"1000Gi"');
  });
});

test('both ways to a bucket promise the same variables', () => {
  const names = providersOf('bucket').map(([, contract]) => Object.keys(contract.bind(scans, contextIn()).values).sort());
  expect(new Set(names.map(String)).size).toBe(1);
});
