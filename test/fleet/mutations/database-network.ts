import { CATALOG_STACK } from './databases';
import { mutationsOf } from './mutation';
import { dropDependency, properties, resource, statements } from '../../independent/mutate';
import type { Output } from '../../support/synthesize';

const PLATFORM = 'dust-prod';
const sub = (text: string) => ({ 'Fn::Sub': text });
const SECRET = 'arn:${AWS::Partition}:secretsmanager:us-east-1:444455556666:secret:';

function group(output: Output): Record<string, any> {
  return properties(output, CATALOG_STACK, 'PostgresSecurityGroup');
}

function ingress(output: Output): Record<string, any> {
  return group(output).SecurityGroupIngress[0] as Record<string, any>;
}

/** A statement of a resource of the platform or the catalog, by its id. */
function said(output: Output, stack: string, id: string, sid: string): Record<string, any> {
  const found = statements(output, stack, id).find(({ Sid }) => Sid === sid);
  if (found === undefined) throw new Error(`no statement ${sid} in ${stack}/${id}`);
  return found;
}

function key(output: Output, sid: string): Record<string, any> {
  return said(output, CATALOG_STACK, 'Key', sid);
}

/** A statement more in the policy of a role of the platform. */
function also(id: string, action: string, resourceArn: string, condition?: unknown): (output: Output) => void {
  return (output) => { statements(output, PLATFORM, id).push({ Sid: 'More', Effect: 'Allow', Action: [action], Resource: [sub(resourceArn)], ...(condition === undefined ? {} : { Condition: condition }) }); };
}

const network = [
  ...mutationsOf('a10SecurityGroups', [
    ['everybody', 'others than the pods', (output) => { delete ingress(output).SourceSecurityGroupId; ingress(output).CidrIp = '0.0.0.0/0'; }],
    ['everybody beside the pods', 'others than the pods', (output) => { ingress(output).CidrIp = '0.0.0.0/0'; }],
    ['the pods of another environment', 'others than the pods', (output) => { ingress(output).SourceSecurityGroupId = 'sg-0d3f0a1b2c3d4e5f6'; }],
    ['a second source', 'others than the pods', (output) => { group(output).SecurityGroupIngress.push({ ...ingress(output), SourceSecurityGroupId: 'sg-0fffffffffffffff0' }); }],
    ['all ports', 'other ports than 5433', (output) => { Object.assign(ingress(output), { FromPort: 0, ToPort: 65535 }); }],
    ['every protocol', 'other ports than 5433', (output) => { ingress(output).IpProtocol = '-1'; }],
    ['a port that the cache does not listen at', 'other ports than 6381', (output) => { properties(output, CATALOG_STACK, 'CacheGroup').Port = 6381; }],
    ['egress to everywhere by leaving it out', 'lets something out', (output) => { delete group(output).SecurityGroupEgress; }],
    ['egress to everywhere', 'lets something out', (output) => { group(output).SecurityGroupEgress = [{ CidrIp: '0.0.0.0/0', IpProtocol: '-1', Description: 'All of it' }]; }],
    ['a rule that nobody explains', 'without a description', (output) => { delete ingress(output).Description; }],
    ['a group that nobody explains', 'without a description', (output) => { group(output).GroupDescription = ''; }],
    ['egress that nobody explains', 'without a description', (output) => { delete group(output).SecurityGroupEgress[0].Description; }],
    ['another network', 'in another network', (output) => { group(output).VpcId = 'vpc-0d5f1a2b3c4d5e6f7'; }],
    ['a group that nothing uses', 'not used by one', (output) => { output.templates.get(CATALOG_STACK)!.Resources.Group = structuredClone(resource(output, CATALOG_STACK, 'PostgresSecurityGroup')); }],
  ]),
  ...mutationsOf('groupsAreTheirOwn', [
    ['a second group', 'has 2 security groups', (output) => { properties(output, CATALOG_STACK, 'PostgresInstance').VPCSecurityGroups.push('sg-0b9a8c7d6e5f40312'); }],
    ['the group of the pods', '0 of its own', (output) => { properties(output, CATALOG_STACK, 'CacheGroup').SecurityGroupIds = ['sg-0b9a8c7d6e5f40312']; }],
    ['no group', 'has 0 security groups', (output) => { delete properties(output, CATALOG_STACK, 'PostgresInstance').VPCSecurityGroups; }],
  ]),
  ...mutationsOf('databaseSubnets', [
    ['one subnet less', 'other subnets', (output) => { properties(output, PLATFORM, 'DatabaseSubnets').SubnetIds.pop(); }],
    ['a subnet of load balancers', 'other subnets', (output) => { properties(output, PLATFORM, 'CacheSubnets').SubnetIds[0] = 'subnet-0b11111111111111a'; }],
    ['a database in the default subnets', 'which the platform does not make', (output) => { delete properties(output, CATALOG_STACK, 'PostgresInstance').DBSubnetGroupName; }],
    ['the subnets of another environment', 'which the platform does not make', (output) => { properties(output, CATALOG_STACK, 'CacheGroup').CacheSubnetGroupName = 'dust-dev-caches'; }],
  ]),
  ...mutationsOf('a11LogGroups', [
    ['logs of a month', 'less than a year', (output) => { properties(output, CATALOG_STACK, 'PostgresLogs1').RetentionInDays = 30; }],
    ['logs of no time', 'less than a year', (output) => { delete properties(output, CATALOG_STACK, 'PostgresLogs1').RetentionInDays; }],
    ['logs under the key of AWS', 'not encrypted', (output) => { delete properties(output, CATALOG_STACK, 'PostgresLogs2').KmsKeyId; }],
    ['logs that go with their stack', 'goes with its stack', (output) => { resource(output, CATALOG_STACK, 'PostgresLogs2').DeletionPolicy = 'Delete'; }],
    ['a group that RDS would make', 'which nobody makes', (output) => { delete output.templates.get(CATALOG_STACK)!.Resources.PostgresLogs1; }],
    ['a group of another name', 'is written by nobody', (output) => { properties(output, CATALOG_STACK, 'PostgresLogs1').LogGroupName = '/aws/rds/instance/dust-prod-catalogs/postgresql'; }],
    ['a database that exports before its groups are there', 'does not wait for PostgresLogs2', (output) => { dropDependency(output, CATALOG_STACK, 'PostgresInstance', 'PostgresLogs2'); }],
  ]),
  ...mutationsOf('backupVaults', [
    ['the key of AWS', 'not encrypted with a key', (output) => { delete properties(output, PLATFORM, 'BackupVault').EncryptionKeyArn; }],
    ['a vault that others may read', 'is open to others', (output) => { properties(output, PLATFORM, 'BackupVault').AccessPolicy = {}; }],
    ['a vault of a service', 'not in the stack of the platform', (output) => { output.templates.get(CATALOG_STACK)!.Resources.Vault = structuredClone(resource(output, PLATFORM, 'BackupVault')); }],
  ]),
];

