import { ARCHIVE_FOUNDATION, mutationsOf } from './mutation';
import { object, properties, statements } from '../../independent/mutate';
import type { Output } from '../../support/synthesize';

const sub = (text: string) => ({ 'Fn::Sub': text });

function podStatements(output: Output): Record<string, any>[] {
  return statements(output, 'dust-prod-audit-archive', 'PodRolePolicy');
}

export const permissions = [
  ...mutationsOf('wildcards', [
    ['every action', 'Allows *', (output) => { podStatements(output)[0]!.Action = '*'; }],
    ['every action of a service', 'Allows s3:*', (output) => { podStatements(output)[0]!.Action = ['s3:*']; }],
    ['a family of actions', 'Allows s3:Get*', (output) => { podStatements(output)[0]!.Action = ['s3:Get*']; }],
    ['all actions but some', 'has NotAction', (output) => { podStatements(output)[0]!.NotAction = ['s3:DeleteBucket']; }],
    ['all resources but some', 'has NotResource', (output) => { podStatements(output)[0]!.NotResource = ['x']; }],
    ['all principals but some', 'has NotPrincipal', (output) => { statements(output, 'dust-prod-audit-archive', 'PolicyOfBucketRecords')[0]!.NotPrincipal = '*'; }],
    ['everything', 'is about everything', (output) => { podStatements(output)[0]!.Resource = '*'; }],
    ['everybody', 'admits everybody', (output) => { statements(output, 'dust-prod-audit-archive', 'PolicyOfBucketRecords')[0]!.Effect = 'Allow'; }],
    ['everybody of AWS', 'admits everybody', (output) => { statements(output, 'dust-prod-web', 'ImageRepository')[0]!.Principal.AWS = '*'; }],
    ['a key policy with every action', 'Allows kms:*', (output) => { statements(output, 'dust-prod-web', 'Key')[0]!.Action = 'kms:*'; }],
  ]),
  ...mutationsOf('completeness', [
    ['a statement without effect', 'is not complete', (output) => { delete podStatements(output)[0]!.Effect; }],
    ['a statement without actions', 'is not complete', (output) => { podStatements(output)[0]!.Action = []; }],
    ['a statement without resources', 'is not complete', (output) => { delete podStatements(output)[0]!.Resource; }],
    ['a bucket policy about nobody', 'is not complete', (output) => { delete statements(output, 'dust-prod-audit-archive', 'PolicyOfBucketRecords')[0]!.Principal; }],
    ['a policy without statements', 'says nothing', (output) => { properties(output, 'dust-prod-web', 'RestartRolePolicy').PolicyDocument.Statement = []; }],
    ['a policy of an old version', 'of an old version', (output) => { properties(output, 'dust-prod-web', 'RestartRolePolicy').PolicyDocument.Version = '2008-10-17'; }],
  ]),
  ...mutationsOf('policiesAreAttached', [
    ['a policy on two roles', 'does not hang on one role', (output) => { properties(output, 'dust-prod-web', 'RestartRolePolicy').Roles.push({ Ref: 'PodRole' }); }],
    ['a policy on a user', 'does not hang on one role', (output) => { properties(output, 'dust-prod-web', 'RestartRolePolicy').Users = ['someone']; }],
  ]),
  ...mutationsOf('permissionSets', [
    ['a restart role that reads secrets', 'may secretsmanager:GetSecretValue', (output) => { statements(output, 'dust-prod-web', 'RestartRolePolicy').push({ Effect: 'Allow', Action: 'secretsmanager:GetSecretValue', Resource: sub('arn:${AWS::Partition}:secretsmanager:us-east-1:444455556666:secret:x') }); }],
    ['a publisher that deletes images', 'may ecr:BatchDeleteImage', (output) => { statements(output, 'dust-builds-web', 'PublishRolePolicy')[1]!.Action.push('ecr:BatchDeleteImage'); }],
    ['a publisher that cannot push', 'may not ecr:PutImage', (output) => { const push = statements(output, 'dust-builds-web', 'PublishRolePolicy')[1]!; push.Action = (push.Action as string[]).filter((action) => action !== 'ecr:PutImage'); }],
    ['a publisher of another repository', 'may ecr:PutImage', (output) => { statements(output, 'dust-builds-web', 'PublishRolePolicy')[1]!.Resource = [sub('arn:${AWS::Partition}:ecr:us-east-1:111122223333:repository/dust/matching')]; }],
    ['a publisher that pushes into production', 'repository/dust/web', (output) => { statements(output, 'dust-builds-web', 'PublishRolePolicy')[1]!.Resource.push(sub('arn:${AWS::Partition}:ecr:us-east-1:444455556666:repository/dust/web')); }],
    ['pods that delete what is kept', 'may s3:DeleteObject', (output) => { podStatements(output)[1]!.Action.push('s3:DeleteObject'); }],
    ['pods that bypass retention', 'may s3:BypassGovernanceRetention', (output) => { podStatements(output)[1]!.Action.push('s3:BypassGovernanceRetention'); }],
    ['pods that cannot write', 'may not s3:PutObject', (output) => { podStatements(output)[1]!.Action = ['s3:GetObject', 's3:GetObjectVersion']; }],
    ['pods that cannot decrypt', 'may not kms:Decrypt', (output) => { podStatements(output).pop(); }],
    ['pods that use the key of another service', 'may kms:Decrypt', (output) => { podStatements(output)[2]!.Resource = [sub('arn:${AWS::Partition}:kms:us-east-1:444455556666:key/x')]; }],
    ['pods that remove the bucket', 'may s3:DeleteBucket', (output) => { podStatements(output)[0]!.Action.push('s3:DeleteBucket'); }],
  ]),
  ...mutationsOf('keysOnlyByServices', [
    ['pods that use the key on their own', 'without a service in between', (output) => { delete podStatements(output)[2]!.Condition; }],
  ]),
  ...mutationsOf('boundariesAdmitPermissions', [
    ['a boundary without buckets', 'does not admit s3:ListBucket', (output) => { const all = statements(output, 'dust-prod', 'Boundary'); all.splice(all.findIndex(({ Sid }) => Sid === 'Buckets'), 1); }],
    ['a boundary of another registry', 'does not admit ecr:BatchGetImage', (output) => { statements(output, 'dust-prod', 'Boundary').find(({ Sid }) => Sid === 'Images')!.Resource = [sub('arn:${AWS::Partition}:ecr:us-east-1:444455556666:repository/dust/*')]; }],
    ['a key without the tag that the boundary asks for', 'does not admit kms:Decrypt', (output) => { properties(output, 'dust-prod-audit-archive', 'Key').Tags = []; }],
  ]),
  ...mutationsOf('isolation', [
    ['a pattern that also matches another service', 'dust-prod-matching-fingerprints', (output) => { podStatements(output)[0]!.Resource = [sub('arn:${AWS::Partition}:s3:::dust-prod-*')]; }],
    ['a pattern with a question mark', 'dust-prod-matching-fingerprints', (output) => { podStatements(output)[1]!.Resource = [sub('arn:${AWS::Partition}:s3:::dust-prod-?atching-fingerprints-444455556666/*')]; }],
    ['a bucket of another environment', 'dust-staging-audit-archive-records', (output) => { podStatements(output)[0]!.Resource = [sub('arn:${AWS::Partition}:s3:::dust-*-audit-archive-records-*')]; }],
    ['a repository of another service', 'repository/dust/matching', (output) => { statements(output, 'dust-builds-web', 'PublishRolePolicy')[1]!.Resource = [sub('arn:${AWS::Partition}:ecr:us-east-1:111122223333:repository/*')]; }],
    ['every key', 'key-Key-of-dust-prod-matching', (output) => { podStatements(output)[2]!.Resource = [sub('arn:${AWS::Partition}:kms:us-east-1:444455556666:key/*')]; }],
  ]),
  ...mutationsOf('boundaryIsolation', [
    ['a boundary for the keys of every environment', 'admits dust-staging-matching/Key', (output) => { delete statements(output, 'dust-dev', 'Boundary').find(({ Sid }) => Sid === 'Keys')!.Condition; }],
    ['a boundary for the buckets of every environment', 'admits dust-staging-matching/BucketFingerprints', (output) => { statements(output, 'dust-dev', 'Boundary').find(({ Sid }) => Sid === 'Buckets')!.Resource = [sub('arn:${AWS::Partition}:s3:::dust-*')]; }],
    ['a boundary for the repositories of production', 'admits dust-prod-web/ImageRepository', (output) => { statements(output, 'dust-dev', 'Boundary').find(({ Sid }) => Sid === 'Images')!.Resource = [sub('arn:${AWS::Partition}:ecr:us-east-1:*:repository/dust/*')]; }],
  ]),
  ...mutationsOf('namespaceIsolation', [
    ['a role of another service in a namespace', 'of another service', (output) => { object(output, ARCHIVE_FOUNDATION, 'RoleBinding', 'restart').subjects[0].name = 'dust:prod:web:restart'; }],
    ['a person in a namespace', 'binds a User', (output) => { object(output, ARCHIVE_FOUNDATION, 'RoleBinding', 'restart').subjects[0].kind = 'User'; }],
  ]),
  ...mutationsOf('onlyPromotionWrites', [
    ['a repository that others can write to', 'others than one promotion role', (output) => { statements(output, 'dust-prod-web', 'ImageRepository').pop(); }],
    ['a repository that another role can write to', 'others than one promotion role', (output) => { statements(output, 'dust-prod-web', 'ImageRepository').at(-1)!.Condition.ArnNotEquals['aws:PrincipalArn'] = sub('arn:${AWS::Partition}:iam::444455556666:role/dust/prod/dust-prod-web-restart'); }],
    ['a denial that leaves tags out', 'others than one promotion role', (output) => { const deny = statements(output, 'dust-prod-web', 'ImageRepository').at(-1)!; deny.Action = (deny.Action as string[]).filter((action) => action !== 'ecr:PutImage'); }],
    ['builds that do not admit the promotion', 'its builds do not admit', (output) => { statements(output, 'dust-builds-web', 'ImageRepository').pop(); }],
    ['builds that admit the whole account', 'its builds do not admit', (output) => { delete statements(output, 'dust-builds-web', 'ImageRepository').at(-1)!.Condition.ArnEquals; }],
  ]),
  ...mutationsOf('admittedRolesExist', [
    ['builds that admit a role that nobody makes', 'which no template makes', (output) => { properties(output, 'dust-prod-web', 'PromoteRole').RoleName = 'dust-prod-webs-promote'; }],
  ]),
];
