import { CfnDeletionPolicy } from 'aws-cdk-lib';
import type { CfnResource } from 'aws-cdk-lib';

/** Keeps a resource when it leaves the template and when it would be replaced. */
export function retain(resource: CfnResource): void {
  resource.cfnOptions.deletionPolicy = CfnDeletionPolicy.RETAIN;
  resource.cfnOptions.updateReplacePolicy = CfnDeletionPolicy.RETAIN;
}
