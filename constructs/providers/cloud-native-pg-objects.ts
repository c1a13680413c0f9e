import { ApiObject } from 'cdk8s';
import type { BuildHost } from './build-host';
import { CA_FILE, INSTANCE, POSTGRES_PORT } from './cloud-native-pg-binding';
import type { ClusterBinding } from './cloud-native-pg-binding';
import { KEPT } from '../../lib/manifests/kept';
import { postgresUrlTemplate } from '../../lib/manifests/secret-url';
import { initialSql } from '../../lib/postgres/initial-sql';
import type { PostgresRequest } from '../../lib/requests/postgres';
import { formatCpu, formatMebibytes } from '../../lib/spec/quantities';
import { generatedSecret } from '../kubernetes/generated-secret';
import type { ChartObject } from '../kubernetes/service-chart';

/** A cluster with the roles that the role job makes elsewhere, the password of the application, backups and a monitor. */
export function printCluster({ chart, plan }: BuildHost, request: PostgresRequest, binding: ClusterBinding): void {
  const { prometheus, storageClass } = plan.environment.cluster.profile;
  const objects = [
    ...applicationSecret(binding),
    { id: 'postgres', manifest: { apiVersion: 'postgresql.cnpg.io/v1', kind: 'Cluster', metadata: clusterMetadata(binding), spec: clusterSpec(request, binding, storageClass) } },
    ...(binding.objectStore === undefined ? [] : [scheduledBackup(binding)]),
    ...(prometheus === undefined ? [] : [podMonitor(binding, prometheus.labels)]),
  ];
  for (const { id, manifest } of objects) new ApiObject(chart, id, manifest as never);
}

/** What the operator gives the role, and what the pods of the service read: one Secret, so that both always agree. */
function applicationSecret({ objectName, login, host, database }: ClusterBinding): ChartObject[] {
  return generatedSecret({
    name: objectName,
    type: 'kubernetes.io/basic-auth',
    // The operator takes a changed password over only from a Secret with this label.
    labels: { 'cnpg.io/reload': 'true' },
    template: {
      username: login,
      password: '{{ .password }}',
      PGHOST: host,
      PGUSER: login,
      PGPASSWORD: '{{ .password }}',
      DATABASE_URL: postgresUrlTemplate({ port: POSTGRES_PORT, database, caFile: CA_FILE, username: login, host }),
    },
  });
}

/** An operator that is told so hands labels on to its pods; under the service's own name they would be behind the Service. */
function clusterMetadata({ cluster }: ClusterBinding): object {
  return { name: cluster, labels: { 'app.kubernetes.io/name': cluster }, annotations: KEPT };
}

function clusterSpec({ storage }: PostgresRequest, binding: ClusterBinding, storageClass: string | undefined): object {
  const { database, administrator, owner, login, objectName, image, instances, objectStore } = binding;
  const memory = formatMebibytes(INSTANCE.memory);
  return {
    instances,
    imageName: image,
    enableSuperuserAccess: false,
    primaryUpdateStrategy: 'unsupervised',
    bootstrap: {
      initdb: {
        database,
        owner: administrator,
        dataChecksums: true,
        encoding: 'UTF8',
        // As databases of RDS are sorted; the minimal images of the project do not have it, the standard ones do.
        localeCollate: 'en_US.utf8',
        localeCType: 'en_US.utf8',
        postInitApplicationSQL: [...initialSql({ database, owner, login })],
      },
    },
    managed: {
      roles: [
        { name: login, ensure: 'present', login: true, inherit: false, inRoles: [owner], passwordSecret: { name: objectName } },
        // It owns the database, and the operator puts its password into the namespace; nobody shall come in with that.
        { name: administrator, ensure: 'present', login: false },
      ],
    },
    storage: { size: formatMebibytes(storage), ...(storageClass === undefined ? {} : { storageClass }) },
    resources: { requests: { cpu: formatCpu(INSTANCE.cpu), memory }, limits: { cpu: formatCpu(INSTANCE.cpuLimit), memory } },
    postgresql: {
      parameters: { shared_buffers: '128MB', max_connections: '100', password_encryption: 'scram-sha-256', log_connections: 'on', log_disconnections: 'on' },
      // The rules of a person come before the operator's last one, which would admit a connection without TLS.
      pg_hba: ['hostnossl all all all reject'],
    },
    affinity: { enablePodAntiAffinity: true, topologyKey: 'topology.kubernetes.io/zone', podAntiAffinityType: 'preferred' },
    ...(objectStore === undefined ? {} : { plugins: [{ ...BARMAN, isWALArchiver: true, parameters: { barmanObjectName: objectStore } }] }),
  };
}

const BARMAN = { name: 'barman-cloud.cloudnative-pg.io' };

/** At three in the morning; the first of the six fields is the second. */
function scheduledBackup({ cluster }: ClusterBinding): ChartObject {
  const spec = { schedule: '0 0 3 * * *', immediate: true, cluster: { name: cluster }, backupOwnerReference: 'none', method: 'plugin', pluginConfiguration: BARMAN };
  return { id: 'postgres-backup', manifest: { apiVersion: 'postgresql.cnpg.io/v1', kind: 'ScheduledBackup', metadata: { name: cluster }, spec } };
}

function podMonitor({ cluster }: ClusterBinding, labels: Readonly<Record<string, string>>): ChartObject {
  const spec = { selector: { matchLabels: { 'cnpg.io/cluster': cluster } }, podMetricsEndpoints: [{ port: 'metrics' }] };
  return { id: 'postgres-monitor', manifest: { apiVersion: 'monitoring.coreos.com/v1', kind: 'PodMonitor', metadata: { name: cluster, labels: { ...labels } }, spec } };
}
