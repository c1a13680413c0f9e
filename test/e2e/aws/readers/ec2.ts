import { present } from './reader';
import type { Reader } from './reader';
import type { Answer } from '../aws-client';

/** Tags that the emulator adds, as CloudFormation does. */
const OWN_TAG = /^aws:cloudformation:/;

/** A group has no name of its own in a template, and is called by its id. */
const securityGroup: Reader = {
  async read(aws, { physicalId }) {
    const answer = await aws.find('InvalidGroup.NotFound', 'ec2', 'describe_security_groups', { GroupIds: [physicalId!] });
    if (answer === undefined) return undefined;
    const [{ Description, VpcId, IpPermissions, IpPermissionsEgress, Tags = [] }] = answer.SecurityGroups as [Answer];
    return present({
      GroupDescription: Description,
      VpcId,
      SecurityGroupIngress: rules(IpPermissions),
      SecurityGroupEgress: rules(IpPermissionsEgress),
      Tags: (Tags as { Key: string }[]).filter(({ Key }) => !OWN_TAG.test(Key)),
    });
  },
  nameOf: ({ physicalId }) => physicalId!,
  // Every VPC brings a group of its own, and environments name those of their pods.
  async names(aws) {
    const { SecurityGroups } = await aws.call('ec2', 'describe_security_groups');
    return (SecurityGroups as Answer[]).filter(({ Tags = [] }) => (Tags as { Key: string }[]).some(({ Key }) => OWN_TAG.test(Key))).map(({ GroupId }) => GroupId as string);
  },
};

/** A rule for each source, as templates have them. */
function rules(permissions: Answer[]): object[] {
  return permissions.flatMap(({ IpProtocol, FromPort, ToPort, IpRanges = [], UserIdGroupPairs = [] }) => {
    const common = { IpProtocol, FromPort, ToPort };
    return [
      ...(IpRanges as Answer[]).map(({ CidrIp, Description }) => present({ ...common, CidrIp, Description })),
      ...(UserIdGroupPairs as Answer[]).map(({ GroupId, Description }) => present({ ...common, SourceSecurityGroupId: GroupId, Description })),
    ];
  });
}

export const EC2_READERS: Readonly<Record<string, Reader>> = { 'AWS::EC2::SecurityGroup': securityGroup };
