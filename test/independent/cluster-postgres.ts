import { failed } from './check';
import type { Check, Checks, Declared } from './check';
import { asList, same } from './json';
import { operatedObjects } from './operated';
import { quantity } from './quantity';
import { isMadeByNobody, secretsMadeIn } from './secret-makers';
import { secretsRead } from './secret-stores';
import { ofKind, readWorld } from './world';
import type { Placed, World } from './world';

type Fields = Record<string, any>;

/** What the operator sets itself, and refuses from anybody else. @see https://cloudnative-pg.io/documentation/current/postgresql_conf/ */
const FIXED = /^(port|listen_addresses|ssl|ssl_.*|archive_(mode|command)|log_(destination|directory)|logging_collector|unix_socket_directories|shared_preload_libraries|synchronous_standby_names|primary_conninfo|hot_standby|cluster_name|restart_after_crash)$/;
const BYTES: Readonly<Record<string, number>> = { kB: 2 ** 10, MB: 2 ** 20, GB: 2 ** 30 };

/** A size in PostgreSQL's own words; what is none compares with nothing. */
function postgresBytes(text: unknown): number {
  const [, digits, unit] = /^(\d+)(kB|MB|GB)$/.exec(String(text)) ?? [];
  return digits === undefined ? NaN : Number(digits) * BYTES[unit!]!;
}

/** The first rule that speaks of connections without TLS refuses all of them. */
function refusesPlainText(rules: readonly string[]): boolean {
  const [first] = rules.filter((rule) => /^\s*(host|hostnossl)\s/.test(rule));
  return /^\s*hostnossl\s+all\s+all\s+all\s+reject\s*$/.test(String(first));
}

function isOfVersion(image: unknown, version: string): boolean {
  const [, major] = /:(\d+)(?:\.\d+)?[\w.-]*@sha256:[0-9a-f]{64}$/.exec(String(image)) ?? [];
  return major === version;
}

/** K13: databases that CloudNativePG runs, as its webhook takes them and as little open as can be. */
const k13Databases: Check = (output, declared) =>
  operatedObjects(readWorld(output), 'Cluster').flatMap((placed) => {
    const { metadata, spec } = placed.object;
    const { parameters = {}, pg_hba: rules } = (spec.postgresql ?? {}) as Fields;
    const { requests = {}, limits = {} } = (spec.resources ?? {}) as Fields;
    const version = declared.services[placed.folder]?.postgresVersion ?? '17';
    return failed(placed.at, {
      'has a name that the operator refuses': /^[a-z]([-a-z0-9]{0,48}[a-z0-9])?$/.test(metadata.name),
      'has too few instances': spec.instances >= (declared.environments[placed.environment]?.protected === true ? 3 : 1),
      'waits for a switchover that cannot be': spec.instances > 1 || spec.primaryUpdateStrategy !== 'supervised',
      [`is no PostgreSQL ${version} that is pinned`]: isOfVersion(spec.imageName, version) && spec.imageCatalogRef === undefined,
      'runs an image that nobody declared': spec.imageName === declared.environments[placed.environment]?.operators?.images.postgres[version],
      'gives its superuser a password': spec.enableSuperuserAccess === false && spec.superuserSecret === undefined,
      'admits connections without TLS': refusesPlainText(asList<string>(rules)),
      'keeps passwords that are easy to try': parameters.password_encryption === 'scram-sha-256',
      'sets what the operator sets': Object.entries(parameters as Fields).every(([key, value]) => typeof value === 'string' && !FIXED.test(key)),
      'asks for less memory than its buffers': quantity(requests.memory) >= postgresBytes(parameters.shared_buffers ?? '128MB'),
      'takes more than it asks for': quantity(requests.memory) <= quantity(limits.memory) && quantity(requests.cpu) <= quantity(limits.cpu),
      'has no place for its data': quantity(spec.storage?.size) > 0,
    });
  });

