import { Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { PARTITION } from '../../lib/policy/statement';
import type { Statement } from '../../lib/policy/statement';

/** A finding of cdk-nag that stays, with the control that it touches and why. */
interface Acknowledgement {
  readonly ids: readonly string[];
  readonly control: string;
  readonly reason: string;
}

/** What stays of a secret that nothing rotates, whatever the reason is. */
const ROTATION = {
  ids: ['AwsSolutions::AwsSolutions-SMG4', 'NIST.800.53.R5::NIST.800.53.R5-SecretsManagerRotationEnabled'],
  control: 'IA-5',
} as const;

/** Every finding that stays, in one place for the review; a test fails when one matches nothing any more. */
export const ACKNOWLEDGEMENTS = {
  logsOfLogs: {
    ids: ['AwsSolutions::AwsSolutions-S1', 'NIST.800.53.R5::NIST.800.53.R5-S3BucketLoggingEnabled'],
    control: 'AU-12',
    reason: 'It is the bucket that access logs are written to; logs of its own log deliveries would never end',
  },
  logsWithoutCustomerKey: {
    ids: ['NIST.800.53.R5::NIST.800.53.R5-S3DefaultEncryptionKMS'],
    control: 'SC-28',
    reason: 'S3 and load balancers cannot deliver access logs to a bucket with a customer key; it is encrypted with keys of S3',
  },
  oneRegion: {
    ids: ['NIST.800.53.R5::NIST.800.53.R5-S3BucketReplicationEnabled'],
    control: 'CP-9',
    reason: 'Versions are kept and the bucket is retained; a copy in a second region is a decision of the fleet, not a default',
  },
  secretsWithoutRotation: {
    ...ROTATION,
    reason: 'The secret belongs to the application or to a third party; only they can issue another one, and Secrets Manager cannot',
  },
  oneZone: {
    ids: ['AwsSolutions::AwsSolutions-RDS3', 'NIST.800.53.R5::NIST.800.53.R5-RDSMultiAZSupport'],
    control: 'CP-10',
    reason: 'The environment is not protected, so its databases may be away while a zone is; backups are kept as everywhere',
  },
  databasePasswords: {
    ...ROTATION,
    reason: 'Rotation needs a function of AWS in the stack of every service, so a service opts in; until then the job that prepares the database takes a new password over',
  },
  cachePasswords: {
    ...ROTATION,
    reason: 'Secrets Manager has no rotation for the password of a cache; a new one is set with two steps of the guide',
  },
  addresses: {
    ...ROTATION,
    reason: 'It holds the address of a cache, which is no secret and does not change; it is stored beside the password that it belongs to',
  },
} as const satisfies Record<string, Acknowledgement>;

/** Resources with a wildcard, by what they are; each is one finding of its own. */
export const WILDCARDS: readonly { readonly matches: RegExp; readonly reason: string }[] = [
  { matches: /^\*$/, reason: 'A login to ECR (ecr:GetAuthorizationToken) names no repository; AC-6' },
  { matches: /:s3:::[^*]+\/\*$/, reason: 'The objects of one bucket, which belongs to the service alone; AC-6' },
  { matches: /:s3:::[^*]+-\*(?:\/\*)?$/, reason: 'A permission boundary limits what other policies grant to the buckets of its environment, and grants nothing; AC-6' },
  { matches: /:ecr:[^*]+:repository\/[^*]+\/\*$/, reason: 'A permission boundary limits what other policies grant to the repositories of the fleet, and grants nothing; AC-6' },
  { matches: /:secretsmanager:[^*]+:secret:[^*]+\/\*\/postgres\/(?:application|master)-\?{6}$/, reason: 'The secrets of databases, which the platform prepares for every service of its environment; AC-6' },
  { matches: /:rds:[^*]+:(?:db:[^*]+-\*|snapshot:awsbackup:\*)$/, reason: 'The databases of one environment and the snapshots that AWS Backup makes of them; AC-6' },
  { matches: /:logs:[^*]+:log-group:RDSOSMetrics:(?:log-stream:)?\*$/, reason: 'The one log group of an account that RDS writes measurements to; AC-6' },
  { matches: /:secretsmanager:[^*]+:secret:[^*]+\/\*$/, reason: 'A permission boundary limits what other policies grant to the secrets of its environment, and grants nothing; AC-6' },
  { matches: /:kms:[^*]+:key\/\*$/, reason: 'A permission boundary limits what other policies grant to keys with the tag of its environment, and grants nothing; AC-6' },
];

export function acknowledge(construct: IConstruct, ...names: readonly (keyof typeof ACKNOWLEDGEMENTS)[]): void {
  const rules = names.map((name) => ACKNOWLEDGEMENTS[name]).flatMap(({ ids, reason, control }) => ids.map((id) => ({ id, reason: `${reason}; ${control}` })));
  record(construct, rules);
}

/** The wildcards of a policy that the table knows, or that a declaration gives a reason for; any other stays a finding. */
export function acknowledgeWildcards(construct: IConstruct, statements: readonly Statement[]): void {
  const rules = statements.flatMap(({ resources, reason }) => resources.filter((resource) => /[*?]/.test(resource)).flatMap((resource) => {
    const why = reason ?? WILDCARDS.find(({ matches }) => matches.test(resource))?.reason;
    return why === undefined ? [] : [{ id: `AwsSolutions::AwsSolutions-IAM5[Resource::${resource.replace(PARTITION, '<AWS::Partition>')}]`, reason: why }];
  }));
  record(construct, [...new Map(rules.map((rule) => [rule.id, rule])).values()]);
}

/** What `Validations.acknowledge` does, but for the stack trace, which would bring absolute paths into the assembly. */
function record(construct: IConstruct, rules: readonly { readonly id: string; readonly reason: string }[]): void {
  for (const { id, reason } of rules) construct.node.addMetadata(Validations.ACKNOWLEDGED_RULES_METADATA_KEY, { [id]: reason });
}
