import { failed, isKeptByCluster } from './check';
import type { Check, Checks } from './check';
import { statementsOf } from './iam';
import { asList, nested, same } from './json';
import { physicalName } from './resolve';
import { ofKind, ofType, readWorld, serviceStack } from './world';
import type { Placed, Printed } from './world';

interface LifecycleRule {
  readonly rulePriority: number;
  readonly selection: {
    readonly tagStatus: string;
    readonly tagPrefixList?: string[];
    readonly countType: string;
    readonly countNumber: number;
    readonly countUnit?: string;
  };
}

/** The first rule takes the tags of environments and never reaches its count; no later rule takes them. */
function keepsEnvironmentTags(rules: readonly LifecycleRule[]): boolean {
  const [first, ...later] = [...rules].sort((left, right) => left.rulePriority - right.rulePriority).map(({ selection }) => selection);
  const takes = ({ tagStatus, tagPrefixList }: LifecycleRule['selection']) =>
    tagStatus === 'any' || (tagStatus === 'tagged' && asList(tagPrefixList).some((prefix) => 'env-'.startsWith(prefix)));
  return (
    first !== undefined &&
    same(first.tagPrefixList, ['env-']) &&
    first.countType === 'imageCountMoreThan' &&
    first.countNumber >= 1000 &&
    !later.some(takes)
  );
}

function lifecycleProblems(printed: Printed): string[] {
  const text = nested(String(printed.properties.LifecyclePolicy?.LifecyclePolicyText)) as { rules: LifecycleRule[] } | undefined;
  const selections = (text?.rules ?? []).map(({ selection }) => selection);
  const untagged = selections.find(({ tagStatus }) => tagStatus === 'untagged');
  return failed(printed.at, {
    'expires tags of environments': keepsEnvironmentTags(text?.rules ?? []),
    'does not expire untagged images after 14 days':
      untagged?.countType === 'sinceImagePushed' && untagged.countUnit === 'days' && untagged.countNumber >= 14,
    'does not keep a number of builds': selections.some(
      ({ tagStatus, tagPrefixList, countType }) => tagStatus === 'tagged' && same(tagPrefixList, ['sha-']) && countType === 'imageCountMoreThan',
    ),
  });
}

const READING = /^ecr:(BatchCheckLayerAvailability|BatchGetImage|GetDownloadUrlForLayer|DescribeImages|DescribeImageScanFindings)$/;

/** Who may pull: accounts of the fleet, inside the organization, reading alone. */
function admissionProblems(printed: Printed, accounts: ReadonlySet<string>, organizationId: string): string[] {
  const allows = statementsOf(printed.properties.RepositoryPolicyText).filter(({ effect }) => effect === 'Allow');
  const isAccount = (arn: string) => arn.endsWith(':root') && accounts.has(arn.split(':')[4]!);
  return failed(printed.at, {
    'admits principals that are not accounts of the fleet':
      allows.length > 0 && allows.every(({ principals }) => Object.keys(principals).join() === 'AWS' && principals.AWS!.every(isAccount)),
    'admits principals outside the organization': allows.every(({ conditions }) =>
      same(conditions.StringEquals?.['aws:PrincipalOrgID'], [organizationId]),
    ),
    'admits more than reading': allows.every(({ actions }) => actions.every((action) => READING.test(action))),
  });
}

function hasFixedTags({ properties }: Printed): boolean {
  const filters = asList<Record<string, string>>(properties.ImageTagMutabilityExclusionFilters);
  const exclusions = filters.map((filter) => `${filter.ImageTagMutabilityExclusionFilterType} ${filter.ImageTagMutabilityExclusionFilterValue}`);
  if (properties.ImageTagMutability === 'IMMUTABLE') return exclusions.length === 0;
  return properties.ImageTagMutability === 'IMMUTABLE_WITH_EXCLUSION' && same(exclusions, ['WILDCARD env-*']);
}

/** A4: repositories. */
const a4Repositories: Check = (output, { organizationId, environments, registry }) => {
  const accounts = new Set([registry.account, ...Object.values(environments).map(({ account }) => account)]);
  return ofType(readWorld(output), 'AWS::ECR::Repository').flatMap((printed) => {
    const { ImageScanningConfiguration: scanning, EncryptionConfiguration: encryption, EmptyOnDelete } = printed.properties;
    return [
      ...failed(printed.at, {
        'has tags that can be moved': hasFixedTags(printed),
        'does not scan on push': scanning?.ScanOnPush === true,
        'is not encrypted with a customer key': encryption?.EncryptionType === 'KMS' && typeof encryption.KmsKey === 'string',
        'is emptied on deletion': EmptyOnDelete === undefined,
      }),
      ...lifecycleProblems(printed),
      ...admissionProblems(printed, accounts, organizationId),
    ];
  });
};

/** The bucket that takes the logs of others is kept by AWS's own key, for log delivery knows no customer key. */
function isLogBucket(printed: Printed): boolean {
  return printed.stack.kind === 'platform';
}

