import type { Finding } from '../../lib/issues/issue';
import type { EnvironmentFacts } from '../../lib/plan/environment-facts';
import type { NetworkPeer } from '../../lib/plan/network-peer';
import { tcp } from '../../lib/plan/network-peer';

/** The edge to S3, by whatever way the environment has to AWS. */
export function toAws({ network }: EnvironmentFacts): NetworkPeer {
  const cidrs = [...network.endpointSubnets, ...network.awsAddressBlocks].map(({ cidr }) => cidr);
  const reasons = network.awsAddressBlocks.map(({ reason }) => reason);
  return { name: 'to-aws', reason: ['The endpoints of AWS', ...reasons].join('; '), to: { cidrs: [...new Set(cidrs)] }, ports: tcp(443) };
}

/** Whether there is such a way. */
export function checkWayToS3({ name, network }: EnvironmentFacts): Finding[] {
  if (network.endpointSubnets.length + network.awsAddressBlocks.length > 0) return [];
  return [{
    code: 'DUST2008',
    problem: `the pods of environment "${name}" cannot reach S3`,
    allowed: 'an environment with network.endpointSubnets or network.awsAddressBlocks',
    fix: `list the subnets of the interface endpoints of environment "${name}"`,
  }];
}
