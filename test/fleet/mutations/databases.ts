import { mutationsOf } from './mutation';
import { dropDependency, properties, resource } from '../../independent/mutate';
import type { Output } from '../../support/synthesize';

export const CATALOG_STACK = 'dust-prod-catalog';

/** A row that changes one property of a resource of the catalog. */
function changed(id: string, title: string, finds: string, values: Record<string, unknown>, stack = CATALOG_STACK): readonly [string, string, (output: Output) => void] {
  return [title, finds, (output) => { Object.assign(properties(output, stack, id), values); }];
}

function removed(id: string, title: string, finds: string, key: string): readonly [string, string, (output: Output) => void] {
  return [title, finds, (output) => { delete properties(output, CATALOG_STACK, id)[key]; }];
}

function gone(id: string, stack = CATALOG_STACK): (output: Output) => void {
  return (output) => { delete output.templates.get(stack)!.Resources[id]; };
}

function instance(title: string, finds: string, values: Record<string, unknown>, stack = CATALOG_STACK): readonly [string, string, (output: Output) => void] {
  return changed('PostgresInstance', title, finds, values, stack);
}

function cache(title: string, finds: string, values: Record<string, unknown>): readonly [string, string, (output: Output) => void] {
  return changed('CacheGroup', title, finds, values);
}

function template(output: Output, id: string): Record<string, any> {
  return properties(output, CATALOG_STACK, id).GenerateSecretString as Record<string, any>;
}

function plan(output: Output): Record<string, any> {
  return properties(output, CATALOG_STACK, 'PostgresBackupPlan').BackupPlan.BackupPlanRule[0] as Record<string, any>;
}

function selection(output: Output): Record<string, any> {
  return properties(output, CATALOG_STACK, 'PostgresBackupSelection').BackupSelection as Record<string, any>;
}

const resolved = (id: string, end: string) => ({ 'Fn::Join': ['', ['{{resolve:secretsmanager:', { Ref: id }, end]] });

