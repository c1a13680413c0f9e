import type { CfnResource } from 'aws-cdk-lib';
import type { Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import type { ServicePlan } from '../../lib/plan/fleet-plan';

/** What a provider may add to: the constructs of one service in one environment. */
export interface BuildHost {
  readonly plan: ServicePlan;
  /** Parent of the AWS resources. */
  readonly aws: Construct;
  /** Parent of the manifest objects. */
  readonly chart: Chart;
  /** ARN of the service's key. */
  readonly keyArn: string | undefined;
  /** Resources that the pod's permissions name; the policy waits for them. */
  readonly granted: CfnResource[];
  /** Secrets that the namespace's store reads; its policy waits for them. */
  readonly stored: CfnResource[];
}
