import { richEnvironmentProps } from '../../support/fleets';
import type { Loose } from '../judge';
import type { Row } from '../row';
import { ClusterProfile, Environment, Permission, Secret } from 'dust-service';
import type { EnvironmentProps } from 'dust-service';

const parts = richEnvironmentProps({ name: 'dev' });
const permitted = [Permission.of(['sqs:SendMessage'], ['arn:<partition>:sqs:<region>:<account>:orders-*'], 'The orders of another team')];
const KEY = 'arn:aws:kms:eu-central-1:111122223333:key/0a1b2c3d-0000-4000-8000-0123456789ab';
const queue = 'arn:aws:sqs:eu-central-1:111122223333:orders-dev';
const PG_CLASS = 'is not a class of database instances';
const BUCKET = 'is not the name of a bucket that can be reached by TLS';
const KEPT = 'begins or ends as names that S3 keeps for itself';
const SECRET = 'is not the name of a secret';
/** What a message keeps of a value. */
const shown = (value: string): string => `"${value.length > 80 ? `${value.slice(0, 80)}\u2026` : value}"`;
const IMAGE = 'is not an image with its registry';

/** Databases, caches, what exists already, and permissions. */
export const resources: readonly Row[] = [
  row('a version is not supported any more', { postgres: { version: '9.6' } }, 'postgres.version', 'DUST1037', '"9.6"', 'is not a major version that is supported', /^write a major version/),
  row('a version is not there yet', { postgres: { version: '99' } }, 'postgres.version', 'DUST1037', '"99"', 'is not a major version that is supported', /^write a major version/),
  row('a version has a deprecated minor', { postgres: { version: '16.4' } }, 'postgres.version', 'DUST1037', '"16.4"', 'is not a major version that is supported', 'did you mean "16"?'),
  row('a version is a number', { postgres: { version: 17 } }, 'postgres.version', 'DUST1002', '17', 'is not text', 'put it in quotes: "17"'),
  row('a class has no family', { postgres: { instanceClass: 'large' } }, 'postgres.instanceClass', 'DUST1035', '"large"', PG_CLASS, /as the RDS console lists it$/),
  row('a class is one of EC2', { postgres: { instanceClass: 'm8g.large' } }, 'postgres.instanceClass', 'DUST1035', '"m8g.large"', PG_CLASS, 'did you mean "db.m8g.large"?'),
  row('a class of a cache is one of EC2', { cache: { instanceClass: 'm7g.large' } }, 'cache.instanceClass', 'DUST1036', '"m7g.large"', 'is not a class of cache nodes', 'did you mean "cache.m7g.large"?'),
  row('storage is too little', { postgres: { storage: '5Gi' } }, 'postgres.storage', 'DUST1031', '"5Gi"', 'is too little', 'raise it to "20Gi" or more'),
  row('storage has no unit', { postgres: { storage: '50' } }, 'postgres.storage', 'DUST1031', '"50"', 'is not an amount of memory', /./),
  row('storage of an override is too much', { postgres: {}, overrides: { dev: { postgres: { storage: '99999Gi' } } } }, 'overrides.dev.postgres.storage', 'DUST1031', '"99999Gi"', 'is too much', 'lower it to "65536Gi" or less'),
  row('an override changes the version', { postgres: {}, overrides: { dev: { postgres: { version: '16' } } } }, 'overrides.dev.postgres.version', 'DUST1001', undefined, 'is not known here', /./),
  row('a rotation has no unit', { postgres: { rotation: '30' } }, 'postgres.rotation', 'DUST1038', '"30"', 'is not a time between two rotations', /such as "30d"$|did you mean/),
  row('a rotation is yearly', { postgres: { rotation: '1y' } }, 'postgres.rotation', 'DUST1038', '"1y"', 'is not a time between two rotations', /such as "30d"$/),
  row('a password is written down', { postgres: { masterUserPassword: 'x' } }, 'postgres.masterUserPassword', 'DUST1001', undefined, 'is not known here', /./),
  row('backups are switched off', { postgres: { backupRetentionPeriod: 0 } }, 'postgres.backupRetentionPeriod', 'DUST1001', undefined, 'is not known here', /./),
  row('logs are kept for 42 days', { postgres: { logRetention: 42 } }, 'postgres.logRetention', 'DUST1001', undefined, 'is not known here', /./),
  row('it is destroyed with the stack', { buckets: { scans: { removalPolicy: 'destroy' } } }, 'buckets.scans.removalPolicy', 'DUST1001', undefined, 'is not known here', /./),
  row('a password of a cache is written down', { cache: { authToken: 'x' } }, 'cache.authToken', 'DUST1001', undefined, 'is not known here', /./),
  row('TLS of a cache is switched off', { cache: { transitEncryptionEnabled: false } }, 'cache.transitEncryptionEnabled', 'DUST1001', undefined, 'is not known here', /./),
  row('a value is given twice, by a database and by hand', { postgres: {}, values: { DATABASE_URL: 'x' } }, 'values.DATABASE_URL', 'DUST1041', '"DATABASE_URL"', 'is provided by postgres', 'rename the variable'),
  row('a secret has the name of a variable of the cache', { cache: {}, secrets: [Secret.provided('REDIS_URL')] }, 'secrets[0]', 'DUST1041', '"REDIS_URL"', 'is provided by cache', 'rename one of the two'),

  existing('a bucket has capitals', 'UpperCase', BUCKET, 'did you mean "uppercase"?'),
  existing('a bucket is an address', '10.0.0.1', BUCKET, /aws s3 ls/),
  existing('a bucket has a dot', 'my.bucket', BUCKET, /aws s3 ls/),
  existing('a bucket begins as those of S3', 'xn--x', KEPT, /aws s3 ls/),
  existing('a bucket begins as those of examples', 'amzn-s3-demo-x', KEPT, /aws s3 ls/),
  existing('a bucket is an alias of an access point', 'x-s3alias', KEPT, /aws s3 ls/),
  existing('a bucket is of S3 Express', 'x--x-s3', KEPT, /aws s3 ls/),
  row('a secret that exists has a space', { secrets: [Secret.existing('API_KEY', { dev: { name: 'my secret' } })] }, 'secrets[0].in.dev.name', 'DUST1068', '"my secret"', SECRET, /list-secrets/),
  row('a secret that exists is too long', { secrets: [Secret.existing('API_KEY', { dev: { name: 'a'.repeat(513) } })] }, 'secrets[0].in.dev.name', 'DUST1068', shown('a'.repeat(513)), /has 513 characters; at most 512/, 'shorten it'),
  row('a secret that exists ends as an ARN does', { secrets: [Secret.existing('API_KEY', { dev: { name: 'payments/stripe-abcdef' } })] }, 'secrets[0].in.dev.name', 'DUST1068', '"payments/stripe-abcdef"', 'ends in a hyphen and six characters, as the ARN of a secret does', /^write "payments\/stripe"/),
  row('a secret exists in an environment that there is not', { secrets: [Secret.existing('API_KEY', { dev: { name: 'a' }, prdo: { name: 'a' } })] }, 'secrets[0].existing.prdo', 'DUST2001', '"prdo"', 'is not an environment of the service', /./, permittedSecret('a')),
  row('a secret exists in no environment', { secrets: [Secret.existing('API_KEY', {})] }, 'secrets[0]', 'DUST2027', undefined, 'is not said to exist in environment "dev"', 'add "dev" and the name of the secret there'),
  row('a database that exists has the name of nothing', { postgres: { existing: { dev: { secret: 'legacy', database: 'a b' } } } }, 'postgres.existing.dev.database', 'DUST1068', '"a b"', 'is not the name of a database', /psql --list/),
  row('a database exists on no port', { postgres: { existing: { dev: { secret: 'legacy', database: 'a', port: 0 } } } }, 'postgres.existing.dev.port', 'DUST1020', '0', /./, /./),
  row('a key of what exists is an alias', { buckets: { scans: { existing: { dev: { name: 'legacy', keyArn: 'arn:aws:kms:eu-central-1:111122223333:alias/x' } } } } }, 'buckets.scans.existing.dev.keyArn', 'DUST1053', '"arn:aws:kms:eu-central-1:111122223333:alias/x"', /not of the shape key\/ID$/, /./),
  row('a bucket that exists is not permitted', { buckets: { scans: { existing: { dev: { name: 'legacy-scans' } } } } }, 'buckets.scans', 'DUST2025', '"s3:GetBucketLocation on arn:aws:s3:::legacy-scans"', 'is not permitted in environment "dev"', /^add Permission\.of\(\['s3:GetBucketLocation'\], \['arn:aws:s3:::legacy-scans'\], 'why'\)/),
  reaching('the bucket of another service is adopted', { buckets: { x: { existing: { dev: { name: 'acme-dev-ledger-books-111122223333' } } } } }, 'buckets.x', 'arn:aws:s3:::acme-dev-ledger-books-111122223333'),
  reaching('the bucket of access logs is adopted', { buckets: { x: { existing: { dev: { name: 'acme-dev-logs-111122223333' } } } } }, 'buckets.x', 'arn:aws:s3:::acme-dev-logs-111122223333'),
  reaching('the master of another database is adopted', { secrets: [Secret.existing('X', { dev: { name: 'acme/dev/ledger/postgres/master' } })] }, 'secrets[0]', 'arn:aws:secretsmanager:eu-central-1:111122223333:secret:acme/dev/ledger/postgres/master-??????'),
  reaching('the database of another service is adopted', { postgres: { existing: { dev: { secret: 'acme/dev/ledger/postgres/application', database: 'db_ledger', port: 5433 } } } }, 'postgres', 'arn:aws:secretsmanager:eu-central-1:111122223333:secret:acme/dev/ledger/postgres/application-??????'),
  reaching('the cache of another service is adopted', { cache: { existing: { dev: { secret: 'acme/dev/ledger/cache/password' } } } }, 'cache', 'arn:aws:secretsmanager:eu-central-1:111122223333:secret:acme/dev/ledger/cache/password-??????'),
  row('the key of what exists is not permitted', { secrets: [Secret.existing('X', { dev: { name: 'a', keyArn: KEY } })] }, 'secrets[0]', 'DUST2025', shown(`kms:Decrypt on ${KEY}`), 'is not permitted in environment "dev"', /./, permittedSecret('a')),
  permission('a function that AWS made', ['lambda:UpdateFunctionCode'], ['arn:aws:lambda:eu-central-1:111122223333:function:acme-dev-ledger-postgres'], '', 'DUST2026', '"arn:aws:lambda:eu-central-1:111122223333:function:acme-dev-ledger-postgres"', 'reaches what the fleet makes for its services'),
  permission('a snapshot of the backups', ['rds:RestoreDBInstanceFromDBSnapshot'], ['arn:aws:rds:eu-central-1:111122223333:snapshot:awsbackup:*'], '', 'DUST2026', '"arn:aws:rds:eu-central-1:111122223333:snapshot:awsbackup:*"', 'reaches what the fleet makes for its services'),
  permission('a stack of the fleet', ['cloudformation:UpdateStack'], ['arn:aws:cloudformation:eu-central-1:111122223333:stack/acme-dev-ledger/*'], '', 'DUST2026', '"arn:aws:cloudformation:eu-central-1:111122223333:stack/acme-dev-ledger/*"', 'reaches what the fleet makes for its services'),
  permission('a role of the account', ['sts:AssumeRole'], ['arn:aws:iam::111122223333:role/cdk-hnb659fds-deploy-role'], '', 'DUST2026', '"arn:aws:iam::111122223333:role/cdk-hnb659fds-deploy-role"', 'reaches what the fleet makes for its services'),
  permission('an action gives away a key', ['kms:CreateGrant'], [KEY], 'actions[0]', 'DUST1066', '"kms:CreateGrant"', 'would let pods change who may do what'),
  permission('an action gives away the cluster', ['eks:CreateAccessEntry'], ['*'], 'actions[0]', 'DUST1066', '"eks:CreateAccessEntry"', 'would let pods change who may do what'),
  {
    ...row('two services adopt one secret', { secrets: [Secret.existing('API_KEY', { dev: { name: 'a' } })] }, '', 'DUST3008', '"a"', 'is in environment "dev" already that of "billing"', /./, permittedSecret('a'), { ledger: { secrets: [Secret.existing('OTHER', { dev: { name: 'a' } })] } }),
    path: 'ledger.secrets[0]',
  },


  permission('an action is a wildcard', ['sqs:*'], [queue], 'actions[0]', 'DUST1066', '"sqs:*"', 'is not one action'),
  permission('an action has no service', ['SendMessage'], [queue], 'actions[0]', 'DUST1066', '"SendMessage"', 'is not one action'),
  permission('row 42: an action is unknown', ['ecr:PushImage'], ['*'], 'actions[0]', 'DUST1066', '"ecr:PushImage"', 'is an unknown IAM action'),
  permission('an action gives away roles', ['iam:PassRole'], ['*'], 'actions[0]', 'DUST1066', '"iam:PassRole"', 'would let pods change who may do what'),
  permission('a resource is a name', ['sqs:SendMessage'], ['orders'], 'resources[0]', 'DUST1067', '"orders"', 'is not the ARN of a resource'),
  row('a permission has no reason', { permissions: [Permission.of(['sqs:SendMessage'], [queue], 'x')] }, 'permissions[0].reason', 'DUST1024', '"x"', 'is no reason', /./),
  permission('an action is not permitted', ['sqs:DeleteQueue'], [queue], '', 'DUST2025', `"sqs:DeleteQueue on ${queue}"`, 'is not permitted in environment "dev"'),
  permission('a resource is not permitted', ['sqs:SendMessage'], ['arn:aws:sqs:eu-central-1:111122223333:payments'], '', 'DUST2025', '"sqs:SendMessage on arn:aws:sqs:eu-central-1:111122223333:payments"', 'is not permitted in environment "dev"'),
  permission('a resource is of another partition', ['sqs:SendMessage'], [queue.replace('aws', 'aws-cn')], '', 'DUST2025', `"sqs:SendMessage on ${queue.replace('aws', 'aws-cn')}"`, 'is not permitted in environment "dev"'),
  permission('a resource is the bucket of another service', ['s3:GetObject'], ['arn:aws:s3:::acme-dev-ledger-books-111122223333/*'], '', 'DUST2026', '"arn:aws:s3:::acme-dev-ledger-books-111122223333/*"', 'reaches what the fleet makes for its services'),
  permission('a resource is every bucket', ['s3:GetObject'], ['*'], '', 'DUST2026', '"*"', 'reaches what the fleet makes for its services'),
  permission('a resource is every key', ['kms:Decrypt'], ['arn:aws:kms:eu-central-1:111122223333:key/*'], '', 'DUST2026', '"arn:aws:kms:eu-central-1:111122223333:key/*"', 'reaches what the fleet makes for its services'),

  place('the pods have no security group', { cluster: { ...parts.cluster, podSecurityGroupId: undefined } }, 'DUST2022', 'environment "dev" does not say which security group a database must admit'),
  { ...place('what rotates cannot reach Secrets Manager', { network: { ...parts.network, endpointSubnets: [] } }, 'DUST2022', 'what rotates the password could not reach Secrets Manager in environment "dev"'), typed: { service: { postgres: { rotation: '30d' } }, fleet: environments({ network: { ...parts.network, endpointSubnets: [] } }) } },
  place('there is one subnet for databases', { network: { ...parts.network, databaseSubnets: parts.network.databaseSubnets!.slice(1) } }, 'DUST2022', 'environment "dev" has one subnet for a database'),
  place('nothing prepares databases', { cluster: { ...parts.cluster, profile: ClusterProfile.of({ kubernetesVersion: '1.34' }) } }, 'DUST2023', 'the profile of environment "dev" names no image that prepares a database'),
  place('the certificates of a region are not known', { region: 'eu-south-9' }, 'DUST2024', 'the library knows no certificates of the databases in eu-south-9'),
  at('a security group is a name', { cluster: { ...parts.cluster, podSecurityGroupId: 'default' } }, 'cluster.podSecurityGroupId', 'DUST1058', '"default"', /"sg-\u2026"$/),
  at('an environment permits more than a policy holds', { permissions: Array.from({ length: 90 }, (_, index) => Permission.of(['sqs:SendMessage'], [`arn:<partition>:sqs:<region>:<account>:orders-of-team-${index}`], 'Another team')) }, 'permissions', 'DUST2018', undefined, /^makes the boundary of all roles [0-9]+ characters long$/),
  at('certificates are a path', { databaseCa: '/etc/ssl/rds.pem' }, 'databaseCa', 'DUST1065', '"/etc/ssl/rds.pem"', 'is not one certificate or more in PEM'),
  at('certificates are nothing that parses', { databaseCa: '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n' }, 'databaseCa', 'DUST1065', '"-----BEGIN CERTIFICATE-----\\nAAAA\\n-----END CERTIFICATE-----\\n"', 'is not one certificate or more in PEM'),
  ...([
    ['has no registry', `postgres@sha256:${'0a'.repeat(32)}`, IMAGE],
    ['has no digest', 'registry.acme.example/psql:17', 'has no digest, so that somebody could put another image in its place'],
    ['is the latest', 'registry.acme.example/psql:latest', 'has no digest, so that somebody could put another image in its place'],
    ['has half a digest', 'registry.acme.example/psql@sha256:abc', IMAGE],
    ['has capitals', 'registry.acme.example/PSQL:17', IMAGE],
  ] as const).map(([what, image, problem]) => at(`an image ${what}`, { cluster: { ...parts.cluster, profile: ClusterProfile.of({ kubernetesVersion: '1.34', postgresClientImage: image }) } }, 'cluster.profile.postgresClientImage', 'DUST1064', `"${image}"`, problem)),
];

