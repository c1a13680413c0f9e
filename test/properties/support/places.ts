import type { Partition } from './fleet-model';

/** The first account and region hold the builds registry. */
export const ACCOUNTS = ['111122223333', '444455556666', '000000000007'] as const;

export const REGIONS: Readonly<Record<Partition, readonly [string, string]>> = {
  'aws': ['eu-central-1', 'us-east-1'],
  'aws-us-gov': ['us-gov-west-1', 'us-gov-east-1'],
  'aws-cn': ['cn-north-1', 'cn-northwest-1'],
};