function deniesPlainText({ stack, raw }: Printed): boolean {
  const policy = stack.printed.find(({ type, properties }) => type === 'AWS::S3::BucketPolicy' && properties.Bucket === physicalName(raw));
  const arn = `arn:${stack.partition}:s3:::${physicalName(raw)}`;
  const denies = statementsOf(policy?.properties.PolicyDocument).filter(
    ({ effect, principals, actions, resources }) =>
      effect === 'Deny' &&
      (principals['*'] !== undefined || principals.AWS?.includes('*') === true) &&
      actions.includes('s3:*') &&
      resources.includes(arn) &&
      resources.includes(`${arn}/*`),
  );
  return (
    denies.some(({ conditions }) => same(conditions, { Bool: { 'aws:SecureTransport': ['false'] } })) &&
    denies.some(({ conditions }) => same(conditions, { NumericLessThan: { 's3:TlsVersion': ['1.2'] } }))
  );
}

function describeRetention(retention: Record<string, unknown> | undefined): string {
  return retention === undefined ? 'no time' : `${retention.Years ?? 0} years and ${retention.Days ?? 0} days in ${retention.Mode}`;
}

/** How long a bucket in the cluster keeps every object, in the words of a bucket of AWS. */
function lockOfCluster({ object: { spec } }: Placed): string {
  const { enabled, mode, days, years } = (spec.objectLock ?? {}) as Record<string, any>;
  return describeRetention(enabled === true ? { Mode: mode, Days: days, Years: years } : undefined);
}

/** A bucket that was declared with retention locks every object for that long, and no other bucket locks. */
const retentions: Check = (output, declared) => {
  const world = readWorld(output);
  return Object.entries(declared.services).flatMap(([service, { buckets, environments }]) =>
    environments.flatMap((environment) => {
      const made = serviceStack(world, environment, service)?.printed.filter(({ type }) => type === 'AWS::S3::Bucket') ?? [];
      const inside = ofKind(world, 'Bucket').filter((placed) => placed.environment === environment && placed.folder === service);
      const byCluster = isKeptByCluster(declared, environment, 'buckets');
      const locks = [...made.map(({ properties: { ObjectLockConfiguration: lock } }) => describeRetention(lock?.Rule?.DefaultRetention)), ...inside.map(lockOfCluster)].sort();
      const expected = Object.values(buckets)
        .map(({ retention }) => describeRetention(retention === undefined ? undefined : { Mode: 'GOVERNANCE', ...retention }))
        .sort();
      const misplaced = (byCluster ? made : inside).map(({ at }) => `${at}: stands where nobody keeps buckets`);
      return same(locks, expected) ? misplaced : [`${service} in ${environment}: keeps objects for ${locks.join(', ')}, not for ${expected.join(', ')}`];
    }),
  );
};

/** A5: buckets. */
const a5Buckets: Check = (output) =>
  ofType(readWorld(output), 'AWS::S3::Bucket').flatMap((printed) => {
    const { properties } = printed;
    const blocked = properties.PublicAccessBlockConfiguration ?? {};
    const [encryption] = asList<Record<string, any>>(properties.BucketEncryption?.ServerSideEncryptionConfiguration);
    const rules = asList<Record<string, any>>(properties.LifecycleConfiguration?.Rules).filter(({ Status }) => Status === 'Enabled');
    const noncurrent = rules.flatMap(({ NoncurrentVersionExpiration }) => NoncurrentVersionExpiration?.NoncurrentDays ?? []);
    const locked = properties.ObjectLockConfiguration !== undefined;
    return failed(printed.at, {
      'may be public': ['BlockPublicAcls', 'BlockPublicPolicy', 'IgnorePublicAcls', 'RestrictPublicBuckets'].every((key) => blocked[key] === true),
      'lets others own objects': same(properties.OwnershipControls?.Rules, [{ ObjectOwnership: 'BucketOwnerEnforced' }]),
      'keeps no versions': properties.VersioningConfiguration?.Status === 'Enabled',
      'is not encrypted as it must': isLogBucket(printed)
        ? encryption?.ServerSideEncryptionByDefault?.SSEAlgorithm === 'AES256'
        : encryption?.ServerSideEncryptionByDefault?.SSEAlgorithm === 'aws:kms' &&
          encryption.BucketKeyEnabled === true &&
          String(encryption.ServerSideEncryptionByDefault.KMSMasterKeyID).startsWith('arn:'),
      'admits connections without TLS 1.2': deniesPlainText(printed),
      'keeps no access log in another bucket':
        isLogBucket(printed) || ![undefined, properties.BucketName].includes(properties.LoggingConfiguration?.DestinationBucketName),
      'keeps unfinished uploads': rules.some(({ AbortIncompleteMultipartUpload }) => AbortIncompleteMultipartUpload?.DaysAfterInitiation === 7),
      'expires old versions too early': (noncurrent as number[]).every((days) => days >= 30) && (locked || noncurrent.length > 0),
      'expires objects that it must keep':
        isLogBucket(printed) || rules.every(({ ExpirationInDays, Expiration }) => ExpirationInDays === undefined && Expiration === undefined),
      'is locked without a default retention':
        !locked ||
        (properties.ObjectLockEnabled === true &&
          properties.ObjectLockConfiguration.ObjectLockEnabled === 'Enabled' &&
          properties.ObjectLockConfiguration.Rule?.DefaultRetention?.Mode === 'GOVERNANCE' &&
          noncurrent.length === 0),
      'has ACLs': properties.AccessControl === undefined,
    });
  });

export const dataCriteria: Checks = { a4Repositories, a5Buckets, retentions };
