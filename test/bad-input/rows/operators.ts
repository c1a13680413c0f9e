import { operatorEnvironmentProps, operatorProfileProps } from '../../support/fleets';
import type { Loose } from '../judge';
import type { Row } from '../row';
import { BucketAccess, ClusterProfile, Environment, Permission, Provider, Secret } from 'dust-service';
import type { EnvironmentProps } from 'dust-service';

const DIGEST = `@sha256:${'0a'.repeat(32)}`;
const PG = { cloudNativePg: { images: { 17: `registry.acme.example/postgresql:17.6${DIGEST}` } } };
const NO_DIGEST = 'has no digest, so that somebody could put another image in its place';
const OBJECT = 'is not the name of an object';
const LASTING = { ephemeral: false };
const PROTECTED = { name: 'prod', account: '444455556666', protected: true, ephemeral: false };
const permitted = [Permission.of(['sqs:SendMessage'], ['*'], 'The orders of another team')];

/** Operators of a cluster, what they serve, and what they do not. */
export const operators: readonly Row[] = [
  profile('an operator is misspelt', { cloudNativePG: {} }, 'cloudNativePG', 'DUST1001', undefined, 'is not known here', /cloudNativePg/),
  profile('an operator is only there', { cloudNativePg: true }, 'cloudNativePg', 'DUST1002', 'true', /./, /./),
  profile('an operator has no images', { cloudNativePg: {} }, 'cloudNativePg.images', 'DUST1003', undefined, 'is missing', 'add it'),
  profile('images are a list', { cloudNativePg: { images: ['17'] } }, 'cloudNativePg.images', 'DUST1002', 'a list', /./, /./),
  profile('an image is a number', { cloudNativePg: { images: { 17: 17 } } }, 'cloudNativePg.images.17', 'DUST1002', '17', 'is not text', /mirrored/),
  profile('an image of a database has no digest', { cloudNativePg: { images: { 17: 'registry.acme.example/postgresql:17.6' } } }, 'cloudNativePg.images.17', 'DUST1064', '"registry.acme.example/postgresql:17.6"', NO_DIGEST, /digest/),
  profile('an image of a database has no registry', { cloudNativePg: { images: { 17: `postgresql:17.6${DIGEST}` } } }, 'cloudNativePg.images.17', 'DUST1064', shown(`postgresql:17.6${DIGEST}`), 'is not an image with its registry', /mirrored/),
  profile('a version of an image is a minor one', { cloudNativePg: { images: { 17.6: `registry.acme.example/postgresql:17.6${DIGEST}` } } }, 'cloudNativePg.images["17.6"]', 'DUST1037', '"17.6"', 'is not a major version that is supported', /"17"/),
  profile('an image is for a version that is gone', { cloudNativePg: { images: { 12: `registry.acme.example/postgresql:12.1${DIGEST}` } } }, 'cloudNativePg.images.12', 'DUST1037', '"12"', 'is not a major version that is supported', /major version/),
  profile('the namespace of an operator has capitals', { cloudNativePg: { ...PG.cloudNativePg, namespace: 'CNPG' } }, 'cloudNativePg.namespace', 'DUST1062', '"CNPG"', 'is not a namespace', 'did you mean "cnpg"?'),
  profile('an operator has a property too many', { cloudNativePg: { ...PG.cloudNativePg, version: '1.27' } }, 'cloudNativePg.version', 'DUST1001', undefined, 'is not known here', /./),
  profile('SeaweedFS has no image', { seaweedFs: {} }, 'seaweedFs.image', 'DUST1003', undefined, 'is missing', 'add it'),
  profile('the image of SeaweedFS has no digest', { seaweedFs: { image: 'registry.acme.example/seaweedfs:latest' } }, 'seaweedFs.image', 'DUST1064', '"registry.acme.example/seaweedfs:latest"', NO_DIGEST, /digest/),
  profile('the image of Redis has no digest', { redisOperator: { image: 'quay.io/opstree/redis:v8' } }, 'redisOperator.image', 'DUST1064', '"quay.io/opstree/redis:v8"', NO_DIGEST, /digest/),
  profile('Redis has replicas', { redisOperator: { image: `quay.io/opstree/redis:v8${DIGEST}`, replicas: 3 } }, 'redisOperator.replicas', 'DUST1001', undefined, 'is not known here', /./),
  profile('an issuer has a space', { certificateIssuer: { name: 'Cluster CA' } }, 'certificateIssuer.name', 'DUST1069', '"Cluster CA"', OBJECT, 'did you mean "cluster-ca"?'),
  profile('an issuer is a text', { certificateIssuer: 'cluster-ca' }, 'certificateIssuer', 'DUST1002', '"cluster-ca"', /./, /./),
  profile('an issuer is of another kind', { certificateIssuer: { name: 'ca', kind: 'AWSPCAClusterIssuer' } }, 'certificateIssuer.kind', 'DUST1002', '"AWSPCAClusterIssuer"', /./, /./),
  profile('a label of Prometheus is a number', { prometheus: { labels: { release: 1 } } }, 'prometheus.labels.release', 'DUST1002', '1', 'is not text', /quotes/),
  profile('a label of Prometheus has a space', { prometheus: { labels: { release: 'kube prometheus' } } }, 'prometheus.labels.release', 'DUST1070', '"kube prometheus"', 'is not the value of a label', /kubectl get --show-labels/),
  profile('the key of a label begins with a slash', { prometheus: { labels: { '/release': 'x' } } }, 'prometheus.labels["/release"]', 'DUST1070', '"/release"', 'is not the key of a label', /kubectl get --show-labels/),
  profile('labels of Prometheus are a text', { prometheus: { labels: 'release=x' } }, 'prometheus.labels', 'DUST1002', '"release=x"', /./, /./),
  profile('the API server is everywhere', { apiServerCidrs: ['0.0.0.0/0'] }, 'apiServerCidrs[0]', 'DUST1023', '"0.0.0.0/0"', /./, /./),
  profile('the API server is an address', { apiServerCidrs: ['172.20.0.1'] }, 'apiServerCidrs[0]', 'DUST1023', '"172.20.0.1"', /./, /172\.20\.0\.1\/32/),
  profile('the ranges of the API server are a text', { apiServerCidrs: '172.20.0.1/32' }, 'apiServerCidrs', 'DUST1002', '"172.20.0.1/32"', 'is not a list', /./),
  profile('a storage class has capitals', { storageClass: 'GP3' }, 'storageClass', 'DUST1069', '"GP3"', OBJECT, 'did you mean "gp3"?'),

  factory('SeaweedFS has too little storage', Provider.seaweedFs({ storage: '5Gi' }), '.storage', 'DUST1031', '"5Gi"', 'is too little', /20Gi/),
  factory('the storage of SeaweedFS has no unit', Provider.seaweedFs({ storage: '50' }), '.storage', 'DUST1031', '"50"', 'is not an amount of memory', /./),
  factory('an object store is a number', Provider.cloudNativePg({ objectStore: 5 as never }), '.objectStore', 'DUST1002', '5', 'is not text', /"5"/),
  factory('a property of a provider is misspelt', Provider.cloudNativePg({ objectstore: 'backups' } as never), '.objectstore', 'DUST1001', undefined, 'is not known here', 'did you mean "objectStore"?'),
  factory('the properties of a provider are null', Provider.seaweedFs(null as never), '', 'DUST1002', 'null', 'is not a plain object', /./),
  factory('an object store is a bucket', Provider.cloudNativePg({ objectStore: 's3://acme-backups' }), '.objectStore', 'DUST1069', '"s3://acme-backups"', OBJECT, /./),
  fleet('two providers of databases are one too many', { providers: [Provider.rds(), Provider.cloudNativePg()] }, 'providers[1]', 'DUST2015', 'is the second provider of postgres', /^remove /),
  row('a service picks its provider', { postgres: { provider: 'cloudNativePg' } }, 'postgres.provider', 'DUST1001', undefined, 'is not known here', /./),

  row('the cluster runs no CloudNativePG', { postgres: {} }, 'postgres', 'DUST2030', undefined, 'the profile of environment "dev" names no operator of CloudNativePG', /set cloudNativePg in the profile/, {}, { cloudNativePg: undefined }),
  row('the cluster runs no SeaweedFS', { buckets: { scans: {} } }, 'buckets.scans', 'DUST2030', undefined, 'the profile of environment "dev" names no operator of SeaweedFS', /set seaweedFs in the profile/, {}, { seaweedFs: undefined }),
  row('the cluster runs no Redis operator and no issuer', { cache: {} }, 'cache', 'DUST2030', undefined, /names no Redis operator; .* names no issuer of certificates/, /set redisOperator .*; set certificateIssuer /, {}, { redisOperator: undefined, certificateIssuer: undefined }),
  row('the API server is nowhere', { postgres: {} }, 'postgres', 'DUST2008', undefined, 'instances of CloudNativePG could not reach the API server of environment "dev"', /list the ranges of the API server/, {}, { apiServerCidrs: [] }),
  row('a version has no image', { postgres: { version: '16' } }, 'postgres', 'DUST2028', '"16"', 'is a version that CloudNativePG has no image for in environment "dev"', /add the image of version 16/),
  row('an image is of another version', { postgres: {} }, 'postgres', 'DUST1064', shown(`registry.acme.example/postgresql:16.9${DIGEST}`), /no tag that begins with its version, 17/, /./, {}, { cloudNativePg: { images: { 17: `registry.acme.example/postgresql:16.9${DIGEST}` } } }),
  row('a database in the cluster has a class of RDS', { postgres: { instanceClass: 'db.r8g.large' } }, 'postgres', 'DUST2028', undefined, 'asks for instanceClass, which CloudNativePG in environment "dev" does not have', /^move instanceClass into the overrides/),
  row('a database in the cluster rotates its password', { postgres: { rotation: '30d' } }, 'postgres', 'DUST2028', undefined, 'asks for rotation, which CloudNativePG in environment "dev" does not have', /rotation/),
  row('a database in the cluster is adopted', { postgres: { existing: { dev: { secret: 'legacy', database: 'a' } } } }, 'postgres', 'DUST2028', undefined, 'asks for existing, which CloudNativePG in environment "dev" does not have', /Provider\.rds\(\)/, { permissions: [Permission.of(['secretsmanager:DescribeSecret', 'secretsmanager:GetSecretValue'], ['*'], 'It was there before')] }),
  row('a bucket in the cluster is kept', { buckets: { scans: { retention: '7y' } } }, 'buckets.scans', 'DUST2028', undefined, 'asks for retention, which SeaweedFS in environment "dev" does not have', /^remove retention, or add Provider\.s3\(\)/),
  row('a bucket in the cluster is adopted', { buckets: { scans: { existing: { dev: { name: 'legacy-scans' } }, access: BucketAccess.READ_ONLY } } }, 'buckets.scans', 'DUST2028', undefined, 'asks for existing, which SeaweedFS in environment "dev" does not have', /Provider\.s3\(\)/),
  row('a cache in the cluster has a class of ElastiCache', { cache: { instanceClass: 'cache.r7g.large' } }, 'cache', 'DUST2028', undefined, 'asks for instanceClass, which the Redis operator in environment "dev" does not have', /^move instanceClass into the overrides/),
  row('a cache in the cluster is adopted', { cache: { existing: { dev: { secret: 'legacy' } } } }, 'cache', 'DUST2028', undefined, 'asks for existing, which the Redis operator in environment "dev" does not have', /Provider\.elastiCache\(\)/),
  row('a secret of the cluster is adopted', { secrets: [Secret.existing('API_KEY', { dev: { name: 'legacy' } })] }, 'secrets[0]', 'DUST2028', undefined, 'asks for existing, which Provider.clusterSecrets() in environment "dev" does not have', /Provider\.secretsManager\(\)/),
  row('buckets of the cluster stand beside permissions', { buckets: { scans: {} }, permissions: [Permission.of(['sqs:SendMessage'], ['*'], 'The orders')] }, 'permissions', 'DUST2031', undefined, /^would have no effect in environment "dev", where seaweedFs gives the pods keys of its own/, /^remove permissions/, { permissions: permitted }),

  row('a database that lasts has no backups', { postgres: {} }, 'postgres', 'DUST2029', undefined, 'would be lost with the cluster of environment "dev", since CloudNativePG keeps no backup', /objectStore of Provider\.cloudNativePg/, LASTING),
  row('a protected database has no backups', { postgres: {} }, 'postgres', 'DUST2029', undefined, /cluster of environment "prod", since CloudNativePG keeps no backup/, /objectStore of Provider\.cloudNativePg/, PROTECTED),
  row('buckets that last are in the cluster', { buckets: { scans: {} } }, 'buckets.scans', 'DUST2029', undefined, /cluster of environment "dev", since SeaweedFS keeps no backup/, 'serve buckets there by Provider.s3()', LASTING),
  row('protected buckets are in the cluster', { buckets: { scans: {} } }, 'buckets.scans', 'DUST2029', undefined, /cluster of environment "prod", since SeaweedFS keeps no backup/, 'serve buckets there by Provider.s3()', PROTECTED),
  row('a protected cache is in the cluster', { cache: {} }, 'cache', 'DUST2029', undefined, /one instance of the Redis operator and no backup in environment "prod"/, 'serve cache there by Provider.elastiCache()', PROTECTED),
  row('a protected secret is in the cluster', { secrets: [Secret.generated('KEY')] }, 'secrets[0]', 'DUST2029', undefined, /cluster of environment "prod", since Provider\.clusterSecrets\(\) keeps no backup/, 'serve secrets there by Provider.secretsManager()', PROTECTED),
  row('RDS is in an environment of a cluster alone', { postgres: {} }, 'postgres', 'DUST2022', undefined, /^environment "dev" has no subnets for a database/, /list the database subnets/, { providers: [Provider.rds()], network: { vpcId: 'vpc-0123456789abcdef0' } }),
  { ...row('a service is called as the pods of CloudNativePG', { postgres: {} }, '', 'DUST2019', '"postgresql"', /^is what CloudNativePG calls its own pods/, 'rename the service'), path: 'postgresql.postgres', typed: { name: 'postgresql', service: { postgres: {} }, fleet: environments({}) } },
  { ...row('a service has the namespace of an operator', {}, '', 'DUST2019', '"ot-operators"', 'is the namespace of the Redis operator in environment "dev"', 'rename the service'), path: 'ot-operators', typed: { name: 'ot-operators', fleet: environments({}) } },
  { ...row('a service has the namespace of the store', {}, '', 'DUST1011', '"dust-objects"', 'is reserved', 'rename the service'), path: 'dust-objects', typed: { name: 'dust-objects', fleet: environments({}) } },
];

