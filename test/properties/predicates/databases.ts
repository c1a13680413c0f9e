import { POD_SECURITY_GROUP } from '../support/build-fleet';
import { NAME_PROPERTIES, resolved, resourceIn, resourcesOf } from '../support/cloudformation';
import { makesCache, makesPostgres, placesOf } from '../support/fleet-model';
import type { EnvironmentModel, ServiceModel } from '../support/fleet-model';
import type { Invariant } from '../support/invariant';
import type { Fleet, Stack } from '../support/synthesized';

const MAIN = ['AWS::RDS::DBInstance', 'AWS::ElastiCache::ReplicationGroup', 'AWS::Logs::LogGroup', 'AWS::Backup::BackupPlan', 'AWS::Backup::BackupSelection', 'AWS::RDS::DBParameterGroup', 'AWS::EC2::SecurityGroup'];

export const protectedData: Invariant = {
  number: 6,
  title: 'a service has the database and the cache that it asked for and does not find there: encrypted, private, kept and of its sizes',
  predicate: (fleet) => placesOf(fleet.model).flatMap(({ service, environment }) => {
    const stack = fleet.stacks.find(({ id }) => id === `${service.name}/${environment.name}`)!;
    const [database, cache] = [makesPostgres(service, environment), makesCache(service, environment)];
    const expected = [database, cache, ...(database ? [true, true, true, true, true, true] : []), cache].filter(Boolean).length;
    const made = resourcesOf({ stacks: [stack] }, ...MAIN).length;
    return [
      ...(made === expected ? [] : [`makes ${made} resources for data and not ${expected}`]),
      ...(database ? [...checkInstance(fleet, stack, service, environment), ...checkLogs(stack), ...checkBackup(fleet, stack, environment)] : []),
      ...(cache ? checkCache(fleet, stack, service, environment) : []),
      ...resourcesOf({ stacks: [stack] }, 'AWS::EC2::SecurityGroup').flatMap(({ resource }) => checkGroup(resource.Properties)),
    ].map((problem) => `${stack.id} ${problem}`);
  }),
  mutations: [
    ...([
      ['is not encrypted', { StorageEncrypted: false }], ['has the key of AWS', { KmsKeyId: undefined }], ['can be deleted', { DeletionProtection: false }], ['keeps two weeks', { BackupRetentionPeriod: 14 }],
      ['loses its backups', { DeleteAutomatedBackups: true }], ['is public', { PubliclyAccessible: true }], ['stands in one zone', { MultiAZ: false }], ['has the usual port', { Port: '5432' }],
      ['is of another version', { EngineVersion: '17.10' }], ['is as large as elsewhere', { DBInstanceClass: 'db.t4g.medium' }], ['has the storage of elsewhere', { AllocatedStorage: '20' }],
      ['tells nothing', { EnableCloudwatchLogsExports: [] }], ['is measured by a role that is not there', { MonitoringRoleArn: { 'Fn::Sub': 'arn:${AWS::Partition}:iam::444455556666:role/rich/prod/other' } }],
      ['stands in subnets that are not there', { DBSubnetGroupName: 'other' }],
    ] as const).map(([title, changes]) => ({ title: `a database ${title}`, apply: (fleet: Parameters<typeof resourceIn>[0]) => { Object.assign(resourceIn(fleet, 'ledger/prod', 'PostgresInstance').Properties, changes); } })),
    ...([
      ['sends plain text', { TransitEncryptionMode: 'preferred' }], ['is not encrypted', { AtRestEncryptionEnabled: false }], ['has one node', { NumCacheClusters: 1 }], ['keeps nothing', { SnapshotRetentionLimit: 0 }],
      ['has the usual port', { Port: 6379 }], ['has nodes as elsewhere', { CacheNodeType: 'cache.t4g.small' }],
    ] as const).map(([title, changes]) => ({ title: `a cache ${title}`, apply: (fleet: Parameters<typeof resourceIn>[0]) => { Object.assign(resourceIn(fleet, 'ledger/prod', 'CacheGroup').Properties, changes); } })),
    { title: 'plain text is admitted', apply: (fleet) => { resourceIn(fleet, 'ledger/prod', 'PostgresParameters').Properties.Parameters['rds.force_ssl'] = '0'; } },
    { title: 'logs are kept for a month', apply: (fleet) => { resourceIn(fleet, 'ledger/prod', 'PostgresLogs1').Properties.RetentionInDays = 30; } },
    { title: 'logs are those of another database', apply: (fleet) => { resourceIn(fleet, 'ledger/prod', 'PostgresLogs1').Properties.LogGroupName = '/aws/rds/instance/other/postgresql'; } },
    { title: 'snapshots are kept for a day', apply: (fleet) => { resourceIn(fleet, 'ledger/prod', 'PostgresBackupPlan').Properties.BackupPlan.BackupPlanRule[0].Lifecycle.DeleteAfterDays = 1; } },
    { title: 'snapshots go to a vault that is not there', apply: (fleet) => { resourceIn(fleet, 'ledger/prod', 'PostgresBackupPlan').Properties.BackupPlan.BackupPlanRule[0].TargetBackupVault = 'other'; } },
    { title: 'snapshots are of another database', apply: (fleet) => { resourceIn(fleet, 'ledger/prod', 'PostgresBackupSelection').Properties.BackupSelection.Resources = ['*']; } },
    { title: 'everybody reaches a database', apply: (fleet) => { resourceIn(fleet, 'ledger/prod', 'PostgresSecurityGroup').Properties.SecurityGroupIngress[0].CidrIp = '0.0.0.0/0'; } },
    { title: 'a cache reaches everybody', apply: (fleet) => { resourceIn(fleet, 'ledger/prod', 'CacheSecurityGroup').Properties.SecurityGroupEgress[0].CidrIp = '0.0.0.0/0'; } },
    { title: 'an adopted database is made', apply: (fleet) => { fleet.stacks.find(({ id }: Stack) => id === 'ledger/dev').template.Resources.X = structuredClone(resourceIn(fleet, 'ledger/prod', 'PostgresInstance')); } },
    { title: 'a database is missing', apply: (fleet) => { resourceIn(fleet, 'ledger/prod', 'PostgresInstance').Type = 'AWS::KMS::Alias'; } },
  ],
};

