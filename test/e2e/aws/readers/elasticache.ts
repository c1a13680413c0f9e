import { listed, present } from './reader';
import type { Reader } from './reader';

const subnetGroup: Reader = {
  async read(aws, { properties: { CacheSubnetGroupName } }) {
    return (await subnetGroup.names(aws)).includes(String(CacheSubnetGroupName)) ? present({ CacheSubnetGroupName }) : undefined;
  },
  nameOf: ({ properties }) => String(properties.CacheSubnetGroupName),
  async names(aws) {
    return listed(await aws.call('elasticache', 'describe_cache_subnet_groups'), 'CacheSubnetGroups', 'CacheSubnetGroupName');
  },
};

const replicationGroup: Reader = {
  async read(aws, { properties: { ReplicationGroupId } }) {
    return (await replicationGroup.names(aws)).includes(String(ReplicationGroupId)) ? present({ ReplicationGroupId }) : undefined;
  },
  nameOf: ({ properties }) => String(properties.ReplicationGroupId),
  async names(aws) {
    return listed(await aws.call('elasticache', 'describe_replication_groups'), 'ReplicationGroups', 'ReplicationGroupId');
  },
};

export const ELASTICACHE_READERS: Readonly<Record<string, Reader>> = {
  'AWS::ElastiCache::ReplicationGroup': replicationGroup,
  'AWS::ElastiCache::SubnetGroup': subnetGroup,
};
