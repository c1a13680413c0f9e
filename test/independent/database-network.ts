import { failed } from './check';
import type { Check, Checks } from './check';
import { CACHE, INSTANCE, platformOf, portOf } from './databases';
import { asList, missing, same } from './json';
import type { Json } from './json';
import { closure } from './ordering';
import { arnOf, referencesOf } from './resolve';
import { keyOf } from './secrets';
import { ofType, readWorld } from './world';
import type { Printed, World } from './world';

function groupsOf({ properties }: Printed): unknown[] {
  return asList(properties.VPCSecurityGroups ?? properties.SecurityGroupIds);
}

/** A rule that lets nothing out: CloudFormation reads an empty list as everything. */
function leadsNowhere({ CidrIp, IpProtocol, DestinationSecurityGroupId, DestinationPrefixListId, CidrIpv6 }: Record<string, any>): boolean {
  return ['255.255.255.255/32', '127.0.0.1/32'].includes(CidrIp) && IpProtocol !== '-1' && [DestinationSecurityGroupId, DestinationPrefixListId, CidrIpv6].every((other) => other === undefined);
}

function isDescribed(text: unknown): boolean {
  return typeof text === 'string' && /^[\w .:/()#,@[\]+=&;{}!$*-]{3,255}$/.test(text);
}

/** A10: a security group admits the pods of its cluster to the one port of the one thing that has it, and lets nothing out. */
const a10SecurityGroups: Check = (output, declared) =>
  ofType(readWorld(output), 'AWS::EC2::SecurityGroup').flatMap((printed) => {
    const { at, id, stack, properties } = printed;
    const users = stack.printed.filter((other) => [INSTANCE, CACHE].includes(other.type) && groupsOf(other).includes(`sg-${id}-of-${stack.stackName}`));
    const ingress = asList<Record<string, any>>(properties.SecurityGroupIngress);
    const egress = asList<Record<string, any>>(properties.SecurityGroupEgress);
    const { vpcId, podSecurityGroupId } = declared.environments[stack.environment ?? ''] ?? {};
    const port = portOf(users[0]);
    return failed(at, {
      'is not used by one database or cache alone': users.length === 1,
      'stands in another network': vpcId !== undefined && properties.VpcId === vpcId,
      'has rules without a description': [{ Description: properties.GroupDescription }, ...ingress, ...egress].every(({ Description }) => isDescribed(Description)),
      'admits others than the pods of its cluster': ingress.length === 1 && ingress.every((rule) =>
        podSecurityGroupId !== undefined && rule.SourceSecurityGroupId === podSecurityGroupId && [rule.CidrIp, rule.CidrIpv6, rule.SourcePrefixListId].every((other) => other === undefined)),
      [`admits to other ports than ${port}`]: ingress.every(({ IpProtocol, FromPort, ToPort }) => IpProtocol === 'tcp' && FromPort === port && ToPort === port),
      'lets something out': egress.length > 0 && egress.every(leadsNowhere),
    });
  });

/** Databases and caches have one security group, of their own stack. */
const groupsAreTheirOwn: Check = (output) =>
  readWorld(output)
    .resources.filter(({ type }) => [INSTANCE, CACHE].includes(type))
    .flatMap((printed) => {
      const groups = groupsOf(printed);
      const own = printed.stack.printed.filter(({ type, id }) => type === 'AWS::EC2::SecurityGroup' && groups.includes(`sg-${id}-of-${printed.stack.stackName}`));
      return groups.length === 1 && own.length === 1 ? [] : [`${printed.at}: has ${groups.length} security groups, ${own.length} of its own`];
    });

/** Where databases stand: a group of the environment's subnets in the platform's stack. */
const SUBNETS = { [INSTANCE]: ['AWS::RDS::DBSubnetGroup', 'DBSubnetGroupName'], [CACHE]: ['AWS::ElastiCache::SubnetGroup', 'CacheSubnetGroupName'] } as const;

const databaseSubnets: Check = (output, declared) => {
  const world = readWorld(output);
  const groups = Object.values(SUBNETS).flatMap(([type]) => ofType(world, type)).flatMap(({ at, stack, properties }) => {
    const expected = (declared.environments[stack.environment ?? '']?.databaseSubnets ?? []).map(({ id }) => id).sort();
    return failed(at, {
      'is not in the stack of the platform': stack.kind === 'platform',
      'has other subnets than the environment': same([...asList<string>(properties.SubnetIds)].sort(), expected) && expected.length >= 2,
    });
  });
  const users = Object.entries(SUBNETS).flatMap(([type, [group, property]]) => ofType(world, type).flatMap(({ at, stack, properties }) =>
    platformOf(world, stack.environment)?.printed.some((other) => other.type === group && other.properties[property] === properties[property]) === true
      ? []
      : [`${at}: stands in ${properties[property]}, which the platform does not make`]));
  return [...groups, ...users];
};

const RETENTIONS = [365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653];

/** The groups that RDS writes to, of every database of a stack. */
function exportsOf({ properties }: Printed): string[] {
  return asList<string>(properties.EnableCloudwatchLogsExports).map((log) => `/aws/rds/instance/${properties.DBInstanceIdentifier}/${log}`);
}

/** A11: log groups. */
const a11LogGroups: Check = (output, declared) => {
  const world = readWorld(output);
  const groups = ofType(world, 'AWS::Logs::LogGroup').flatMap(({ at, stack, raw, properties }) => {
    const written = stack.printed.filter(({ type }) => type === INSTANCE).flatMap(exportsOf);
    return failed(at, {
      'is kept for less than a year': RETENTIONS.includes(properties.RetentionInDays),
      'is not encrypted with the key of its service': properties.KmsKeyId !== undefined && properties.KmsKeyId === keyOf(stack, declared),
      'goes with its stack': raw.DeletionPolicy === 'Retain' && raw.UpdateReplacePolicy === 'Retain',
      'is written by nobody': written.includes(String(properties.LogGroupName)),
    });
  });
  return [...groups, ...exportProblems(world)];
};

/** RDS would make a group of its own, without a key and for ever, if it found none. */
function exportProblems(world: World): string[] {
  return ofType(world, INSTANCE).flatMap((instance) => {
    const made = instance.stack.printed.filter(({ type }) => type === 'AWS::Logs::LogGroup');
    const before = closure(instance.stack, instance);
    return [
      ...missing(exportsOf(instance), made.map(({ properties }) => String(properties.LogGroupName))).map((name) => `${instance.at}: writes to ${name}, which nobody makes`),
      ...made
        .filter(({ id, properties }) => exportsOf(instance).includes(String(properties.LogGroupName)) && !before.has(id))
        .map(({ id }) => `${instance.at}: exports its logs and does not wait for ${id}`),
    ];
  });
}

/** Backups lie in a vault that is encrypted with a key of the platform. */
const backupVaults: Check = (output) =>
  ofType(readWorld(output), 'AWS::Backup::BackupVault').flatMap(({ at, stack, raw, properties }) => {
    const key = stack.printed.find(({ type, id }) => type === 'AWS::KMS::Key' && arnOf(id, stack) === properties.EncryptionKeyArn);
    return failed(at, {
      'is not in the stack of the platform': stack.kind === 'platform',
      'is not encrypted with a key of its stack': key !== undefined && referencesOf((raw.Properties.EncryptionKeyArn ?? null) as Json).includes(key.id),
      'is open to others': properties.AccessPolicy === undefined,
    });
  });

/** Who may read a login waits for what completes it: before that, it has neither host nor port. */
const loginsAreComplete: Check = (output) => {
  const world = readWorld(output);
  return ofType(world, 'AWS::SecretsManager::SecretTargetAttachment').flatMap(({ id, stack, properties }) =>
    ofType(world, 'AWS::IAM::ManagedPolicy')
      .filter((policy) => policy.stack === stack && JSON.stringify(policy.properties.PolicyDocument).includes(`:secret:${String(properties.SecretId).split(':secret:')[1]?.slice(0, -7)}-`))
      .filter((policy) => !closure(stack, policy).has(id))
      .map((policy) => `${policy.at}: reads a login and does not wait for ${id}`));
};

export const databaseNetwork: Checks = { a10SecurityGroups, groupsAreTheirOwn, databaseSubnets, a11LogGroups, backupVaults, loginsAreComplete };
