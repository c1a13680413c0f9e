import { mutationsOf } from './mutation';
import { addObject, container, object, podSpec, properties, removeObject } from '../../independent/mutate';
import type { Output } from '../../support/synthesize';

const WORKLOAD = 'prod/catalog/workload.yaml';
const DATA = 'prod/catalog/data.yaml';
const FOUNDATION = 'prod/catalog/foundation.yaml';
const ADMIN = 'prod/dust-admin/dust-admin.yaml';
const STACK = 'dust-prod-catalog';

function config(output: Output, name = 'catalog-config'): Record<string, any> {
  return object(output, WORKLOAD, 'ConfigMap', name).data as Record<string, any>;
}

function variable(output: Output, name: string): Record<string, any> {
  return (container(output, WORKLOAD).env as Record<string, any>[]).find((entry) => entry.name === name)!.valueFrom.secretKeyRef as Record<string, any>;
}

function external(output: Output, name = 'catalog-postgres', file = DATA): Record<string, any> {
  return object(output, file, 'ExternalSecret', name).spec as Record<string, any>;
}

function made(output: Output, name = 'catalog-postgres'): Record<string, any> {
  return external(output, name).target.template as Record<string, any>;
}

/** The job that prepares the catalog's database, whatever its hash is. */
function job(output: Output): Record<string, any> {
  return output.manifests.get(ADMIN)!.find(({ kind, metadata }) => kind === 'Job' && metadata.name.startsWith('catalog-postgres-'))! as Record<string, any>;
}

function task(output: Output): Record<string, any> {
  return job(output).spec.template.spec.containers[0] as Record<string, any>;
}

function files(output: Output): Record<string, any> {
  return output.manifests.get(ADMIN)!.find(({ kind }) => kind === 'ConfigMap')! as Record<string, any>;
}

function egress(output: Output, name: string, file = FOUNDATION): Record<string, any> {
  return object(output, file, 'NetworkPolicy', name).spec.egress[0] as Record<string, any>;
}