/** K13: data that may not be lost is archived all the time and backed up every day, by the plugin. */
const k13Backups: Check = (output, declared) => {
  const world = readWorld(output);
  return operatedObjects(world, 'Cluster').flatMap((placed) => {
    const archived = asList<Fields>(placed.object.spec.plugins).some(({ name, isWALArchiver, parameters }) => String(name).startsWith('barman-cloud.') && isWALArchiver === true && parameters?.barmanObjectName !== undefined);
    const scheduled = ofKind(world, 'ScheduledBackup').some(({ environment, namespace, object: { spec } }) => environment === placed.environment && namespace === placed.namespace
      && spec.cluster?.name === placed.object.metadata.name && spec.method === 'plugin' && String(spec.schedule).split(' ').length === 6);
    return declared.environments[placed.environment]?.ephemeral === true || (archived && scheduled) ? [] : [`${placed.at}: has no backups, and its environment may not lose it`];
  });
};

/** Statements of the first start that this evaluator can judge, as a set: what they give is exactly what they say. */
function expectedStatements(database: string, owner: string, login: string): string[] {
  return [
    `CREATE ROLE "${owner}" NOLOGIN`,
    `CREATE ROLE "${login}" LOGIN NOINHERIT`,
    `GRANT "${owner}" TO "${login}"`,
    `ALTER ROLE "${login}" SET role = '${owner}'`,
    `REVOKE ALL ON DATABASE "${database}" FROM PUBLIC`,
    'REVOKE ALL ON SCHEMA public FROM PUBLIC',
    `GRANT CONNECT, TEMPORARY ON DATABASE "${database}" TO "${owner}"`,
    `GRANT CONNECT ON DATABASE "${database}" TO "${login}"`,
    `GRANT USAGE, CREATE ON SCHEMA public TO "${owner}"`,
  ];
}

/** Roles are made before anything is said about them. */
function comesInOrder(statements: readonly string[]): boolean {
  return statements.every((statement, index) => {
    const [, made] = /^CREATE ROLE ("[^"]+")/.exec(statement) ?? [];
    return made === undefined || !statements.slice(0, index).some((other) => other.includes(made) || other.includes(`'${made.slice(1, -1)}'`));
  });
}

const RESERVED = /^(postgres|streaming_replica|pg_.*|cnpg_.*)$/;
const POWERS = ['superuser', 'createdb', 'createrole', 'replication', 'bypassrls'];

/** What the operator gives the role of the application, whenever it looks. */
function managedProblems(world: World, placed: Placed, role: Fields | undefined, owner: string): Readonly<Record<string, boolean>> {
  const { name, passwordSecret, login, inherit, inRoles, ensure, disablePassword } = role ?? {};
  const secret = secretsMadeIn(world, placed).find((made) => made.name === passwordSecret?.name);
  return {
    'has a role that inherits or cannot log in': login === true && inherit === false && ensure === 'present' && disablePassword !== true,
    'has a role that is a member of others than its owner': same(inRoles, [owner]),
    'has a role with powers': POWERS.every((power) => role?.[power] === undefined || role[power] === false),
    'has a role whose password nobody makes': passwordSecret?.name !== undefined && !isMadeByNobody(world, placed, passwordSecret.name),
    'has a role whose password is no login of its own': secret?.source.object.spec.target?.template?.type === 'kubernetes.io/basic-auth' && secret.values.username === name && secret.values.password !== undefined,
    'has a role whose password the operator does not take over': secret?.source.object.spec.target?.template?.metadata?.labels?.['cnpg.io/reload'] === 'true',
  };
}

