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
import { POD_IDENTITY_AGENT, dnsPeer } from '../../lib/plan/plan-network';
import { NO_BINDING } from '../../lib/providers/contract';
import type { AppliedKind, OperatedPods, ProviderContract, RequestContext } from '../../lib/providers/contract';
import { readProps } from '../../lib/providers/read-props';
import type { PostgresRequest } from '../../lib/requests/postgres';
import { cloudNativePgRunbook } from '../../lib/restore/cloud-native-pg';
import { CARRIED } from '../../lib/spec/declared';
import { judgeObjectName } from '../../lib/spec/names';
import { formatMebibytes } from '../../lib/spec/quantities';
import { optional, struct, text } from '../../lib/spec/schema';
import { DEFAULT_CONTAINER } from '../kubernetes/foundation';
import { GENERATOR } from '../kubernetes/generated-secret';

/** The instance manager of each pod answers there. */
const STATUS_PORT = 8000;
const METRICS_PORT = 9187;
const API_SERVER_PORTS = [443, 6443];

const PROPS = struct({ objectStore: optional(text(judgeObjectName)) });

/** CloudNativePG, a cluster of PostgreSQL for each service. @see https://cloudnative-pg.io/documentation/current/ */
export function cloudNativePg(given?: InClusterPostgresProps): ProviderContract<PostgresRequest, ClusterBinding, BuildHost> {
  const { props: { objectStore }, findings } = readProps(PROPS, given);
  return {
    [CARRIED]: true,
    kind: 'postgres',
    name: 'cloudNativePg',
    findings,
    check: (request, context) => check(objectStore, request, context),
    bind: (request, context) => bind(objectStore, request, context),
    build: printCluster,
  };
}

type Environment = RequestContext['environment'];

const NAME = 'CloudNativePG';
/** What the operator itself calls its pods, in `app.kubernetes.io/name`. */
const OPERATOR_S_NAME = 'postgresql';

function check(objectStore: string | undefined, request: PostgresRequest, { service, environment }: RequestContext): readonly Finding[] {
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
  if (image.includes('-minimal-')) {
    return [{
      code: 'DUST1064', value: image, problem: `is a minimal image, which has no locale but C (environment "${name}")`, allowed: 'a standard or system image of CloudNativePG', fix: 'mirror the standard image of that version',
    }];
  }
  if (new RegExp(`:${version}(?:[.-][A-Za-z0-9._-]*)?@`).test(image)) return [];
  return [{
    code: 'DUST1064', value: image, problem: `has no tag that begins with its version, ${version}, which CloudNativePG reads (environment "${name}")`, allowed: `REGISTRY/NAME:${version}.MINOR@sha256:DIGEST`, fix: 'write the tag before the digest',
  }];
}

function checkApiServer({ name, cluster: { profile } }: Environment): Finding[] {
  if (profile.apiServerCidrs.length > 0) return [];
  return [{
    code: 'DUST2008', problem: `instances of CloudNativePG could not reach the API server of environment "${name}"`, allowed: 'a profile with apiServerCidrs', fix: `list the ranges of the API server in the profile of environment "${name}"`,
  }];
}

function checkBackups(objectStore: string | undefined, environment: Environment): Finding[] {
  if (objectStore !== undefined) return checkWayToS3(environment);
  return checkMayBeLost(environment, NAME, 'set objectStore of Provider.cloudNativePg to where backups go');
}

const SERVICE_NAME: Finding = {
  code: 'DUST2019', value: OPERATOR_S_NAME, problem: 'is what CloudNativePG calls its own pods, which the Service of this name would lead to', allowed: 'any other name', fix: 'rename the service',
};

function bind(objectStore: string | undefined, request: PostgresRequest, { prefix, service, environment }: RequestContext): ClusterBinding {
  const { version, storage } = request;
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
    restore: cloudNativePgRunbook({ ...own, ...sizesOf(storage, environment), namespace, service, environment: environment.name }),
  };
}

function sizesOf(storage: number, { cluster: { profile: { storageClass } } }: Environment) {
  return { storage: formatMebibytes(storage), memory: formatMebibytes(INSTANCE.memory), ...(storageClass === undefined ? {} : { storageClass }) };
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
    ...(objectStore === undefined ? INSTANCE : withSidecar(INSTANCE)),
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
      ...(objectStore === undefined ? [] : [{ ...toAws(environment), reason: 'Its backups' }, { ...POD_IDENTITY_AGENT, reason: 'Credentials of its backups, where they come from Pod Identity' }]),
    ],
  };
}

/** The plugin's sidecar says nothing of its size, so the namespace's defaults are its own; see `limitRange`. */
function withSidecar({ cpu, cpuLimit, memory }: typeof INSTANCE) {
  return { cpu: cpu + DEFAULT_CONTAINER.cpu, cpuLimit: cpuLimit + DEFAULT_CONTAINER.cpuLimit, memory: memory + DEFAULT_CONTAINER.memory };
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
