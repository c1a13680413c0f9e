import { arn, givenArn } from './statement';
import type { Statement } from './statement';
import type { ObjectGrant } from '../requests/bucket';

export const READ_OBJECT_ACTIONS = ['s3:GetObject', 's3:GetObjectVersion'] as const;
export const WRITE_OBJECT_ACTIONS = ['s3:AbortMultipartUpload', 's3:ListMultipartUploadParts', 's3:PutObject'] as const;
export const DELETE_OBJECT_ACTIONS = ['s3:DeleteObject'] as const;
export const LIST_BUCKET_ACTIONS = ['s3:GetBucketLocation', 's3:ListBucket', 's3:ListBucketMultipartUploads'] as const;

/**
 * A grant on the objects of one bucket, and on the key that encrypts them, by way of S3 only.
 *
 * @param keyArn `KEY_ARN` for the service's own; undefined where S3 itself has the key
 */
export function bucketPermissions(bucket: string, grant: ObjectGrant, s3Service: string, keyArn: string | undefined): readonly Statement[] {
  const bucketArn = arn('s3', '', '', bucket);
  const actions = [...READ_OBJECT_ACTIONS, ...(grant.write ? WRITE_OBJECT_ACTIONS : []), ...(grant.delete ? DELETE_OBJECT_ACTIONS : [])];
  return [
    { sid: 'Buckets', actions: LIST_BUCKET_ACTIONS, resources: [bucketArn] },
    { sid: 'Objects', actions: actions.sort(), resources: [`${bucketArn}/*`] },
    ...(keyArn === undefined ? [] : [{
      sid: 'Keys',
      actions: grant.write ? ['kms:Decrypt', 'kms:GenerateDataKey'] : ['kms:Decrypt'],
      resources: [givenArn(keyArn)],
      conditions: { StringEquals: { 'kms:ViaService': s3Service } },
    }]),
  ];
}
