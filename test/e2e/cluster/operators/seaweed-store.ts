import { ownedBy } from './operator';
import type { Operator } from './operator';
import type { KubernetesObject } from '../../../support/synthesize';
import type { Live } from '../client';

/** HTTP and gRPC of what keeps data. */
const PORTS = { master: [9333, 19333], volume: [8444, 18444], filer: [8888, 18888] } as const;
const S3_PORT = 8333;
type Keeper = keyof typeof PORTS;

/**
 * SeaweedFS's operator for a store: a StatefulSet for each part that keeps data, a Deployment for the gateway, and their Services.
 * @see https://github.com/seaweedfs/seaweedfs-operator/tree/master/internal/controller
 */
export const seaweedStore: Operator = {
  manager: 'seaweedfs-operator',
  resource: 'seaweeds.seaweed.seaweedfs.com',
  kind: 'Seaweed',
  make: (store) => [configuration(store), ...keepers().flatMap((part) => [keeper(store, part), ...services(store, part)]), gateway(store), gatewayService(store)],
  crowds: ({ metadata: { namespace } }) => [...keepers(), 's3'].map((part) => ({ namespace: namespace!, one: ['app.kubernetes.io/component', part], pods: 2 })),
  claims: () => keepers().length,
};

function keepers(): Keeper[] {
  return Object.keys(PORTS) as Keeper[];
}

function labels({ metadata: { name } }: Live, component: string): Record<string, string> {
  return { 'app.kubernetes.io/managed-by': 'seaweedfs-operator', 'app.kubernetes.io/name': 'seaweedfs', 'app.kubernetes.io/component': component, 'app.kubernetes.io/instance': name };
}

function named(store: Live, part: string, suffix = ''): KubernetesObject['metadata'] {
  return { name: `${store.metadata.name}-${part}${suffix}`, namespace: store.metadata.namespace!, labels: labels(store, part), ...ownedBy(store) };
}

function configuration(store: Live): KubernetesObject {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: named(store, 'filer'), data: { 'filer.toml': store.spec.filer.config } };
}

function services(store: Live, part: Keeper): KubernetesObject[] {
  const ports = PORTS[part].map((port, index) => ({ name: `${part}-${index === 0 ? 'http' : 'grpc'}`, port, targetPort: port, protocol: 'TCP' }));
  const service = (suffix: string, spec: object): KubernetesObject => ({ apiVersion: 'v1', kind: 'Service', metadata: named(store, part, suffix), spec: { ...spec, selector: labels(store, part), ports } });
  return [service('-peer', { clusterIP: 'None', publishNotReadyAddresses: true }), ...(part === 'volume' ? [] : [service('', { type: 'ClusterIP' })])];
}

/** What a part says of itself goes to its pods, and the storage that it asks for to the claim alone. */
function podSpec(store: Live, part: string, ports: readonly number[], mounts: readonly object[], volumes: readonly object[]): object {
  const { serviceAccountName, podSecurityContext, containerSecurityContext, requests: { storage: _storage, ...requests }, limits } = store.spec[part];
  return {
    serviceAccountName,
    securityContext: podSecurityContext,
    ...(part === 's3' ? {} : { enableServiceLinks: false }),
    containers: [{
      name: part,
      image: store.spec.image,
      command: ['/bin/sh', '-ec', `weed ${part}`],
      resources: { requests, limits },
      securityContext: containerSecurityContext,
      ports: ports.map((containerPort) => ({ containerPort })),
      volumeMounts: mounts,
    }],
    volumes,
  };
}

function keeper(store: Live, part: Keeper): KubernetesObject {
  const { replicas, persistence, requests, storageClassName } = store.spec[part];
  const claim = part === 'volume' ? 'mount0' : `${store.metadata.name}-${part}`;
  const { resources, storageClassName: ofPart } = part === 'volume' ? { resources: { requests: { storage: requests.storage } }, storageClassName } : persistence;
  const filer = part === 'filer' ? { mounts: [{ name: 'filer-config', mountPath: '/etc/seaweedfs', readOnly: true }], volumes: [{ name: 'filer-config', configMap: { name: `${store.metadata.name}-filer` } }] } : { mounts: [], volumes: [] };
  return {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: named(store, part),
    spec: {
      serviceName: `${store.metadata.name}-${part}-peer`,
      podManagementPolicy: 'Parallel',
      replicas,
      selector: { matchLabels: labels(store, part) },
      template: { metadata: { labels: labels(store, part) }, spec: podSpec(store, part, PORTS[part], [...filer.mounts, { name: claim, mountPath: '/data' }], filer.volumes) },
      volumeClaimTemplates: [{ metadata: { name: claim }, spec: { accessModes: ['ReadWriteOnce'], resources, ...(ofPart === undefined ? {} : { storageClassName: ofPart }) } }],
    },
  };
}

function gateway(store: Live): KubernetesObject {
  const { replicas, configSecret, port = S3_PORT } = store.spec.s3;
  const spec = podSpec(store, 's3', [port as number], [{ name: 's3-config', mountPath: '/etc/sw', readOnly: true }], [{ name: 's3-config', secret: { secretName: configSecret.name } }]);
  return { apiVersion: 'apps/v1', kind: 'Deployment', metadata: named(store, 's3'), spec: { replicas, selector: { matchLabels: labels(store, 's3') }, template: { metadata: { labels: labels(store, 's3') }, spec } } };
}

function gatewayService(store: Live): KubernetesObject {
  const { port = S3_PORT } = store.spec.s3;
  return { apiVersion: 'v1', kind: 'Service', metadata: named(store, 's3'), spec: { type: 'ClusterIP', selector: labels(store, 's3'), ports: [{ name: 's3-http', port, targetPort: port, protocol: 'TCP' }] } };
}