function environments(changes: Loose): Loose {
  return { environments: [Environment.of(richEnvironmentProps({ name: 'dev', ...changes } as Partial<EnvironmentProps> & { name: string }))] };
}

/** A service in an environment that serves everything. */
function row(title: string, service: Loose, key: string, code: string, value: string | undefined, problem: string | RegExp, fix: string | RegExp, changes: Loose = {}, beside: Loose = {}): Row {
  const typed = { service, fleet: environments({ permissions: permitted, ...changes }), beside };
  return { title, typed, code, path: `billing.${key}`, ...(value === undefined ? {} : { value }), problem, fix } as Row;
}

function existing(title: string, name: string, problem: string, fix: string | RegExp): Row {
  return row(title, { buckets: { scans: { existing: { dev: { name } } } } }, 'buckets.scans.existing.dev.name', 'DUST1068', `"${name}"`, problem, fix);
}

function permission(title: string, actions: string[], asked: string[], key: string, code: string, value: string, problem: string): Row {
  return row(title, { permissions: [Permission.of(actions, asked, 'Because it must be so')] }, key === '' ? 'permissions[0]' : `permissions[0].${key}`, code, value, problem, /./);
}

/** A service that adopts what the fleet made for another, where the environment permits everything. */
function reaching(title: string, service: Loose, key: string, value: string): Row {
  const anything = [Permission.of(['s3:GetBucketLocation', 's3:GetObject', 'secretsmanager:DescribeSecret', 'secretsmanager:GetSecretValue'], ['*'], 'Whatever there is')];
  return row(title, service, key, 'DUST2026', shown(value), 'reaches what the fleet makes for its services', /./, { permissions: anything });
}

function permittedSecret(name: string): Loose {
  return { permissions: [Permission.of(['secretsmanager:DescribeSecret', 'secretsmanager:GetSecretValue'], [`arn:<partition>:secretsmanager:<region>:<account>:secret:${name}-??????`], 'It was there before')] };
}

/** A service with a database, in an environment that lacks something. */
function place(title: string, changes: Loose, code: string, problem: string): Row {
  return row(title, { postgres: {} }, 'postgres', code, undefined, problem, /./, changes);
}

/** A mistake in the environment itself. */
function at(title: string, changes: Loose, key: string, code: string, value: string | undefined, problem: string | RegExp): Row {
  return { title, typed: { fleet: environments(changes) }, code, path: `app.environments[0].${key}`, ...(value === undefined ? {} : { value }), problem, fix: /./ } as Row;
}
