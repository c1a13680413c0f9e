import type { Runbook } from '../providers/contract';

interface Names {
  readonly service: string;
  readonly namespace: string;
  readonly environment: string;
  readonly cluster: string;
  readonly database: string;
  readonly objectName: string;
  readonly image: string;
  readonly owner: string;
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

/** The operator restarts and replaces instances by itself; what it cannot bring back is a lost volume. */
function withoutBackup({ namespace, environment, service, cluster, database, objectName, owner }: Names): Runbook['steps'] {
  const inPod = `kubectl -n ${namespace} exec -i ${cluster}-1 -c postgres --`;
  return [
    { text: 'This environment is ephemeral: there is no backup, and a lost volume is a lost database. Before anything that could harm it, take a dump.', commands: [`${inPod} pg_dump --format=custom --dbname=${database} > ${database}.dump`] },
    {
      text: 'To begin anew, delete the cluster with its volume, and apply the layer data again. The password stays, so nothing else changes.',
      commands: [
        `kubectl -n ${namespace} delete cluster.postgresql.cnpg.io ${cluster}`,
        `kubectl -n ${namespace} apply --server-side -f manifests/${environment}/${service}/data.yaml`,
        `kubectl -n ${namespace} wait --for=condition=Ready cluster.postgresql.cnpg.io/${cluster} --timeout=10m`,
      ],
    },
    { text: `Bring the dump back as ${owner}, to whom everything in the database belongs.`, commands: [`${inPod} pg_restore --no-owner --role=${owner} --exit-on-error --single-transaction --dbname=${database} < ${database}.dump`] },
    { text: 'Let the pods open new connections.', commands: [`kubectl -n ${namespace} rollout restart deployment/${service}`, `kubectl -n ${namespace} get secret ${objectName} --output name`] },
  ];
}

function fromBackup({ namespace, environment, service, cluster, database, image }: Names, objectStore: string): Runbook['steps'] {
  const restored = `${cluster}-restored`;
  return [
    { text: 'Choose a moment before the mistake, in UTC. The newest backup and the log since then hold everything up to a few minutes ago.', commands: [`kubectl -n ${namespace} get backups.postgresql.cnpg.io --sort-by=.metadata.creationTimestamp`] },
    {
      text: `Recover into a cluster of its own, ${restored}; the damaged one stays as it is. Remove recoveryTarget for the newest state.`,
      commands: [[
        `kubectl -n ${namespace} apply --server-side -f - <<'EOF'`,
        'apiVersion: postgresql.cnpg.io/v1',
        'kind: Cluster',
        `metadata: {name: ${restored}}`,
        'spec:',
        '  instances: 1',
        `  imageName: ${image}`,
        '  bootstrap: {recovery: {source: origin, recoveryTarget: {targetTime: "YYYY-MM-DD HH:MM:SS+00"}}}',
        '  externalClusters:',
        `    - {name: origin, plugin: {name: barman-cloud.cloudnative-pg.io, parameters: {barmanObjectName: ${objectStore}, serverName: ${cluster}}}}`,
        '  storage: {size: 20Gi}',
        'EOF',
      ].join('\n'), `kubectl -n ${namespace} wait --for=condition=Ready cluster.postgresql.cnpg.io/${restored} --timeout=60m`],
    },
    { text: `Compare it with what is left of ${database}: see the drill below, with DRILL_HOST=${restored}-rw.${namespace}.svc and DRILL_RESTORED=${database}.` },
    {
      text: 'Stop the service, copy the recovered database over, and start the service again.',
      commands: [
        `kubectl -n ${namespace} scale deployment/${service} --replicas=0`,
        `kubectl -n ${namespace} exec ${restored}-1 -c postgres -- pg_dump --format=custom --dbname=${database} | kubectl -n ${namespace} exec -i ${cluster}-1 -c postgres -- pg_restore --clean --if-exists --exit-on-error --single-transaction --dbname=${database}`,
        `kubectl -n ${namespace} apply --server-side -f manifests/${environment}/${service}/workload.yaml`,
      ],
    },
    { text: 'When all is well, remove the recovered cluster.', commands: [`kubectl -n ${namespace} delete cluster.postgresql.cnpg.io ${restored}`] },
  ];
}
