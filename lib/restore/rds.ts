import { startService, stopService } from './stopped';
import type { Runbook } from '../providers/contract';

interface Names {
  readonly service: string;
  readonly namespace: string;
  readonly environment: string;
  readonly region: string;
  readonly instance: string;
  readonly database: string;
  readonly subnetGroup: string;
  readonly parameterGroup: string;
  readonly vault: string;
  readonly stackName: string;
  /** Where the role job runs. */
  readonly adminNamespace: string;
}

/** @see https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PIT.html */
export function rdsRunbook(names: Names): Runbook {
  const { environment, region, instance, database, subnetGroup, parameterGroup, vault, stackName, adminNamespace } = names;
  const rds = `aws rds --region ${region}`;
  const restored = `${instance}-restored`.slice(-63).replace(/^[^a-z]+/, '');
  const damaged = `${instance}-damaged`.slice(-63).replace(/^[^a-z]+/, '');
  return {
    title: `Database ${database} on RDS instance ${instance}`,
    steps: [
      { text: 'Choose a moment before the mistake, in UTC, up to what RDS says.', commands: [`${rds} describe-db-instances --db-instance-identifier ${instance} --query 'DBInstances[0].LatestRestorableTime'`] },
      {
        text: 'Restore into an instance of its own, behind the same security group; the damaged one stays as it is.',
        commands: [
          `SECURITY_GROUPS=$(${rds} describe-db-instances --db-instance-identifier ${instance} --query 'DBInstances[0].VpcSecurityGroups[].VpcSecurityGroupId' --output text)`,
          `${rds} restore-db-instance-to-point-in-time --source-db-instance-identifier ${instance} --target-db-instance-identifier ${restored} --restore-time YYYY-MM-DDTHH:MM:SSZ --db-subnet-group-name ${subnetGroup} --db-parameter-group-name ${parameterGroup} --vpc-security-group-ids $SECURITY_GROUPS --no-publicly-accessible --deletion-protection`,
          `${rds} wait db-instance-available --db-instance-identifier ${restored}`,
        ],
      },
      { text: `Where the instance itself is gone, its backups are in vault ${vault}, and its last snapshot in RDS.`, commands: [`aws backup --region ${region} list-recovery-points-by-backup-vault --backup-vault-name ${vault} --by-resource-type RDS`, `${rds} describe-db-snapshots --query "DBSnapshots[?DBInstanceIdentifier=='${instance}'].DBSnapshotIdentifier"`] },
      { text: `Compare it with what is left of ${database}: see the drill below, with the address of ${restored} in DRILL_HOST and DRILL_RESTORED=${database}.` },
      {
        text: 'Stop the service, and let the two instances change names. Names, and so addresses, secrets and the stack, stay as they are.',
        commands: [
          ...stopService(names),
          `${rds} modify-db-instance --db-instance-identifier ${instance} --new-db-instance-identifier ${damaged} --apply-immediately`,
          `${rds} wait db-instance-available --db-instance-identifier ${damaged}`,
          `${rds} modify-db-instance --db-instance-identifier ${restored} --new-db-instance-identifier ${instance} --apply-immediately`,
          `${rds} wait db-instance-available --db-instance-identifier ${instance}`,
        ],
      },
      {
        text: 'Passwords are those of the chosen moment: where one was changed since, let the role job set it again.',
        commands: [`kubectl -n ${adminNamespace} delete job --selector app.kubernetes.io/name=dust-admin`, `kubectl apply --server-side -k manifests/${environment}/dust-admin`],
      },
      startService(names),
      { text: 'What the stack sets and a restore does not (backup window, monitoring, exports of logs) comes back with the next deployment: look for drift first.', commands: [`aws cloudformation --region ${region} detect-stack-drift --stack-name ${stackName}`] },
    ],
  };
}
