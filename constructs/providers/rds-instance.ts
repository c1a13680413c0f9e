import { Fn } from 'aws-cdk-lib';
import { CfnBackupPlan, CfnBackupSelection } from 'aws-cdk-lib/aws-backup';
import type { CfnSecurityGroup } from 'aws-cdk-lib/aws-ec2';
import { CfnLogGroup } from 'aws-cdk-lib/aws-logs';
import { CfnDBInstance, CfnDBParameterGroup } from 'aws-cdk-lib/aws-rds';
import { CfnSecretTargetAttachment } from 'aws-cdk-lib/aws-secretsmanager';
import type { CfnSecret } from 'aws-cdk-lib/aws-secretsmanager';
import type { BuildHost } from './build-host';
import { LOGS, PORT } from './rds-binding';
import type { PostgresBinding } from './rds-binding';
import { printRotation, printRotationGroup } from './rds-rotation';
import { arn } from '../../lib/policy/statement';
import type { PostgresRequest } from '../../lib/requests/postgres';
import { acknowledge } from '../aws/acknowledgements';
import { cfnArn, cfnTags } from '../aws/cfn';
import { LOG_DAYS, keepSnapshot, retain } from '../aws/retain';
import { printSecurityGroup } from '../aws/security-group';
import { RANDOM, printSecret, secretValue } from '../aws/stored-secret';

const DEFAULT_CLASS = 'db.t4g.medium';
const MASTER = 'dust_master';
/** The authority that signs for longest by the key that every client understands. */
const CA_IDENTIFIER = 'rds-ca-rsa2048-g1';
/**
 * The version that an instance is made with, of each major version. A text that changes upgrades every older instance at the next
 * deployment and fails for newer ones, so a change of this table is a major version of the library.
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/PostgreSQLReleaseNotes/postgresql-release-calendar.html
 */
const FIRST_VERSIONS: Readonly<Record<string, string>> = { 15: '15.18', 16: '16.14', 17: '17.10', 18: '18.4' };
const GIBIBYTE = 1024;
const GROWTH = 5;
const MAX_STORAGE = 65_536;
const MONITORING_SECONDS = 60;

/** The instance and all that belongs to it, the secrets first, since it is made with the password of its master. */
export function printInstance(host: BuildHost, request: PostgresRequest, binding: PostgresBinding): void {
  const master = printLogin(host, 'PostgresMaster', binding.masterSecret, 'Master of the database', JSON.stringify({ username: MASTER }));
  // The ARN is for rotation, and there from the start: a change of the template would make another password.
  const template = Fn.sub(`{"username":"${binding.user}","masterarn":"\${Master}"}`, { Master: master.ref });
  const application = printLogin(host, 'PostgresApplication', binding.login.secret, 'Login of the application', template);
  const rotation = request.rotation === undefined ? undefined : printRotationGroup(host);
  const logs = binding.logGroups.map((name, index) => printLogGroup(host, `PostgresLogs${index + 1}`, name));
  const instance = new CfnDBInstance(host.aws, 'PostgresInstance', {
    ...identity(host, request, binding, master),
    ...place(host, request, binding, rotation),
    ...protection(host),
    ...observation(host, binding),
    tags: cfnTags(host.plan.tags),
  });
  keepSnapshot(instance);
  if (!host.plan.environment.protected) acknowledge(instance, 'oneZone');
  // RDS would make the log groups itself, to be kept for ever and without the key.
  for (const group of logs) instance.addResourceDependency(group);
  const attachedMaster = attach(host, 'PostgresMasterAttachment', master, instance);
  const attached = attach(host, 'PostgresApplicationAttachment', application, instance);
  host.stored.push(application, attached);
  if (rotation !== undefined) {
    printRotation(host, binding, { master, attachedMaster, application: attached, group: rotation, days: request.rotation! });
  }
  printBackup(host, binding, instance);
}

function printLogin(host: BuildHost, id: string, name: string, description: string, secretStringTemplate: string): CfnSecret {
  return printSecret(host, id, {
    name,
    description: `${description} of ${host.plan.service}`,
    generate: { ...RANDOM, secretStringTemplate, generateStringKey: 'password' },
    withoutRotation: 'databasePasswords',
  });
}

/** Adds host and port to the secret. @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-secretsmanager-secrettargetattachment.html */
function attach({ aws }: BuildHost, id: string, secret: CfnSecret, instance: CfnDBInstance): CfnSecretTargetAttachment {
  return new CfnSecretTargetAttachment(aws, id, { secretId: secret.ref, targetId: instance.ref, targetType: 'AWS::RDS::DBInstance' });
}

type Props = ConstructorParameters<typeof CfnDBInstance>[2];

