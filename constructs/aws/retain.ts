import { CfnDeletionPolicy } from 'aws-cdk-lib';
import type { CfnResource } from 'aws-cdk-lib';

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
