import { PARTITION, arn } from './statement';
import type { Conditions, Statement } from './statement';
import type { Bootstrap } from '../plan/describe-identities';

/** Where templates are deployed, and what their names begin with. */
export interface Deployed extends Bootstrap {
  readonly prefix: string;
  readonly issuer: string;
}

/** What deploying takes of the services that hold things, so that it stays below what one managed policy can hold. */
export interface ExecutionPolicy {
  readonly name: string;
  readonly statements: readonly Statement[];
}

/** What CloudFormation may do to deploy the stacks of a bootstrap, wherever IAM allows only for names and tags of these environments. */
export function executionPolicies(deployed: Deployed): readonly ExecutionPolicy[] {
  const { prefix, qualifier } = deployed;
  return [
    { name: `${prefix}-${qualifier}-execution-identities`, statements: identityStatements(deployed) },
    { name: `${prefix}-${qualifier}-execution-data`, statements: dataStatements(deployed) },
    { name: `${prefix}-${qualifier}-execution-platform`, statements: platformStatements(deployed) },
  ];
}

/** The permission boundaries that the stacks of a bootstrap make; every role has one of them. */
export function boundariesOf({ prefix, account, environments }: Deployed): string[] {
  return environments.map((name) => arn('iam', '', account, `policy/${prefix}/${name}/${prefix}-${name}-boundary`));
}

function identityStatements(deployed: Deployed): Statement[] {
  const { prefix, account, environments, issuer } = deployed;
  const iam = (kind: string): string[] => environments.map((name) => arn('iam', '', account, `${kind}/${prefix}/${name}/*`));
  const bounded: Conditions = { StringEquals: { 'iam:PermissionsBoundary': boundariesOf(deployed) } };
  return [
    { sid: 'RolesWithBoundary', actions: ['iam:CreateRole', 'iam:PutRolePermissionsBoundary'], resources: iam('role'), conditions: bounded },
    {
      sid: 'PoliciesOfRoles',
      actions: ['iam:AttachRolePolicy', 'iam:DetachRolePolicy'],
      resources: iam('role'),
      conditions: { ...bounded, ArnLike: { 'iam:PolicyARN': iam('policy') } },
    },
    {
      sid: 'Roles',
      resources: iam('role'),
      actions: ['iam:DeleteRole', 'iam:GetRole', 'iam:GetRolePolicy', 'iam:ListAttachedRolePolicies', 'iam:ListRolePolicies', 'iam:TagRole', 'iam:UntagRole', 'iam:UpdateAssumeRolePolicy', 'iam:UpdateRole', 'iam:UpdateRoleDescription'],
    },
    {
      sid: 'PassRoles',
      actions: ['iam:PassRole'],
      resources: iam('role'),
      conditions: { StringEquals: { 'iam:PassedToService': ['backup.amazonaws.com', 'monitoring.rds.amazonaws.com', 'pods.eks.amazonaws.com', 'rds.amazonaws.com'] } },
    },
    {
      sid: 'Policies',
      resources: iam('policy'),
      actions: ['iam:CreatePolicy', 'iam:CreatePolicyVersion', 'iam:DeletePolicy', 'iam:DeletePolicyVersion', 'iam:GetPolicy', 'iam:GetPolicyVersion', 'iam:ListEntitiesForPolicy', 'iam:ListPolicyVersions', 'iam:TagPolicy', 'iam:UntagPolicy'],
    },
    { sid: 'GitHub', actions: ['iam:*OpenIDConnectProvider*'], resources: [arn('iam', '', account, `oidc-provider/${issuer}`)] },
    {
      sid: 'ServiceLinkedRoles',
      actions: ['iam:CreateServiceLinkedRole'],
      resources: [arn('iam', '', account, 'role/aws-service-role/*')],
      conditions: { StringEquals: { 'iam:AWSServiceName': ['backup.amazonaws.com', 'elasticache.amazonaws.com', 'rds.amazonaws.com'] } },
    },
    { sid: 'ReadIdentities', actions: ['iam:ListOpenIDConnectProviders', 'iam:ListPolicies', 'iam:ListRoles'], resources: ['*'] },
  ];
}

