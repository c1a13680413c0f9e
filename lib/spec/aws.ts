import { patternRule } from './rules';
import type { Rule } from './rules';

export const judgeAccount: Rule<string> = patternRule({
  code: 'DUST1050',
  pattern: /^[0-9]{12}$/,
  problem: 'is not an AWS account',
  allowed: '12 digits in quotes',
  fix: 'write all 12 digits of the account id, in quotes; a number loses leading zeros',
  meant: (typed) => typed.replace(/[\s-]/g, ''),
});

export const judgeRegion: Rule<string> = patternRule({
  code: 'DUST1051',
  pattern: /^(?:[a-z]{2}|us-gov|us-iso|us-isob|eu-isoe|us-isof)-(?:central|north|south|east|west|northeast|northwest|southeast|southwest)-[1-9]$/,
  problem: 'is not an AWS region',
  allowed: 'a region code, such as "eu-central-1"',
  fix: 'write the code of the region',
  // Often an availability zone, or the code in another spelling.
  meant: (typed) => typed.trim().toLowerCase().replace(/[\s_]+/g, '-').replace(/([0-9])[a-f]$/, '$1'),
});

/** The partition that a region belongs to. @see https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/partitions.html */
export function partitionOf(region: string): string {
  if (region.startsWith('us-gov-')) return 'aws-us-gov';
  if (region.startsWith('cn-')) return 'aws-cn';
  if (region.startsWith('us-isob-')) return 'aws-iso-b';
  if (region.startsWith('us-isof-')) return 'aws-iso-f';
  if (region.startsWith('eu-isoe-')) return 'aws-iso-e';
  return region.startsWith('us-iso-') ? 'aws-iso' : 'aws';
}

/** The domain of a partition's service endpoints. */
export function dnsSuffixOf(partition: string): string {
  const suffixes: Readonly<Record<string, string>> = {
    'aws-cn': 'amazonaws.com.cn', 'aws-iso': 'c2s.ic.gov', 'aws-iso-b': 'sc2s.sgov.gov', 'aws-iso-e': 'cloud.adc-e.uk', 'aws-iso-f': 'csp.hci.ic.gov',
  };
  return suffixes[partition] ?? 'amazonaws.com';
}

export const judgeQualifier = patternRule({
  code: 'DUST1055',
  pattern: /^[a-z0-9]{1,10}$/,
  problem: 'is not a bootstrap qualifier',
  allowed: 'lower-case letters and digits, at most 10',
  fix: 'write the qualifier that `cdk bootstrap --qualifier` was given',
});

export const judgeOrganizationId = patternRule({
  code: 'DUST1056',
  pattern: /^o-[a-z0-9]{10,32}$/,
  problem: 'is not an organization of AWS Organizations',
  allowed: '"o-" and 10 to 32 letters and digits',
  fix: 'copy it from: aws organizations describe-organization --query Organization.Id',
});

/** An id that EC2 gives, such as `subnet-0a1b2c3d4e5f60718`. */
export function judgeResourceId(kind: string): Rule<string> {
  return patternRule({
    code: 'DUST1058',
    pattern: new RegExp(`^${kind}-[0-9a-f]{8,17}$`),
    problem: `is not an id of the kind "${kind}-…"`,
    allowed: `"${kind}-" and 8 or 17 hexadecimal digits`,
    fix: 'copy the id from the network that the environment runs in',
  });
}

export const judgeClusterName = patternRule({
  code: 'DUST1059',
  pattern: /^[0-9A-Za-z][A-Za-z0-9_-]*$/,
  max: 100,
  problem: 'is not the name of an EKS cluster',
  allowed: 'letters, digits, "-" and "_", at most 100',
  fix: 'write the name as `aws eks list-clusters` prints it',
});

export const judgeKubernetesVersion = patternRule({
  code: 'DUST1060',
  pattern: /^1\.(?:3[3-9]|[4-9][0-9])$/,
  problem: 'is not a version of Kubernetes that the manifests fit',
  allowed: '"1.33" or newer',
  fix: 'write the minor version of the cluster, such as "1.34"',
  meant: (typed) => typed.trim().replace(/^v/, '').replace(/^(1\.[0-9]+)\..*$/, '$1'),
});

/** The parts of an ARN that the environment gives; it is printed again with the partition of the stack. */
export interface ParsedArn {
  readonly partition: string;
  readonly service: string;
  readonly region: string;
  readonly account: string;
  readonly resource: string;
}

export function parseArn(text: string): ParsedArn | undefined {
  const match = /^arn:(aws[a-z-]*):([a-z0-9-]+):([a-z0-9-]*):([0-9]{12}|):([\w+=,.@:/-]+)$/.exec(text);
  if (match === null) return undefined;
  const [, partition = '', service = '', region = '', account = '', resource = ''] = match;
  return { partition, service, region, account, resource };
}

/** An ARN of one service and of the shape that its resource must have, such as `key/ID`. */
export function judgeArn(service: string, resource: RegExp, shape: string): Rule<string> {
  return (value) => {
    const arn = parseArn(value);
    if (arn !== undefined && arn.service === service && resource.test(arn.resource)) return undefined;
    return {
      code: 'DUST1053',
      value,
      problem: arn === undefined ? (value === '' ? 'is empty' : 'is not an ARN') : describeArn(arn, service, shape),
      allowed: `arn:PARTITION:${service}:REGION:ACCOUNT:${shape}`,
      fix: 'copy the ARN of the resource from the console or the AWS CLI',
    };
  };
}

function describeArn(arn: ParsedArn, service: string, shape: string): string {
  return arn.service === service ? `is an ARN of ${service}, but not of the shape ${shape}` : `is an ARN of ${arn.service}, not of ${service}`;
}
