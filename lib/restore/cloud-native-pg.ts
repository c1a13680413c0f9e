import { startService, stopService } from './stopped';
import type { Runbook } from '../providers/contract';

interface Names {
  readonly service: string;
  readonly namespace: string;
  readonly environment: string;
  readonly cluster: string;
  readonly database: string;
  readonly image: string;
  readonly owner: string;
  /** As the cluster has them. */
  readonly storage: string;
  readonly storageClass?: string;
  readonly memory: string;
  readonly objectStore?: string;
}

/** @see https://cloudnative-pg.io/documentation/current/recovery/ */
export function cloudNativePgRunbook(names: Names): Runbook {
  const { database, cluster } = names;
  return {
    title: `Database ${database} in cluster ${cluster} of CloudNativePG`,
    steps: names.objectStore === undefined ? withoutBackup(names) : fromBackup(names, names.objectStore),
  };
}

/** Sets a variable to the pod that writes are made in. */
function findPrimary(namespace: string, cluster: string, variable = 'PRIMARY'): string {
  return `${variable}=$(kubectl -n ${namespace} get pod --selector cnpg.io/cluster=${cluster},cnpg.io/instanceRole=primary -o name)`;
}

/** The operator restarts and replaces instances by itself; what it cannot bring back is a lost volume. */
function withoutBackup(names: Names): Runbook['steps'] {
  const { namespace, environment, service, cluster, database, owner } = names;
  const inPrimary = `kubectl -n ${namespace} exec -i "$PRIMARY" -c postgres --`;
  return [
    { text: 'This environment is ephemeral: there is no backup, and a lost volume is a lost database. Before anything that could harm it, take a dump.', commands: [findPrimary(namespace, cluster), `${inPrimary} pg_dump --format=custom --dbname=${database} > ${database}.dump`] },
    { text: 'Stop the service, so that it writes nothing into a new database.', commands: stopService(names) },
    {
      text: 'To begin anew, delete the cluster with its volume, and apply the layer data again. The password stays, so nothing else changes.',
      commands: [
        `kubectl -n ${namespace} delete cluster.postgresql.cnpg.io ${cluster}`,
        `kubectl apply --server-side -f manifests/${environment}/${service}/data.yaml`,
        `kubectl -n ${namespace} wait --for=condition=Ready cluster.postgresql.cnpg.io/${cluster} --timeout=10m`,
      ],
    },
    { text: `Bring the dump back as ${owner}, to whom everything in the database belongs.`, commands: [findPrimary(namespace, cluster), `${inPrimary} pg_restore --no-owner --no-privileges --role=${owner} --exit-on-error --single-transaction --dbname=${database} < ${database}.dump`] },
    startService(names),
  ];
}

function fromBackup(names: Names, objectStore: string): Runbook['steps'] {
  const { namespace, cluster, database } = names;
  const restored = `${cluster}-restored`;
  return [
    { text: 'Choose a moment before the mistake, in UTC. The newest backup and the log since then hold everything up to a few minutes ago.', commands: [`kubectl -n ${namespace} get backups.postgresql.cnpg.io --sort-by=.metadata.creationTimestamp`] },
    { text: `Let a second cluster, ${restored}, talk to whom ${cluster} talks to: the same network policies for its name. Raise the quota for as long, where it has no room.`, commands: [copyPolicies(namespace, cluster, restored)] },
    {
      text: 'Recover into that cluster; the damaged one stays as it is. Leave recoveryTarget out for the newest state.',
      commands: [recovery(names, restored, objectStore), `kubectl -n ${namespace} wait --for=condition=Ready cluster.postgresql.cnpg.io/${restored} --timeout=60m`],
    },
    { text: `Compare it with what is left of ${database}: see the drill below, in a pod of the service's labels, with DRILL_HOST=${restored}-rw.${namespace}.svc, DRILL_RESTORED=${database}, and the service's own login, which was restored with the rest.` },
    {
      text: 'Stop the service and copy the recovered database over, into the cluster that has always been there.',
      commands: [
        ...stopService(names),
        findPrimary(namespace, restored, 'RESTORED'),
        findPrimary(namespace, cluster),
        `kubectl -n ${namespace} exec "$RESTORED" -c postgres -- pg_dump --format=custom --dbname=${database} | kubectl -n ${namespace} exec -i "$PRIMARY" -c postgres -- pg_restore --clean --if-exists --exit-on-error --single-transaction --dbname=${database}`,
      ],
    },
    startService(names),
    { text: 'When all is well, remove the recovered cluster and its policies.', commands: [`kubectl -n ${namespace} delete cluster.postgresql.cnpg.io ${restored}`, `kubectl -n ${namespace} get networkpolicy -o name | grep networkpolicy.networking.k8s.io/restored- | xargs kubectl -n ${namespace} delete`] },
  ];
}

/** Names and labels are all that differs. */
function copyPolicies(namespace: string, cluster: string, restored: string): string {
  return [
    `kubectl -n ${namespace} get networkpolicy -o json`,
    'jq \'.items |= map(select(.metadata.name | startswith("postgres-")) | {apiVersion, kind, metadata: {name: ("restored-" + .metadata.name)}, spec})\'',
    `sed 's/"${cluster}"/"${restored}"/g'`,
    `kubectl -n ${namespace} apply --server-side -f -`,
  ].join(' | ');
}

function recovery({ namespace, cluster, image, storage, storageClass, memory }: Names, restored: string, objectStore: string): string {
  return [
    `kubectl -n ${namespace} apply --server-side -f - <<'EOF'`,
    'apiVersion: postgresql.cnpg.io/v1',
    'kind: Cluster',
    `metadata: {name: ${restored}, labels: {app.kubernetes.io/name: ${restored}}}`,
    'spec:',
    '  instances: 1',
    `  imageName: ${image}`,
    '  bootstrap: {recovery: {source: origin, recoveryTarget: {targetTime: "YYYY-MM-DD HH:MM:SS+00"}}}',
    '  externalClusters:',
    `    - {name: origin, plugin: {name: barman-cloud.cloudnative-pg.io, parameters: {barmanObjectName: ${objectStore}, serverName: ${cluster}}}}`,
    `  storage: {size: ${storage}${storageClass === undefined ? '' : `, storageClass: ${storageClass}`}}`,
    `  resources: {requests: {cpu: 250m, memory: ${memory}}, limits: {cpu: "1", memory: ${memory}}}`,
    'EOF',
  ].join('\n');
}