/** ARNs of what begins with the prefix and one of the environments. */
function namedIn({ prefix, account, region, environments }: Deployed) {
  return (service: string, kind: string, separator = '-'): string[] => environments.map(
    (name) => arn(service, region, account, `${kind}${prefix}${separator}${name}${separator}*`),
  );
}

function dataStatements(deployed: Deployed): Statement[] {
  const { prefix, environments } = deployed;
  return [
    {
      sid: 'Buckets',
      resources: environments.map((name) => arn('s3', '', '', `${prefix}-${name}-*`)),
      actions: [
        's3:CreateBucket', 's3:DeleteBucket', 's3:DeleteBucketPolicy', 's3:GetAccelerateConfiguration', 's3:GetAnalyticsConfiguration', 's3:GetBucket*', 's3:GetEncryptionConfiguration',
        's3:GetIntelligentTieringConfiguration', 's3:GetInventoryConfiguration', 's3:GetLifecycleConfiguration', 's3:GetMetricsConfiguration', 's3:GetReplicationConfiguration',
        's3:ListBucket', 's3:ListTagsForResource', 's3:PutBucket*', 's3:PutEncryptionConfiguration', 's3:PutLifecycleConfiguration', 's3:TagResource', 's3:UntagResource',
      ],
    },
    {
      sid: 'Secrets',
      resources: namedIn(deployed)('secretsmanager', 'secret:', '/'),
      actions: [
        'secretsmanager:CancelRotateSecret', 'secretsmanager:CreateSecret', 'secretsmanager:DeleteResourcePolicy', 'secretsmanager:DeleteSecret', 'secretsmanager:DescribeSecret',
        'secretsmanager:GetResourcePolicy', 'secretsmanager:GetSecretValue', 'secretsmanager:PutResourcePolicy', 'secretsmanager:PutSecretValue', 'secretsmanager:RotateSecret',
        'secretsmanager:TagResource', 'secretsmanager:UntagResource', 'secretsmanager:UpdateSecret', 'secretsmanager:ValidateResourcePolicy',
      ],
    },
    ...databaseStatements(deployed),
  ];
}

function databaseStatements(deployed: Deployed): Statement[] {
  const { prefix, account, region, environments } = deployed;
  const named = namedIn(deployed);
  return [
    {
      sid: 'Databases',
      resources: [...['db', 'pg', 'snapshot', 'subgrp'].flatMap((kind) => named('rds', `${kind}:`)), arn('rds', region, account, 'og:default:*')],
      actions: [
        'rds:AddTagsToResource', 'rds:CreateDBInstance', 'rds:CreateDBParameterGroup', 'rds:CreateDBSnapshot', 'rds:CreateDBSubnetGroup', 'rds:DeleteDBInstance', 'rds:DeleteDBParameterGroup', 'rds:DeleteDBSubnetGroup',
        'rds:ListTagsForResource', 'rds:ModifyDBInstance', 'rds:ModifyDBParameterGroup', 'rds:ModifyDBSubnetGroup', 'rds:RebootDBInstance', 'rds:RemoveTagsFromResource', 'rds:ResetDBParameterGroup',
      ],
    },
    {
      sid: 'Caches',
      actions: ['elasticache:*'],
      resources: [...['cluster', 'replicationgroup', 'snapshot', 'subnetgroup'].flatMap((kind) => named('elasticache', `${kind}:`)), arn('elasticache', region, account, 'parametergroup:default.*')],
    },
    { sid: 'Vaults', actions: ['backup:*BackupVault*', 'backup:ListTags', 'backup:TagResource', 'backup:UntagResource'], resources: environments.map((name) => arn('backup', region, account, `backup-vault:${prefix}-${name}*`)) },
    // The id of a plan is chosen by AWS.
    { sid: 'BackupPlans', actions: ['backup:*BackupPlan', 'backup:*BackupSelection', 'backup:ListTags', 'backup:TagResource', 'backup:UntagResource'], resources: [arn('backup', region, account, 'backup-plan:*')] },
    { sid: 'DatabaseLogs', actions: ['logs:*'], resources: named('logs', 'log-group:/aws/rds/instance/') },
    {
      sid: 'ReadData',
      resources: ['*'],
      actions: ['backup-storage:Mount*', 'backup:ListBackup*', 'elasticache:Describe*', 'logs:Describe*', 'rds:Describe*', 's3:ListAllMyBuckets', 'secretsmanager:GetRandomPassword', 'secretsmanager:ListSecrets'],
    },
  ];
}

