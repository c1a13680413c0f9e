import { documentsOf, statementsOf } from './iam';
import { asList, missing, nested, same } from './json';
import { physicalName } from './resolve';
import { ofType, readWorld, serviceStack } from './world';
import type { Check, Checks } from './check';
import type { Printed, Stack } from './world';

function violations(printed: Printed, rules: Readonly<Record<string, boolean>>): string[] {
  return Object.entries(rules)
    .filter(([, holds]) => !holds)
    .map(([rule]) => `${printed.at}: ${rule}`);
}

/** A1: one provider of GitHub per account, in the account's stack, without thumbprints. */
const a1OidcProvider: Check = (output, { environments }) => {
  const providers = ofType(readWorld(output), 'AWS::IAM::OIDCProvider');
  const created = Object.values(environments)
    .filter(({ oidc }) => oidc === 'create')
    .map(({ account }) => account);
  const made = providers.map(({ stack }) => stack.account);
  return [
    ...missing(created, made).map((account) => `${account}: has no provider of GitHub`),
    ...missing(made, created).map((account) => `${account}: has a provider of GitHub already`),
    ...providers.flatMap(providerProblems),
  ];
};

function providerProblems(printed: Printed): string[] {
  return violations(printed, {
    'is not in the stack of the account': printed.stack.kind === 'account',
    'is not the only one of its account': printed.stack.printed.filter(({ type }) => type === printed.type).length === 1,
    'pins thumbprints': printed.properties.ThumbprintList === undefined,
    'does not take the audience of AWS alone': same(printed.properties.ClientIdList, [audienceOf(printed.stack)]),
    'is not the issuer of GitHub': printed.properties.Url === 'https://token.actions.githubusercontent.com',
  });
}

export function audienceOf({ partition }: Stack): string {
  return partition === 'aws-cn' ? 'sts.amazonaws.com.cn' : 'sts.amazonaws.com';
}

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

