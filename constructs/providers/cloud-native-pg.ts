import { checkWayToS3, toAws } from './aws-endpoints';
import type { BuildHost } from './build-host';
import { CA_FILE, INSTANCE, POSTGRES_PORT } from './cloud-native-pg-binding';
import type { ClusterBinding } from './cloud-native-pg-binding';
import { printCluster } from './cloud-native-pg-objects';
import type { InClusterPostgresProps } from './in-cluster-props';
import { checkMayBeLost, checkOperator, checkUnserved } from './requirements';
import type { Finding } from '../../lib/issues/issue';
import { Names } from '../../lib/plan/names';
import { namespaceOf } from '../../lib/plan/namespace-of';
import { inNamespace, tcp } from '../../lib/plan/network-peer';
import { dnsPeer } from '../../lib/plan/plan-network';
import { NO_BINDING } from '../../lib/providers/contract';
import type { AppliedKind, OperatedPods, ProviderContract, RequestContext } from '../../lib/providers/contract';
import type { PostgresRequest } from '../../lib/requests/postgres';
import { cloudNativePgRunbook } from '../../lib/restore/cloud-native-pg';
import { CARRIED } from '../../lib/spec/declared';
import { judgeObjectName } from '../../lib/spec/names';
import { GENERATOR } from '../kubernetes/generated-secret';

/** The instance manager of each pod answers there. */
const STATUS_PORT = 8000;
const METRICS_PORT = 9187;
const API_SERVER_PORTS = [443, 6443];

/** CloudNativePG, a cluster of PostgreSQL for each service. @see https://cloudnative-pg.io/documentation/current/ */
export function cloudNativePg({ objectStore }: InClusterPostgresProps = {}): ProviderContract<PostgresRequest, ClusterBinding, BuildHost> {
  return {
    [CARRIED]: true,
    kind: 'postgres',
    name: 'cloudNativePg',
    check: (request, context) => check(objectStore, request, context),
    bind: (request, context) => bind(objectStore, request, context),
    build: printCluster,
  };
}

type Environment = RequestContext['environment'];

const NAME = 'CloudNativePG';
/** What the operator itself calls its pods, in `app.kubernetes.io/name`. */
const OPERATOR_S_NAME = 'postgresql';

function check(objectStore: unknown, request: PostgresRequest, { service, environment }: RequestContext): readonly Finding[] {
  const { version, instanceClass, rotation, existing } = request;
  const features = { instanceClass, rotation, existing };
  return [
    ...checkOperator(environment, 'cloudNativePg', 'operator of CloudNativePG'),
    ...checkUnserved({ provider: NAME, environment: environment.name, features, sizes: ['instanceClass', 'rotation'], instead: 'Provider.rds()' }),
    ...checkImage(version, environment),
    ...checkApiServer(environment),
    ...checkBackups(objectStore, environment),
    ...(service === OPERATOR_S_NAME ? [SERVICE_NAME] : []),
  ];
}

/** The operator reads the version from the tag, and takes no digest without one. */
function checkImage(version: string, { name, cluster: { profile } }: Environment): Finding[] {
  const { images } = profile.cloudNativePg ?? {};
  if (images === undefined) return [];
  const image = images[version];
  if (image === undefined) {
    return [{
      code: 'DUST2028',
      value: version,
      problem: `is a version that ${NAME} has no image for in environment "${name}"`,
      allowed: Object.keys(images).sort().join(', ') || 'a version in cloudNativePg.images of the profile',
      fix: `add the image of version ${version} to cloudNativePg.images in the profile of environment "${name}"`,
    }];
  }
  if (new RegExp(`:${version}(?:[.-][A-Za-z0-9._-]*)?@`).test(image)) return [];
  return [{
    code: 'DUST1064', value: image, problem: `has no tag that begins with its version, ${version}, which the operator reads (environment "${name}")`, allowed: `REGISTRY/NAME:${version}.MINOR@sha256:DIGEST`, fix: 'write the tag before the digest',
  }];
}

function checkApiServer({ name, cluster: { profile } }: Environment): Finding[] {
  if (profile.apiServerCidrs.length > 0) return [];
  return [{
    code: 'DUST2008', problem: `its instances could not reach the API server of environment "${name}"`, allowed: 'a profile with apiServerCidrs', fix: `list the ranges of the API server in the profile of environment "${name}"`,
  }];
}

function checkBackups(objectStore: unknown, environment: Environment): Finding[] {
  if (objectStore === undefined) return checkMayBeLost(environment, NAME, 'set objectStore of Provider.cloudNativePg to where backups go');
  const finding = judgeObjectName(typeof objectStore === 'string' ? objectStore : '');
  const named = finding === undefined ? [] : [{ ...finding, value: objectStore, problem: `${finding.problem} (objectStore of Provider.cloudNativePg)` }];
  return [...named, ...checkWayToS3(environment)];
}