function platformStatements({ prefix, account, region, environments, clusters }: Deployed): Statement[] {
  const ours = (key: string): Conditions => ({ StringEquals: { [`aws:${key}/dust:env`]: environments } });
  const key = arn('kms', region, account, 'key/*');
  return [
    { sid: 'NewKeys', actions: ['kms:CreateKey', 'kms:TagResource'], resources: ['*'], conditions: ours('RequestTag') },
    {
      sid: 'Keys',
      resources: [key],
      conditions: ours('ResourceTag'),
      actions: [
        'kms:CreateAlias', 'kms:CreateGrant', 'kms:Decrypt', 'kms:DeleteAlias', 'kms:DescribeKey', 'kms:DisableKey*', 'kms:EnableKey*', 'kms:Encrypt', 'kms:GenerateDataKey', 'kms:GetKey*',
        'kms:ListResourceTags', 'kms:PutKeyPolicy', 'kms:RetireGrant', 'kms:ScheduleKeyDeletion', 'kms:UntagResource', 'kms:UpdateAlias', 'kms:UpdateKeyDescription',
      ],
    },
    { sid: 'Aliases', actions: ['kms:CreateAlias', 'kms:DeleteAlias', 'kms:UpdateAlias'], resources: environments.flatMap((name) => [arn('kms', region, account, `alias/${prefix}/${name}`), arn('kms', region, account, `alias/${prefix}/${name}/*`)]) },
    {
      sid: 'Repositories',
      resources: [arn('ecr', region, account, `repository/${prefix}/*`)],
      actions: [
        'ecr:CreateRepository', 'ecr:DeleteLifecyclePolicy', 'ecr:DeleteRepository', 'ecr:DeleteRepositoryPolicy', 'ecr:DescribeRepositories', 'ecr:GetLifecyclePolicy', 'ecr:GetRepositoryPolicy',
        'ecr:ListTagsForResource', 'ecr:PutImageScanningConfiguration', 'ecr:PutImageTagMutability', 'ecr:PutLifecyclePolicy', 'ecr:SetRepositoryPolicy', 'ecr:TagResource', 'ecr:UntagResource',
      ],
    },
    ...clusterStatements(region, account, clusters),
    { sid: 'NewSecurityGroups', actions: ['ec2:CreateSecurityGroup'], resources: [arn('ec2', region, account, 'vpc/*')] },
    { sid: 'NewTaggedSecurityGroups', actions: ['ec2:CreateSecurityGroup', 'ec2:CreateTags'], resources: [arn('ec2', region, account, 'security-group/*')], conditions: ours('RequestTag') },
    {
      sid: 'SecurityGroups',
      resources: [arn('ec2', region, account, 'security-group/*')],
      conditions: ours('ResourceTag'),
      actions: ['ec2:AuthorizeSecurityGroup*', 'ec2:CreateTags', 'ec2:DeleteSecurityGroup', 'ec2:DeleteTags', 'ec2:RevokeSecurityGroup*', 'ec2:UpdateSecurityGroupRuleDescriptions*'],
    },
    { sid: 'NestedStacks', actions: ['cloudformation:*'], resources: environments.map((name) => arn('cloudformation', region, account, `stack/${prefix}-${name}-*/*`)) },
    { sid: 'Transforms', actions: ['cloudformation:CreateChangeSet'], resources: [`arn:${PARTITION}:cloudformation:${region}:aws:transform/*`] },
    { sid: 'ReadPlatform', actions: ['ec2:Describe*', 'kms:ListAliases', 'kms:ListKeys'], resources: ['*'] },
  ];
}

