import { listed, present } from './reader';
import type { Reader } from './reader';
import type { Answer } from '../aws-client';

const instance: Reader = {
  async read(aws, { properties: { DBInstanceIdentifier } }) {
    const answer = await aws.find('DBInstanceNotFound', 'rds', 'describe_db_instances', { DBInstanceIdentifier: DBInstanceIdentifier! });
    if (answer === undefined) return undefined;
    const [found] = answer.DBInstances as [Answer];
    const { MultiAZ, PubliclyAccessible } = found;
    // Of these a template says `false` as well.
    return { ...present({ ...sameWords(found), ...place(found), ...observation(found) }), MultiAZ, PubliclyAccessible };
  },
  nameOf: ({ properties }) => String(properties.DBInstanceIdentifier),
  async names(aws) {
    return listed(await aws.call('rds', 'describe_db_instances'), 'DBInstances', 'DBInstanceIdentifier');
  },
};

/** What the API calls as the template does. */
const SAME = [
  'AutoMinorVersionUpgrade', 'BackupRetentionPeriod', 'CACertificateIdentifier', 'CopyTagsToSnapshot', 'DBInstanceClass', 'DBInstanceIdentifier', 'DBName', 'DeletionProtection', 'Engine',
  'EngineVersion', 'KmsKeyId', 'MasterUsername', 'MaxAllocatedStorage', 'MonitoringRoleArn', 'StorageEncrypted', 'StorageType',
];

function sameWords(found: Answer): Record<string, unknown> {
  return Object.fromEntries(SAME.map((name) => [name, found[name]]));
}

function place({ AllocatedStorage, DBSubnetGroup, DBParameterGroups, Endpoint, VpcSecurityGroups, TagList }: Answer): Record<string, unknown> {
  return {
    AllocatedStorage: String(AllocatedStorage),
    DBSubnetGroupName: DBSubnetGroup?.DBSubnetGroupName,
    DBParameterGroupName: DBParameterGroups?.[0]?.DBParameterGroupName,
    Port: String(Endpoint?.Port),
    VPCSecurityGroups: (VpcSecurityGroups as Answer[] | undefined)?.map(({ VpcSecurityGroupId }) => VpcSecurityGroupId as string),
    Tags: TagList,
  };
}

function observation(found: Answer): Record<string, unknown> {
  return {
    EnableCloudwatchLogsExports: found.EnabledCloudwatchLogsExports,
    EnableIAMDatabaseAuthentication: found.IAMDatabaseAuthenticationEnabled,
    EnablePerformanceInsights: found.PerformanceInsightsEnabled,
    PerformanceInsightsKMSKeyId: found.PerformanceInsightsKMSKeyId,
    PerformanceInsightsRetentionPeriod: found.PerformanceInsightsRetentionPeriod,
    // Zero is how the API says that nothing is measured.
    MonitoringInterval: found.MonitoringInterval === 0 ? undefined : found.MonitoringInterval,
  };
}

const parameterGroup: Reader = {
  async read(aws, { properties: { DBParameterGroupName } }) {
    const answer = await aws.find('DBParameterGroupNotFound', 'rds', 'describe_db_parameter_groups', { DBParameterGroupName: DBParameterGroupName! });
    if (answer === undefined) return undefined;
    const [found] = answer.DBParameterGroups as [Answer];
    const { Parameters } = await aws.call('rds', 'describe_db_parameters', { DBParameterGroupName: DBParameterGroupName! });
    const { TagList } = await aws.call('rds', 'list_tags_for_resource', { ResourceName: found.DBParameterGroupArn });
    return present({
      DBParameterGroupName: found.DBParameterGroupName,
      Description: found.Description,
      Family: found.DBParameterGroupFamily,
      Parameters: Object.fromEntries((Parameters as Answer[]).map(({ ParameterName, ParameterValue }) => [ParameterName, ParameterValue])),
      Tags: TagList,
    });
  },
  nameOf: ({ properties }) => String(properties.DBParameterGroupName),
  async names(aws) {
    return listed(await aws.call('rds', 'describe_db_parameter_groups'), 'DBParameterGroups', 'DBParameterGroupName');
  },
};

const subnetGroup: Reader = {
  async read(aws, { properties: { DBSubnetGroupName } }) {
    const answer = await aws.find('DBSubnetGroupNotFoundFault', 'rds', 'describe_db_subnet_groups', { DBSubnetGroupName: DBSubnetGroupName! });
    if (answer === undefined) return undefined;
    const [found] = answer.DBSubnetGroups as [Answer];
    const { TagList } = await aws.call('rds', 'list_tags_for_resource', { ResourceName: found.DBSubnetGroupArn });
    return present({
      DBSubnetGroupName: found.DBSubnetGroupName,
      DBSubnetGroupDescription: found.DBSubnetGroupDescription,
      SubnetIds: (found.Subnets as Answer[]).map(({ SubnetIdentifier }) => SubnetIdentifier as string),
      Tags: TagList,
    });
  },
  nameOf: ({ properties }) => String(properties.DBSubnetGroupName),
  async names(aws) {
    return listed(await aws.call('rds', 'describe_db_subnet_groups'), 'DBSubnetGroups', 'DBSubnetGroupName');
  },
};

export const RDS_READERS: Readonly<Record<string, Reader>> = {
  'AWS::RDS::DBInstance': instance,
  'AWS::RDS::DBParameterGroup': parameterGroup,
  'AWS::RDS::DBSubnetGroup': subnetGroup,
};
