import { CfnBackupVault } from 'aws-cdk-lib/aws-backup';
import { CfnSubnetGroup } from 'aws-cdk-lib/aws-elasticache';
import type { CfnManagedPolicy } from 'aws-cdk-lib/aws-iam';
import { CfnDBSubnetGroup } from 'aws-cdk-lib/aws-rds';
import type { Construct } from 'constructs';
import { cfnTags } from './cfn';
import { printKey } from './key';
import { retain } from './retain';
import { printRole } from './role';
import type { DatabasesPlan, PlatformPlan } from '../../lib/plan/fleet-plan';

/** What the databases and caches of an environment share: where they stand, who keeps and measures them. */
export function printDatabases(scope: Construct, { environment, tags }: PlatformPlan, plan: DatabasesPlan, boundary: CfnManagedPolicy): void {
  const { name, account, region } = environment;
  const description = `Subnets of the databases and caches in ${name}`;
  const subnetIds = [...plan.subnetIds];
  new CfnDBSubnetGroup(scope, 'DatabaseSubnets', { dbSubnetGroupName: plan.subnetGroup, dbSubnetGroupDescription: description, subnetIds, tags: cfnTags(tags) });
  new CfnSubnetGroup(scope, 'CacheSubnets', { cacheSubnetGroupName: plan.cacheSubnetGroup, description, subnetIds, tags: cfnTags(tags) });
  const key = printKey(scope, 'BackupKey', { account, region, alias: plan.backupKeyAlias, description: `Backups of ${name}`, via: ['backup'], grantsVia: ['backup'], tags });
  const vault = new CfnBackupVault(scope, 'BackupVault', { backupVaultName: plan.backupVault, encryptionKeyArn: key.attrArn, backupVaultTags: { ...tags } });
  retain(vault);
  boundary.addResourceDependency(vault);
  const backup = printRole(scope, 'BackupRole', plan.backupRole, { account, tags, names: [vault] });
  const monitoring = printRole(scope, 'MonitoringRole', plan.monitoringRole, { account, tags });
  for (const { role } of [backup, monitoring]) role.addResourceDependency(boundary);
}
