import { KEPT } from '../../lib/manifests/kept';
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

export const GROUP = 'seaweed.seaweedfs.com';
/** What the operator calls the Service of a store's gateway. */
export const GATEWAY = `${STORE}-s3`;
/** What a service has of its own in a store, by the names of the resources. */
export const TENANT_KINDS = { Bucket: 'buckets', S3Credentials: 's3credentials', S3Identity: 's3identities', S3Policy: 's3policies', S3PolicyBinding: 's3policybindings' } as const;
const SIZES = { cpu: 100, cpuLimit: 1000, memory: 512 } as const;
/** HTTP and gRPC of the masters, the volume servers and the filers; the filers tell the gateway of identities by its gRPC. */
const COMPONENT_PORTS = [8444, 8888, 9333, 18333, 18444, 18888, 19333];
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
export function seaweedSpace({ prefix, environment }: Omit<RequestContext, 'service'>, users: readonly SpaceUser[], storage = DEFAULT_STORAGE): SharedSpace {
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
      { id: 'store', manifest: seaweed(environment, storage) },
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

function seaweed({ cluster: { profile } }: Environment, storage: number): object {
  const pod = { serviceAccountName: STORE, podSecurityContext: operatedPodSecurity(USER_ID), containerSecurityContext: OPERATED_CONTAINER_SECURITY };
  const memory = formatMebibytes(SIZES.memory);
  const requests = { cpu: formatCpu(SIZES.cpu), memory };
  const limits = { cpu: formatCpu(SIZES.cpuLimit), memory };
  const storageClassName = profile.storageClass === undefined ? {} : { storageClassName: profile.storageClass };
  const persistence = (claim: string) => ({ enabled: true, resources: { requests: { storage: claim } }, ...storageClassName });
  return {
    apiVersion: `${GROUP}/v1`,
    kind: 'Seaweed',
    metadata: { name: STORE, annotations: KEPT },
    spec: {
      image: profile.seaweedFs!.image,
      volumeServerDiskCount: 1,
      master: { ...pod, replicas: 1, volumeSizeLimitMB: VOLUME_SIZE, requests, limits, persistence: persistence('1Gi'), config: MASTER_CONFIG },
      volume: { ...pod, replicas: 1, requests: { ...requests, storage: formatMebibytes(storage) }, limits, ...storageClassName },
      filer: { ...pod, replicas: 1, requests, limits, persistence: persistence('4Gi'), config: FILER_CONFIG },
      // Keys are made by the operator, by way of the filer; a gateway with an API of its own would let every service make more.
      s3: { ...pod, replicas: 1, requests, limits, iam: false, configSecret: { name: ROOT, key: CONFIG_KEY } },
    },
  };
}

/**
 * Each bucket is a collection with volumes of its own. By default seven are made for each at once, and a store of 50Gi would be full
 * with its sixth bucket. In MiB.
 */
const VOLUME_SIZE = 256;
const MASTER_CONFIG = '[master.volume_growth]\ncopy_1 = 1\n';

/** Without it, where a file is would be known to the memory of the filer alone. */
const FILER_CONFIG = '[leveldb2]\nenabled = true\ndir = "/data/filerldb2"\n';

/** In MiB. */
export function readStorage(text: string): Reading<number> {
  return readMebibytes(text, 20 * GIBIBYTE, 64 * GIBIBYTE * GIBIBYTE);
}

/** The operator refuses what asks for a store of another namespace, unless that namespace says who may. */
function grant(users: readonly SpaceUser[]): object {
  return {
    apiVersion: `${GROUP}/v1`,
    kind: 'ResourceReferenceGrant',
    metadata: { name: STORE },
    spec: {
      from: users.flatMap(({ namespace }) => Object.keys(TENANT_KINDS).map((kind) => ({ group: GROUP, kind, namespace }))),
      to: [{ group: GROUP, kind: 'Seaweed', name: STORE }],
    },
  };
}