function identity({ aws, plan }: BuildHost, { version }: PostgresRequest, binding: PostgresBinding, master: CfnSecret): Props {
  const parameters = new CfnDBParameterGroup(aws, 'PostgresParameters', {
    dbParameterGroupName: binding.parameterGroup,
    family: `postgres${version}`,
    description: `Parameters of the database of ${plan.service} in ${plan.environment.name}`,
    parameters: { 'rds.force_ssl': '1', 'password_encryption': 'scram-sha-256', 'log_connections': '1', 'log_disconnections': '1' },
    tags: cfnTags(plan.tags),
  });
  return {
    dbInstanceIdentifier: binding.instance,
    engine: 'postgres',
    // The minor version moves on by itself; CloudFormation looks at it only when this text changes.
    engineVersion: FIRST_VERSIONS[version]!,
    autoMinorVersionUpgrade: true,
    allowMajorVersionUpgrade: false,
    dbName: binding.login.database,
    masterUsername: MASTER,
    masterUserPassword: secretValue(master, 'password'),
    dbParameterGroupName: parameters.ref,
    enableIamDatabaseAuthentication: true,
    caCertificateIdentifier: CA_IDENTIFIER,
  };
}

function place(
  { aws, plan }: BuildHost, { instanceClass, storage }: PostgresRequest, { subnetGroup }: PostgresBinding, rotation: CfnSecurityGroup | undefined,
): Props {
  const gibibytes = Math.ceil(storage / GIBIBYTE);
  return {
    dbInstanceClass: instanceClass ?? DEFAULT_CLASS,
    storageType: 'gp3',
    allocatedStorage: String(gibibytes),
    ...growth(gibibytes),
    dbSubnetGroupName: subnetGroup,
    vpcSecurityGroups: [printSecurityGroup(aws, 'PostgresSecurityGroup', plan, { what: 'Database', port: PORT, ...(rotation === undefined ? {} : { rotation }) }).attrGroupId],
    port: String(PORT),
    publiclyAccessible: false,
    multiAz: plan.environment.protected,
  };
}

/** RDS refuses a limit that is less than a tenth above. @see https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PIOPS.Autoscaling.html */
function growth(gibibytes: number): Props {
  const maxAllocatedStorage = Math.min(gibibytes * GROWTH, MAX_STORAGE);
  return maxAllocatedStorage * 10 < gibibytes * 11 ? {} : { maxAllocatedStorage };
}

function protection({ plan, keyArn }: BuildHost): Props {
  return {
    storageEncrypted: true,
    ...(keyArn === undefined ? {} : { kmsKeyId: keyArn }),
    deletionProtection: true,
    backupRetentionPeriod: keptDays(plan.environment.protected),
    deleteAutomatedBackups: false,
    copyTagsToSnapshot: true,
    // AWS Backup begins at five, and not within an hour of either window.
    preferredBackupWindow: '07:00-08:00',
    preferredMaintenanceWindow: 'sun:09:00-sun:10:00',
  };
}

function observation({ plan, keyArn }: BuildHost, { monitoringRole }: PostgresBinding): Props {
  return {
    enableCloudwatchLogsExports: [...LOGS],
    monitoringInterval: MONITORING_SECONDS,
    monitoringRoleArn: cfnArn(arn('iam', '', plan.environment.account, `role${monitoringRole}`)),
    enablePerformanceInsights: true,
    performanceInsightsRetentionPeriod: 7,
    ...(keyArn === undefined ? {} : { performanceInsightsKmsKeyId: keyArn }),
  };
}

/** RDS keeps at most 35 days of backups to restore to any second from. */
function keptDays(isProtected: boolean): number {
  return isProtected ? 35 : 14;
}

function printLogGroup({ aws, plan, keyArn }: BuildHost, id: string, logGroupName: string): CfnLogGroup {
  const encryption = keyArn === undefined ? {} : { kmsKeyId: keyArn };
  const group = new CfnLogGroup(aws, id, { logGroupName, retentionInDays: LOG_DAYS, ...encryption, tags: cfnTags(plan.tags) });
  retain(group);
  return group;
}

/** A snapshot a day in the vault of the environment, which survives the instance. */
function printBackup({ aws, plan }: BuildHost, { backup }: PostgresBinding, instance: CfnDBInstance): void {
  const { account, region, protected: isProtected } = plan.environment;
  const printed = new CfnBackupPlan(aws, 'PostgresBackupPlan', {
    backupPlan: {
      backupPlanName: backup.plan,
      backupPlanRule: [{
        ruleName: 'daily',
        targetBackupVault: backup.vault,
        scheduleExpression: 'cron(0 5 ? * * *)',
        lifecycle: { deleteAfterDays: keptDays(isProtected) },
        recoveryPointTags: { ...plan.tags },
      }],
    },
    backupPlanTags: { ...plan.tags },
  });
  new CfnBackupSelection(aws, 'PostgresBackupSelection', {
    backupPlanId: printed.ref,
    backupSelection: {
      selectionName: backup.plan,
      iamRoleArn: cfnArn(arn('iam', '', account, `role${backup.role}`)),
      resources: [Fn.sub(arn('rds', region, account, 'db:${Instance}'), { Instance: instance.ref })],
    },
  });
}
