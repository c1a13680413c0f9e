import { bootstrapBoundary, executionPolicies, policyJson } from '../../../lib/policy/execution';
import type { Deployed } from '../../../lib/policy/execution';
import { allows } from '../../support/allows';
import type { PolicyStatement, Request } from '../../support/allows';
import { exampleOutput } from '../../support/example';
import type { Resource } from '../../support/synthesize';

const PROD: Deployed = {
  prefix: 'dust', issuer: 'token.actions.githubusercontent.com', account: '444455556666', region: 'us-east-1', partition: 'aws', qualifier: 'prod', environments: ['prod'], mixed: false, clusters: ['foundry-prod'],
};
const WORKSHOP: Deployed = { ...PROD, account: '111122223333', qualifier: 'workshop', environments: ['builds', 'dev', 'staging'], clusters: ['workshop-dev', 'workshop-staging'] };

const statementsOf = (policies: readonly { statements: Parameters<typeof policyJson>[0] }[]): PolicyStatement[] => policies.flatMap(({ statements }) => (policyJson(statements, 'aws') as { Statement: PolicyStatement[] }).Statement);
const execution = (deployed: Deployed): PolicyStatement[] => statementsOf(executionPolicies(deployed));
const boundary = (deployed: Deployed): PolicyStatement[] => statementsOf([bootstrapBoundary(deployed)]);

/** What making a resource of a type asks of IAM. One without a row is red: the policies would not let it be deployed. */
const MAKING: Readonly<Record<string, (properties: Record<string, any>, at: (service: string, resource: string) => string, account: string) => readonly Request[]>> = {
  'AWS::Backup::BackupPlan': (_, at) => [{ action: 'backup:CreateBackupPlan', resource: at('backup', 'backup-plan:x') }],
  'AWS::Backup::BackupSelection': (_, at) => [{ action: 'backup:CreateBackupSelection', resource: at('backup', 'backup-plan:x') }],
  'AWS::Backup::BackupVault': ({ BackupVaultName }, at) => [{ action: 'backup:CreateBackupVault', resource: at('backup', `backup-vault:${BackupVaultName}`) }],
  'AWS::EC2::SecurityGroup': (properties, at) => [
    { action: 'ec2:CreateSecurityGroup', resource: at('ec2', 'vpc/vpc-1') }, { action: 'ec2:CreateSecurityGroup', resource: at('ec2', 'security-group/sg-1'), keys: tagged('Request', properties) },
    { action: 'ec2:AuthorizeSecurityGroupIngress', resource: at('ec2', 'security-group/sg-1'), keys: tagged('Resource', properties) },
  ],
  'AWS::ECR::Repository': ({ RepositoryName }, at) => [{ action: 'ecr:CreateRepository', resource: at('ecr', `repository/${RepositoryName}`) }],
  'AWS::EKS::AccessEntry': ({ ClusterName }, at) => [{ action: 'eks:CreateAccessEntry', resource: at('eks', `cluster/${ClusterName}`) }],
  'AWS::EKS::PodIdentityAssociation': ({ ClusterName }, at, account) => [
    { action: 'eks:CreatePodIdentityAssociation', resource: at('eks', `cluster/${ClusterName}`) },
    { action: 'iam:PassRole', resource: `arn:aws:iam::${account}:role/dust/${environmentOf(ClusterName as string)}/x`, keys: { 'iam:PassedToService': 'pods.eks.amazonaws.com' } },
  ],
  'AWS::ElastiCache::ReplicationGroup': ({ ReplicationGroupId }, at) => [{ action: 'elasticache:CreateReplicationGroup', resource: at('elasticache', `replicationgroup:${ReplicationGroupId}`) }],
  'AWS::ElastiCache::SubnetGroup': ({ CacheSubnetGroupName }, at) => [{ action: 'elasticache:CreateCacheSubnetGroup', resource: at('elasticache', `subnetgroup:${CacheSubnetGroupName}`) }],
  'AWS::IAM::ManagedPolicy': ({ ManagedPolicyName, Path }, _, account) => [{ action: 'iam:CreatePolicy', resource: `arn:aws:iam::${account}:policy${Path}${ManagedPolicyName}` }],
  'AWS::IAM::OIDCProvider': ({ Url }, _, account) => [{ action: 'iam:CreateOpenIDConnectProvider', resource: `arn:aws:iam::${account}:oidc-provider/${String(Url).slice('https://'.length)}` }],
  'AWS::IAM::Role': ({ RoleName, Path, PermissionsBoundary }, _, account) => ['iam:CreateRole', 'iam:AttachRolePolicy'].map((action) => ({
    action, resource: `arn:aws:iam::${account}:role${Path}${RoleName}`,
    keys: { 'iam:PermissionsBoundary': inAws(PermissionsBoundary), 'iam:PolicyARN': `arn:aws:iam::${account}:policy${Path}${RoleName}` },
  })),
  'AWS::KMS::Alias': ({ AliasName }, at) => [{ action: 'kms:CreateAlias', resource: at('kms', AliasName as string) }],
  'AWS::KMS::Key': (properties, at) => [
    { action: 'kms:CreateKey', resource: '*', keys: tagged('Request', properties) }, { action: 'kms:PutKeyPolicy', resource: at('kms', 'key/k'), keys: tagged('Resource', properties) },
  ],
  'AWS::Logs::LogGroup': ({ LogGroupName }, at) => [{ action: 'logs:CreateLogGroup', resource: at('logs', `log-group:${LogGroupName}:log-stream:`) }],
  'AWS::RDS::DBInstance': ({ DBInstanceIdentifier, DBParameterGroupName, DBSubnetGroupName }, at) => [
    { action: 'rds:CreateDBInstance', resource: at('rds', `db:${DBInstanceIdentifier}`) }, ...nameOf(DBParameterGroupName, (name) => ({ action: 'rds:CreateDBInstance', resource: at('rds', `pg:${name}`) })),
    ...nameOf(DBSubnetGroupName, (name) => ({ action: 'rds:CreateDBInstance', resource: at('rds', `subgrp:${name}`) })),
  ],
  'AWS::RDS::DBParameterGroup': ({ DBParameterGroupName }, at) => [{ action: 'rds:CreateDBParameterGroup', resource: at('rds', `pg:${DBParameterGroupName}`) }],
  'AWS::RDS::DBSubnetGroup': ({ DBSubnetGroupName }, at) => [{ action: 'rds:CreateDBSubnetGroup', resource: at('rds', `subgrp:${DBSubnetGroupName}`) }],
  'AWS::S3::Bucket': ({ BucketName }) => ['s3:CreateBucket', 's3:PutBucketVersioning', 's3:PutEncryptionConfiguration'].map((action) => ({ action, resource: `arn:aws:s3:::${BucketName}` })),
  'AWS::S3::BucketPolicy': () => [{ action: 's3:PutBucketPolicy', resource: 'arn:aws:s3:::dust-ENVIRONMENT-x-1' }],
  'AWS::SecretsManager::ResourcePolicy': (_, at) => [{ action: 'secretsmanager:PutResourcePolicy', resource: at('secretsmanager', 'secret:dust/ENVIRONMENT/x/Y') }],
  'AWS::SecretsManager::Secret': ({ Name }, at) => [{ action: 'secretsmanager:CreateSecret', resource: at('secretsmanager', `secret:${Name}-AbCdEf`) }],
  'AWS::SecretsManager::SecretTargetAttachment': (_, at) => [{ action: 'secretsmanager:PutSecretValue', resource: at('secretsmanager', 'secret:dust/ENVIRONMENT/x/Y') }],
};

