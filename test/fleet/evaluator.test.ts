import { glob, globAction } from '../independent/iam';
import { valuesOf } from '../independent/json';
import type { Json } from '../independent/json';
import { holds } from '../independent/network';
import { mentions } from '../independent/ordering';
import { quantity } from '../independent/quantity';
import { referencesOf, resolve } from '../independent/resolve';
import type { Place } from '../independent/resolve';

const place: Place = {
  stackName: 'dust-dev-web',
  account: '111122223333',
  region: 'us-gov-west-1',
  partition: 'aws-us-gov',
  parameters: { Version: { Default: '6' } },
  resources: {
    Bucket: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'scans' } },
    Role: { Type: 'AWS::IAM::Role', Properties: { RoleName: 'web-pod', Path: '/dust/dev/' } },
    Policy: { Type: 'AWS::IAM::ManagedPolicy', Properties: { ManagedPolicyName: 'web-pod' } },
    Repository: { Type: 'AWS::ECR::Repository', Properties: { RepositoryName: 'dust/web' } },
    Key: { Type: 'AWS::KMS::Key', Properties: {} },
    Secret: { Type: 'AWS::SecretsManager::Secret', Properties: { Name: 'dust/dev/web/TOKEN' } },
    Database: { Type: 'AWS::RDS::DBInstance', Properties: { DBInstanceIdentifier: 'dust-dev-web' } },
    Cache: { Type: 'AWS::ElastiCache::ReplicationGroup', Properties: { ReplicationGroupId: 'dust-dev-web' } },
    Group: { Type: 'AWS::EC2::SecurityGroup', Properties: {} },
    Plan: { Type: 'AWS::Backup::BackupPlan', Properties: {} },
    Vault: { Type: 'AWS::Backup::BackupVault', Properties: { BackupVaultName: 'dust-dev' } },
    Logs: { Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName: '/aws/rds/instance/dust-dev-web/upgrade' } },
  },
};

describe('references of a template become text', () => {
  test.each<[string, Json, string]>([
    ['a pseudo parameter', { Ref: 'AWS::Partition' }, 'aws-us-gov'],
    ['a parameter', { Ref: 'Version' }, '6'],
    ['a name', { Ref: 'Bucket' }, 'scans'],
    ['the ARN of a bucket', { 'Fn::GetAtt': ['Bucket', 'Arn'] }, 'arn:aws-us-gov:s3:::scans'],
    ['an attribute in one text', { 'Fn::GetAtt': 'Role.Arn' }, 'arn:aws-us-gov:iam::111122223333:role/dust/dev/web-pod'],
    ['a policy, which refers to its ARN', { Ref: 'Policy' }, 'arn:aws-us-gov:iam::111122223333:policy/web-pod'],
    ['a repository', { 'Fn::GetAtt': ['Repository', 'Arn'] }, 'arn:aws-us-gov:ecr:us-gov-west-1:111122223333:repository/dust/web'],
    ['a secret, which refers to its ARN with an end of six characters', { Ref: 'Secret' }, 'arn:aws-us-gov:secretsmanager:us-gov-west-1:111122223333:secret:dust/dev/web/TOKEN-Ab12cD'],
    ['a database', { 'Fn::GetAtt': ['Database', 'Arn'] }, 'arn:aws-us-gov:rds:us-gov-west-1:111122223333:db:dust-dev-web'],
    ['a vault', { 'Fn::GetAtt': ['Vault', 'Arn'] }, 'arn:aws-us-gov:backup:us-gov-west-1:111122223333:backup-vault:dust-dev'],
    ['a log group', { 'Fn::GetAtt': ['Logs', 'Arn'] }, 'arn:aws-us-gov:logs:us-gov-west-1:111122223333:log-group:/aws/rds/instance/dust-dev-web/upgrade'],
    ['where a cache is', { 'Fn::GetAtt': 'Cache.PrimaryEndPoint.Address' }, 'Cache-of-dust-dev-web.cache.test'],
    ['a security group, whose id nobody knows', { 'Fn::GetAtt': ['Group', 'GroupId'] }, 'sg-Group-of-dust-dev-web'],
    ['a plan, whose id nobody knows', { Ref: 'Plan' }, 'plan-Plan-of-dust-dev-web'],
    ['an attribute that a database does not have here', { 'Fn::GetAtt': ['Database', 'Endpoint.Address'] }, '<unresolved GetAtt Database.Endpoint.Address>'],
    ['variables inside a text', { 'Fn::Sub': '${AWS::Region}/${Bucket}/${Role.Arn}/${!Literal}' }, 'us-gov-west-1/scans/arn:aws-us-gov:iam::111122223333:role/dust/dev/web-pod/${Literal}'],
    ['variables of its own', { 'Fn::Sub': ['${Name}-${AWS::AccountId}', { Name: { Ref: 'Bucket' } }] }, 'scans-111122223333'],
    ['parts that are joined', { 'Fn::Join': ['', [{ 'Fn::GetAtt': ['Bucket', 'Arn'] }, '/*']] }, 'arn:aws-us-gov:s3:::scans/*'],
    ['a resource that is not there', { Ref: 'Gone' }, '<unresolved Ref Gone>'],
    ['an attribute that nobody knows', { 'Fn::GetAtt': ['Bucket', 'DomainName'] }, '<unresolved GetAtt Bucket.DomainName>'],
    ['a function that nobody knows', { 'Fn::ImportValue': 'x' }, '<unresolved Fn::ImportValue>'],
  ])('%s', (_, value, text) => {
    expect(resolve(value, place)).toBe(text);
  });

  test('two keys of different stacks are different keys', () => {
    const arn = { 'Fn::GetAtt': ['Key', 'Arn'] };
    expect(resolve(arn, place)).not.toBe(resolve(arn, { ...place, stackName: 'dust-dev-matching' }));
  });

  test('what a value refers to is found in every spelling', () => {
    const value = [{ Ref: 'A' }, { 'Fn::GetAtt': ['B', 'Arn'] }, { 'Fn::GetAtt': 'C.Arn' }, { 'Fn::Sub': '${D} ${E.Arn} ${!F} ${G}' }, { 'Fn::Sub': ['${H}', { H: { Ref: 'I' } }] }, { 'Fn::Join': ['', [{ Ref: 'J' }]] }];
    expect(referencesOf(value).sort()).toEqual(['A', 'B', 'C', 'D', 'E', 'G', 'I', 'J']);
  });
});

