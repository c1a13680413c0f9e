import { mutationsOf } from './mutation';
import { object, podSpec, properties, resource, statements } from '../../independent/mutate';
import type { Output } from '../../support/synthesize';

const sub = (text: string) => ({ 'Fn::Sub': text });
const ISSUER = 'token.actions.githubusercontent.com';
const PROD = 'arn:${AWS::Partition}:ecr:us-east-1:444455556666:repository/dust/web';
const BUILDS = 'arn:${AWS::Partition}:ecr:us-east-1:111122223333:repository/dust';

const policy = (output: Output, stack: string, role: string) => statements(output, stack, `${role}Policy`);
const boundary = (output: Output, stack: string, sid: string) => statements(output, stack, 'Boundary').find(({ Sid }) => Sid === sid)!;

/** Lets a role do something, as far as the template of its stack can. */
function grant(output: Output, stack: string, role: string, platform: string, actions: readonly string[], resources: readonly unknown[]): void {
  for (const target of [policy(output, stack, role), statements(output, platform, 'Boundary')]) target.push({ Effect: 'Allow', Action: [...actions], Resource: [...resources] });
}

/** Lets principals do something with the repository of a protected environment. */
function open(output: Output, principal: unknown, actions: readonly string[] = ['ecr:PutImage']): void {
  const all = statements(output, 'dust-prod-web', 'ImageRepository');
  all.splice(all.findIndex(({ Sid }) => Sid === 'OnlyPromotionWrites'), 1);
  all.push({ Effect: 'Allow', Principal: principal, Action: [...actions] });
}

/** What lets a role take those of the bootstrap: its own policy, and the boundary. */
function bootstrap(output: Output, stack: string): Record<string, any>[] {
  return ['DeployRolePolicy', 'Boundary'].map((id) => statements(output, stack, id).find(({ Sid }) => Sid === 'AssumeBootstrap')!);
}

