import { CfnResource } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { cfnGivenArn } from './cfn';
import { retain } from './retain';
import type { ServicePlan } from '../../lib/plan/fleet-plan';
import { namespaceManifest } from '../../lib/plan/namespace-manifest';

/**
 * The namespace by way of a kubectl provider that exists already, so that `cdk deploy` alone creates it, and it stays when
 * the stack goes. What admission policies believe of it comes with the foundation, when the roles that it names are there.
 */
export function printNamespace(scope: Construct, plan: ServicePlan): CfnResource {
  const namespace = new CfnResource(scope, 'Namespace', {
    type: 'Custom::AWSCDK-EKS-KubernetesResource',
    properties: {
      ServiceToken: cfnGivenArn(plan.environment.cluster.kubectlProvider!.serviceToken),
      ClusterName: plan.environment.cluster.name,
      Manifest: JSON.stringify([namespaceManifest(plan, {})]),
      // The foundation may have created it before; applying it again takes nothing of that away.
      Overwrite: true,
    },
  });
  retain(namespace);
  return namespace;
}
