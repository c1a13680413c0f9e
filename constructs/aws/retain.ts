import { CfnDeletionPolicy } from 'aws-cdk-lib';
import type { CfnResource } from 'aws-cdk-lib';

/** Longer than a year, so that a yearly review can look back over all of it. */
export const LOG_DAYS = 400;

/** What holds data stays when its stack or its declaration goes. */
export function retain(resource: CfnResource): void {
  resource.cfnOptions.deletionPolicy = CfnDeletionPolicy.RETAIN;
  resource.cfnOptions.updateReplacePolicy = CfnDeletionPolicy.RETAIN;
}

/** What runs and costs goes, and leaves a last snapshot of its data. */
export function keepSnapshot(resource: CfnResource): void {
  resource.cfnOptions.deletionPolicy = CfnDeletionPolicy.SNAPSHOT;
  resource.cfnOptions.updateReplacePolicy = CfnDeletionPolicy.SNAPSHOT;
}