export const reaches = [
  ...mutationsOf('publishReach', [
    ['a publisher of every repository', 'can ecr:PutImage arn:aws:ecr:us-east-1:111122223333:repository/dust/matching', (output) => { policy(output, 'dust-builds-web', 'PublishRole')[1]!.Resource = ['*']; }],
    ['a publisher that deletes images', 'can ecr:BatchDeleteImage', (output) => grant(output, 'dust-builds-web', 'PublishRole', 'dust-account-111122223333', ['ecr:BatchDeleteImage'], [sub(`${BUILDS}/web`)])],
    ['a publisher of all that ECR has, in other letters', 'can ecr:PutLifecyclePolicy', (output) => grant(output, 'dust-builds-web', 'PublishRole', 'dust-account-111122223333', ['ECR:Put*'], [sub(`${BUILDS}/web`)])],
    ['a publisher by what it may not', 'can ecr:SetRepositoryPolicy', (output) => { for (const target of [policy(output, 'dust-builds-web', 'PublishRole'), statements(output, 'dust-account-111122223333', 'Boundary')]) target.push({ Effect: 'Allow', NotAction: 'iam:*', Resource: '*' }); }],
    ['a repository that lets its publisher change it', 'can ecr:DeleteRepositoryPolicy', (output) => { statements(output, 'dust-builds-web', 'ImageRepository').push({ Effect: 'Allow', Principal: { AWS: 'arn:aws:sts::111122223333:assumed-role/dust-builds-web-publish/x' }, Action: 'ecr:DeleteRepositoryPolicy' }); }],
    ['a boundary that lacks an action', 'cannot ecr:CompleteLayerUpload', (output) => { const images = boundary(output, 'dust-account-111122223333', 'Images'); images.Action = (images.Action as string[]).filter((action) => action !== 'ecr:CompleteLayerUpload'); }],
    ['a repository that refuses its publisher', 'cannot ecr:PutImage', (output) => { statements(output, 'dust-builds-web', 'ImageRepository').push({ Effect: 'Deny', Principal: '*', Action: 'ecr:Put*' }); }],
    ['a publisher under a condition that nothing meets', 'cannot ecr:PutImage', (output) => { policy(output, 'dust-builds-web', 'PublishRole')[1]!.Condition = { StringEquals: { 'aws:PrincipalTag/dust:service': 'matching' } }; }],
  ]),
  ...mutationsOf('promoteReach', [
    ['builds that admit nobody', 'cannot ecr:BatchGetImage', (output) => { statements(output, 'dust-builds-web', 'ImageRepository').pop(); }],
    ['builds that admit another promotion', 'cannot ecr:GetDownloadUrlForLayer', (output) => { statements(output, 'dust-builds-web', 'ImageRepository').at(-1)!.Condition.ArnEquals['aws:PrincipalArn'] = sub('arn:${AWS::Partition}:iam::444455556666:role/dust/prod/dust-prod-matching-promote'); }],
    ['builds of another organization', 'cannot ecr:DescribeImages', (output) => { statements(output, 'dust-builds-web', 'ImageRepository').at(-1)!.Condition.StringEquals['aws:PrincipalOrgID'] = 'o-other'; }],
    ['builds of another service', 'can ecr:BatchGetImage arn:aws:ecr:us-east-1:111122223333:repository/dust/matching', (output) => { policy(output, 'dust-prod-web', 'PromoteRole')[1]!.Resource = [sub(`${BUILDS}/*`)]; statements(output, 'dust-builds-matching', 'ImageRepository').at(-1)!.Condition = {}; }],
    ['a promotion that publishes', 'can ecr:PutImage arn:aws:ecr:us-east-1:111122223333:repository/dust/web', (output) => { policy(output, 'dust-prod-web', 'PromoteRole')[2]!.Resource.push(sub(`${BUILDS}/web`)); statements(output, 'dust-builds-web', 'ImageRepository').at(-1)!.Action.push('ecr:PutImage'); }],
    ['a denial of its own role', 'cannot ecr:PutImage', (output) => { statements(output, 'dust-prod-web', 'ImageRepository').at(-1)!.Condition = { ArnNotEquals: { 'aws:PrincipalArn': sub('arn:${AWS::Partition}:iam::444455556666:role/dust-prod-web-promote') } }; }],
  ]),
  ...mutationsOf('podReach', [
    ['pods that read every bucket of their environment', 'can s3:GetObject arn:aws:s3:::dust-prod-matching-fingerprints-444455556666/any/object', (output) => { policy(output, 'dust-prod-audit-archive', 'PodRole')[1]!.Resource = [sub('arn:${AWS::Partition}:s3:::dust-prod-*/*')]; }],
    ['pods that read buckets whose names go on', '-old/any/object', (output) => { policy(output, 'dust-prod-audit-archive', 'PodRole')[1]!.Resource = [sub('arn:${AWS::Partition}:s3:::dust-prod-audit-archive-records-444455556666*')]; }],
    ['pods whose bucket admits another service', 'dust-prod-web/PodRole: can s3:GetObject', (output) => { statements(output, 'dust-prod-matching', 'PolicyOfBucketFingerprints').push({ Effect: 'Allow', Principal: { AWS: { 'Fn::Sub': 'arn:${AWS::Partition}:sts::444455556666:assumed-role/dust-prod-web-pod/x' } }, Action: 's3:GetObject', Resource: '*' }); }],
    ['pods whose bucket refuses them', 'cannot s3:PutObject', (output) => { statements(output, 'dust-prod-matching', 'PolicyOfBucketFingerprints')[0]!.Condition.Bool['aws:SecureTransport'] = 'true'; }],
    ['pods whose key refuses them', 'cannot kms:Decrypt', (output) => { statements(output, 'dust-prod-matching', 'Key').find(({ Sid }) => Sid === 'UseByServices')!.Condition.StringEquals['kms:CallerAccount'] = '111122223333'; }],
  ]),
  ...mutationsOf('clusterReach', [
    ['a restart of every cluster', 'can eks:DescribeCluster arn:aws:eks:us-east-1:444455556666:cluster/another', (output) => { policy(output, 'dust-prod-web', 'RestartRole')[0]!.Resource = ['*']; boundary(output, 'dust-prod', 'Cluster').Resource = ['*']; }],
    ['a restart that lets others in', 'can eks:CreateAccessEntry', (output) => grant(output, 'dust-prod-web', 'RestartRole', 'dust-prod', ['eks:CreateAccessEntry'], ['*'])],
    ['an apply that passes roles', 'can iam:PassRole', (output) => grant(output, 'dust-prod-web', 'WorkloadApplyRole', 'dust-prod', ['iam:PassRole'], ['*'])],
    ['an apply of the platform that reads secrets', 'can secretsmanager:GetSecretValue', (output) => { statements(output, 'dust-prod', 'PlatformApplyRolePolicy').push({ Effect: 'Allow', Action: 'secretsmanager:Get*', Resource: '*' }); }],
    ['a role with a policy that nobody here knows', 'can eks:', (output) => { properties(output, 'dust-prod-web', 'RestartRole').ManagedPolicyArns = ['arn:aws:iam::aws:policy/AdministratorAccess']; delete properties(output, 'dust-prod-web', 'RestartRole').PermissionsBoundary; }],
    ['a boundary without the cluster', 'cannot eks:DescribeCluster', (output) => { const all = statements(output, 'dust-prod', 'Boundary'); all.splice(all.findIndex(({ Sid }) => Sid === 'Cluster'), 1); }],
  ]),
  ...mutationsOf('deployReach', [
    ['a deploy role of every account', 'can sts:AssumeRole arn:aws:iam::999999999999:role/cdk-dustprod-deploy-role-999999999999-us-east-1', (output) => { for (const one of bootstrap(output, 'dust-prod')) one.Resource = ['arn:aws:iam::*:role/cdk-dustprod-deploy-role-*']; }],
    ['a deploy role of every region', 'role-444455556666-eu-north-1', (output) => { for (const one of bootstrap(output, 'dust-prod')) one.Resource = ['arn:aws:iam::444455556666:role/cdk-dustprod-*']; }],
    ['a deploy role of every bootstrap', 'can sts:AssumeRole', (output) => { for (const one of bootstrap(output, 'dust-dev')) one.Resource = ['arn:aws:iam::111122223333:role/cdk-dust*-deploy-role-111122223333-us-east-1']; }],
    ['a deploy role that executes', 'cfn-exec-role', (output) => { for (const one of bootstrap(output, 'dust-prod')) one.Resource.push('arn:aws:iam::444455556666:role/cdk-dustprod-cfn-exec-role-444455556666-us-east-1'); }],
    ['a deploy role that creates stacks', 'can cloudformation:CreateStack', (output) => { for (const id of ['DeployRolePolicy', 'Boundary']) statements(output, 'dust-prod', id).push({ Effect: 'Allow', Action: 'cloudformation:*', Resource: '*' }); }],
    ['a boundary without the bootstrap', 'cannot sts:AssumeRole', (output) => { bootstrap(output, 'dust-prod')[1]!.Action = ['sts:TagSession']; }],
    ['a boundary that lets another role deploy', 'cannot sts:AssumeRole', (output) => { bootstrap(output, 'dust-prod')[1]!.Condition.ArnEquals['aws:PrincipalArn'] = sub('arn:${AWS::Partition}:iam::444455556666:role/dust/prod/dust-prod-platform-apply'); }],
    ['a deploy role of another bootstrap', 'cannot sts:AssumeRole arn:aws:iam::111122223333:role/cdk-dustbuilds-deploy', (output) => { bootstrap(output, 'dust-account-111122223333')[0]!.Resource = ['arn:aws:iam::111122223333:role/cdk-x-deploy-role-111122223333-us-east-1']; }],
  ]),
  ...mutationsOf('boundariesCutNothing', [
    ['a role without a boundary', 'has no boundary', (output) => { delete properties(output, 'dust-prod-web', 'RestartRole').PermissionsBoundary; }],
    ['a role with a boundary from elsewhere', 'has no boundary', (output) => { properties(output, 'dust-prod-web', 'RestartRole').PermissionsBoundary = 'arn:aws:iam::aws:policy/AdministratorAccess'; }],
    ['a boundary that lacks an action', 'its boundary cuts ecr:PutImage', (output) => { const images = boundary(output, 'dust-prod', 'Images'); images.Action = (images.Action as string[]).filter((action) => action !== 'ecr:PutImage'); }],
    ['a boundary that is narrower than a pattern', 'its boundary cuts secretsmanager:GetSecretValue', (output) => { boundary(output, 'dust-prod', 'Secrets').Resource = [sub('arn:${AWS::Partition}:secretsmanager:us-east-1:444455556666:secret:dust/prod/?*/postgres/application-*')]; }],
    ['a boundary that denies', 'its boundary cuts eks:DescribeCluster', (output) => { statements(output, 'dust-prod', 'Boundary').push({ Effect: 'Deny', Action: 'eks:*', Resource: '*' }); }],
    ['a boundary whose condition no role meets', 'its boundary cuts kms:Decrypt', (output) => { boundary(output, 'dust-prod', 'Keys').Condition.StringEquals['aws:ResourceTag/dust:env'] = 'staging'; }],
    ['a role that may do nothing', 'is allowed nothing', (output) => { resource(output, 'dust-prod-web', 'RestartRolePolicy').Type = 'AWS::IAM::UserPolicy'; }],
  ]),
];

