import { Stack } from 'aws-cdk-lib';
import { CfnAccessEntry } from 'aws-cdk-lib/aws-eks';
import { CfnBucket, CfnBucketPolicy } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { printBoundary } from './account-stack';
import { acknowledge } from './acknowledgements';
import { denyPlainTransport } from './bucket-policy';
import { cfnTags } from './cfn';
import { printDatabases } from './databases';
import { LOG_DAYS, retain } from './retain';
import { printRole } from './role';
import { stackProps } from './stack-props';
import type { PlatformPlan } from '../../lib/plan/fleet-plan';

/** What exists once in an environment: the boundary of its roles, the logs, and who applies the foundations. */
export class PlatformStack extends Stack {
  public constructor(scope: Construct, id: string, plan: PlatformPlan) {
    super(scope, id, stackProps({ ...plan.environment, stackName: plan.stackName, tags: plan.tags }, `What the services of environment ${plan.environment.name} share`));
    const { account } = plan.environment;
    const boundary = printBoundary(this, plan.boundary);
    printLogBucket(this, plan);
    const { role } = printRole(this, 'PlatformApplyRole', plan.platformApply, { account, tags: plan.tags });
    role.addResourceDependency(boundary);
    printRole(this, 'DeployRole', plan.deploy, { account, tags: plan.tags }).role.addResourceDependency(boundary);
    if (plan.databases !== undefined) printDatabases(this, plan, plan.databases, boundary);
    if (plan.adminStore !== undefined) printRole(this, 'AdminSecretsRole', plan.adminStore.role, { account, tags: plan.tags }).role.addResourceDependency(boundary);
    new CfnAccessEntry(this, 'PlatformApplyAccess', {
      clusterName: plan.environment.cluster.name,
      principalArn: role.attrArn,
      type: 'STANDARD',
      kubernetesGroups: [plan.platformApplyGroup],
      tags: cfnTags(plan.tags),
    });
  }
}

/** Access logs of buckets and load balancers. Their services cannot write to a bucket with a customer key. */
function printLogBucket(stack: Stack, plan: PlatformPlan): void {
  const bucket = new CfnBucket(stack, 'LogBucket', {
    bucketName: plan.logBucket,
    publicAccessBlockConfiguration: { blockPublicAcls: true, blockPublicPolicy: true, ignorePublicAcls: true, restrictPublicBuckets: true },
    ownershipControls: { rules: [{ objectOwnership: 'BucketOwnerEnforced' }] },
    versioningConfiguration: { status: 'Enabled' },
    bucketEncryption: { serverSideEncryptionConfiguration: [{ serverSideEncryptionByDefault: { sseAlgorithm: 'AES256' } }] },
    lifecycleConfiguration: {
      rules: [
        { id: 'abort-unfinished-uploads', status: 'Enabled', abortIncompleteMultipartUpload: { daysAfterInitiation: 7 } },
        { id: 'expire-logs', status: 'Enabled', expirationInDays: LOG_DAYS, noncurrentVersionExpiration: { noncurrentDays: 30 } },
      ],
    },
    tags: cfnTags(plan.tags),
  });
  retain(bucket);
  acknowledge(bucket, 'logsOfLogs', 'logsWithoutCustomerKey', 'oneRegion');
  const policy = new CfnBucketPolicy(stack, 'LogBucketPolicy', {
    bucket: bucket.ref,
    policyDocument: denyPlainTransport(bucket.attrArn, [bucketLogs(bucket, plan), loadBalancerLogs(bucket, plan)]),
  });
  retain(policy);
}

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html */
function bucketLogs(bucket: CfnBucket, { environment, bucketPrefix }: PlatformPlan): object {
  return {
    Sid: 'BucketLogs',
    Effect: 'Allow',
    Principal: { Service: 'logging.s3.amazonaws.com' },
    Action: 's3:PutObject',
    Resource: { 'Fn::Join': ['', [bucket.attrArn, '/s3/*']] },
    Condition: {
      StringEquals: { 'aws:SourceAccount': environment.account },
      ArnLike: { 'aws:SourceArn': { 'Fn::Sub': `arn:\${AWS::Partition}:s3:::${bucketPrefix}*` } },
    },
  };
}

/** @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html */
function loadBalancerLogs(bucket: CfnBucket, { environment }: PlatformPlan): object {
  return {
    Sid: 'LoadBalancerLogs',
    Effect: 'Allow',
    Principal: { Service: 'logdelivery.elasticloadbalancing.amazonaws.com' },
    Action: 's3:PutObject',
    Resource: { 'Fn::Join': ['', [bucket.attrArn, `/alb/*/AWSLogs/${environment.account}/*`]] },
  };
}
