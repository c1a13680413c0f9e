import { listed, present } from './reader';
import type { Reader } from './reader';
import type { Answer } from '../aws-client';

const logGroup: Reader = {
  async read(aws, { properties: { LogGroupName } }) {
    const { logGroups } = await aws.call('logs', 'describe_log_groups', { logGroupNamePrefix: LogGroupName! });
    const found = (logGroups as Answer[]).find(({ logGroupName }) => logGroupName === LogGroupName);
    if (found === undefined) return undefined;
    const { tags } = await aws.call('logs', 'list_tags_log_group', { logGroupName: LogGroupName! });
    return present({
      LogGroupName: found.logGroupName,
      RetentionInDays: found.retentionInDays,
      KmsKeyId: found.kmsKeyId,
      Tags: Object.entries(tags as Record<string, string>).map(([Key, Value]) => ({ Key, Value })),
    });
  },
  nameOf: ({ properties }) => String(properties.LogGroupName),
  async names(aws) {
    return listed(await aws.call('logs', 'describe_log_groups'), 'logGroups', 'logGroupName');
  },
};

export const LOGS_READERS: Readonly<Record<string, Reader>> = { 'AWS::Logs::LogGroup': logGroup };