const postgres = [
  ...mutationsOf('a6Instances', [
    instance('a version that is gone', 'no supported version', { EngineVersion: '14.9' }),
    instance('another engine', 'no supported version', { Engine: 'mysql' }),
    instance('storage in plain text', 'not encrypted', { StorageEncrypted: false }),
    removed('PostgresInstance', 'the key of AWS', 'not encrypted', 'KmsKeyId'),
    instance('a protected database in one zone', 'stands in one zone', { MultiAZ: false }),
    instance('two zones without need', 'several zones without need', { MultiAZ: true }, 'dust-staging-catalog'),
    instance('a database that can be deleted', 'can be deleted', { DeletionProtection: false }),
    instance('two weeks of backups in a protected environment', 'fewer than 35 days', { BackupRetentionPeriod: 14 }),
    instance('a week of backups', 'fewer than 14 days', { BackupRetentionPeriod: 7 }, 'dust-staging-catalog'),
    removed('PostgresInstance', 'backups that go with the database', 'loses its backups', 'DeleteAutomatedBackups'),
    instance('snapshots without tags', 'loses its tags', { CopyTagsToSnapshot: false }),
    instance('a public database', 'is public', { PubliclyAccessible: true }),
    instance('the default port', 'where everybody looks', { Port: '5432' }),
    removed('PostgresInstance', 'no port', 'where everybody looks', 'Port'),
    instance('no login by IAM', 'no login by IAM', { EnableIAMDatabaseAuthentication: false }),
    instance('logs that stay', 'does not export', { EnableCloudwatchLogsExports: ['upgrade'] }),
    removed('PostgresInstance', 'insights under the key of AWS', 'with another key', 'PerformanceInsightsKMSKeyId'),
    instance('no insights', 'keeps no insights', { EnablePerformanceInsights: false }),
    instance('no measurements', 'not measured every minute', { MonitoringInterval: 0 }),
    instance('no minor versions', 'no minor versions', { AutoMinorVersionUpgrade: false }),
    instance('major versions by themselves', 'a major version', { AllowMajorVersionUpgrade: true }),
    instance('a master that AWS manages', 'that AWS manages', { ManageMasterUserPassword: true }),
  ]),
  ...mutationsOf('databasesAreDeclared', [
    ['no database', 'catalog in prod: has 0 of postgres', gone('PostgresInstance')],
    ['a second cache', 'catalog in prod: has 2 of cache', (output) => { output.templates.get(CATALOG_STACK)!.Resources.CacheGroup2 = structuredClone(resource(output, CATALOG_STACK, 'CacheGroup')); }],
    ['a database that nobody declared', 'web in prod: has 1 of postgres', (output) => { output.templates.get('dust-prod-web')!.Resources.PostgresInstance = structuredClone(resource(output, CATALOG_STACK, 'PostgresInstance')); }],
  ]),
  ...mutationsOf('a6Passwords', [
    instance('a password in the template', 'not the one of its master', { MasterUserPassword: 'correct-horse-battery' }),
    instance('the password of the application', 'not the one of its master', { MasterUserPassword: resolved('PostgresApplication', ':SecretString:password}}') }),
    instance('the whole secret', 'not the one of its master', { MasterUserPassword: resolved('PostgresMaster', ':SecretString}}') }),
    instance('a reference by name', 'does not refer', { MasterUserPassword: '{{resolve:secretsmanager:dust/prod/catalog/postgres/master:SecretString:password}}' }),
    instance('another master', 'another master than', { MasterUsername: 'root' }),
    ['an application that logs in as the master', 'is its master', (output) => { template(output, 'PostgresApplication').SecretStringTemplate = '{"username":"dust_master"}'; }],
    ['a master\'s secret of another name', 'no secret of its master', (output) => { properties(output, CATALOG_STACK, 'PostgresMaster').Name = 'dust/prod/catalog/postgres/root'; }],
  ]),
  ...mutationsOf('a6Attachments', [
    ['a login without its host', 'its application secret is attached 0 times', gone('PostgresApplicationAttachment')],
    ['an attachment to nothing', 'its master secret is attached 0 times', (output) => { properties(output, CATALOG_STACK, 'PostgresMasterAttachment').TargetId = 'dust-prod-identity'; }],
    ['an attachment of another type', 'its master secret is attached 0 times', (output) => { properties(output, CATALOG_STACK, 'PostgresMasterAttachment').TargetType = 'AWS::RDS::DBCluster'; }],
    ['an attachment of a cache\'s password', 'attaches what is no login', (output) => { properties(output, CATALOG_STACK, 'PostgresMasterAttachment').SecretId = { Ref: 'CachePassword' }; }],
  ]),
  ...mutationsOf('a6Parameters', [
    ['connections without TLS', 'without TLS', (output) => { properties(output, CATALOG_STACK, 'PostgresParameters').Parameters['rds.force_ssl'] = '0'; }],
    ['a parameter that is not set', 'without TLS', (output) => { delete properties(output, CATALOG_STACK, 'PostgresParameters').Parameters['rds.force_ssl']; }],
    instance('the parameters of AWS', 'no parameters of its own', { DBParameterGroupName: 'default.postgres17' }),
    changed('PostgresParameters', 'parameters of another version', 'of another version', { Family: 'postgres16' }),
  ]),
  ...mutationsOf('a6Monitoring', [
    instance('another role that measures', 'is measured by', { MonitoringRoleArn: { 'Fn::Sub': 'arn:${AWS::Partition}:iam::444455556666:role/dust/prod/dust-prod-dust-admin-backup' } }),
    removed('PostgresInstance', 'no role that measures', 'is measured by undefined', 'MonitoringRoleArn'),
  ]),
  ...mutationsOf('a6Backups', [
    ['no selection', 'no selection of AWS Backup', gone('PostgresBackupSelection')],
    ['a selection of everything', 'no selection of AWS Backup', (output) => { selection(output).Resources = ['*']; }],
    ['a selection by tags as well', 'more than its ARN', (output) => { selection(output).ListOfTags = [{ ConditionKey: 'x', ConditionType: 'STRINGEQUALS', ConditionValue: 'y' }]; }],
    ['a selection by text', 'not in its selection by reference', (output) => { selection(output).Resources = [{ 'Fn::Sub': 'arn:${AWS::Partition}:rds:us-east-1:444455556666:db:dust-prod-catalog' }]; }],
    ['the role of another environment', 'by another role', (output) => { selection(output).IamRoleArn = { 'Fn::Sub': 'arn:${AWS::Partition}:iam::111122223333:role/dust/dev/dust-dev-dust-admin-backup' }; }],
    ['a plan that keeps less than the database', 'keep every backup for 35 days', (output) => { plan(output).Lifecycle.DeleteAfterDays = 14; }],
    ['a plan without an end', 'keep every backup', (output) => { delete plan(output).Lifecycle; }],
    ['a plan of every month', 'every day', (output) => { plan(output).ScheduleExpression = 'cron(0 5 1 * ? *)'; }],
    ['the vault of AWS', 'another place than dust-prod', (output) => { plan(output).TargetBackupVault = 'Default'; }],
  ]),
];

