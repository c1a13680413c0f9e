import { listed, present } from './reader';
import type { Reader } from './reader';
import type { Answer, AwsClient } from '../aws-client';

/** The words of S3 for what a template says in those of CloudFormation; where both say the same, only the list's name differs. */
const bucket: Reader = {
  async read(aws, { properties: { BucketName } }) {
    const Bucket = String(BucketName);
    if (!(await bucket.names(aws)).includes(Bucket)) return undefined;
    const ask = async (code: string, operation: string): Promise<Answer | undefined> => aws.find(code, 's3', operation, { Bucket });
    const { Status: versioning } = await aws.call('s3', 'get_bucket_versioning', { Bucket });
    const ownership = await ask('OwnershipControlsNotFoundError', 'get_bucket_ownership_controls');
    const lifecycle = await ask('NoSuchLifecycleConfiguration', 'get_bucket_lifecycle_configuration');
    const lock = await ask('ObjectLockConfigurationNotFoundError', 'get_object_lock_configuration');
    return present({
      BucketName: Bucket,
      BucketEncryption: await encryption(aws, Bucket),
      VersioningConfiguration: present({ Status: versioning }),
      PublicAccessBlockConfiguration: (await ask('NoSuchPublicAccessBlockConfiguration', 'get_public_access_block'))?.PublicAccessBlockConfiguration,
      OwnershipControls: ownership && { Rules: ownership.OwnershipControls.Rules },
      LifecycleConfiguration: lifecycle && { Rules: lifecycle.Rules },
      LoggingConfiguration: await logging(aws, Bucket),
      ObjectLockEnabled: lock?.ObjectLockConfiguration.ObjectLockEnabled === 'Enabled',
      ObjectLockConfiguration: lock?.ObjectLockConfiguration,
      Tags: (await ask('NoSuchTagSet', 'get_bucket_tagging'))?.TagSet,
    });
  },
  nameOf: ({ properties }) => String(properties.BucketName),
  async names(aws) {
    return listed(await aws.call('s3', 'list_buckets'), 'Buckets', 'Name');
  },
};

async function encryption(aws: AwsClient, Bucket: string): Promise<unknown> {
  const answer = await aws.find('ServerSideEncryptionConfigurationNotFoundError', 's3', 'get_bucket_encryption', { Bucket });
  if (answer === undefined) return undefined;
  const rules = (answer.ServerSideEncryptionConfiguration.Rules as Answer[]).map(({ ApplyServerSideEncryptionByDefault: byDefault, BucketKeyEnabled }) => present({
    BucketKeyEnabled, ServerSideEncryptionByDefault: byDefault,
  }));
  return { ServerSideEncryptionConfiguration: rules };
}

async function logging(aws: AwsClient, Bucket: string): Promise<unknown> {
  const { LoggingEnabled: enabled } = await aws.call('s3', 'get_bucket_logging', { Bucket });
  return enabled && present({ DestinationBucketName: enabled.TargetBucket, LogFilePrefix: enabled.TargetPrefix });
}

/** A policy has no name of its own; it is called as its bucket. */
const bucketPolicy: Reader = {
  async read(aws, { properties: { Bucket } }) {
    const answer = await aws.find('NoSuchBucketPolicy', 's3', 'get_bucket_policy', { Bucket: Bucket! });
    return answer === undefined ? undefined : present({ Bucket, PolicyDocument: JSON.parse(answer.Policy) });
  },
  nameOf: ({ properties }) => String(properties.Bucket),
  async names(aws) {
    const found: string[] = [];
    for (const Bucket of await bucket.names(aws)) {
      if (await aws.find('NoSuchBucketPolicy', 's3', 'get_bucket_policy', { Bucket }) !== undefined) found.push(Bucket);
    }
    return found;
  },
};

export const S3_READERS: Readonly<Record<string, Reader>> = { 'AWS::S3::Bucket': bucket, 'AWS::S3::BucketPolicy': bucketPolicy };
