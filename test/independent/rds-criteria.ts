import { failed, isKeptByCluster } from './check';
import type { Check, Checks } from './check';
import { INSTANCE, keptIn, platformOf, secretOf, wordsOf } from './databases';
import { capabilityOf, roleArn } from './iam';
import { asList, same } from './json';
import type { Json } from './json';
import { operatedObjects } from './operated';
import { arnOf, referencesOf } from './resolve';
import { keyOf } from './secrets';
import { ofType, readWorld, serviceStack } from './world';
import type { Printed } from './world';

function isGuarded({ stack }: Printed, environments: Parameters<Check>[1]['environments']): boolean {
  return environments[stack.environment ?? '']?.protected === true;
}

/** A6: each database of its own. */
const a6Instances: Check = (output, declared) =>
  ofType(readWorld(output), INSTANCE).flatMap((printed) => {
    const { at, properties, stack } = printed;
    const key = keyOf(stack, declared);
    const guarded = isGuarded(printed, declared.environments);
    const days = guarded ? 35 : 14;
    return failed(at, {
      'is of no supported version': properties.Engine === 'postgres' && /^1[5-8](\.\d+)?$/.test(String(properties.EngineVersion)),
      'is not encrypted with the key of its service': properties.StorageEncrypted === true && key !== undefined && properties.KmsKeyId === key,
      [guarded ? 'stands in one zone' : 'stands in several zones without need']: properties.MultiAZ === guarded,
      'can be deleted': properties.DeletionProtection === true,
      [`keeps backups for fewer than ${days} days`]: properties.BackupRetentionPeriod >= days && properties.BackupRetentionPeriod <= 35,
      'loses its backups when it goes': properties.DeleteAutomatedBackups === false,
      'loses its tags in snapshots': properties.CopyTagsToSnapshot === true,
      'is public': properties.PubliclyAccessible === false,
      'listens where everybody looks': properties.Port !== undefined && ![5432, NaN].includes(Number(properties.Port)),
      'admits no login by IAM': properties.EnableIAMDatabaseAuthentication === true,
      'does not export its logs': same([...asList<string>(properties.EnableCloudwatchLogsExports)].sort(), ['postgresql', 'upgrade']),
      'keeps no insights, or with another key':
        properties.EnablePerformanceInsights === true && key !== undefined && properties.PerformanceInsightsKMSKeyId === key,
      'is not measured every minute': properties.MonitoringInterval === 60,
      'takes no minor versions': properties.AutoMinorVersionUpgrade === true,
      'may take a major version': properties.AllowMajorVersionUpgrade === false,
      'has a master that AWS manages': properties.ManageMasterUserPassword === undefined && properties.MasterUserSecret === undefined,
      'is restored from somewhere': properties.DBSnapshotIdentifier === undefined && properties.SourceDBInstanceIdentifier === undefined,
    });
  });

/** A service has a database and a cache exactly where it declared them. */
const databasesAreDeclared: Check = (output, declared) => {
  const world = readWorld(output);
  return Object.entries(declared.services).flatMap(([service, declaration]) =>
    declaration.environments.flatMap((environment) =>
      (['postgres', 'cache'] as const).flatMap((kind) => {
        const stack = serviceStack(world, environment, service);
        const type = keptIn(stack, kind)?.type;
        const made = stack?.printed.filter((printed) => type !== undefined && printed.type === type).length ?? 0;
        const operated = operatedObjects(world, kind === 'postgres' ? 'Cluster' : 'Redis').filter((placed) => placed.environment === environment && placed.folder === service).length;
        const byCluster = isKeptByCluster(declared, environment, kind);
        const expected = declaration[kind] === true ? 1 : 0;
        return [
          ...(made === (byCluster ? 0 : expected) ? [] : [`${service} in ${environment}: has ${made} of ${kind}, not ${byCluster ? 0 : expected}`]),
          ...(operated === (byCluster ? expected : 0) ? [] : [`${service} in ${environment}: has ${operated} of ${kind} in the cluster, not ${byCluster ? expected : 0}`]),
        ];
      }),
    ),
  );
};

/** A6: the master's password is that of the master's secret, which only the template's reference names; its user is the secret's. */
const a6Passwords: Check = (output, declared) =>
  ofType(readWorld(output), INSTANCE).flatMap(({ at, stack, properties, raw }) => {
    const master = secretOf(stack, declared, 'postgres', 'master');
    const arn = master === undefined ? '' : arnOf(master.id, stack);
    return failed(at, {
      'has no secret of its master': master !== undefined,
      'has a password that is not the one of its master\'s secret': properties.MasterUserPassword === `{{resolve:secretsmanager:${arn}:SecretString:password}}`,
      'does not refer to its master\'s secret': referencesOf((raw.Properties.MasterUserPassword ?? null) as Json).includes(master?.id ?? ''),
      'has another master than its secret says':
        typeof properties.MasterUsername === 'string' && wordsOf(master).username === properties.MasterUsername,
      'has an application that is its master': wordsOf(secretOf(stack, declared, 'postgres', 'application')).username !== properties.MasterUsername,
    });
  });

