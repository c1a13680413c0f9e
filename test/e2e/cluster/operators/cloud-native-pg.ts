import { databasePod } from './cloud-native-pg-pods';
import { ownedBy } from './operator';
import type { Operator } from './operator';
import type { KubernetesObject } from '../../../support/synthesize';
import type { Live } from '../client';

const PORT = 5432;
const PASSWORD = 'made-up';

/**
 * CloudNativePG: its authority and the certificates of it, the owner's credentials, Services by role, a claim for each instance,
 * the Job that makes the first, and the instances.
 * @see https://github.com/cloudnative-pg/cloudnative-pg/tree/v1.30.0/pkg/specs
 */
export const cloudNativePg: Operator = {
  manager: 'cloudnative-pg',
  resource: 'clusters.postgresql.cnpg.io',
  kind: 'Cluster',
  make: (cluster) => [...secrets(cluster), ...services(cluster), budget(cluster), account(cluster), ...instanceNames(cluster).map((name) => claim(cluster, name)), job(cluster), ...instances(cluster)],
  // The instances, the Job that makes one, and the one that a rolling update brings before another goes.
  crowds: ({ metadata: { name, namespace }, spec }) => [{ namespace: namespace!, one: ['cnpg.io/cluster', name], pods: spec.instances + 2 }],
  claims: ({ spec }) => spec.instances + 1,
  readsItself: ({ metadata: { name } }) => [`${name}-server`, `${name}-replication`],
};

function instanceNames({ metadata: { name }, spec }: Live): string[] {
  return Array.from({ length: spec.instances as number }, (_, index) => `${name}-${index + 1}`);
}

/** What the operator calls everything of a cluster. */
function labels({ metadata: { name } }: Live): Record<string, string> {
  return { 'cnpg.io/cluster': name, 'app.kubernetes.io/name': 'postgresql', 'app.kubernetes.io/instance': name, 'app.kubernetes.io/component': 'database', 'app.kubernetes.io/managed-by': 'cloudnative-pg' };
}

function named(cluster: Live, name: string, more: Record<string, string> = {}): KubernetesObject['metadata'] {
  return { name, namespace: cluster.metadata.namespace!, labels: { ...labels(cluster), ...more }, ...ownedBy(cluster) };
}

function secrets(cluster: Live): KubernetesObject[] {
  const { metadata: { name, namespace }, spec: { bootstrap: { initdb: { database: dbname, owner: username } } } } = cluster;
  const host = `${name}-rw`;
  const keys = ['pgpass', 'uri', 'jdbc-uri', 'fqdn-uri', 'fqdn-jdbc-uri'];
  const app = { username, user: username, password: PASSWORD, dbname, host, port: String(PORT), ...Object.fromEntries(keys.map((key) => [key, `${key} of ${username} at ${host}.${namespace}`])) };
  const tls = { 'tls.crt': 'made-up certificate', 'tls.key': 'made-up key' };
  const made: (readonly [string, string, Record<string, string>])[] = [
    ['ca', 'Opaque', { 'ca.crt': 'made-up authority', 'ca.key': 'made-up key' }],
    ['server', 'kubernetes.io/tls', tls],
    ['replication', 'kubernetes.io/tls', tls],
    ['app', 'kubernetes.io/basic-auth', app],
  ];
  return made.map(([suffix, type, stringData]) => ({ apiVersion: 'v1', kind: 'Secret', type, metadata: named(cluster, `${name}-${suffix}`, { 'cnpg.io/reload': 'true' }), stringData }));
}

function services(cluster: Live): KubernetesObject[] {
  const { name } = cluster.metadata;
  const by = { rw: { 'cnpg.io/instanceRole': 'primary' }, ro: { 'cnpg.io/instanceRole': 'replica' }, r: { 'cnpg.io/podRole': 'instance' } };
  return Object.entries(by).map(([suffix, role]) => ({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: named(cluster, `${name}-${suffix}`),
    spec: { type: 'ClusterIP', selector: { 'cnpg.io/cluster': name, ...role }, ports: [{ name: 'postgres', port: PORT, targetPort: PORT, protocol: 'TCP' }] },
  }));
}

function budget(cluster: Live): KubernetesObject {
  const { name } = cluster.metadata;
  return {
    apiVersion: 'policy/v1', kind: 'PodDisruptionBudget', metadata: named(cluster, `${name}-primary`),
    spec: { minAvailable: 1, selector: { matchLabels: { 'cnpg.io/cluster': name, 'cnpg.io/instanceRole': 'primary' } } },
  };
}

function account(cluster: Live): KubernetesObject {
  return { apiVersion: 'v1', kind: 'ServiceAccount', metadata: named(cluster, cluster.metadata.name) };
}

function claim(cluster: Live, instance: string): KubernetesObject {
  const { storage: { size, storageClass } } = cluster.spec;
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: named(cluster, instance, { 'cnpg.io/instanceName': instance, 'cnpg.io/pvcRole': 'PG_DATA' }),
    spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: size } }, ...(storageClass === undefined ? {} : { storageClassName: storageClass }) },
  };
}

function job(cluster: Live): KubernetesObject {
  const instance = `${cluster.metadata.name}-1`;
  const role = { 'cnpg.io/instanceName': instance, 'cnpg.io/jobRole': 'initdb' };
  const owner = { name: 'APP_USERNAME', valueFrom: { secretKeyRef: { name: `${cluster.metadata.name}-app`, key: 'username', optional: false } } };
  const { probes: _probes, ...spec } = databasePod(cluster, instance, { name: 'initdb', env: [owner] });
  return {
    apiVersion: 'batch/v1', kind: 'Job', metadata: named(cluster, `${instance}-initdb`, role),
    spec: { template: { metadata: { labels: { ...labels(cluster), ...role } }, spec: { ...spec, restartPolicy: 'Never' } } },
  };
}

function instances(cluster: Live): KubernetesObject[] {
  return instanceNames(cluster).map((instance, index) => {
    const role = index === 0 ? 'primary' : 'replica';
    const { probes, ...spec } = databasePod(cluster, instance, { name: 'postgres', env: [] });
    const [container] = spec.containers;
    return {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: named(cluster, instance, { 'cnpg.io/instanceName': instance, 'cnpg.io/podRole': 'instance', 'cnpg.io/instanceRole': role, 'role': role }),
      spec: { ...spec, containers: [{ ...container, ...probes }] },
    };
  });
}
