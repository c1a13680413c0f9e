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

export interface Admitted {
  /** Such as `Database`. */
  readonly what: string;
  readonly port: number;
  /** The group of what rotates its password. */
  readonly rotation?: CfnSecurityGroup;
}

/** Admits the pods of the environment's cluster to one port, and what rotates the password; nobody else. */
export function printSecurityGroup(scope: Construct, id: string, plan: ServicePlan, { what, port, rotation }: Admitted): CfnSecurityGroup {
  const { service, environment: { name, network, cluster }, tags } = plan;
  const from = (sourceSecurityGroupId: string, description: string): CfnSecurityGroup.IngressProperty => ({
    sourceSecurityGroupId, ipProtocol: 'tcp', fromPort: port, toPort: port, description,
  });
  return new CfnSecurityGroup(scope, id, {
    groupDescription: `${what} of ${service} in ${name}`,
    vpcId: network.vpcId,
    securityGroupIngress: [
      from(cluster.podSecurityGroupId!, `Pods of cluster ${cluster.name}`),
      ...(rotation === undefined ? [] : [from(rotation.attrGroupId, 'Rotation of the password')]),
    ],
    securityGroupEgress: [NOWHERE],
    tags: cfnTags(tags),
  });
}