const values = [
  ...mutationsOf('databaseValues', [
    ['another port in the values', 'PGPORT is 5432, not 5433', (output) => { config(output).PGPORT = '5432'; }],
    ['another port in the template', 'PGPORT is 5433, not 5434', (output) => { properties(output, STACK, 'PostgresInstance').Port = '5434'; }],
    ['another database', 'PGDATABASE is catalog', (output) => { config(output).PGDATABASE = 'catalog'; }],
    ['connections that check nothing', 'PGSSLMODE is require', (output) => { config(output).PGSSLMODE = 'require'; }],
    ['a cache without TLS', 'REDIS_TLS is false', (output) => { config(output).REDIS_TLS = 'false'; }],
    ['a port without a database', 'PGPORT is 5433, not undefined', (output) => { object(output, 'prod/web/workload.yaml', 'ConfigMap').data.PGPORT = '5433'; }],
    ['a job at another database', 'PGDATABASE is db_identity', (output) => { (task(output).env as Record<string, any>[]).find(({ name }) => name === 'PGDATABASE')!.value = 'db_identity'; }],
  ]),
  ...mutationsOf('k5Variables', [
    ['a job that prepares the master', 'APPLICATION_USER: is the secret', (output) => { (task(output).env as Record<string, any>[]).find(({ name }) => name === 'APPLICATION_USER')!.valueFrom.secretKeyRef.key = 'PGUSER'; }],
    ['a host that is the port', 'REDIS_HOST: is the secret', (output) => { variable(output, 'REDIS_HOST').key = 'REDIS_PORT'; }],
    ['a password that is the user', 'PGPASSWORD: is the secret', (output) => { made(output).data.PGPASSWORD = '{{ .username }}'; }],
    ['a URL of another port', 'DATABASE_URL: is the secret', (output) => { made(output).data.DATABASE_URL = made(output).data.DATABASE_URL.replace(':5433/', ':5432/'); }],
    ['a URL of another database', 'DATABASE_URL: is the secret', (output) => { made(output).data.DATABASE_URL = made(output).data.DATABASE_URL.replace('/db_catalog?', '/postgres?'); }],
    ['a URL that checks nothing', 'DATABASE_URL: is the secret', (output) => { made(output).data.DATABASE_URL = made(output).data.DATABASE_URL.replace('verify-full', 'require'); }],
    ['a cache without TLS', 'REDIS_URL: is the secret', (output) => { const { data } = made(output, 'catalog-cache'); data.REDIS_URL = data.REDIS_URL.replace('rediss', 'redis'); }],
    ['a key that the template leaves out', 'PGUSER: is key PGUSER', (output) => { delete made(output).data.PGUSER; }],
    ['a key that was fetched and is not in the template', 'PGHOST: is key host', (output) => { variable(output, 'PGHOST').key = 'host'; }],
    ['a variable that may be missing', 'PGHOST: may be missing', (output) => { variable(output, 'PGHOST').optional = true; }],
    ['the secret of a master in a pod', 'PGPASSWORD: is the secret', (output) => { for (const { remoteRef } of external(output).data) remoteRef.key = 'dust/prod/catalog/postgres/master'; }],
    ['a job with the master of another database', 'PGPASSWORD: is the secret', (output) => { external(output, 'catalog-postgres', ADMIN).data[2].remoteRef.key = 'dust/prod/identity/postgres/master'; }],
  ]),
  ...mutationsOf('secretVariablesAreDeclared', [
    ['a pod without its host', 'does not find the secret PGHOST', (output) => { const first = container(output, WORKLOAD); first.env = (first.env as { name: string }[]).filter(({ name }) => name !== 'PGHOST'); }],
    ['a password in plain text', 'PGPASSWORD is a plain value', (output) => { config(output).PGPASSWORD = 'x'; }],
  ]),
  ...mutationsOf('fetchedPropertiesExist', [
    ['a property that nobody attaches', 'has no address', (output) => { external(output).data[0].remoteRef.property = 'address'; }],
    ['a host that is no longer attached', 'has no host', (output) => { delete output.templates.get(STACK)!.Resources.PostgresApplicationAttachment; }],
    ['a user that the template no longer says', 'has no username', (output) => { properties(output, STACK, 'PostgresApplication').GenerateSecretString.SecretStringTemplate = '{}'; }],
    ['a whole login', 'takes all of', (output) => { delete external(output).data[2].remoteRef.property; }],
    ['a property of what has none', 'has no password', (output) => { external(output, 'catalog-cache').data[2].remoteRef.property = 'password'; }],
  ]),
  ...mutationsOf('variablesAreTheSameEverywhere', [
    ['a variable of one environment', 'other variables than', (output) => { config(output).DEBUG = '1'; }],
  ]),
  ...mutationsOf('k10ExternalSecrets', [
    ['the secret of a master in the namespace of its service', 'makes no secret dust/prod/catalog/postgres/master', (output) => { external(output).data[2].remoteRef.key = 'dust/prod/catalog/postgres/master'; }],
    ['a secret of a service in the platform\'s namespace', 'makes no secret dust/prod/catalog/STRIPE_API_KEY', (output) => { external(output, 'catalog-postgres', ADMIN).data[3].remoteRef.key = 'dust/prod/catalog/STRIPE_API_KEY'; }],
    ['a template of another version', 'of another version', (output) => { made(output).engineVersion = 'v1'; }],
    ['a template that is mixed', 'mixes its template', (output) => { made(output).mergePolicy = 'Merge'; }],
    ['a template from a ConfigMap', 'from elsewhere', (output) => { made(output).templateFrom = [{ configMap: { name: 'x' } }]; }],
    ['a part that nobody fetches', 'writes what was not fetched', (output) => { made(output).data.PGHOST = '{{ .address }}'; }],
    ['a part that nobody needs', 'what its template leaves out', (output) => { external(output).data.push({ secretKey: 'port', remoteRef: { key: 'dust/prod/catalog/postgres/application', property: 'port' } }); }],
    ['a function of the template', 'writes what was not fetched', (output) => { made(output).data.PGHOST = '{{ env "HOME" }}'; }],
    ['a password in a URL as it is', 'into a URL as it is', (output) => { made(output, 'catalog-cache').data.REDIS_URL = 'rediss://:{{ .password }}@{{ .host }}:{{ .port }}/0'; }],
  ]),
  ...mutationsOf('secretsAreFetched', [
    ['a job without its login', 'PostgresMaster: is fetched 0 times by dust-admin', (output) => { removeObject(output, ADMIN, 'ExternalSecret', 'catalog-postgres'); }],
    ['a password of a cache that dust-admin fetches', 'CachePassword: is fetched 1 times by dust-admin', (output) => { external(output, 'catalog-postgres', ADMIN).data[3].remoteRef.key = 'dust/prod/catalog/cache/password'; }],
  ]),
  ...mutationsOf('k10Stores', [
    ['a store of the platform with the role of a service', 'and not the role of its service', (output) => { object(output, ADMIN, 'SecretStore').spec.provider.aws.role = 'arn:aws:iam::444455556666:role/dust/prod/secrets/dust-prod-catalog-secrets'; }],
    ['a service with the store of the platform', 'and not the role of its service', (output) => { object(output, FOUNDATION, 'SecretStore').spec.provider.aws.role = 'arn:aws:iam::444455556666:role/dust/prod/secrets/dust-prod-dust-admin-secrets'; }],
  ]),
];