function environmentOf(cluster: string): string {
  return cluster.slice(cluster.indexOf('-') + 1);
}

function tagged(of: string, { Tags }: Record<string, any>): Record<string, string> {
  return { [`aws:${of}Tag/dust:env`]: (Tags as { Key: string; Value: string }[]).find(({ Key }) => Key === 'dust:env')!.Value };
}

function nameOf<T>(name: unknown, ask: (name: string) => T): T[] {
  return typeof name === 'string' ? [ask(name)] : [];
}

function inAws(text: unknown): string {
  return JSON.stringify(text).replace(/\$\{AWS::Partition\}|"\},":|\{"Ref":"AWS::Partition"\}/g, 'aws').replace(/^.*(arn:.*:policy\/[\w/-]+).*$/, '$1').replace(/^arn:[^:]*:/, 'arn:aws:');
}

const { templates } = exampleOutput();
const resources = [...templates].flatMap(([stack, { Resources }]) => Object.values(Resources).map((resource) => ({ stack, resource })));
const deployedOf = (stack: string): Deployed => (/^dust-(?:prod|account-444455556666)/.test(stack) ? PROD : WORKSHOP);

function requestsOf(stack: string, { Type, Properties }: Resource): readonly Request[] {
  const { region, account } = deployedOf(stack);
  const asked = MAKING[Type]!(Properties, (service, resource) => `arn:aws:${service}:${region}:${account}:${resource}`, account);
  return asked.map((request) => ({ ...request, resource: request.resource.replace('ENVIRONMENT', stack.split('-')[1]!) }));
}