export const protections = mutationsOf('protectedImages', [
  ['a publisher whom production admits', 'PublishRole: any branch can, unasked, ecr:PutImage', (output) => { open(output, { AWS: 'arn:aws:iam::111122223333:root' }); grant(output, 'dust-builds-web', 'PublishRole', 'dust-account-111122223333', ['ecr:PutImage'], [sub(PROD)]); }],
  ['a publisher of everything whom production admits', 'PublishRole: any branch can, unasked, ecr:PutImage', (output) => { open(output, '*'); grant(output, 'dust-builds-web', 'PublishRole', 'dust-account-111122223333', ['ecr:PutImage'], ['*']); }],
  ['a repository that lets others change its policy', 'ecr:SetRepositoryPolicy', (output) => { open(output, '*', ['ecr:SetRepositoryPolicy']); grant(output, 'dust-builds-web', 'PublishRole', 'dust-account-111122223333', ['ecr:SetRepositoryPolicy'], ['*']); }],
  ['a promotion from a branch', 'PromoteRole: any branch can, unasked, ecr:PutImage', (output) => { statements(output, 'dust-prod-web', 'PromoteRole')[0]!.Condition.StringEquals[`${ISSUER}:sub`] = 'repo:dust-identity@8675309/web@1002:ref:refs/heads/main'; }],
  ['a promotion from an environment without rules', 'PromoteRole: any branch can, unasked, ecr:PutImage', (output) => { statements(output, 'dust-prod-web', 'PromoteRole')[0]!.Condition.StringEquals[`${ISSUER}:sub`] = 'repo:dust-identity@8675309/fleet@1001:environment:staging'; }],
  ['a promotion from anybody\'s environment of the name', 'PromoteRole: any branch can, unasked, ecr:PutImage', (output) => { statements(output, 'dust-prod-web', 'PromoteRole')[0]!.Condition = { StringLike: { [`${ISSUER}:sub`]: 'repo:*:environment:prod' } }; }],
  ['a promotion from a pull request', 'PromoteRole: any branch can, unasked, ecr:PutImage', (output) => { statements(output, 'dust-prod-web', 'PromoteRole')[0]!.Condition.StringEquals[`${ISSUER}:sub`] = 'repo:dust-identity@8675309/web@1002:pull_request'; }],
  ['a restart in production from a branch', 'RestartRole: any branch can, unasked, is dust:prod:web:restart', (output) => { statements(output, 'dust-prod-web', 'RestartRole')[0]!.Condition.StringEquals[`${ISSUER}:sub`] = 'repo:dust-identity@8675309/web@1002:ref:refs/heads/main'; }],
  ['production that pulls builds', 'dust-builds-web/PublishRole: any branch can, unasked, ecr:PutImage', (output) => { podSpec(output, 'prod/web/workload.yaml').containers[0].image = '111122223333.dkr.ecr.us-east-1.amazonaws.com/dust/web:env-prod'; }],
  ['an image from elsewhere by a tag', 'pulls docker.io/library/redis:7 by a tag', (output) => { podSpec(output, 'prod/web/workload.yaml').initContainers = [{ name: 'x', image: 'docker.io/library/redis:7' }]; }],
  ['a job that runs builds', 'dust-builds-matching/PublishRole: any branch can, unasked, ecr:PutImage', (output) => { object(output, 'prod/dust-admin/dust-admin.yaml', 'Job').spec.template.spec.containers[0].image = '111122223333.dkr.ecr.us-east-1.amazonaws.com/dust/matching:latest'; }],
  ['a publisher that becomes the promotion', 'as dust-prod-web-promote: ecr:PutImage', (output) => { grant(output, 'dust-builds-web', 'PublishRole', 'dust-account-111122223333', ['sts:AssumeRole'], ['*']); statements(output, 'dust-prod-web', 'PromoteRole').push({ Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::111122223333:root' }, Action: 'sts:AssumeRole' }); }],
  ['pods of development that become the promotion', 'dust-dev-web/PodRole: any branch can, unasked, as dust-prod-web-promote: ecr:PutImage', (output) => { properties(output, 'dust-dev-web', 'PodRole').Policies = [{ PolicyName: 'x', PolicyDocument: { Statement: { Effect: 'Allow', Action: 'sts:*', Resource: '*' } } }]; delete properties(output, 'dust-dev-web', 'PodRole').PermissionsBoundary; statements(output, 'dust-prod-web', 'PromoteRole').push({ Effect: 'Allow', Principal: { AWS: '*' }, Action: 'sts:AssumeRole' }); }],
  ['a publisher that deploys production', 'sts:AssumeRole arn:aws:iam::444455556666:role/cdk-dustprod-deploy-role', (output) => { grant(output, 'dust-builds-web', 'PublishRole', 'dust-account-111122223333', ['sts:AssumeRole'], ['arn:aws:iam::*:role/cdk-*']); open(output, '*'); }],
  ['a deploy role of production from a branch', 'dust-prod/DeployRole: any branch can, unasked, sts:AssumeRole', (output) => { statements(output, 'dust-prod', 'DeployRole')[0]!.Condition.StringEquals[`${ISSUER}:sub`] = 'repo:dust-identity@8675309/fleet@1001:ref:refs/heads/main'; }],
  ['a deploy role of development that reaches production', 'dust-dev/DeployRole: any branch can, unasked, as dust-prod-deploy: sts:AssumeRole', (output) => { for (const one of bootstrap(output, 'dust-dev')) one.Resource = ['*']; statements(output, 'dust-prod', 'DeployRole').push({ Effect: 'Allow', Principal: { AWS: '111122223333' }, Action: 'sts:AssumeRole' }); }],
  ['a role in production that takes the account, for any branch', 'RestartRole: any branch can, unasked, iam:UpdateAssumeRolePolicy', (output) => { grant(output, 'dust-prod-web', 'RestartRole', 'dust-prod', ['iam:*'], ['*']); delete statements(output, 'dust-prod-web', 'RestartRole')[0]!.Condition; }],
  ['pods of development that an entry lets into production', 'dust-dev-web/PodRole: any branch can, unasked, is admins in foundry-prod', (output) => { output.templates.get('dust-prod-web')!.Resources.Entry = { Type: 'AWS::EKS::AccessEntry', Properties: { ClusterName: 'foundry-prod', KubernetesGroups: ['admins'], PrincipalArn: 'arn:aws:iam::111122223333:role/dust/dev/dust-dev-web-pod', Type: 'STANDARD' } }; }],
]);
