import { listed, present } from './reader';
import type { Reader } from './reader';
import type { Answer, AwsClient } from '../aws-client';

const vault: Reader = {
  async read(aws, { properties: { BackupVaultName } }) {
    const found = (await vaults(aws)).find((entry) => entry.BackupVaultName === BackupVaultName);
    return found && present({ BackupVaultName: found.BackupVaultName, EncryptionKeyArn: found.EncryptionKeyArn });
  },
  nameOf: ({ properties }) => String(properties.BackupVaultName),
  async names(aws) {
    return (await vaults(aws)).map(({ BackupVaultName }) => BackupVaultName as string);
  },
};

async function vaults(aws: AwsClient): Promise<Answer[]> {
  return (await aws.call('backup', 'list_backup_vaults')).BackupVaultList as Answer[];
}

const plan: Reader = {
  async read(aws, { properties: { BackupPlan } }) {
    const { BackupPlanName } = BackupPlan as Answer;
    return (await plan.names(aws)).includes(BackupPlanName as string) ? { BackupPlan: { BackupPlanName } } : undefined;
  },
  nameOf: ({ properties: { BackupPlan } }) => String((BackupPlan as Answer).BackupPlanName),
  async names(aws) {
    return listed(await aws.call('backup', 'list_backup_plans'), 'BackupPlansList', 'BackupPlanName');
  },
};

/** Selections belong to plans, and the emulator makes none. */
const selection: Reader = {
  async read(aws, resource) {
    return (await selection.names(aws)).includes(selection.nameOf(resource)) ? { BackupSelection: {} } : undefined;
  },
  nameOf: ({ properties: { BackupSelection } }) => String((BackupSelection as Answer).SelectionName),
  async names(aws) {
    const { BackupPlansList } = await aws.call('backup', 'list_backup_plans');
    const found: string[] = [];
    for (const { BackupPlanId } of BackupPlansList as Answer[]) {
      found.push(...listed(await aws.call('backup', 'list_backup_selections', { BackupPlanId }), 'BackupSelectionsList', 'SelectionName'));
    }
    return found;
  },
};

export const BACKUP_READERS: Readonly<Record<string, Reader>> = {
  'AWS::Backup::BackupPlan': plan,
  'AWS::Backup::BackupSelection': selection,
  'AWS::Backup::BackupVault': vault,
};
