import { secretArn, READ_SECRET_ACTIONS } from './secret-permissions';
import { arn, givenArn } from './statement';
import type { Statement } from './statement';
import type { EnvironmentFacts } from '../plan/environment-facts';

/**
 * What RDS needs to write the measurements of the operating system. It has one log group in an account.
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_Monitoring.OS.Enabling.html
 */
export function monitoringPermissions({ region, account }: EnvironmentFacts): readonly Statement[] {
  const group = arn('logs', region, account, 'log-group:RDSOSMetrics');
  return [
    { sid: 'MeasurementGroup', actions: ['logs:CreateLogGroup', 'logs:PutRetentionPolicy'], resources: [`${group}:*`] },
    { sid: 'Measurements', actions: ['logs:CreateLogStream', 'logs:DescribeLogStreams', 'logs:GetLogEvents', 'logs:PutLogEvents'], resources: [`${group}:log-stream:*`] },
  ];
}

/**
 * What AWS Backup needs to keep snapshots of the databases of one environment, and nothing else of what it can do.
 * @see https://docs.aws.amazon.com/aws-backup/latest/devguide/security-iam-awsmanpol.html
 */
export function backupPermissions(databases: string, vault: string, environment: EnvironmentFacts): readonly Statement[] {
  const { name, region, account } = environment;
  const rds = (resource: string): string => arn('rds', region, account, resource);
  const keys = environment.keyArn === undefined
    ? { resources: [arn('kms', region, account, 'key/*')], conditions: { StringEquals: { 'aws:ResourceTag/dust:env': name } } }
    : { resources: [givenArn(environment.keyArn)], conditions: {} };
  return [
    {
      sid: 'Snapshots',
      actions: ['rds:AddTagsToResource', 'rds:CreateDBSnapshot', 'rds:DescribeDBInstances', 'rds:DescribeDBSnapshots', 'rds:ListTagsForResource'],
      resources: [rds(`db:${databases}`), rds('snapshot:awsbackup:*')],
    },
    { sid: 'OwnSnapshots', actions: ['rds:CopyDBSnapshot', 'rds:DeleteDBSnapshot', 'rds:ModifyDBSnapshotAttribute'], resources: [rds('snapshot:awsbackup:*')] },
    { sid: 'Vault', actions: ['backup:CopyIntoBackupVault', 'backup:DescribeBackupVault'], resources: [arn('backup', region, account, `backup-vault:${vault}`)] },
    { sid: 'SnapshotKeys', actions: ['kms:DescribeKey'], ...keys },
    { sid: 'SnapshotGrants', actions: ['kms:CreateGrant'], ...keys, conditions: { ...keys.conditions, Bool: { 'kms:GrantIsForAWSResource': 'true' } } },
  ];
}

/**
 * What the store of `dust-admin` reads: the secrets of databases, of every service, since it exists before them. Names of a
 * service's own secrets have no slash, so none of them is meant. The keys admit its role themselves.
 */
export function adminSecretPermissions(patterns: readonly string[], { region, account, keyArn }: EnvironmentFacts): readonly Statement[] {
  const reading = { sid: 'Secrets', actions: READ_SECRET_ACTIONS, resources: patterns.map((pattern) => `${secretArn(region, account, pattern)}-??????`) };
  if (keyArn === undefined) return [reading];
  const contexts = reading.resources;
  return [reading, {
    sid: 'Key',
    actions: ['kms:Decrypt'],
    resources: [givenArn(keyArn)],
    conditions: { StringEquals: { 'kms:ViaService': `secretsmanager.${region}.amazonaws.com` }, StringLike: { 'kms:EncryptionContext:SecretARN': contexts } },
  }];
}
