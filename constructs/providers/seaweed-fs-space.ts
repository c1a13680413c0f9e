import type { InClusterBucketsProps } from './in-cluster-props';
import { DUST_OBJECTS, Names } from '../../lib/plan/names';
import { namespaceOf } from '../../lib/plan/namespace-of';
import { inNamespace, tcp } from '../../lib/plan/network-peer';
import { dnsPeer } from '../../lib/plan/plan-network';
import type { OperatedPods, RequestContext, SharedSpace, SpaceUser } from '../../lib/providers/contract';
import { formatCpu, formatMebibytes, readMebibytes } from '../../lib/spec/quantities';
import type { Reading } from '../../lib/spec/quantities';
import { serviceAccount } from '../kubernetes/foundation';
import { GENERATOR, generatedSecret } from '../kubernetes/generated-secret';
import { OPERATED_CONTAINER_SECURITY, operatedPodSecurity } from '../kubernetes/security-context';

/** Name of the store, in a namespace of its own. */
export const STORE = 'objects';
export const S3_PORT = 8333;

const GROUP = 'seaweed.seaweedfs.com';
const SIZES = { cpu: 100, cpuLimit: 1000, memory: 512 } as const;
/** HTTP and gRPC of the masters, the volume servers and the filers. */
const COMPONENT_PORTS = [8444, 8888, 9333, 18444, 18888, 19333];
const GIBIBYTE = 1024;
const DEFAULT_STORAGE = 50 * GIBIBYTE;
const USER_ID = 10_001;
const ROOT = 'objects-root';
const CONFIG_KEY = 's3.json';

type Environment = RequestContext['environment'];

/** Labels that the operator gives the pods of one component, or all of them. */
export function storePods(component?: 's3'): Readonly<Record<string, string>> {
  return { 'app.kubernetes.io/name': 'seaweedfs', 'app.kubernetes.io/instance': STORE, ...(component === undefined ? {} : { 'app.kubernetes.io/component': component }) };
}

/** The store of an environment: a gateway that knows an identity from the beginning, and the services that may ask it for theirs. */
export function seaweedSpace({ prefix, environment }: Omit<RequestContext, 'service'>, users: readonly SpaceUser[], props: InClusterBucketsProps): SharedSpace {
  const namespace = namespaceOf(DUST_OBJECTS, environment, new Names(prefix));
  return {
    name: DUST_OBJECTS,
    operated: [components(namespace, environment), gateway(users)],
    applied: [
      GENERATOR,
      { group: 'external-secrets.io', kind: 'ExternalSecret', resource: 'externalsecrets', layer: 'data' },
      { group: GROUP, kind: 'Seaweed', resource: 'seaweeds', layer: 'data' },
      { group: GROUP, kind: 'ResourceReferenceGrant', resource: 'resourcereferencegrants', layer: 'data' },
    ],
    objects: [
      { id: 'store-service-account', manifest: serviceAccount(STORE) },
      ...generatedSecret({ name: ROOT, template: { [CONFIG_KEY]: ROOT_IDENTITY } }),
      { id: 'store', manifest: seaweed(environment, props) },
      { id: 'store-grant', manifest: grant(users) },
    ],
  };
}

/** A gateway that knows nobody serves everybody, so it starts with somebody whose password nobody reads. */
const ROOT_IDENTITY = JSON.stringify({ identities: [{ name: 'root', actions: ['Admin'], credentials: [{ accessKey: 'root', secretKey: '{{ .password }}' }] }] });

function components(namespace: string, environment: Environment): OperatedPods {
  const others = inNamespace(namespace, storePods());
  const operator = environment.cluster.profile.seaweedFs?.namespace ?? '';
  return {
    name: STORE,
    labels: storePods(),
    ...SIZES,
    // Master, volume server and filer, each beside the one that is going.
    pods: 6,
    volumes: 3,
    ingress: [
      { name: 'from-components', reason: 'The parts of the store', to: others, ports: tcp(...COMPONENT_PORTS) },
      // The filer's gRPC makes identities for whoever reaches it.
      { name: 'from-operator', reason: 'SeaweedFS\'s operator makes buckets and identities', to: inNamespace(operator, {}), ports: tcp(...COMPONENT_PORTS) },
    ],
    egress: [
      { name: 'to-components', reason: 'The parts of the store', to: others, ports: tcp(...COMPONENT_PORTS) },
      { ...dnsPeer(environment), reason: 'Names of the parts' },
    ],
  };
}

function gateway(users: readonly SpaceUser[]): OperatedPods {
  return {
    name: 'gateway',
    labels: storePods('s3'),
    ...SIZES,
    pods: 2,
    volumes: 0,
    ingress: users.map(({ service, namespace }) => (
      { name: `from-${service}`, reason: `${service} has buckets`, to: inNamespace(namespace, { 'app.kubernetes.io/name': service }), ports: tcp(S3_PORT) }
    )),
    egress: [],
  };
}

function seaweed({ cluster: { profile } }: Environment, { storage }: InClusterBucketsProps): object {
  const read = readStorage(storage);
  const size = formatMebibytes('ok' in read ? read.ok : DEFAULT_STORAGE);
  const pod = { serviceAccountName: STORE, podSecurityContext: operatedPodSecurity(USER_ID), containerSecurityContext: OPERATED_CONTAINER_SECURITY };
  const memory = formatMebibytes(SIZES.memory);
  const requests = { cpu: formatCpu(SIZES.cpu), memory };
  const limits = { cpu: formatCpu(SIZES.cpuLimit), memory };
  const storageClassName = profile.storageClass === undefined ? {} : { storageClassName: profile.storageClass };
  const persistence = (claim: string) => ({ enabled: true, resources: { requests: { storage: claim } }, ...storageClassName });
  return {
    apiVersion: `${GROUP}/v1`,
    kind: 'Seaweed',
    metadata: { name: STORE },
    spec: {
      image: profile.seaweedFs!.image,
      volumeServerDiskCount: 1,
      master: { ...pod, replicas: 1, volumeSizeLimitMB: 1024, requests, limits, persistence: persistence('1Gi') },
      volume: { ...pod, replicas: 1, requests: { ...requests, storage: size }, limits, ...storageClassName },
      filer: { ...pod, replicas: 1, requests, limits, persistence: persistence('4Gi'), config: FILER_CONFIG },
      s3: { ...pod, replicas: 1, requests, limits, configSecret: { name: ROOT, key: CONFIG_KEY } },
    },
  };
}

/** Without it, where a file is would be known to the memory of the filer alone. */
const FILER_CONFIG = '[leveldb2]\nenabled = true\ndir = "/data/filerldb2"\n';

/** In MiB. */
export function readStorage(storage: unknown): Reading<number> {
  if (storage === undefined) return { ok: DEFAULT_STORAGE };
  return readMebibytes(typeof storage === 'string' ? storage : '', 20 * GIBIBYTE, 64 * GIBIBYTE * GIBIBYTE);
}

/** The operator refuses what asks for a store of another namespace, unless that namespace says who may. */
function grant(users: readonly SpaceUser[]): object {
  const kinds = ['Bucket', 'S3Credentials', 'S3Identity', 'S3Policy', 'S3PolicyBinding'];
  return {
    apiVersion: `${GROUP}/v1`,
    kind: 'ResourceReferenceGrant',
    metadata: { name: STORE },
    spec: {
      from: users.flatMap(({ namespace }) => kinds.map((kind) => ({ group: GROUP, kind, namespace }))),
      to: [{ group: GROUP, kind: 'Seaweed', name: STORE }],
    },
  };
}