describe('a name in a text', () => {
  test.each<[string, string, string, boolean]>([
    ['dust-prod-web', 'dust-prod-web', 'AWS::IAM::Role', true],
    ['dust-prod-web-restart', 'dust-prod-web', 'AWS::IAM::Role', false],
    ['my-dust-prod-web', 'dust-prod-web', 'AWS::IAM::Role', false],
    ['arn:aws:iam::1:role/dust/prod/dust-prod-web', 'dust-prod-web', 'AWS::IAM::Role', true],
    ['arn:aws:iam::1:role/dust/prod/dust-prod-web-restart', 'dust-prod-web', 'AWS::IAM::Role', false],
    ['arn:aws:iam::1:policy/dust/prod/dust-prod-web', 'dust-prod-web', 'AWS::IAM::Role', false],
    ['arn:aws:iam::1:policy/dust/prod/dust-prod-web', 'dust-prod-web', 'AWS::IAM::ManagedPolicy', true],
    ['arn:aws:s3:::scans/*', 'scans', 'AWS::S3::Bucket', true],
    ['arn:aws:s3:::scans-old/*', 'scans', 'AWS::S3::Bucket', false],
    ['arn:aws:s3:::other/scans', 'scans', 'AWS::S3::Bucket', false],
    ['https://scans.s3.us-east-1.amazonaws.com', 'scans', 'AWS::S3::Bucket', true],
    ['s3://scans/key', 'scans', 'AWS::S3::Bucket', true],
    ['arn:aws:ecr:us-east-1:1:repository/dust/web', 'dust/web', 'AWS::ECR::Repository', true],
    ['arn:aws:ecr:us-east-1:1:repository/dust/web/worker', 'dust/web', 'AWS::ECR::Repository', false],
    ['arn:aws:ecr:us-east-1:1:repository/my/dust/web', 'dust/web', 'AWS::ECR::Repository', false],
    ['1.dkr.ecr.us-east-1.amazonaws.com/dust/web:env-prod', 'dust/web', 'AWS::ECR::Repository', true],
    ['alias/dust/builds', 'alias/dust/builds', 'AWS::KMS::Alias', true],
    ['alias/dust/builds/web', 'alias/dust/builds', 'AWS::KMS::Alias', false],
    ['arn:aws:kms:us-east-1:1:alias/dust/builds', 'alias/dust/builds', 'AWS::KMS::Alias', true],
    ['arn:aws:secretsmanager:eu-central-1:1:secret:dust/dev/web/TOKEN-??????', 'dust/dev/web/TOKEN', 'AWS::SecretsManager::Secret', true],
    ['arn:aws:secretsmanager:eu-central-1:1:secret:dust/dev/web/TOKEN-Ab12cD', 'dust/dev/web/TOKEN', 'AWS::SecretsManager::Secret', true],
    ['arn:aws:secretsmanager:eu-central-1:1:secret:dust/dev/web/TOKEN-*', 'dust/dev/web/TOKEN', 'AWS::SecretsManager::Secret', true],
    ['arn:aws:secretsmanager:eu-central-1:1:secret:dust/dev/web/TOKEN_2-??????', 'dust/dev/web/TOKEN', 'AWS::SecretsManager::Secret', false],
    ['arn:aws:secretsmanager:eu-central-1:1:secret:dust/dev/web/TOKEN-Ab12cD-??????', 'dust/dev/web/TOKEN', 'AWS::SecretsManager::Secret', false],
    ['dust/dev/web/TOKEN', 'dust/dev/web/TOKEN', 'AWS::SecretsManager::Secret', true],
    ['arn:aws:rds:us-east-1:1:db:dust-prod-web', 'dust-prod-web', 'AWS::RDS::DBInstance', true],
    ['arn:aws:rds:us-east-1:1:db:dust-prod-web', 'dust-prod-web', 'AWS::ElastiCache::ReplicationGroup', false],
    ['arn:aws:rds:us-east-1:1:db:dust-prod-web-2', 'dust-prod-web', 'AWS::RDS::DBInstance', false],
    ['web-pod and dust-prod-web', 'dust-prod-web', 'AWS::IAM::Role', true],
  ])('"%s" as to %s, a %s: %s', (text, name, type, expected) => {
    expect(mentions(text, name, type)).toBe(expected);
  });

  test('is found in JSON inside a text', () => {
    expect(valuesOf({ Text: '{"rules":[{"bucket":"scans"}]}' }).map(({ text }) => text)).toContain('scans');
  });
});

