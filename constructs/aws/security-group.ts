import { CfnSecurityGroup } from 'aws-cdk-lib/aws-ec2';
import type { Construct } from 'constructs';
import { cfnTags } from './cfn';
import type { ServicePlan } from '../../lib/plan/fleet-plan';

/**
 * Without a rule for what goes out, EC2 adds one that lets everything out; this address is nobody's, so nothing is.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-securitygroup.html
 */
const NOWHERE: CfnSecurityGroup.EgressProperty = {
  cidrIp: '255.255.255.255/32', ipProtocol: 'icmp', fromPort: 252, toPort: 86, description: 'Nothing goes out; it only answers',
};

/** Admits the pods of the environment's cluster to one port and nobody else. */
export function printSecurityGroup(scope: Construct, id: string, plan: ServicePlan, what: string, port: number): CfnSecurityGroup {
  const { service, environment, tags } = plan;
  return new CfnSecurityGroup(scope, id, {
    groupDescription: `${what} of ${service} in ${environment.name}`,
    vpcId: environment.network.vpcId,
    securityGroupIngress: [{
      sourceSecurityGroupId: environment.cluster.podSecurityGroupId!,
      ipProtocol: 'tcp',
      fromPort: port,
      toPort: port,
      description: `Pods of cluster ${environment.cluster.name}`,
    }],
    securityGroupEgress: [NOWHERE],
    tags: cfnTags(tags),
  });
}