const caches = [
  ...mutationsOf('a7Groups', [
    cache('an engine with a licence', 'no engine that is free', { Engine: 'redis' }),
    cache('data in plain text', 'not encrypted', { AtRestEncryptionEnabled: false }),
    removed('CacheGroup', 'the key of AWS', 'not encrypted', 'KmsKeyId'),
    cache('TLS that is only preferred', 'without TLS', { TransitEncryptionMode: 'preferred' }),
    cache('no TLS', 'without TLS', { TransitEncryptionEnabled: false }),
    cache('no failover', 'does not fail over', { AutomaticFailoverEnabled: false }),
    cache('one zone', 'does not fail over', { MultiAZEnabled: false }),
    cache('one node', 'no replica', { NumCacheClusters: 1 }),
    cache('snapshots of a day', 'fewer than 15 days', { SnapshotRetentionLimit: 1 }),
    cache('the default port', 'where everybody looks', { Port: 6379 }),
    cache('cluster mode', 'in cluster mode', { NumNodeGroups: 3 }),
  ]),
  ...mutationsOf('a7Tokens', [
    cache('a token in the template', 'not the one of its secret', { AuthToken: 'correct-horse-battery' }),
    removed('CacheGroup', 'no token', 'not the one of its secret', 'AuthToken'),
    cache('the password of the database', 'not the one of its secret', { AuthToken: resolved('PostgresMaster', ':SecretString:password}}') }),
    ['characters that ElastiCache refuses', 'that ElastiCache refuses', (output) => { delete template(output, 'CachePassword').ExcludePunctuation; }],
    ['a token that is too long', 'that ElastiCache refuses', (output) => { template(output, 'CachePassword').PasswordLength = 200; }],
    ['a token in JSON', 'words around it', (output) => { Object.assign(template(output, 'CachePassword'), { SecretStringTemplate: '{}', GenerateStringKey: 'password' }); }],
    cache('users beside the token', 'users beside its token', { UserGroupIds: ['everybody'] }),
  ]),
  ...mutationsOf('a7Endpoints', [
    ['no endpoint', 'no secret of its endpoint', gone('CacheEndpoint')],
    ['an endpoint by heart', 'not where the secret', (output) => { properties(output, CATALOG_STACK, 'CacheEndpoint').SecretString = '{"host":"cache.example","port":"6380"}'; }],
    ['another port', 'not where the secret', (output) => { const text = properties(output, CATALOG_STACK, 'CacheEndpoint').SecretString['Fn::Sub']; text[0] = (text[0] as string).replace('6380', '6379'); }],
    ['a password beside the endpoint', 'a password in the secret', (output) => { const text = properties(output, CATALOG_STACK, 'CacheEndpoint').SecretString['Fn::Sub']; text[0] = `${text[0]}{{resolve:secretsmanager:x}}`; }],
  ]),
];

