import { CfnBucket, CfnBucketPolicy } from 'aws-cdk-lib/aws-s3';
import type { CfnBucketProps } from 'aws-cdk-lib/aws-s3';
import { checkWayToS3, toAws } from './aws-endpoints';
import type { BuildHost } from './build-host';
import type { Finding } from '../../lib/issues/issue';
import type { EnvironmentFacts } from '../../lib/plan/environment-facts';
import { Names } from '../../lib/plan/names';
import { pascalCase } from '../../lib/plan/pascal-case';
import { bucketPermissions } from '../../lib/policy/bucket-permissions';
import { KEY_ARN } from '../../lib/policy/statement';
import { NO_BINDING } from '../../lib/providers/contract';
import type { Binding, ProviderContract, RequestContext } from '../../lib/providers/contract';
import { bucketVariable } from '../../lib/requests/bucket';
import type { BucketRequest } from '../../lib/requests/bucket';
import { s3Runbook } from '../../lib/restore/s3';
import { dnsSuffixOf } from '../../lib/spec/aws';
import { CARRIED } from '../../lib/spec/declared';
import { acknowledge } from '../aws/acknowledgements';
import { denyPlainTransport } from '../aws/bucket-policy';
import { cfnTags } from '../aws/cfn';
import { retain } from '../aws/retain';

interface S3Binding extends Binding {
  readonly bucketName: string;
}

/** Amazon S3. */
export const s3: ProviderContract<BucketRequest, S3Binding, BuildHost> = {
  [CARRIED]: true,
  kind: 'bucket',
  name: 's3',
  check,
  bind,
  build,
};

function check(_request: BucketRequest, { environment }: RequestContext): readonly Finding[] {
  return checkWayToS3(environment);
}

function bind(request: BucketRequest, { prefix, service, environment }: RequestContext): S3Binding {
  const { existing } = request;
  const bucketName = existing?.name ?? new Names(prefix).bucket(environment.name, service, request.key, environment.account);
  const keyArn = existing === undefined ? KEY_ARN : existing.keyArn;
  return {
    ...NO_BINDING,
    bucketName,
    values: {
      [bucketVariable(request.key)]: bucketName,
      AWS_ENDPOINT_URL_S3: `https://${endpointHost(environment)}`,
      S3_FORCE_PATH_STYLE: 'false',
    },
    permissions: bucketPermissions(bucketName, request.grant, viaService(environment), keyArn),
    peers: [toAws(environment)],
    restore: s3Runbook({ bucketName, region: environment.region, existing: existing !== undefined, stack: `${service}/${environment.name}` }),
    encryptsVia: existing === undefined ? ['s3'] : [],
  };
}

/** In GovCloud the endpoint with validated cryptography; most other regions have none. */
function endpointHost({ region, partition }: EnvironmentFacts): string {
  return `${partition === 'aws-us-gov' ? 's3-fips' : 's3'}.${region}.${dnsSuffixOf(partition)}`;
}

function viaService({ region }: EnvironmentFacts): string {
  return `s3.${region}.amazonaws.com`;
}

function build({ aws, plan, keyArn, granted }: BuildHost, request: BucketRequest, { bucketName }: S3Binding): void {
  if (request.existing !== undefined) return;
  const id = `Bucket${pascalCase(request.key)}`;
  const bucket = new CfnBucket(aws, id, {
    bucketName,
    publicAccessBlockConfiguration: { blockPublicAcls: true, blockPublicPolicy: true, ignorePublicAcls: true, restrictPublicBuckets: true },
    ownershipControls: { rules: [{ objectOwnership: 'BucketOwnerEnforced' }] },
    versioningConfiguration: { status: 'Enabled' },
    bucketEncryption: {
      serverSideEncryptionConfiguration: [{
        bucketKeyEnabled: true,
        serverSideEncryptionByDefault: { sseAlgorithm: 'aws:kms', ...(keyArn === undefined ? {} : { kmsMasterKeyId: keyArn }) },
      }],
    },
    loggingConfiguration: { destinationBucketName: plan.logBucket, logFilePrefix: `s3/${bucketName}/` },
    lifecycleConfiguration: { rules: lifecycleRules(request) },
    ...objectLock(request),
    tags: cfnTags(plan.tags),
  });
  retain(bucket);
  acknowledge(bucket, 'oneRegion');
  const policy = new CfnBucketPolicy(aws, `PolicyOf${id}`, { bucket: bucket.ref, policyDocument: denyPlainTransport(bucket.attrArn) });
  retain(policy);
  granted.push(bucket);
}

/** What Object Lock keeps cannot expire, so a bucket with retention has no rule that would try. */
function lifecycleRules({ retention }: BucketRequest): CfnBucket.RuleProperty[] {
  const abort: CfnBucket.RuleProperty = { id: 'abort-unfinished-uploads', status: 'Enabled', abortIncompleteMultipartUpload: { daysAfterInitiation: 7 } };
  if (retention !== undefined) return [abort];
  return [abort, { id: 'expire-old-versions', status: 'Enabled', noncurrentVersionExpiration: { noncurrentDays: 90 } }];
}

/** Governance mode: nobody whom this library gives a role may shorten it. @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html */
function objectLock({ retention }: BucketRequest): Pick<CfnBucketProps, 'objectLockEnabled' | 'objectLockConfiguration'> {
  if (retention === undefined) return {};
  const period = retention.unit === 'years' ? { years: retention.count } : { days: retention.count };
  return {
    objectLockEnabled: true,
    objectLockConfiguration: { objectLockEnabled: 'Enabled', rule: { defaultRetention: { mode: 'GOVERNANCE', ...period } } },
  };
}
