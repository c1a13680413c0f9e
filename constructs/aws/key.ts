import { CfnAlias, CfnKey } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import { cfnTags } from './cfn';
import { retain } from './retain';
import { document } from './role';
import { secretArn } from '../../lib/policy/secret-permissions';
import { arn } from '../../lib/policy/statement';

export interface KeyOptions {
  readonly account: string;
  readonly region: string;
  readonly alias: string;
  readonly description: string;
  /** Services of AWS, such as `s3`, by way of which principals of the account may use the key. */
  readonly via: readonly string[];
  /** Those of them that may make grants. */
  readonly grantsVia: readonly string[];
  /** Log groups that CloudWatch encrypts with it. */
  readonly logGroups?: readonly string[];
  /** Secrets that one role of the platform reads by way of Secrets Manager. */
  readonly adminReads?: { readonly role: string; readonly secrets: readonly string[] };
  readonly tags: Readonly<Record<string, string>>;
}

/** Managing a key, without using it: no `kms:*`, so that an administrator cannot read what it encrypts. */
const MANAGE_ACTIONS = [
  'kms:CancelKeyDeletion', 'kms:CreateAlias', 'kms:DeleteAlias', 'kms:DescribeKey', 'kms:DisableKey', 'kms:DisableKeyRotation',
  'kms:EnableKey', 'kms:EnableKeyRotation', 'kms:GetKeyPolicy', 'kms:GetKeyRotationStatus', 'kms:ListAliases', 'kms:ListGrants',
  'kms:ListKeyPolicies', 'kms:ListResourceTags', 'kms:ListRetirableGrants', 'kms:PutKeyPolicy', 'kms:RevokeGrant',
  'kms:ScheduleKeyDeletion', 'kms:TagResource', 'kms:UntagResource', 'kms:UpdateAlias', 'kms:UpdateKeyDescription',
];

const USE_ACTIONS = ['kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:GenerateDataKey', 'kms:GenerateDataKeyWithoutPlaintext', 'kms:ReEncryptFrom', 'kms:ReEncryptTo'];

/** A customer key with its alias. It is rotated every year and can only be deleted after 30 days. */
export function printKey(scope: Construct, id: string, options: KeyOptions): CfnKey {
  const key = new CfnKey(scope, id, {
    description: options.description,
    enableKeyRotation: true,
    pendingWindowInDays: 30,
    keyPolicy: keyPolicy(options),
    tags: cfnTags(options.tags),
  });
  retain(key);
  new CfnAlias(scope, `${id}Alias`, { aliasName: options.alias, targetKeyId: key.ref });
  return key;
}

/**
 * The account's root stands for its IAM policies: they decide who manages the key, and who uses it by way of the listed
 * services. A resource `*` in a key policy is this key.
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
 */
function keyPolicy(options: KeyOptions): object {
  const { account, region, via, grantsVia } = options;
  const Principal = { AWS: { 'Fn::Sub': `arn:\${AWS::Partition}:iam::${account}:root` } };
  const by = (services: readonly string[]): object => ({ 'kms:CallerAccount': account, 'kms:ViaService': services.map((service) => `${service}.${region}.amazonaws.com`) });
  return document([
    { Sid: 'Manage', Effect: 'Allow', Principal, Action: MANAGE_ACTIONS, Resource: '*' },
    { Sid: 'UseByServices', Effect: 'Allow', Principal, Action: USE_ACTIONS, Resource: '*', Condition: { StringEquals: by(via) } },
    ...(grantsVia.length === 0 ? [] : [{
      Sid: 'GrantToServices',
      Effect: 'Allow',
      Principal,
      Action: ['kms:CreateGrant'],
      Resource: '*',
      Condition: { StringEquals: by(grantsVia), Bool: { 'kms:GrantIsForAWSResource': 'true' } },
    }, { Sid: 'RetireGrants', Effect: 'Allow', Principal, Action: ['kms:RetireGrant'], Resource: '*', Condition: { StringEquals: by(grantsVia) } }]),
    ...encryptLogs(options),
    ...adminReads(options),
  ]);
}

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html */
function encryptLogs({ account, region, logGroups = [] }: KeyOptions): object[] {
  if (logGroups.length === 0) return [];
  return [{
    Sid: 'EncryptLogs',
    Effect: 'Allow',
    Principal: { Service: { 'Fn::Sub': `logs.${region}.\${AWS::URLSuffix}` } },
    Action: ['kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:GenerateDataKey', 'kms:ReEncryptFrom', 'kms:ReEncryptTo'],
    Resource: '*',
    Condition: {
      ArnEquals: { 'kms:EncryptionContext:aws:logs:arn': logGroups.map((name) => ({ 'Fn::Sub': arn('logs', region, account, `log-group:${name}`) })) },
    },
  }];
}

/** The platform's own store may decrypt these secrets and nothing else; IAM gives its role no key at all. */
function adminReads({ account, region, adminReads: reads }: KeyOptions): object[] {
  if (reads === undefined || reads.secrets.length === 0) return [];
  const secrets = reads.secrets.map((name) => ({ 'Fn::Sub': `${secretArn(region, account, name)}-??????` }));
  return [{
    Sid: 'PrepareDatabases',
    Effect: 'Allow',
    Principal: { AWS: { 'Fn::Sub': arn('iam', '', account, `role${reads.role}`) } },
    Action: ['kms:Decrypt'],
    Resource: '*',
    Condition: {
      StringEquals: { 'kms:ViaService': `secretsmanager.${region}.amazonaws.com` },
      StringLike: { 'kms:EncryptionContext:SecretARN': secrets },
    },
  }];
}