describe('patterns of IAM', () => {
  test.each<[string, string, boolean]>([
    ['*', 'anything', true],
    ['', '', true],
    ['a*c', 'abbbc', true],
    ['a*c', 'abbbd', false],
    ['a?c', 'abc', true],
    ['a?c', 'ac', false],
    ['*-web-*', 'dust-web-x-web-y', true],
    ['arn:aws:s3:::dust-*', 'arn:aws:s3:::dust-prod/key', true],
    ['arn:aws:s3:::dust-prod', 'arn:aws:s3:::dust-prod-x', false],
    ['a.c', 'abc', false],
    [`${'a*'.repeat(30)}b`, 'a'.repeat(200), false],
  ])('%s matches %s: %s', (pattern, text, expected) => {
    expect(glob(pattern, text)).toBe(expected);
  });

  test('take actions in any case', () => {
    expect(globAction('S3:get*', 's3:GetObject')).toBe(true);
  });
});

describe('numbers of Kubernetes and networks', () => {
  test.each<[string, number]>([['250m', 0.25], ['2', 2], ['1Gi', 2 ** 30], ['1.5Ki', 1536], ['2G', 2e9], ['1 core', NaN], ['-1', NaN], ['5X', NaN]])('%s is %d', (text, value) => {
    expect(quantity(text)).toBe(value);
  });

  test.each<[string, string, boolean]>([
    ['169.254.170.23/32', '169.254.170.23', true],
    ['169.254.170.23/32', '169.254.169.254', false],
    ['169.254.0.0/16', '169.254.169.254', true],
    ['0.0.0.0/0', '10.0.0.1', true],
    ['10.0.0.0/25', '10.0.0.128', false],
    ['fd00:ec2::23/128', '10.0.0.1', false],
  ])('%s holds %s: %s', (cidr, address, expected) => {
    expect(holds(cidr, address)).toBe(expected);
  });
});