const keys = mutationsOf('a9Keys', [
  ['logs of every group', 'other logs than', (output) => { delete key(output, 'EncryptLogs').Condition; }],
  ['logs by pattern', 'other logs than', (output) => { key(output, 'EncryptLogs').Condition = { ArnLike: { 'kms:EncryptionContext:aws:logs:arn': sub('arn:${AWS::Partition}:logs:us-east-1:444455556666:*') } }; }],
  ['logs of another service', 'other logs than', (output) => { key(output, 'EncryptLogs').Condition.ArnEquals['kms:EncryptionContext:aws:logs:arn'].push(sub('arn:${AWS::Partition}:logs:us-east-1:444455556666:log-group:/aws/rds/instance/dust-prod-identity/postgresql')); }],
  ['logs that cannot be written', 'cannot encrypt the logs', (output) => { key(output, 'EncryptLogs').Action = ['kms:Decrypt']; }],
  ['logs that make grants', 'do more than encrypt', (output) => { key(output, 'EncryptLogs').Action.push('kms:CreateGrant'); }],
  ['another service of AWS', 'services of AWS beside logs', (output) => { key(output, 'EncryptLogs').Principal = { Service: 'lambda.amazonaws.com' }; }],
  ['the logs of another region', 'services of AWS beside logs', (output) => { key(output, 'EncryptLogs').Principal = { Service: 'logs.eu-west-1.amazonaws.com' }; }],
  ['another role', 'roles beside the one', (output) => { key(output, 'PrepareDatabases').Principal.AWS = sub('arn:${AWS::Partition}:iam::444455556666:role/dust/prod/dust-prod-identity-pod'); }],
  ['the role of another environment', 'roles beside the one', (output) => { key(output, 'PrepareDatabases').Principal.AWS = sub('arn:${AWS::Partition}:iam::111122223333:role/dust/dev/secrets/dust-dev-dust-admin-secrets'); }],
  ['a store that encrypts', 'do more than decrypt', (output) => { key(output, 'PrepareDatabases').Action.push('kms:Encrypt'); }],
  ['a store that decrypts anything', 'without Secrets Manager', (output) => { delete key(output, 'PrepareDatabases').Condition.StringEquals; }],
  ['a store that decrypts every secret', 'decrypt other secrets', (output) => { delete key(output, 'PrepareDatabases').Condition.StringLike; }],
  ['a store that decrypts what the service keeps', 'decrypt other secrets', (output) => { key(output, 'PrepareDatabases').Condition.StringLike['kms:EncryptionContext:SecretARN'].push(sub(`${SECRET}dust/prod/catalog/STRIPE_API_KEY-??????`)); }],
  ['a store that decrypts by a wide pattern', 'decrypt other secrets', (output) => { key(output, 'PrepareDatabases').Condition.StringLike['kms:EncryptionContext:SecretARN'] = [sub(`${SECRET}dust/prod/catalog/postgres/*`)]; }],
  ['a store that cannot decrypt the master\'s login', 'keeps its logins', (output) => { key(output, 'PrepareDatabases').Condition.StringLike['kms:EncryptionContext:SecretARN'].pop(); }],
  ['a store without the key', 'keeps its logins', (output) => { const all = statements(output, CATALOG_STACK, 'Key'); all.splice(all.findIndex(({ Sid }) => Sid === 'PrepareDatabases'), 1); }],
  ['a database that cannot use its key', 'not open to a service', (output) => { key(output, 'UseByServices').Condition.StringEquals['kms:ViaService'] = ['ecr.us-east-1.amazonaws.com', 'elasticache.us-east-1.amazonaws.com', 's3.us-east-1.amazonaws.com', 'secretsmanager.us-east-1.amazonaws.com']; }],
  ['objects that make grants', 'make grants without need', (output) => { key(output, 'GrantToServices').Condition.StringEquals['kms:ViaService'].push('s3.us-east-1.amazonaws.com'); }],
  ['a key for databases of a service without one', 'open to rds.us-east-1.amazonaws.com without need', (output) => { statements(output, 'dust-prod-notifications', 'Key')[1]!.Condition.StringEquals['kms:ViaService'].push('rds.us-east-1.amazonaws.com'); }],
  ['a vault that cannot use its key', 'not open to a service', (output) => { said(output, PLATFORM, 'BackupKey', 'UseByServices').Condition.StringEquals['kms:ViaService'] = ['s3.us-east-1.amazonaws.com']; }],
]);