/** What a message keeps of a value. */
function shown(value: string): string {
  return `"${value.length > 80 ? `${value.slice(0, 80)}\u2026` : value}"`;
}

/** An environment that operators serve. */
function environments(changes: Loose, profileChanges: Loose = {}): Loose {
  return { environments: [Environment.of(operatorEnvironmentProps({ name: 'dev', ...changes } as Partial<EnvironmentProps> & { name: string }, profileChanges))] };
}

/** A service in such an environment. */
function row(title: string, service: Loose, key: string, code: string, value: string | undefined, problem: string | RegExp, fix: string | RegExp, changes: Loose = {}, profileChanges: Loose = {}): Row {
  return { title, typed: { service, fleet: environments(changes, profileChanges) }, code, path: `billing.${key}`, ...(value === undefined ? {} : { value }), problem, fix };
}

/** A mistake in the profile of the cluster. */
function profile(title: string, changes: Loose, key: string, code: string, value: string | undefined, problem: string | RegExp, fix: string | RegExp): Row {
  const props = operatorEnvironmentProps({ name: 'dev' });
  const cluster = { ...props.cluster, profile: ClusterProfile.of({ ...operatorProfileProps(), ...changes } as never) };
  return { title, typed: { fleet: environments({ cluster }) }, code, path: `app.environments[0].cluster.profile.${key}`, ...(value === undefined ? {} : { value }), problem, fix };
}

/** A mistake in the environment itself. */
function fleet(title: string, changes: Loose, key: string, code: string, problem: string, fix: RegExp): Row {
  return { title, typed: { fleet: environments(changes) }, code, path: `app.environments[0].${key}`, problem, fix };
}

/** A mistake in what the factory of a provider was given. */
function factory(title: string, provider: Provider, below: string, code: string, value: string | undefined, problem: string | RegExp, fix: string | RegExp): Row {
  const place = { code, path: `app.environments[0].providers[0]${below}`, ...(value === undefined ? {} : { value }) };
  return { title, typed: { fleet: environments({ providers: [provider] }) }, ...place, problem, fix };
}
