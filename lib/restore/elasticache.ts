import type { Runbook } from '../providers/contract';

interface Names {
  readonly service: string;
  readonly namespace: string;
  readonly region: string;
  readonly groupName: string;
  /** What `cdk deploy` calls the stack. */
  readonly stack: string;
}

/** @see https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/backups-restoring.html */
export function elastiCacheRunbook({ service, namespace, region, groupName, stack }: Names): Runbook {
  const api = `aws elasticache --region ${region}`;
  return {
    title: `Cache ${groupName} of ElastiCache`,
    steps: [
      { text: 'A service must be able to fill its cache by itself. Try that first: an empty cache is quicker than a restored one.', commands: [`kubectl -n ${namespace} rollout restart deployment/${service}`] },
      { text: 'A snapshot is taken every day and kept for 15. List them.', commands: [`${api} describe-snapshots --replication-group-id ${groupName} --query 'Snapshots[].[SnapshotName,NodeSnapshots[0].SnapshotCreateTime]'`] },
      { text: 'A snapshot makes a new group only. Save what matters of the old one, then let the stack make the group again from the snapshot: add SnapshotName to the resource by an escape hatch, and remove the old group.', commands: [`${api} create-snapshot --replication-group-id ${groupName} --snapshot-name ${groupName}-before`, `${api} delete-replication-group --replication-group-id ${groupName} --final-snapshot-identifier ${groupName}-last`, `npx cdk deploy ${stack}`] },
    ],
  };
}
