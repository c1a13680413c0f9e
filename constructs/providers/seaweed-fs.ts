import { ApiObject } from 'cdk8s';
import type { BuildHost } from './build-host';
import type { InClusterBucketsProps } from './in-cluster-props';
import { checkMayBeLost, checkOperator, checkUnserved } from './requirements';
import { GATEWAY, GROUP, S3_PORT, STORE, TENANT_KINDS, readStorage, seaweedSpace, storePods } from './seaweed-fs-space';
import type { Finding } from '../../lib/issues/issue';
import { KEPT } from '../../lib/manifests/kept';
import { DUST_OBJECTS, Names } from '../../lib/plan/names';
import { namespaceOf } from '../../lib/plan/namespace-of';
import { inNamespace, tcp } from '../../lib/plan/network-peer';
import { bucketGrant } from '../../lib/policy/bucket-permissions';
import { NO_BINDING } from '../../lib/providers/contract';
import type { AppliedKind, Binding, ProviderContract, RequestContext } from '../../lib/providers/contract';
import { readProps } from '../../lib/providers/read-props';
import { bucketVariable } from '../../lib/requests/bucket';
import type { BucketRequest } from '../../lib/requests/bucket';
import { seaweedFsRunbook } from '../../lib/restore/seaweed-fs';
import { CARRIED } from '../../lib/spec/declared';
import { optional, reading, struct } from '../../lib/spec/schema';

interface SeaweedBinding extends Binding {
  readonly bucketName: string;
  /** Who the service is to the store, in the whole cluster. */
  readonly identity: string;
  /** Of the identity's objects, and of the Secret with its keys. */
  readonly identityObject: string;
  /** Of the bucket's objects. */
  readonly bucketObject: string;
  readonly storeNamespace: string;
}

const PROPS = struct({ storage: optional(reading(readStorage)) });

/** SeaweedFS: one store for an environment, which the services share. @see https://github.com/seaweedfs/seaweedfs-operator */
export function seaweedFs(given?: InClusterBucketsProps): ProviderContract<BucketRequest, SeaweedBinding, BuildHost> {
  const { props: { storage }, findings } = readProps(PROPS, given);
  return {
    [CARRIED]: true,
    kind: 'bucket',
    name: 'seaweedFs',
    findings,
    check,
    bind,
    build,
    share: (context, users) => seaweedSpace(context, users, storage),
  };
}

const NAME = 'SeaweedFS';
const STORE_PLACE = { storeFolder: DUST_OBJECTS, gateway: GATEWAY, port: S3_PORT } as const;
const KEY_VARIABLES = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'] as const;

/**
 * All of them are applied by platform-apply alone: the store's identities know no namespaces, and the operator takes the name of an
 * identity that it does not find in a namespace for one of the store.
 */
const APPLIED: readonly AppliedKind[] = Object.entries(TENANT_KINDS).map(([kind, resource]) => ({ group: GROUP, kind, resource, layer: 'foundation' }));

function check({ retention, existing }: BucketRequest, { environment }: RequestContext): readonly Finding[] {
  return [
    ...checkOperator(environment, 'seaweedFs', 'operator of SeaweedFS'),
    ...checkUnserved({ provider: NAME, environment: environment.name, features: { retention, existing }, instead: 'Provider.s3()' }),
    ...checkMayBeLost(environment, NAME, 'serve buckets there by Provider.s3()'),
  ];
}

function bind(request: BucketRequest, { prefix, service, environment }: RequestContext): SeaweedBinding {
  const names = new Names(prefix);
  const bucketName = names.bucket(environment.name, service, request.key, environment.account);
  const identityObject = names.object(service, 'buckets');
  const storeNamespace = namespaceOf(DUST_OBJECTS, environment, names);
  const place = { service, environment: environment.name, namespace: namespaceOf(service, environment, names) };
  return {
    ...NO_BINDING,
    bucketName,
    identity: names.objectStoreIdentity(environment.name, service),
    identityObject,
    bucketObject: names.object(service, `bucket-${request.key}`),
    storeNamespace,
    values: {
      [bucketVariable(request.key)]: bucketName,
      AWS_ENDPOINT_URL_S3: `http://${GATEWAY}.${storeNamespace}.svc:${S3_PORT}`,
      S3_FORCE_PATH_STYLE: 'true',
    },
    credentials: Object.fromEntries(KEY_VARIABLES.map((key) => [key, { secret: identityObject, key }])),
    peers: [{ name: 'to-buckets', reason: 'Its buckets', to: inNamespace(storeNamespace, storePods('s3')), ports: tcp(S3_PORT) }],
    applied: APPLIED,
    restore: seaweedFsRunbook({ ...place, ...STORE_PLACE, storeNamespace, bucketName, identityObject, keys: KEY_VARIABLES }),
  };
}

function build(host: BuildHost, { key, grant }: BucketRequest, binding: SeaweedBinding): void {
  const { bucketName: bucket, bucketObject: name, storeNamespace, identityObject } = binding;
  const seaweedRef = { name: STORE, namespace: storeNamespace };
  const { onBucket, onObjects } = bucketGrant(grant);
  buildIdentity(host, binding);
  add(host, `bucket-${key}`, 'Bucket', name, { clusterRef: seaweedRef, name: bucket, reclaimPolicy: 'Retain', adoptExisting: true }, KEPT);
  add(host, `policy-of-bucket-${key}`, 'S3Policy', name, {
    seaweedRef,
    name: bucket,
    statements: [{ effect: 'Allow', actions: [...onBucket], resources: [bucket] }, { effect: 'Allow', actions: [...onObjects], resources: [`${bucket}/*`] }],
  });
  add(host, `binding-of-bucket-${key}`, 'S3PolicyBinding', name, { seaweedRef, policyRef: { name }, subjects: [{ kind: 'S3Identity', name: identityObject }] });
}

/** One for all buckets of a service: an SDK finds one pair of keys. */
function buildIdentity(host: BuildHost, { identity, identityObject: name, storeNamespace }: SeaweedBinding): void {
  if (host.chart.node.tryFindChild('buckets-identity') !== undefined) return;
  const seaweedRef = { name: STORE, namespace: storeNamespace };
  const [accessKeyField, secretKeyField] = KEY_VARIABLES;
  add(host, 'buckets-identity', 'S3Identity', name, { seaweedRef, name: identity });
  add(host, 'buckets-credentials', 'S3Credentials', name, { seaweedRef, identityRef: { name }, secretRef: { name, accessKeyField, secretKeyField } });
}

function add({ chart }: BuildHost, id: string, kind: string, name: string, spec: object, annotations?: Readonly<Record<string, string>>): void {
  new ApiObject(chart, id, { apiVersion: `${GROUP}/v1`, kind, metadata: { name, ...(annotations === undefined ? {} : { annotations }) }, spec } as never);
}
