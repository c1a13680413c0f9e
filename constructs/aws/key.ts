import { CfnAlias, CfnKey } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import { cfnTags } from './cfn';
import { retain } from './retain';
import { document } from './role';

export interface KeyOptions {
  readonly account: string;
  readonly region: string;
  readonly alias: string;
  readonly description: string;
  /** Services of AWS, such as `s3`, by way of which principals of the account may use the key. */
  readonly via: readonly string[];
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
function keyPolicy({ account, region, via }: KeyOptions): object {
  const Principal = { AWS: { 'Fn::Sub': `arn:\${AWS::Partition}:iam::${account}:root` } };
  const Condition = { StringEquals: { 'kms:CallerAccount': account, 'kms:ViaService': via.map((service) => `${service}.${region}.amazonaws.com`) } };
  return document([
    { Sid: 'Manage', Effect: 'Allow', Principal, Action: MANAGE_ACTIONS, Resource: '*' },
    { Sid: 'UseByServices', Effect: 'Allow', Principal, Action: USE_ACTIONS, Resource: '*', Condition },
    {
      Sid: 'GrantToServices',
      Effect: 'Allow',
      Principal,
      Action: ['kms:CreateGrant', 'kms:RetireGrant'],
      Resource: '*',
      Condition: { ...Condition, Bool: { 'kms:GrantIsForAWSResource': 'true' } },
    },
  ]);
}
