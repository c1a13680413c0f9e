import { mutationsOf } from './mutation';
import { addObject, container, object, podSpec, removeObject } from '../../independent/mutate';
import type { Output } from '../../support/synthesize';

const DATA = 'dev/catalog/data.yaml';
const WORKLOAD = 'dev/catalog/workload.yaml';

type Fields = Record<string, any>;

function spec(output: Output): Fields {
  return object(output, DATA, 'Cluster').spec as Fields;
}

function role(output: Output): Fields {
  return spec(output).managed.roles[0] as Fields;
}

function initdb(output: Output): Fields {
  return spec(output).bootstrap.initdb as Fields;
}

function target(output: Output): Fields {
  return object(output, DATA, 'ExternalSecret', 'catalog-postgres').spec.target as Fields;
}

/** Says one statement of the first start otherwise, or not at all. */
function said(output: Output, start: string, instead?: string): void {
  const statements = initdb(output).postInitApplicationSQL as string[];
  const index = statements.findIndex((text) => text.startsWith(start));
  if (index < 0) throw new Error(`nothing says ${start}`);
  statements.splice(index, 1, ...(instead === undefined ? [] : [instead]));
}

function variable(output: Output, name: string): Fields {
  return (container(output, WORKLOAD).env as Fields[]).find((entry) => entry.name === name)!.valueFrom.secretKeyRef as Fields;
}

function authority(output: Output): Fields {
  return (podSpec(output, WORKLOAD).volumes as Fields[]).find(({ name }) => name === 'catalog-pg-ca')!.secret as Fields;
}

function monitor(output: Output): Fields {
  return object(output, DATA, 'PodMonitor') as Fields;
}

const databases = mutationsOf('k13Databases', [
  ['a name of 51 characters', 'a name that the operator refuses', (output) => { object(output, DATA, 'Cluster').metadata.name = 'c'.repeat(51); }],
  ['a name that begins with a digit', 'a name that the operator refuses', (output) => { object(output, DATA, 'Cluster').metadata.name = '1-pg'; }],
  ['no instance', 'too few instances', (output) => { spec(output).instances = 0; }],
  ['a switchover of one instance', 'a switchover that cannot be', (output) => { spec(output).primaryUpdateStrategy = 'supervised'; }],
  ['an image without a tag', 'no PostgreSQL 17 that is pinned', (output) => { spec(output).imageName = spec(output).imageName.replace(/:17[^@]*/, ''); }],
  ['an image without a digest', 'no PostgreSQL 17 that is pinned', (output) => { spec(output).imageName = spec(output).imageName.replace(/@.*/, ''); }],
  ['another major version', 'no PostgreSQL 17 that is pinned', (output) => { spec(output).imageName = spec(output).imageName.replace(':17.6', ':16.10'); }],
  ['the image of somebody else', 'an image that nobody declared', (output) => { spec(output).imageName = `docker.io/somebody/postgresql:17.6@sha256:${'ab'.repeat(32)}`; }],
  ['a superuser with a password', 'gives its superuser a password', (output) => { spec(output).enableSuperuserAccess = true; }],
  ['connections without TLS', 'without TLS', (output) => { spec(output).postgresql.pg_hba = []; }],
  ['a rule before the one about TLS', 'without TLS', (output) => { spec(output).postgresql.pg_hba.unshift('host all all all scram-sha-256'); }],
  ['TLS for one database', 'without TLS', (output) => { spec(output).postgresql.pg_hba = ['hostnossl db_catalog all all reject']; }],
  ['passwords in an old form', 'easy to try', (output) => { spec(output).postgresql.parameters.password_encryption = 'md5'; }],
  ['TLS that is switched off', 'what the operator sets', (output) => { spec(output).postgresql.parameters.ssl = 'off'; }],
  ['a parameter that is no text', 'what the operator sets', (output) => { spec(output).postgresql.parameters.max_connections = 100; }],
  ['buffers beyond the memory', 'less memory than its buffers', (output) => { spec(output).postgresql.parameters.shared_buffers = '1GB'; }],
  ['a limit below the request', 'takes more than', (output) => { spec(output).resources.limits.memory = '256Mi'; }],
  ['no storage', 'no place for its data', (output) => { delete spec(output).storage; }],
]);

