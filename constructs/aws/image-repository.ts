import type { CfnResource } from 'aws-cdk-lib';
import { CfnRepository } from 'aws-cdk-lib/aws-ecr';
import type { Construct } from 'constructs';
import { cfnTags } from './cfn';
import { retain } from './retain';
import { document } from './role';
import type { ImageRepositoryPlan, Puller } from '../../lib/plan/fleet-plan';
import { PULL_ACTIONS, WRITE_IMAGE_ACTIONS } from '../../lib/policy/image-permissions';

export interface ImageRepositoryOptions {
  readonly account: string;
  readonly tags: Readonly<Record<string, string>>;
  /** The key by its ARN or alias. */
  readonly kmsKey: string;
  /** The role that the policy names, where it stands in the same stack. */
  readonly writer?: CfnResource;
}

const KEPT_IMAGES = 200;
const UNTAGGED_DAYS = 14;
/** A count that no repository reaches: the rule only keeps images that run somewhere from the rules after it. */
const NEVER = 10_000;

/** A repository of images: immutable but for the tags that environments pull, scanned, encrypted, retained. */
export function printImageRepository(scope: Construct, id: string, plan: ImageRepositoryPlan, options: ImageRepositoryOptions): CfnRepository {
  const repository = new CfnRepository(scope, id, {
    repositoryName: plan.name,
    imageTagMutability: 'IMMUTABLE_WITH_EXCLUSION',
    imageTagMutabilityExclusionFilters: [{ imageTagMutabilityExclusionFilterType: 'WILDCARD', imageTagMutabilityExclusionFilterValue: 'env-*' }],
    imageScanningConfiguration: { scanOnPush: true },
    encryptionConfiguration: { encryptionType: 'KMS', kmsKey: options.kmsKey },
    lifecyclePolicy: { lifecyclePolicyText: JSON.stringify({ rules: lifecycleRules() }) },
    repositoryPolicyText: repositoryPolicy(plan, options.account),
    tags: cfnTags(options.tags),
  });
  retain(repository);
  if (options.writer !== undefined) repository.addResourceDependency(options.writer);
  return repository;
}

/** ECR never lets a later rule expire an image that an earlier one matched. @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/LifecyclePolicies.html */
function lifecycleRules(): object[] {
  return [
    {
      rulePriority: 1,
      description: 'Never expire what an environment pulls',
      selection: { tagStatus: 'tagged', tagPrefixList: ['env-'], countType: 'imageCountMoreThan', countNumber: NEVER },
      action: { type: 'expire' },
    },
    {
      rulePriority: 2,
      description: `Expire untagged images after ${UNTAGGED_DAYS} days`,
      selection: { tagStatus: 'untagged', countType: 'sinceImagePushed', countUnit: 'days', countNumber: UNTAGGED_DAYS },
      action: { type: 'expire' },
    },
    {
      rulePriority: 3,
      description: `Keep the newest ${KEPT_IMAGES} builds`,
      selection: { tagStatus: 'tagged', tagPrefixList: ['sha-'], countType: 'imageCountMoreThan', countNumber: KEPT_IMAGES },
      action: { type: 'expire' },
    },
  ];
}

function repositoryPolicy({ pullers, onlyWriter }: ImageRepositoryPlan, account: string): object {
  const statements = pullers.map(pullStatement);
  if (onlyWriter === undefined) return document(statements);
  return document([...statements, {
    Sid: 'OnlyPromotionWrites',
    Effect: 'Deny',
    Principal: accountPrincipal(account),
    Action: [...WRITE_IMAGE_ACTIONS],
    Condition: { ArnNotEquals: { 'aws:PrincipalArn': { 'Fn::Sub': onlyWriter } } },
  }]);
}

function pullStatement({ account, roleArn, organizationId }: Puller, index: number): object {
  return {
    Sid: `Pull${index + 1}`,
    Effect: 'Allow',
    Principal: accountPrincipal(account),
    Action: roleArn === undefined ? [...PULL_ACTIONS] : [...PULL_ACTIONS, 'ecr:DescribeImageScanFindings', 'ecr:DescribeImages'],
    Condition: {
      StringEquals: { 'aws:PrincipalOrgID': organizationId },
      ...(roleArn === undefined ? {} : { ArnEquals: { 'aws:PrincipalArn': { 'Fn::Sub': roleArn } } }),
    },
  };
}

function accountPrincipal(account: string): object {
  return { AWS: { 'Fn::Sub': `arn:\${AWS::Partition}:iam::${account}:root` } };
}
