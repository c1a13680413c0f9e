import { BACKUP_READERS } from './backup';
import { EC2_READERS } from './ec2';
import { ECR_READERS } from './ecr';
import { EKS_READERS } from './eks';
import { ELASTICACHE_READERS } from './elasticache';
import { IAM_READERS } from './iam';
import { KMS_READERS } from './kms';
import { LOGS_READERS } from './logs';
import { RDS_READERS } from './rds';
import type { Reader } from './reader';
import { S3_READERS } from './s3';
import { SECRETS_MANAGER_READERS } from './secrets-manager';

/** One row for each CloudFormation type that the fleet has. */
const READERS: Readonly<Record<string, Reader>> = {
  ...BACKUP_READERS, ...EC2_READERS, ...ECR_READERS, ...EKS_READERS, ...ELASTICACHE_READERS, ...IAM_READERS, ...KMS_READERS, ...LOGS_READERS,
  ...RDS_READERS, ...S3_READERS, ...SECRETS_MANAGER_READERS,
};

export function readerOf(type: string): Reader {
  const reader = READERS[type];
  if (reader === undefined) throw new Error(`nothing reads ${type}: add a row to test/e2e/aws/readers`);
  return reader;
}