const roles = mutationsOf('k13Roles', [
  ['a start from a backup', 'otherwise than empty', (output) => { spec(output).bootstrap.recovery = { source: 'x' }; }],
  ['an owner that logs in', 'exactly an owner and a login', (output) => { said(output, 'CREATE ROLE "owner_catalog"', 'CREATE ROLE "owner_catalog" LOGIN'); }],
  ['a login that inherits', 'exactly an owner and a login', (output) => { said(output, 'CREATE ROLE "app_catalog"', 'CREATE ROLE "app_catalog" LOGIN INHERIT'); }],
  ['a login that is a superuser', 'exactly an owner and a login', (output) => { said(output, 'CREATE ROLE "app_catalog"', 'CREATE ROLE "app_catalog" LOGIN NOINHERIT SUPERUSER'); }],
  ['a login that is no member', 'exactly an owner and a login', (output) => { said(output, 'GRANT "owner_catalog"'); }],
  ['a login that acts as itself', 'exactly an owner and a login', (output) => { said(output, 'ALTER ROLE'); }],
  ['a database for everybody', 'exactly an owner and a login', (output) => { said(output, 'REVOKE ALL ON DATABASE'); }],
  ['a schema for everybody', 'exactly an owner and a login', (output) => { said(output, 'REVOKE ALL ON SCHEMA'); }],
  ['a right for everybody', 'exactly an owner and a login', (output) => { initdb(output).postInitApplicationSQL.push('GRANT CONNECT ON DATABASE "db_catalog" TO PUBLIC'); }],
  ['rights in another database', 'exactly an owner and a login', (output) => { initdb(output).database = 'db_other'; }],
  ['a role that is spoken of before', 'before they are there', (output) => { initdb(output).postInitApplicationSQL.reverse(); }],
  ['statements as a superuser elsewhere', 'further statements', (output) => { initdb(output).postInitSQL = ['CREATE ROLE x SUPERUSER']; }],
  ['an administrator that is the application', 'an administrator that is the application', (output) => { initdb(output).owner = 'app_catalog'; }],
  ['an administrator whose password we know', 'an administrator that is the application', (output) => { initdb(output).secret = { name: 'catalog-postgres' }; }],
  ['an administrator of PostgreSQL\'s own', 'that PostgreSQL or the operator keep', (output) => { initdb(output).owner = 'postgres'; }],
  ['an administrator who can log in', 'lets the administrator in', (output) => { spec(output).managed.roles[1].login = true; }],
  ['an administrator who is left alone', 'lets the administrator in', (output) => { spec(output).managed.roles.pop(); }],
  ['an administrator with powers', 'lets the administrator in', (output) => { spec(output).managed.roles[1].superuser = true; }],
  ['a second role', 'manages more than', (output) => { spec(output).managed.roles.push({ name: 'other', login: true }); }],
  ['a managed role that inherits', 'inherits or cannot log in', (output) => { role(output).inherit = true; }],
  ['a managed role that cannot log in', 'inherits or cannot log in', (output) => { role(output).login = false; }],
  ['a managed role with another membership', 'a member of others', (output) => { role(output).inRoles.push('admin_catalog'); }],
  ['a managed role that makes roles', 'a role with powers', (output) => { role(output).createrole = true; }],
  ['a password that nobody makes', 'whose password nobody makes', (output) => { role(output).passwordSecret.name = 'catalog-pg-app-2'; }],
  ['a role without a password', 'whose password nobody makes', (output) => { delete role(output).passwordSecret; }],
  ['a password of another type', 'no login of its own', (output) => { delete target(output).template.type; }],
  ['the password of another user', 'no login of its own', (output) => { target(output).template.data.username = 'admin_catalog'; }],
  ['a password that is never taken over', 'does not take over', (output) => { delete target(output).template.metadata; }],
]);