/** K13: one owner that cannot log in, one login that acts as it and has nothing of its own, and nothing for everybody. */
const k13Roles: Check = (output) => {
  const world = readWorld(output);
  return operatedObjects(world, 'Cluster').flatMap((placed) => {
    const { bootstrap = {}, managed } = placed.object.spec as Fields;
    const { database, owner: administrator, secret, postInitApplicationSQL, ...others } = (bootstrap.initdb ?? {}) as Fields;
    const statements = asList<string>(postInitApplicationSQL).map((text) => text.trim().replace(/\s+/g, ' ').replace(/;$/, ''));
    const [role, kept, ...more] = asList<Fields>(managed?.roles);
    const [, owner = ''] = /^ALTER ROLE "[^"]+" SET role = '([^']+)'$/.exec(statements.find((text) => text.startsWith('ALTER ROLE')) ?? '') ?? [];
    const login = String(role?.name);
    return failed(placed.at, {
      'starts otherwise than empty': same(Object.keys(bootstrap as Fields), ['initdb']),
      'runs further statements': !Object.keys(others).some((key) => /SQL/.test(key)),
      [`does not make exactly an owner and a login: ${statements.join('; ')}`]: same([...statements].sort(), expectedStatements(String(database), owner, login).sort()) && owner !== login,
      'speaks of roles before they are there': comesInOrder(statements),
      'has names that PostgreSQL or the operator keep': [administrator, owner, login].every((name) => /^[a-z][a-z0-9_]{0,62}$/.test(String(name)) && !RESERVED.test(String(name))),
      'has an administrator that is the application': administrator !== owner && administrator !== login && secret === undefined,
      'lets the administrator in, whose password lies in the namespace': kept?.name === administrator && kept?.login === false && kept?.ensure === 'present' && POWERS.every((power) => !kept?.[power]) && asList(kept?.inRoles).length === 0,
      'manages more than these two': more.length === 0,
      ...managedProblems(world, placed, role, owner),
    });
  });
};

/** K13: the login of the administrator, and any key, stay with the operator: no pod and no other object reads them. */
const k13Administrators: Check = (output) => {
  const world = readWorld(output);
  return operatedObjects(world, 'Cluster').flatMap(({ environment, namespace, object: { metadata } }) => {
    const kept = ['app', 'superuser', 'server', 'replication'].map((end) => `${metadata.name}-${end}`);
    return world.pods.filter((pod) => pod.environment === environment && pod.namespace === namespace).flatMap((pod) =>
      [...secretsRead(pod.spec).map(({ name }) => name), ...asList<Fields>(pod.spec.containers).flatMap(({ envFrom }) => asList<Fields>(envFrom).map(({ secretRef }) => secretRef?.name as string))]
        .filter((name) => kept.includes(name)).map((name) => `${pod.at}: reads ${name}, which is the operator's`));
  });
};

/** The one monitor of each database takes its pods and nothing else, at the port that they have for it. */
const k13Monitors: Check = (output, declared) => {
  const world = readWorld(output);
  const monitors = ofKind(world, 'PodMonitor');
  const clusters = operatedObjects(world, 'Cluster');
  const right = (monitor: Placed, cluster: Placed) => monitor.environment === cluster.environment && monitor.namespace === cluster.namespace
    && same(monitor.object.spec.selector, { matchLabels: { 'cnpg.io/cluster': cluster.object.metadata.name } })
    && same(asList<Fields>(monitor.object.spec.podMetricsEndpoints).map(({ port }) => port as unknown), ['metrics']) && monitor.object.spec.namespaceSelector === undefined;
  const asked = (environment: string) => declared.environments[environment]?.operators?.namespaces.prometheus !== undefined;
  return [
    ...clusters.filter((cluster) => monitors.filter((monitor) => right(monitor, cluster)).length !== (asked(cluster.environment) ? 1 : 0)).map(({ at }) => `${at}: is not measured once`),
    ...monitors.filter((monitor) => !clusters.some((cluster) => right(monitor, cluster))).map(({ at }) => `${at}: measures nothing that is there`),
    ...monitors.filter(({ environment, object }) => !hasLabels(declared, environment, object.metadata.labels as Fields)).map(({ at }) => `${at}: is not what Prometheus looks for`),
  ];
};

function hasLabels(declared: Declared, environment: string, labels: Fields): boolean {
  return Object.entries(declared.environments[environment]?.operators?.monitorLabels ?? {}).every(([key, value]) => labels[key] === value);
}

export const clusterPostgres: Checks = { k13Databases, k13Backups, k13Roles, k13Administrators, k13Monitors };