const network = [
  ...mutationsOf('databasePorts', [
    ['a database that pods cannot reach', 'may not reach 10.40.16.0/24 5433/TCP', (output) => { egress(output, 'to-postgres').to.shift(); }],
    ['another port', 'may reach 10.40.16.0/24 5432/TCP', (output) => { egress(output, 'to-postgres').ports[0].port = 5432; }],
    ['a cache that is opened at the port of the database', 'may not reach 10.40.17.0/24 6380/TCP', (output) => { egress(output, 'to-cache').ports[0].port = 5433; }],
    ['a service without a database', 'Deployment web: may reach 10.40.16.0/24 5433/TCP', (output) => { addObject(output, 'prod/web/foundation.yaml', { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: { name: 'to-postgres', namespace: 'web' }, spec: { podSelector: { matchLabels: { 'app.kubernetes.io/name': 'web' } }, policyTypes: ['Egress'], egress: [{ to: [{ ipBlock: { cidr: '10.40.16.0/24' } }], ports: [{ port: 5433, protocol: 'TCP' }] }] } }); }],
    ['jobs that cannot reach a database', 'may not reach 10.40.18.0/24 5433/TCP', (output) => { egress(output, 'to-postgres', ADMIN).to.pop(); }],
    ['jobs that reach caches', 'may reach 10.40.16.0/24 6380/TCP', (output) => { egress(output, 'to-postgres', ADMIN).ports.push({ port: 6380, protocol: 'TCP' }); }],
  ]),
  ...mutationsOf('egressIsDeclared', [
    ['jobs on the internet', 'connects to', (output) => { egress(output, 'to-postgres', ADMIN).to.push({ ipBlock: { cidr: '198.51.100.0/24' } }); }],
    ['a subnet too many', 'connects to', (output) => { egress(output, 'to-cache').to.push({ ipBlock: { cidr: '10.40.0.0/16' } }); }],
  ]),
  ...mutationsOf('certificates', [
    ['a variable that is missing', 'PGSSLROOTCERT is missing', (output) => { delete config(output).PGSSLROOTCERT; }],
    ['a folder that is not mounted', '/etc/ssl/ca.pem is not mounted', (output) => { config(output).PGSSLROOTCERT = '/etc/ssl/ca.pem'; }],
    ['a file of another name', 'is in no ConfigMap', (output) => { config(output).REDIS_CA_FILE = '/etc/dust/cache/root.pem'; }],
    ['a file without its mount', 'is not mounted', (output) => { container(output, WORKLOAD).volumeMounts.pop(); }],
    ['a folder that can be written', 'can be written', (output) => { delete container(output, WORKLOAD).volumeMounts[1].readOnly; }],
    ['a key under another path', 'is in no ConfigMap', (output) => { podSpec(output, WORKLOAD).volumes[1].configMap.items[0].path = 'root.pem'; }],
    ['a broken certificate', 'no bundle of certificates', (output) => { const data = config(output, 'catalog-postgres-ca'); data['ca.pem'] = data['ca.pem'].replace(/[A-Za-z0-9]{20}/, ''); }],
    ['no certificate', 'no bundle of certificates', (output) => { config(output, 'catalog-cache-ca')['ca.pem'] = ''; }],
    ['words between certificates', 'no bundle of certificates', (output) => { config(output, 'catalog-cache-ca')['ca.pem'] += 'x'; }],
    ['the authority of caches for a database', 'does not sign for us-east-1', (output) => { config(output, 'catalog-postgres-ca')['ca.pem'] = config(output, 'catalog-cache-ca')['ca.pem']; }],
    ['the authority of databases for a cache', 'does not sign for us-east-1', (output) => { config(output, 'catalog-cache-ca')['ca.pem'] = config(output, 'catalog-postgres-ca')['ca.pem']; }],
    ['a bundle without the authority of the database', 'no authority of the database', (output) => { properties(output, STACK, 'PostgresInstance').CACertificateIdentifier = 'rds-ca-2019'; }],
    ['a job without its certificates', 'is in no ConfigMap', (output) => { delete files(output).data['ca.pem']; }],
    ['a variable without need', 'without need', (output) => { object(output, 'prod/notifications/workload.yaml', 'ConfigMap', 'notifications-config').data.PGSSLROOTCERT = '/etc/dust/cache/ca.pem'; }],
  ]),
  ...mutationsOf('k14ConfigMaps', [
    ['a private key beside its certificate', 'looks like a secret', (output) => { config(output, 'catalog-postgres-ca')['ca.pem'] += '-----BEGIN PRIVATE KEY-----\nMIG\n-----END PRIVATE KEY-----\n'; }],
    ['a job that keeps old files', 'does not roll its pods', (output) => { files(output).metadata.name = 'files'; for (const { kind, spec } of output.manifests.get(ADMIN)!) if (kind === 'Job') spec.template.spec.volumes[0].configMap.name = 'files'; }],
  ]),
  ...mutationsOf('configHashes', [
    ['other certificates under one hash', 'and other data', (output) => { object(output, 'staging/catalog/workload.yaml', 'Deployment').spec.template.metadata.annotations = object(output, WORKLOAD, 'Deployment').spec.template.metadata.annotations; config(output, 'catalog-cache-ca')['ca.pem'] += '\n'; }],
    ['other files under one name', 'and other data', (output) => { files(output).data['roles.sh'] += '\n'; }],
  ]),
];

export const databasePods = [...values, ...network];