test('every type of the example has a row, and no row is for nothing', () => {
  expect([...new Set(resources.map(({ resource: { Type } }) => Type))].sort()).toEqual(Object.keys(MAKING).sort());
});

test('the policies let every resource of the example be made, and the boundary cuts none of it', () => {
  const refused = resources.flatMap(({ stack, resource }) => requestsOf(stack, resource).flatMap((request) => {
    const deployed = deployedOf(stack);
    const by = [...(allows(execution(deployed), request) ? [] : ['policies']), ...(allows(boundary(deployed), request) ? [] : ['boundary'])];
    return by.map((what) => `${what} of ${deployed.qualifier}: ${request.action} on ${request.resource} ${JSON.stringify(request.keys ?? {})}`);
  }));
  expect([...new Set(refused)]).toEqual([]);
});

const OWN = 'arn:aws:iam::444455556666:policy/dust/prod/dust-prod-boundary';
const role = 'arn:aws:iam::444455556666:role/dust/prod/x';

describe('deployment does not get out', () => {
  test.each<readonly [string, Request]>([
    ['a role without a boundary', { action: 'iam:CreateRole', resource: role }],
    ['a role with another boundary', { action: 'iam:CreateRole', resource: role, keys: { 'iam:PermissionsBoundary': 'arn:aws:iam::aws:policy/AdministratorAccess' } }],
    ['a role of another environment', { action: 'iam:CreateRole', resource: 'arn:aws:iam::444455556666:role/dust/dev/x', keys: { 'iam:PermissionsBoundary': OWN } }],
    ['a policy of AWS on a role', { action: 'iam:AttachRolePolicy', resource: role, keys: { 'iam:PermissionsBoundary': OWN, 'iam:PolicyARN': 'arn:aws:iam::aws:policy/AdministratorAccess' } }],
    ['taking a boundary away', { action: 'iam:DeleteRolePermissionsBoundary', resource: role, keys: { 'iam:PermissionsBoundary': OWN } }],
    ['a role for a machine', { action: 'iam:PassRole', resource: role, keys: { 'iam:PassedToService': 'ec2.amazonaws.com' } }],
    ['a person', { action: 'iam:CreateUser', resource: 'arn:aws:iam::444455556666:user/x' }],
    ['its own role', { action: 'iam:AttachRolePolicy', resource: 'arn:aws:iam::444455556666:role/cdk-prod-cfn-exec-role-444455556666-us-east-1', keys: { 'iam:PermissionsBoundary': OWN } }],
    ['its own boundary', { action: 'iam:CreatePolicyVersion', resource: 'arn:aws:iam::444455556666:policy/dust-prod-bootstrap-boundary' }],
    ['objects of a bucket', { action: 's3:GetObject', resource: 'arn:aws:s3:::dust-prod-web-x-444455556666/key' }],
    ['a bucket of somebody else', { action: 's3:PutBucketPolicy', resource: 'arn:aws:s3:::finance' }],
    ['a key of somebody else', { action: 'kms:PutKeyPolicy', resource: 'arn:aws:kms:us-east-1:444455556666:key/k' }],
    ['a secret of somebody else', { action: 'secretsmanager:GetSecretValue', resource: 'arn:aws:secretsmanager:us-east-1:444455556666:secret:finance/x' }],
    ['another cluster', { action: 'eks:CreateAccessEntry', resource: 'arn:aws:eks:us-east-1:444455556666:cluster/other' }],
    ['a machine', { action: 'ec2:RunInstances', resource: 'arn:aws:ec2:us-east-1:444455556666:instance/*' }],
  ])('%s', (_what, request) => expect(allows(execution(PROD), request)).toBe(false));

  test.each<readonly [string, Request]>([
    ['a role without a boundary', { action: 'iam:CreateRole', resource: role }],
    ['a person', { action: 'iam:CreateUser', resource: 'arn:aws:iam::444455556666:user/x' }],
    ['its own boundary', { action: 'iam:CreatePolicyVersion', resource: 'arn:aws:iam::444455556666:policy/dust-prod-bootstrap-boundary' }],
    ['another service', { action: 'organizations:LeaveOrganization', resource: '*' }],
  ])('not even with administrator rights: %s', (_what, request) => expect(allows(boundary(PROD), request)).toBe(false));
});

test('each policy is one that IAM holds', () => {
  for (const policy of [...executionPolicies(WORKSHOP), bootstrapBoundary(WORKSHOP)]) {
    expect(JSON.stringify(policyJson(policy.statements, 'aws-us-gov')).length).toBeLessThanOrEqual(6144);
    expect(policy.name).toMatch(/^[\w+=,.@-]{1,128}$/);
  }
});