function one(stack: Stack, type: string): any {
  return resourcesOf({ stacks: [stack] }, type)[0]?.resource.Properties ?? {};
}

/** The names of what the platform's stack of an environment makes. */
function platformNames({ stacks }: Fleet, environment: EnvironmentModel, type: string): string[] {
  return resourcesOf({ stacks: stacks.filter(({ id }) => id === `Platform/${environment.name}`) }, type).map(({ resource: { Properties } }) =>
    (type === 'AWS::IAM::Role' ? `${Properties.Path}${Properties.RoleName}` : Properties[NAME_PROPERTIES[type]!]));
}

function differing(actual: Readonly<Record<string, unknown>>, expected: Readonly<Record<string, unknown>>): string[] {
  return Object.entries(expected).filter(([key, value]) => JSON.stringify(actual[key]) !== JSON.stringify(value)).map(([key, value]) => `has ${key} ${JSON.stringify(actual[key])} and not ${JSON.stringify(value)}`);
}

/** The key of the service, or the given one. */
function keyIn({ ownKey, region, account }: EnvironmentModel): unknown {
  return ownKey ? { 'Fn::Sub': `arn:\${AWS::Partition}:kms:${region}:${account}:key/0a1b2c3d-0000-4000-8000-0123456789ab` } : { 'Fn::GetAtt': ['Key', 'Arn'] };
}

function days(environment: EnvironmentModel): number {
  return environment.protected ? 35 : 14;
}

function checkInstance(fleet: Fleet, stack: Stack, { name, postgres, overrides }: ServiceModel, environment: EnvironmentModel): string[] {
  const properties = one(stack, 'AWS::RDS::DBInstance');
  const { instanceClass = 'db.t4g.medium', storage = '20Gi', version = '17' } = { ...postgres, ...overrides[environment.name]?.postgres };
  const gibibytes = storage.endsWith('Mi') ? Math.ceil(Number.parseInt(storage, 10) / 1024) : Number.parseInt(storage, 10);
  const key = keyIn(environment);
  const role = resolved(properties.MonitoringRoleArn, stack, fleet.model.partition) as string;
  const parameters = one(stack, 'AWS::RDS::DBParameterGroup');
  return [
    ...differing(properties, {
      DBInstanceClass: instanceClass, AllocatedStorage: String(gibibytes), Engine: 'postgres', AutoMinorVersionUpgrade: true, AllowMajorVersionUpgrade: false, Port: '5433', PubliclyAccessible: false,
      MultiAZ: environment.protected, StorageEncrypted: true, KmsKeyId: key, PerformanceInsightsKMSKeyId: key, EnablePerformanceInsights: true, DeletionProtection: true, BackupRetentionPeriod: days(environment),
      DeleteAutomatedBackups: false, CopyTagsToSnapshot: true, EnableIAMDatabaseAuthentication: true, EnableCloudwatchLogsExports: ['postgresql', 'upgrade'], MonitoringInterval: 60,
    }),
    ...(properties.EngineVersion?.startsWith(`${version}.`) && parameters.Family === `postgres${version}` && parameters.Parameters['rds.force_ssl'] === '1' ? [] : [`is PostgreSQL ${properties.EngineVersion} with ${JSON.stringify(parameters)}`]),
    ...(growsLegally(gibibytes, properties.MaxAllocatedStorage) ? [] : [`grows to ${properties.MaxAllocatedStorage}`]),
    ...(platformNames(fleet, environment, 'AWS::RDS::DBSubnetGroup').includes(properties.DBSubnetGroupName) ? [] : [`stands in ${properties.DBSubnetGroupName}`]),
    ...(platformNames(fleet, environment, 'AWS::IAM::Role').some((path) => role === `arn:${fleet.model.partition}:iam::${environment.account}:role${path}`) ? [] : [`is measured by ${role}`]),
    ...(properties.DBName === properties.MasterUsername || properties.MasterUsername === name ? ['has a master of a name that is taken'] : []),
  ];
}