const around = [
  ...mutationsOf('retention', [
    ['a database that goes with its stack', 'DeletionPolicy of a AWS::RDS::DBInstance is Delete', (output) => { resource(output, CATALOG_STACK, 'PostgresInstance').DeletionPolicy = 'Delete'; }],
    ['a database that stays without a snapshot', 'AWS::RDS::DBInstance is Retain', (output) => { resource(output, CATALOG_STACK, 'PostgresInstance').UpdateReplacePolicy = 'Retain'; }],
    ['a cache without a snapshot', 'AWS::ElastiCache::ReplicationGroup is', (output) => { resource(output, CATALOG_STACK, 'CacheGroup').UpdateReplacePolicy = 'Delete'; }],
    ['logs that go', 'AWS::Logs::LogGroup is', (output) => { resource(output, CATALOG_STACK, 'PostgresLogs1').DeletionPolicy = 'Delete'; }],
    ['backups that go', 'AWS::Backup::BackupVault is', (output) => { resource(output, 'dust-prod', 'BackupVault').DeletionPolicy = 'Delete'; }],
  ]),
  ...mutationsOf('secrets', [
    ['another property that is filled from a secret', 'looks like a secret', (output) => { properties(output, CATALOG_STACK, 'PostgresInstance').Tags.push({ Key: 'x', Value: '{{resolve:secretsmanager:dust/prod/catalog/postgres/master}}' }); }],
    ['a reference to a parameter', 'looks like a secret', (output) => { properties(output, CATALOG_STACK, 'PostgresInstance').MasterUserPassword = '{{resolve:ssm:password}}'; }],
  ]),
  ...mutationsOf('a8Secrets', [
    ['a password that is easy to guess', 'is easy to guess', (output) => { template(output, 'PostgresApplication').PasswordLength = 12; }],
    ['a password in the words of a login', 'words of the template', (output) => { template(output, 'PostgresApplication').SecretStringTemplate = '{"username":"app_catalog","password":"x"}'; }],
    ['a login whose password has another key', 'words of the template', (output) => { template(output, 'PostgresMaster').GenerateStringKey = 'secret'; }],
    changed('PostgresMaster', 'a login in plain text', 'its value in the template', { SecretString: 'x' }),
  ]),
  ...mutationsOf('namedResourcesComeFirst', [
    ['a password that is not there yet', 'names PostgresMaster', (output) => { properties(output, CATALOG_STACK, 'PostgresInstance').MasterUserPassword = '{{resolve:secretsmanager:dust/prod/catalog/postgres/master:SecretString:password}}'; }],
    ['parameters that are not there yet', 'names PostgresParameters', (output) => { properties(output, CATALOG_STACK, 'PostgresInstance').DBParameterGroupName = 'dust-prod-catalog-postgres17'; }],
    ['a selection of what is not there yet', 'names PostgresInstance', (output) => { selection(output).Resources = [{ 'Fn::Sub': 'arn:${AWS::Partition}:rds:us-east-1:444455556666:db:dust-prod-catalog' }]; }],
  ]),
  ...mutationsOf('otherStacksComeFirst', [
    instance('subnets that nobody made', 'no template of the account makes dust-prod-database', { DBSubnetGroupName: 'dust-prod-database' }),
    cache('subnets of caches that nobody made', 'no template of the account makes default', { CacheSubnetGroupName: 'default' }),
    instance('a role that nobody made', 'no template of the account makes arn', { MonitoringRoleArn: { 'Fn::Sub': 'arn:${AWS::Partition}:iam::444455556666:role/monitoring' } }),
    ['a vault of another region', 'no template of the account makes dust-dev', (output) => { plan(output).TargetBackupVault = 'dust-dev'; }],
    ['a platform without its store', 'no template of the account makes arn:aws:iam::444455556666:role/dust/prod/secrets/dust-prod-dust-admin-secrets', gone('AdminSecretsRole', 'dust-prod')],
  ]),
  ...mutationsOf('legalNames', [
    instance('a name with two hyphens', 'takes no name dust--prod', { DBInstanceIdentifier: 'dust--prod' }),
    cache('a name of 41 characters', 'takes no name', { ReplicationGroupId: 'c'.repeat(41) }),
    instance('a database with a hyphen', 'DBName cannot be', { DBName: 'db-catalog' }),
    ['a plan of a long name', 'BackupPlanName cannot be', (output) => { properties(output, CATALOG_STACK, 'PostgresBackupPlan').BackupPlan.BackupPlanName = 'b'.repeat(51); }],
    ['a user that PostgreSQL keeps', 'username cannot be', (output) => { template(output, 'PostgresApplication').SecretStringTemplate = '{"username":"pg_catalog"}'; }],
  ]),
  ...mutationsOf('reservedWords', [
    instance('the database of the server', 'is a word that', { DBName: 'postgres' }),
  ]),
  ...mutationsOf('physicalNames', [
    instance('one name for two databases', 'is called like', { DBInstanceIdentifier: 'dust-prod-identity' }),
    changed('PostgresLogs1', 'one log group for two databases', 'is called like', { LogGroupName: '/aws/rds/instance/dust-prod-identity/postgresql' }),
    cache('one name for two caches', 'is called like', { ReplicationGroupId: 'dust-prod-identity' }),
  ]),
  ...mutationsOf('loginsAreComplete', [
    ['a store that reads half a login', 'reads a login and does not wait', (output) => { dropDependency(output, CATALOG_STACK, 'SecretsRolePolicy', 'PostgresApplicationAttachment'); }],
  ]),
];

export const databases = [...postgres, ...caches, ...around];