/** A6: host and port come into both secrets by an attachment to the database, each once. */
const a6Attachments: Check = (output, declared) => {
  const world = readWorld(output);
  const all = ofType(world, 'AWS::SecretsManager::SecretTargetAttachment');
  const attached = ofType(world, INSTANCE).flatMap(({ at, id, stack }) =>
    ['master', 'application'].flatMap((part) => {
      const secret = secretOf(stack, declared, 'postgres', part);
      const found = all.filter(({ stack: other, raw }) => other === stack && same(raw.Properties.SecretId, { Ref: secret?.id ?? '' }));
      const right = found.filter(({ raw }) => same(raw.Properties.TargetId, { Ref: id }) && raw.Properties.TargetType === INSTANCE);
      return secret !== undefined && found.length === 1 && right.length === 1 ? [] : [`${at}: its ${part} secret is attached ${right.length} times`];
    }),
  );
  const stray = all.filter(({ stack, properties }) =>
    !['master', 'application'].some((part) => {
      const secret = secretOf(stack, declared, 'postgres', part);
      return secret !== undefined && properties.SecretId === arnOf(secret.id, stack);
    }));
  return [...attached, ...stray.map(({ at }) => `${at}: attaches what is no login of a database`)];
};

/** A6: connections without TLS are refused by the parameters that the database uses, which are of its version. */
const a6Parameters: Check = (output) => {
  const world = readWorld(output);
  const used = ofType(world, INSTANCE).flatMap(({ at, stack, raw, properties }) => {
    const ids = referencesOf((raw.Properties.DBParameterGroupName ?? null) as Json);
    const group = stack.printed.find(({ type, id }) => type === 'AWS::RDS::DBParameterGroup' && ids.includes(id));
    return failed(at, {
      'has no parameters of its own': group !== undefined,
      'admits connections without TLS': group === undefined || String(group.properties.Parameters?.['rds.force_ssl']) === '1',
      'has parameters of another version': group === undefined || group.properties.Family === `postgres${String(properties.EngineVersion).split('.')[0]}`,
    });
  });
  const unused = ofType(world, 'AWS::RDS::DBParameterGroup').filter(({ id, stack }) =>
    !stack.printed.some(({ type, raw }) => type === INSTANCE && referencesOf((raw.Properties.DBParameterGroupName ?? null) as Json).includes(id)));
  return [...used, ...unused.map(({ at }) => `${at}: no database uses it`)];
};

/** A6: measurements are sent by the role of the platform that is for that alone. */
const a6Monitoring: Check = (output) => {
  const world = readWorld(output);
  return ofType(world, INSTANCE).flatMap(({ at, stack, properties }) => {
    const roles = platformOf(world, stack.environment)?.printed.filter((printed) => printed.type === 'AWS::IAM::Role' && capabilityOf(printed) === 'monitoring') ?? [];
    return roles.length === 1 && roleArn(roles[0]!) === properties.MonitoringRoleArn ? [] : [`${at}: is measured by ${properties.MonitoringRoleArn}`];
  });
};

function planProblems({ at, properties }: Printed, days: number, vault: unknown): string[] {
  const rules = asList<Record<string, any>>(properties.BackupPlan?.BackupPlanRule);
  return failed(at, {
    'backs nothing up': rules.length > 0,
    [`does not keep every backup for ${days} days`]: rules.every(({ Lifecycle }) => Lifecycle?.DeleteAfterDays >= days && Lifecycle.MoveToColdStorageAfterDays === undefined),
    'does not back up every day': rules.some(({ ScheduleExpression }) => /^cron\(\d+ \d+ \? \* \* \*\)$/.test(String(ScheduleExpression))),
    [`keeps backups in another place than ${String(vault)}`]: vault !== undefined && rules.every(({ TargetBackupVault }) => TargetBackupVault === vault),
  });
}

/** A6: a selection of AWS Backup takes the database and nothing else, by a plan that keeps it as long as its own backups. */
const a6Backups: Check = (output, declared) => {
  const world = readWorld(output);
  return ofType(world, INSTANCE).flatMap((instance) => {
    const { at, id, stack } = instance;
    const platform = platformOf(world, stack.environment);
    const selections = stack.printed.filter(({ type }) => type === 'AWS::Backup::BackupSelection');
    const [selection] = selections;
    const taken = selection?.properties.BackupSelection ?? {};
    const plan = stack.printed.find((other) => other.type === 'AWS::Backup::BackupPlan' && same(selection?.raw.Properties.BackupPlanId, { Ref: other.id }));
    const role = platform?.printed.find((printed) => printed.type === 'AWS::IAM::Role' && capabilityOf(printed) === 'backup');
    const vault: unknown = platform?.printed.find(({ type }) => type === 'AWS::Backup::BackupVault')?.properties.BackupVaultName;
    return [
      ...failed(at, {
        'is in no selection of AWS Backup': selections.length === 1 && same(taken.Resources, [arnOf(id, stack)]),
        'is not in its selection by reference': referencesOf((selection?.raw.Properties ?? null) as Json).includes(id),
        'is selected by more than its ARN': Object.keys(taken).every((key) => ['IamRoleArn', 'Resources', 'SelectionName'].includes(key)),
        'is backed up by another role': role !== undefined && taken.IamRoleArn === roleArn(role),
        'has no plan': plan !== undefined,
      }),
      ...(plan === undefined ? [] : planProblems(plan, isGuarded(instance, declared.environments) ? 35 : 14, vault)),
    ];
  });
};

export const rdsCriteria: Checks = { a6Instances, databasesAreDeclared, a6Passwords, a6Attachments, a6Parameters, a6Monitoring, a6Backups };
