import type { Network } from './emulator';
import type { Stack } from '../../independent/world';

/** The networks that templates refer to by the ids that their environments give. */
export function networksOf(stacks: readonly Stack[]): Network[] {
  const places = [...new Set(stacks.map(({ account, region }) => `${account}/${region}`))];
  return places.flatMap((place) => {
    const [account, region] = place.split('/') as [string, string];
    const printed = stacks.filter((stack) => stack.account === account && stack.region === region).flatMap((stack) => stack.printed);
    const all = (type: string, ids: (properties: Record<string, any>) => string[]): string[] => [...new Set(printed.filter((resource) => resource.type === type).flatMap(({ properties }) => ids(properties)))];
    const vpcs = all('AWS::EC2::SecurityGroup', ({ VpcId }) => [VpcId]);
    // Environments of one account share its network; a second one would have to say which subnets are whose.
    if (vpcs.length > 1) throw new Error(`${place} has more than one network: ${vpcs.join(', ')}`);
    const subnets = all('AWS::RDS::DBSubnetGroup', ({ SubnetIds }) => SubnetIds);
    const groups = all('AWS::EC2::SecurityGroup', ({ SecurityGroupIngress }) => SecurityGroupIngress.map((rule: any) => rule.SourceSecurityGroupId));
    return vpcs.map((vpc) => ({ account, region, vpc, subnets, groups }));
  });
}
