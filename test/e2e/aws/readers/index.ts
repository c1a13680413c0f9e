import { ECR_READERS } from './ecr';
import { EKS_READERS } from './eks';
import { IAM_READERS } from './iam';
import { KMS_READERS } from './kms';
import type { Reader } from './reader';
import { S3_READERS } from './s3';
import { SECRETS_MANAGER_READERS } from './secrets-manager';

/** One row for each CloudFormation type that the fleet has. */
const READERS: Readonly<Record<string, Reader>> = { ...ECR_READERS, ...EKS_READERS, ...IAM_READERS, ...KMS_READERS, ...S3_READERS, ...SECRETS_MANAGER_READERS };

export function readerOf(type: string): Reader {
  const reader = READERS[type];
  if (reader === undefined) throw new Error(`nothing reads ${type}: add a row to test/e2e/aws/readers`);
  return reader;
}