function checkLogs(stack: Stack): string[] {
  const { DBInstanceIdentifier: instance } = one(stack, 'AWS::RDS::DBInstance');
  const groups = resourcesOf({ stacks: [stack] }, 'AWS::Logs::LogGroup').map(({ resource: { Properties } }) => Properties);
  const names = groups.map(({ LogGroupName }) => LogGroupName).sort().join();
  return [
    ...(names === ['postgresql', 'upgrade'].map((log) => `/aws/rds/instance/${instance}/${log}`).join() ? [] : [`has the logs ${names}`]),
    ...groups.filter(({ RetentionInDays, KmsKeyId }) => !(RetentionInDays >= 365) || KmsKeyId === undefined).map(({ LogGroupName }) => `does not keep ${LogGroupName}`),
  ];
}

function checkBackup(fleet: Fleet, stack: Stack, environment: EnvironmentModel): string[] {
  const [rule, ...more] = one(stack, 'AWS::Backup::BackupPlan').BackupPlan?.BackupPlanRule ?? [];
  const { BackupSelection: selection = {} } = one(stack, 'AWS::Backup::BackupSelection');
  const { partition } = fleet.model;
  const { account, region } = environment;
  const [instance] = resourcesOf({ stacks: [stack] }, 'AWS::RDS::DBInstance').map(({ resource }) => resource.Properties.DBInstanceIdentifier);
  const role = resolved(selection.IamRoleArn, stack, partition) as string;
  return [
    ...(more.length === 0 && rule?.Lifecycle?.DeleteAfterDays === days(environment) ? [] : ['does not keep its snapshots']),
    ...(platformNames(fleet, environment, 'AWS::Backup::BackupVault').includes(rule?.TargetBackupVault) ? [] : [`keeps snapshots in ${rule?.TargetBackupVault}`]),
    ...(JSON.stringify(resolved(selection.Resources, stack, partition)) === JSON.stringify([`arn:${partition}:rds:${region}:${account}:db:${instance}`]) ? [] : [`keeps snapshots of ${JSON.stringify(selection.Resources)}`]),
    ...(platformNames(fleet, environment, 'AWS::IAM::Role').some((path) => role === `arn:${partition}:iam::${account}:role${path}`) ? [] : [`is kept by ${role}`]),
  ];
}

function checkCache(fleet: Fleet, stack: Stack, { cache, overrides }: ServiceModel, environment: EnvironmentModel): string[] {
  const properties = one(stack, 'AWS::ElastiCache::ReplicationGroup');
  const { instanceClass = 'cache.t4g.small' } = { ...cache, ...overrides[environment.name]?.cache };
  return [
    ...differing(properties, {
      CacheNodeType: instanceClass, Engine: 'valkey', NumCacheClusters: 2, AutomaticFailoverEnabled: true, MultiAZEnabled: true, Port: 6380, AtRestEncryptionEnabled: true, KmsKeyId: keyIn(environment),
      TransitEncryptionEnabled: true, TransitEncryptionMode: 'required',
    }),
    ...(properties.SnapshotRetentionLimit >= 15 ? [] : [`keeps ${properties.SnapshotRetentionLimit} snapshots`]),
    ...(platformNames(fleet, environment, 'AWS::ElastiCache::SubnetGroup').includes(properties.CacheSubnetGroupName) ? [] : [`stands in ${properties.CacheSubnetGroupName}`]),
  ];
}

/** The pods that the environment names come in on one port; nothing goes out, which CloudFormation can only say by an address of nobody. */
function checkGroup({ SecurityGroupIngress: ingress = [], SecurityGroupEgress: egress = [], GroupDescription: description }: any): string[] {
  const [rule, ...more] = ingress;
  const isOwn = more.length === 0 && rule?.SourceSecurityGroupId === POD_SECURITY_GROUP && rule.CidrIp === undefined && rule.CidrIpv6 === undefined
    && rule.FromPort === rule.ToPort && [5433, 6380].includes(rule.FromPort) && rule.IpProtocol === 'tcp';
  const isSilent = egress.length === 1 && egress[0].CidrIp === '255.255.255.255/32' && egress[0].CidrIpv6 === undefined;
  const isDescribed = [description, ...ingress.map(({ Description }: any) => Description)].every((text) => typeof text === 'string' && text.length <= 255 && /^[\w ._\-:/()#,@[\]+=&;{}!$*]+$/.test(text));
  return [...(isOwn ? [] : [`admits ${JSON.stringify(ingress)}`]), ...(isSilent ? [] : ['lets something out']), ...(isDescribed ? [] : ['has a group without a description that EC2 takes'])];
}

/** RDS refuses to grow by less than a tenth, and stores at most 64 TiB. */
function growsLegally(gibibytes: number, most: number | undefined): boolean {
  return most === undefined ? gibibytes * 1.1 > 65_536 : most >= gibibytes * 1.1 && most <= 65_536;
}