const roles = [
  ...mutationsOf('trustedKinds', [
    ['measurements for another account', 'trusts {"Service":["monitoring', (output) => { delete statements(output, PLATFORM, 'MonitoringRole')[0]!.Condition; }],
    ['backups by another service', 'trusts {"Service":["ec2', (output) => { statements(output, PLATFORM, 'BackupRole')[0]!.Principal.Service = 'ec2.amazonaws.com'; }],
    ['backups with tags of a session', 'for sts:AssumeRole, sts:TagSession', (output) => { statements(output, PLATFORM, 'BackupRole')[0]!.Action.push('sts:TagSession'); }],
  ]),
  ...mutationsOf('capabilities', [
    ['a platform without its backups', 'not backup, deploy, monitoring', (output) => { delete output.templates.get(PLATFORM)!.Resources.BackupRole; }],
  ]),
  ...mutationsOf('monitoringPermissions', [
    ['every log group', 'write to other logs', also('MonitoringRolePolicy', 'logs:PutLogEvents', 'arn:${AWS::Partition}:logs:us-east-1:444455556666:log-group:*')],
    ['logs that go', 'more than write measurements', also('MonitoringRolePolicy', 'logs:DeleteLogGroup', 'arn:${AWS::Partition}:logs:us-east-1:444455556666:log-group:RDSOSMetrics:*')],
    ['measurements that nobody can write', 'may not write measurements', (output) => { statements(output, PLATFORM, 'MonitoringRolePolicy').pop(); }],
  ]),
  ...mutationsOf('backupPermissions', [
    ['databases that go', 'more than back up', also('BackupRolePolicy', 'rds:DeleteDBInstance', 'arn:${AWS::Partition}:rds:us-east-1:444455556666:db:dust-prod-*')],
    ['snapshots of others that go', 'snapshots that are not its own', also('BackupRolePolicy', 'rds:DeleteDBSnapshot', 'arn:${AWS::Partition}:rds:us-east-1:444455556666:snapshot:*')],
    ['databases of another environment', 'databases of another environment', also('BackupRolePolicy', 'rds:CreateDBSnapshot', 'arn:${AWS::Partition}:rds:us-east-1:111122223333:db:dust-staging-catalog')],
    ['another vault', 'another vault', also('BackupRolePolicy', 'backup:CopyIntoBackupVault', 'arn:${AWS::Partition}:backup:us-east-1:*:backup-vault:*')],
    ['grants to people', 'grant keys to others', (output) => { delete said(output, PLATFORM, 'BackupRolePolicy', 'SnapshotGrants').Condition.Bool; }],
    ['a database that cannot be backed up', 'may not back up', (output) => { said(output, PLATFORM, 'BackupRolePolicy', 'Snapshots').Resource.shift(); }],
    ['keys that cannot be granted', 'may not kms:CreateGrant for the key of', (output) => { said(output, PLATFORM, 'BackupRolePolicy', 'SnapshotGrants').Condition.StringEquals['aws:ResourceTag/dust:env'] = 'dev'; }],
  ]),
  ...mutationsOf('isolation', [
    ['backups with the keys of another environment', 'reaches arn:aws:kms:us-east-1:111122223333:key/key-Key-of-dust-staging-catalog', (output) => { delete said(output, 'dust-dev', 'BackupRolePolicy', 'SnapshotKeys').Condition.StringEquals; }],
    ['pods with the database of another service', 'reaches arn:aws:rds', (output) => { statements(output, CATALOG_STACK, 'PodRolePolicy')[0]!.Resource.push(sub('arn:${AWS::Partition}:rds:us-east-1:444455556666:db:dust-prod-identity')); }],
  ]),
  ...mutationsOf('boundariesAdmitPermissions', [
    ['a boundary without backups', 'does not admit rds:CreateDBSnapshot', (output) => { const all = statements(output, PLATFORM, 'Boundary'); all.splice(all.findIndex(({ Sid }) => Sid === 'Snapshots'), 1); }],
    ['a boundary for keys of another environment', 'does not admit kms:CreateGrant', (output) => { said(output, PLATFORM, 'Boundary', 'SnapshotGrants').Condition.StringEquals['aws:ResourceTag/dust:env'] = 'dev'; }],
  ]),
  ...mutationsOf('boundariesAreTight', [
    ['a boundary that admits more', 'admits rds:DeleteDBInstance', also('Boundary', 'rds:DeleteDBInstance', 'arn:${AWS::Partition}:rds:us-east-1:444455556666:db:*')],
    ['a boundary for what nobody has', 'admits logs:PutLogEvents', (output) => { delete output.templates.get(PLATFORM)!.Resources.MonitoringRolePolicy; }],
  ]),
  ...mutationsOf('adminStorePermissions', [
    ['every secret of the environment', 'may read dust-prod-catalog/SecretStripeApiKey', also('AdminSecretsRolePolicy', 'secretsmanager:GetSecretValue', `${SECRET}dust/prod/*`)],
    ['passwords of caches', 'may read dust-prod-catalog/CachePassword', also('AdminSecretsRolePolicy', 'secretsmanager:GetSecretValue', `${SECRET}dust/prod/*/cache/password-??????`)],
    ['a service that is called postgres', 'secret:dust/prod/postgres/PASSWORD', also('AdminSecretsRolePolicy', 'secretsmanager:GetSecretValue', `${SECRET}dust/prod/*postgres/*`)],
    ['logins of another environment', 'may read dust-staging-catalog/PostgresMaster', (output) => { statements(output, 'dust-dev', 'AdminSecretsRolePolicy')[0]!.Resource.push(sub('arn:${AWS::Partition}:secretsmanager:us-east-1:111122223333:secret:dust/*/*/postgres/master-??????')); }],
    ['a store that cannot read the master\'s login', 'may not read dust-prod-catalog/PostgresMaster', (output) => { statements(output, PLATFORM, 'AdminSecretsRolePolicy')[0]!.Resource.shift(); }],
    ['a store that writes', 'more than read', also('AdminSecretsRolePolicy', 'secretsmanager:PutSecretValue', `${SECRET}dust/prod/*/postgres/master-??????`)],
    ['a right that holds for nobody', 'does not send', (output) => { statements(output, PLATFORM, 'AdminSecretsRolePolicy')[0]!.Condition = { StringEquals: { 'aws:PrincipalTag/x': 'y' } }; }],
    ['a store with every key', 'a key that speaks for itself', also('AdminSecretsRolePolicy', 'kms:Decrypt', 'arn:${AWS::Partition}:kms:us-east-1:444455556666:key/*')],
  ]),
  ...mutationsOf('secretReadersAreStores', [
    ['a service that reads its master\'s login', 'PostgresMaster: is read by', (output) => { statements(output, CATALOG_STACK, 'SecretsRolePolicy')[0]!.Resource.push(sub(`${SECRET}dust/prod/catalog/postgres/master-??????`)); }],
    ['pods that read their login', 'PostgresApplication: is read by', (output) => { statements(output, CATALOG_STACK, 'PodRolePolicy').push({ Sid: 'More', Effect: 'Allow', Action: ['secretsmanager:GetSecretValue'], Resource: [sub(`${SECRET}dust/prod/catalog/postgres/application-??????`)] }); }],
  ]),
  ...mutationsOf('storePermissions', [
    ['a service that reads its master\'s login', 'also reaches', (output) => { statements(output, CATALOG_STACK, 'SecretsRolePolicy')[0]!.Resource.push(sub(`${SECRET}dust/prod/catalog/postgres/*`)); }],
  ]),
];

export const databaseNetwork = [...network, ...keys, ...roles];