function clusterStatements(region: string, account: string, clusters: readonly string[]): Statement[] {
  if (clusters.length === 0) return [];
  const kinds = (name: string): string[] => [`cluster/${name}`, `access-entry/${name}/*`, `podidentityassociation/${name}/*`].map((resource) => arn('eks', region, account, resource));
  return [{
    sid: 'ClusterAccess',
    resources: clusters.flatMap(kinds),
    actions: ['eks:*AccessEntry', 'eks:*PodIdentityAssociation', 'eks:ListAccessEntries', 'eks:ListAssociatedAccessPolicies', 'eks:ListPodIdentityAssociations', 'eks:TagResource', 'eks:UntagResource'],
  }];
}

/** Everything that a role of the bootstrap may ever do: deploy this, and never become more than it is. */
export function bootstrapBoundary(deployed: Deployed): ExecutionPolicy {
  const { prefix, account, qualifier } = deployed;
  const name = `${prefix}-${qualifier}-bootstrap-boundary`;
  return {
    name,
    statements: [
      { sid: 'Services', actions: SERVICES.map((service) => `${service}:*`), resources: ['*'] },
      { sid: 'Others', effect: 'Deny', actions: NEVER, resources: ['*'] },
      {
        sid: 'NoRoleWithoutBoundary',
        effect: 'Deny',
        actions: ['iam:AttachRolePolicy', 'iam:CreateRole', 'iam:PutRolePermissionsBoundary', 'iam:PutRolePolicy'],
        resources: ['*'],
        conditions: { StringNotEquals: { 'iam:PermissionsBoundary': boundariesOf(deployed) } },
      },
      {
        sid: 'NotItself',
        effect: 'Deny',
        actions: ['iam:*RolePolicy', 'iam:CreatePolicyVersion', 'iam:DeletePolicy*', 'iam:DeleteRole', 'iam:SetDefaultPolicyVersion', 'iam:UpdateAssumeRolePolicy'],
        resources: [arn('iam', '', account, `role/cdk-${qualifier}-*`), arn('iam', '', account, `policy/${prefix}-${qualifier}-*`)],
      },
    ],
  };
}

const SERVICES = ['backup', 'backup-storage', 'cloudformation', 'ec2', 'ecr', 'eks', 'elasticache', 'iam', 'kms', 'logs', 'rds', 's3', 'secretsmanager', 'ssm', 'sts'];
/** Whatever makes people, keys or other ways in, or takes a limit away. */
const NEVER = ['iam:*AccessKey*', 'iam:*Group*', 'iam:*InstanceProfile*', 'iam:*LoginProfile*', 'iam:*SAMLProvider*', 'iam:*User*', 'iam:DeleteRolePermissionsBoundary', 'ec2:RunInstances', 'ssm:SendCommand', 'ssm:StartSession'];

/** A policy as `aws iam create-policy` takes it. */
export function policyJson(statements: readonly Statement[], partition: string): object {
  return {
    Version: '2012-10-17',
    Statement: statements.map(({ sid, effect, actions, resources, conditions }) => ({
      Sid: sid,
      Effect: effect ?? 'Allow',
      Action: actions,
      Resource: resources.map((resource) => resource.replaceAll(PARTITION, partition)),
      ...(conditions === undefined ? {} : { Condition: JSON.parse(JSON.stringify(conditions).replaceAll(PARTITION, partition)) as object }),
    })),
  };
}
