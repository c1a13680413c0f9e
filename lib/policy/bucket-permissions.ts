import { arn, givenArn } from './statement';
import type { Statement } from './statement';
import type { ObjectGrant } from '../requests/bucket';

export const READ_OBJECT_ACTIONS = ['s3:GetObject', 's3:GetObjectVersion'] as const;
export const WRITE_OBJECT_ACTIONS = ['s3:AbortMultipartUpload', 's3:ListMultipartUploadParts', 's3:PutObject'] as const;
export const DELETE_OBJECT_ACTIONS = ['s3:DeleteObject'] as const;
export const LIST_BUCKET_ACTIONS = ['s3:GetBucketLocation', 's3:ListBucket', 's3:ListBucketMultipartUploads'] as const;

/** What a grant allows, in the words of S3, which every provider of buckets understands. */
export interface BucketGrant {
  readonly onBucket: readonly string[];
  readonly onObjects: readonly string[];
}

export function bucketGrant(grant: ObjectGrant): BucketGrant {
  const onObjects = [...READ_OBJECT_ACTIONS, ...(grant.write ? WRITE_OBJECT_ACTIONS : []), ...(grant.delete ? DELETE_OBJECT_ACTIONS : [])];
  return { onBucket: LIST_BUCKET_ACTIONS, onObjects: onObjects.sort() };
}

/**
 * A grant on the objects of one bucket, and on the key that encrypts them, by way of S3 only.
 *
 * @param keyArn `KEY_ARN` for the service's own; undefined where S3 itself has the key
 */
export function bucketPermissions(bucket: string, grant: ObjectGrant, s3Service: string, keyArn: string | undefined): readonly Statement[] {
  const bucketArn = arn('s3', '', '', bucket);
  const { onBucket, onObjects } = bucketGrant(grant);
  return [
    { sid: 'Buckets', actions: onBucket, resources: [bucketArn] },
    { sid: 'Objects', actions: onObjects, resources: [`${bucketArn}/*`] },
    ...(keyArn === undefined ? [] : [{
      sid: 'Keys',
      actions: grant.write ? ['kms:Decrypt', 'kms:GenerateDataKey'] : ['kms:Decrypt'],
      resources: [givenArn(keyArn)],
      conditions: { StringEquals: { 'kms:ViaService': s3Service } },
    }]),
  ];
}