/** A4: repositories. */
const a4Repositories: Check = (output, { organizationId, environments, registry }) => {
  const accounts = new Set([registry.account, ...Object.values(environments).map(({ account }) => account)]);
  return ofType(readWorld(output), 'AWS::ECR::Repository').flatMap((printed) => {
    const { properties } = printed;
    const rules = (nested(String(properties.LifecyclePolicy?.LifecyclePolicyText)) as { rules: LifecycleRule[] } | undefined)?.rules ?? [];
    const untagged = rules.find(({ selection }) => selection.tagStatus === 'untagged')?.selection;
    const allows = statementsOf(properties.RepositoryPolicyText).filter(({ effect }) => effect === 'Allow');
    const exclusions = asList<Record<string, string>>(properties.ImageTagMutabilityExclusionFilters).map(
      (filter) => filter.ImageTagMutabilityExclusionFilterValue,
    );
    return violations(printed, {
      'has tags that can be moved':
        (properties.ImageTagMutability === 'IMMUTABLE_WITH_EXCLUSION' && same(exclusions, ['env-*'])) ||
        (properties.ImageTagMutability === 'IMMUTABLE' && exclusions.length === 0),
      'does not scan on push': properties.ImageScanningConfiguration?.ScanOnPush === true,
      'is not encrypted with a customer key':
        properties.EncryptionConfiguration?.EncryptionType === 'KMS' && typeof properties.EncryptionConfiguration.KmsKey === 'string',
      'is emptied on deletion': properties.EmptyOnDelete === undefined,
      'expires tags of environments': keepsEnvironmentTags(rules),
      'does not expire untagged images after 14 days':
        untagged?.countType === 'sinceImagePushed' && untagged.countUnit === 'days' && untagged.countNumber >= 14,
      'does not keep a number of builds': rules.some(
        ({ selection }) =>
          selection.tagStatus === 'tagged' && same(selection.tagPrefixList, ['sha-']) && selection.countType === 'imageCountMoreThan',
      ),
      'admits principals that are not accounts of the fleet':
        allows.length > 0 &&
        allows.every(
          ({ principals }) =>
            Object.keys(principals).join() === 'AWS' && principals.AWS!.every((arn) => /:root$/.test(arn) && accounts.has(arn.split(':')[4]!)),
        ),
      'admits principals outside the organization': allows.every(({ conditions }) =>
        same(conditions.StringEquals?.['aws:PrincipalOrgID'], [organizationId]),
      ),
      'admits more than reading': allows.every(({ actions }) =>
        actions.every((action) =>
          /^ecr:(BatchCheckLayerAvailability|BatchGetImage|GetDownloadUrlForLayer|DescribeImages|DescribeImageScanFindings)$/.test(action),
        ),
      ),
    });
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

/** A bucket that was declared with retention locks every object for that long, and no other bucket locks. */
const retentions: Check = (output, declared) => {
  const world = readWorld(output);
  return Object.entries(declared.services).flatMap(([service, { buckets, environments }]) =>
    environments.flatMap((environment) => {
      const made = serviceStack(world, environment, service)?.printed.filter(({ type }) => type === 'AWS::S3::Bucket') ?? [];
      const locks = made.map(({ properties: { ObjectLockConfiguration: lock } }) => describeRetention(lock?.Rule?.DefaultRetention)).sort();
      const expected = Object.values(buckets)
        .map(({ retention }) => describeRetention(retention === undefined ? undefined : { Mode: 'GOVERNANCE', ...retention }))
        .sort();
      return same(locks, expected) ? [] : [`${service} in ${environment}: keeps objects for ${locks.join(', ')}, not for ${expected.join(', ')}`];
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
    return violations(printed, {
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
          properties.ObjectLockConfiguration.Rule?.DefaultRetention?.Mode === 'GOVERNANCE' &&
          noncurrent.length === 0),
      'has ACLs': properties.AccessControl === undefined,
    });
  });

/** What only services of AWS may do with a key, on behalf of their caller. */
const USE_OF_KEYS = /^kms:(Decrypt|Encrypt|GenerateDataKey|ReEncrypt|CreateGrant|Sign|\*)/i;

/** A9: keys. */
const a9Keys: Check = (output) => {
  const world = readWorld(output);
  return ofType(world, 'AWS::KMS::Key').flatMap((printed) => {
    const { stack, properties } = printed;
    const statements = statementsOf(properties.KeyPolicy);
    const uses = statements.filter(({ effect, actions }) => effect === 'Allow' && actions.some((action) => USE_OF_KEYS.test(action)));
    const via = uses.map(({ conditions }) => conditions.StringEquals?.['kms:ViaService'] ?? []);
    const needed = [
      ['AWS::S3::Bucket', 's3'],
      ['AWS::ECR::Repository', 'ecr'],
    ]
      .filter(([type]) => stack.printed.some((other) => other.type === type))
      .map(([, name]) => `${name}.${stack.region}.amazonaws.com`);
    return violations(printed, {
      'is not rotated': properties.EnableKeyRotation === true,
      'is gone before 30 days': properties.PendingWindowInDays === 30,
      'is not the only one of its stack': stack.printed.filter(({ type }) => type === 'AWS::KMS::Key').length === 1,
      'is open to others than the account': statements.every(({ principals }) =>
        same(principals, { AWS: [`arn:${stack.partition}:iam::${stack.account}:root`] }),
      ),
      'may be used without a service of AWS in between': via.every(
        (services) => services.length > 0 && services.every((service) => /^[a-z0-9]+\.[a-z0-9-]+\.amazonaws\.com$/.test(service)),
      ),
      'may be used by other accounts': uses.every(({ conditions }) =>
        same(conditions.StringEquals?.['kms:CallerAccount'] ?? conditions.StringEquals?.['aws:SourceAccount'], [stack.account]),
      ),
      'is not open to a service that encrypts with it': needed.every((service) => via.some((services) => services.includes(service))),
    });
  });
};

const ENTRY_GROUP = /^dust:[a-z][a-z0-9-]*:(?:[a-z][a-z0-9-]*:(?:restart|release|workload-apply)|platform-apply)$/;

/** A12: access entries. */
const a12AccessEntries: Check = (output) =>
  ofType(readWorld(output), 'AWS::EKS::AccessEntry').flatMap((printed) => {
    const { properties, raw, stack } = printed;
    const groups = asList<string>(properties.KubernetesGroups);
    const [, environment, service] = /^dust:([^:]+):(?:([^:]+):)?[^:]+$/.exec(groups[0] ?? '') ?? [];
    return violations(printed, {
      'is not a standard one': properties.Type === 'STANDARD',
      'has a group of another shape': groups.length === 1 && groups.every((group) => ENTRY_GROUP.test(group)),
      'has a group of another service or environment': environment === stack.environment && service === stack.service,
      'has a policy of EKS': asList(properties.AccessPolicies).length === 0,
      'lets in a role of another stack':
        stack.resources[asList<string>((raw.Properties.PrincipalArn as Record<string, any>)?.['Fn::GetAtt'])[0] ?? '']?.Type === 'AWS::IAM::Role',
    });
  });

/** A13: an association is the only one for its cluster, namespace and service account. */
const a13Associations: Check = (output) => {
  const all = ofType(readWorld(output), 'AWS::EKS::PodIdentityAssociation').map(({ at, stack, properties }) => ({
    at,
    key: [stack.account, stack.region, properties.ClusterName, properties.Namespace, properties.ServiceAccount].join(' '),
  }));
  return all
    .filter(({ key }, index) => all.findIndex((other) => other.key === key) !== index)
    .map(({ at, key }) => `${at}: ${key} has an association already`);
};

const TAGS = ['dust:data-class', 'dust:env', 'dust:owner', 'dust:service'];
const WITHOUT_TAGS = new Set(['AWS::IAM::ManagedPolicy', 'AWS::KMS::Alias', 'AWS::S3::BucketPolicy', 'Custom::AWSCDK-EKS-KubernetesResource']);

/** A14: stacks. */
const a14Stacks: Check = (output) =>
  readWorld(output).stacks.flatMap((stack) => [
    ...(stack.terminationProtection ? [] : [`${stack.stackName}: can be deleted`]),
    ...(stack.printed.length <= 450 ? [] : [`${stack.stackName}: has ${stack.printed.length} resources`]),
    ...stack.printed
      .filter(({ type }) => !WITHOUT_TAGS.has(type))
      .flatMap(({ at, properties }) => {
        const tags = new Map(asList<{ Key: string; Value: string }>(properties.Tags).map(({ Key, Value }) => [Key, Value]));
        const wrong = [
          ['dust:env', stack.environment],
          ['dust:service', stack.service],
        ].filter(([key, value]) => value !== undefined && tags.get(key!) !== value);
        return [
          ...missing(TAGS, tags.keys()).map((key) => `${at}: has no tag ${key}`),
          ...wrong.map(([key, value]) => `${at}: ${key} is not ${value}`),
        ];
      }),
  ]);

/** A14: the tags stand on the stack itself, so that they reach what CloudFormation tags on its own. */
export const stackTags: Check = (output) =>
  readWorld(output).stacks.flatMap(({ stackName, tags }) => missing(TAGS, Object.keys(tags)).map((key) => `${stackName}: has no tag ${key}`));

/** Documents fit into their quotas, counted as IAM counts: without white space. */
const policySizes: Check = (output) =>
  documentsOf(readWorld(output)).flatMap(({ at, use, resource }) => {
    const { AssumeRolePolicyDocument, PolicyDocument } = resource.properties;
    const size = JSON.stringify(use === 'trust' ? AssumeRolePolicyDocument : (PolicyDocument ?? '')).replace(/\s/g, '').length;
    return size <= (use === 'trust' ? 2048 : 6144) ? [] : [`${at}: ${size} characters are too many`];
  });

export const awsCriteria: Checks = {
  a1OidcProvider,
  a4Repositories,
  a5Buckets,
  retentions,
  a9Keys,
  a12AccessEntries,
  a13Associations,
  a14Stacks,
  policySizes,
};