const around = [
  ...mutationsOf('k13Backups', [
    ['an environment that may not lose its data', 'has no backups', (output) => {
      const there = structuredClone(object(output, DATA, 'Cluster'));
      there.metadata.namespace = 'catalog';
      addObject(output, 'staging/catalog/data.yaml', there);
    }],
  ]),
  ...mutationsOf('k13Administrators', [
    ['a pod with the login of the administrator', 'reads catalog-pg-app', (output) => { variable(output, 'PGPASSWORD').name = 'catalog-pg-app'; }],
    ['a pod with the superuser', 'reads catalog-pg-superuser', (output) => { podSpec(output, WORKLOAD).volumes.push({ name: 'x', secret: { secretName: 'catalog-pg-superuser' } }); }],
    ['a pod that may replicate', 'reads catalog-pg-replication', (output) => { container(output, WORKLOAD).envFrom.push({ secretRef: { name: 'catalog-pg-replication' } }); }],
  ]),
  ...mutationsOf('k13Monitors', [
    ['a database that nobody measures', 'is not measured once', (output) => { removeObject(output, DATA, 'PodMonitor'); }],
    ['a monitor of another database', 'measures nothing', (output) => { monitor(output).spec.selector.matchLabels['cnpg.io/cluster'] = 'identity-pg'; }],
    ['a monitor of every pod', 'measures nothing', (output) => { monitor(output).spec.selector = {}; }],
    ['a monitor of another port', 'is not measured once', (output) => { monitor(output).spec.podMetricsEndpoints[0].port = 'http'; }],
    ['a monitor that Prometheus does not see', 'is not what Prometheus looks for', (output) => { delete monitor(output).metadata.labels.release; }],
  ]),
  ...mutationsOf('databasesAreDeclared', [
    ['a database of AWS where the cluster has one', 'catalog in dev: has 1 of postgres, not 0', (output) => {
      output.templates.get('dust-dev-catalog')!.Resources.PostgresInstance = structuredClone(output.templates.get('dust-prod-catalog')!.Resources.PostgresInstance!);
    }],
    ['no database in the cluster', 'catalog in dev: has 0 of postgres in the cluster, not 1', (output) => { removeObject(output, DATA, 'Cluster'); }],
    ['a database in the cluster beside the one of AWS', 'catalog in prod: has 1 of postgres in the cluster, not 0', (output) => { addObject(output, 'prod/catalog/data.yaml', structuredClone(object(output, DATA, 'Cluster'))); }],
  ]),
  ...mutationsOf('certificates', [
    ['the authority with its key', 'not its authority alone', (output) => { authority(output).items.push({ key: 'ca.key', path: 'ca.key' }); }],
    ['all of the authority', 'not its authority alone', (output) => { delete authority(output).items; }],
    ['the authority of another database', 'does not sign for it', (output) => { authority(output).secretName = 'identity-pg-ca'; }],
    ['an authority that can be written', 'can be written', (output) => { delete (container(output, WORKLOAD).volumeMounts as Fields[]).find(({ name }) => name === 'catalog-pg-ca')!.readOnly; }],
    ['an authority under another path', '/etc/dust/postgres/root.pem is', (output) => { object(output, WORKLOAD, 'ConfigMap').data.PGSSLROOTCERT = '/etc/dust/postgres/root.pem'; }],
  ]),
  ...mutationsOf('databaseValues', [
    ['the port of AWS', 'PGPORT is 5433, not 5432', (output) => { object(output, WORKLOAD, 'ConfigMap').data.PGPORT = '5433'; }],
    ['connections that check no name', 'PGSSLMODE is verify-ca', (output) => { object(output, WORKLOAD, 'ConfigMap').data.PGSSLMODE = 'verify-ca'; }],
    ['another database in the cluster', 'PGDATABASE is db_catalog, not db_other', (output) => { initdb(output).database = 'db_other'; }],
  ]),
  ...mutationsOf('k5Variables', [
    ['a host that no certificate has', 'PGHOST: is the secret catalog-pg.catalog.svc', (output) => { target(output).template.data.PGHOST = 'catalog-pg.catalog.svc'; }],
    ['a host of reading alone', 'PGHOST: is the secret catalog-pg-ro', (output) => { target(output).template.data.PGHOST = 'catalog-pg-ro.catalog.svc'; }],
    ['a URL of another host', 'DATABASE_URL: is the secret', (output) => { const { data } = target(output).template; data.DATABASE_URL = data.DATABASE_URL.replace('-rw.', '-ro.'); }],
    ['the administrator as user', 'PGUSER: is the secret admin_catalog', (output) => { target(output).template.data.PGUSER = 'admin_catalog'; }],
    ['a URL that checks no name', 'DATABASE_URL: is the secret', (output) => { const { data } = target(output).template; data.DATABASE_URL = data.DATABASE_URL.replace('verify-full', 'require'); }],
  ]),
];

export const clusterPostgres = [...databases, ...roles, ...around];