const SERVICE_NAME: Finding = {
  code: 'DUST2019', value: OPERATOR_S_NAME, problem: 'is what CloudNativePG calls its own pods, which the Service of this name would lead to', allowed: 'any other name', fix: 'rename the service',
};

function bind(objectStore: string | undefined, { version }: PostgresRequest, { prefix, service, environment }: RequestContext): ClusterBinding {
  const names = new Names(prefix);
  const cluster = names.databaseCluster(service);
  const namespace = namespaceOf(service, environment, names);
  const objectName = names.object(service, 'postgres');
  const instances = environment.protected ? 3 : 1;
  const key = (name: string) => ({ secret: objectName, key: name });
  const database = names.database(service);
  const own = {
    cluster,
    database,
    administrator: names.databaseAdministrator(service),
    owner: names.databaseOwner(service),
    login: names.databaseLogin(service),
    host: `${cluster}-rw.${namespace}.svc`,
    objectName,
    image: environment.cluster.profile.cloudNativePg?.images[version] ?? '',
    instances,
    ...(objectStore === undefined ? {} : { objectStore }),
  };
  return {
    ...NO_BINDING,
    ...own,
    values: { PGPORT: String(POSTGRES_PORT), PGDATABASE: database, PGSSLMODE: 'verify-full', PGSSLROOTCERT: CA_FILE },
    secrets: { PGHOST: key('PGHOST'), PGUSER: key('PGUSER'), PGPASSWORD: key('PGPASSWORD'), DATABASE_URL: key('DATABASE_URL') },
    peers: [{ name: 'to-postgres', reason: 'Its database', to: { namespace, labels: podsOf(cluster) }, ports: tcp(POSTGRES_PORT) }],
    // The Secret holds the key of the authority as well, so that it is never mounted whole.
    files: [{ path: CA_FILE, secret: `${cluster}-ca`, key: 'ca.crt' }],
    operated: [instancePods(own, service, namespace, environment)],
    applied: appliedKinds(objectStore, environment),
    restore: cloudNativePgRunbook({ ...own, namespace, service, environment: environment.name }),
  };
}

function podsOf(cluster: string): Readonly<Record<string, string>> {
  return { 'cnpg.io/cluster': cluster };
}

/** Beside the instances, the job that makes one, and the one that a rolling update brings before another goes. */
function instancePods({ cluster, instances, objectStore }: Pick<ClusterBinding, 'cluster' | 'instances' | 'objectStore'>, service: string, namespace: string, environment: Environment): OperatedPods {
  const { apiServerCidrs, cloudNativePg: operator, prometheus } = environment.cluster.profile;
  const others = inNamespace(namespace, podsOf(cluster));
  return {
    name: 'postgres',
    labels: podsOf(cluster),
    ...INSTANCE,
    pods: instances + 2,
    volumes: instances + 1,
    ingress: [
      { name: 'from-service', reason: 'The service whose database it is', to: inNamespace(namespace, { 'app.kubernetes.io/name': service }), ports: tcp(POSTGRES_PORT) },
      { name: 'from-instances', reason: 'Its replicas', to: others, ports: tcp(POSTGRES_PORT, STATUS_PORT) },
      { name: 'from-operator', reason: 'CloudNativePG asks how it is', to: inNamespace(operator?.namespace ?? '', { 'app.kubernetes.io/name': 'cloudnative-pg' }), ports: tcp(POSTGRES_PORT, STATUS_PORT) },
      ...(prometheus === undefined ? [] : [{ name: 'from-prometheus', reason: 'Its measurements', to: inNamespace(prometheus.namespace, {}), ports: tcp(METRICS_PORT) }]),
    ],
    egress: [
      { name: 'to-instances', reason: 'Its replicas', to: others, ports: tcp(POSTGRES_PORT, STATUS_PORT) },
      { ...dnsPeer(environment), reason: 'Names of its replicas and of the API server' },
      { name: 'to-api-server', reason: 'The instance manager reads what the cluster shall be', to: { cidrs: apiServerCidrs }, ports: tcp(...API_SERVER_PORTS) },
      ...(objectStore === undefined ? [] : [{ ...toAws(environment), reason: 'Its backups' }]),
    ],
  };
}

function appliedKinds(objectStore: string | undefined, { cluster: { profile } }: Environment): AppliedKind[] {
  const group = 'postgresql.cnpg.io';
  return [
    GENERATOR,
    { group, kind: 'Cluster', resource: 'clusters', layer: 'data' },
    ...(objectStore === undefined ? [] : [{ group, kind: 'ScheduledBackup', resource: 'scheduledbackups', layer: 'data' } as const]),
    ...(profile.prometheus === undefined ? [] : [{ group: 'monitoring.coreos.com', kind: 'PodMonitor', resource: 'podmonitors', layer: 'data' } as const]),
  ];
}
