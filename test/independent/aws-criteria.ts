import { failed } from './check';
import type { Check, Checks } from './check';
import { documentsOf } from './iam';
import { asList, missing, same } from './json';
import { ofType, readWorld } from './world';
import type { Printed, Stack } from './world';

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
  return failed(printed.at, {
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

const ENTRY_GROUP = /^dust:[a-z][a-z0-9-]*:(?:[a-z][a-z0-9-]*:(?:restart|release|workload-apply)|platform-apply)$/;

/** A12: access entries. */
const a12AccessEntries: Check = (output) =>
  ofType(readWorld(output), 'AWS::EKS::AccessEntry').flatMap((printed) => {
    const { properties, raw, stack } = printed;
    const groups = asList<string>(properties.KubernetesGroups);
    const [, environment, service] = /^dust:([^:]+):(?:([^:]+):)?[^:]+$/.exec(groups[0] ?? '') ?? [];
    return failed(printed.at, {
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
const WITHOUT_TAGS = new Set([
  'AWS::Backup::BackupSelection',
  'AWS::IAM::ManagedPolicy',
  'AWS::KMS::Alias',
  'AWS::S3::BucketPolicy',
  'AWS::SecretsManager::ResourcePolicy',
  'AWS::SecretsManager::SecretTargetAttachment',
  'Custom::AWSCDK-EKS-KubernetesResource',
]);

function tagProblems(at: string, tags: Readonly<Record<string, string>>, { environment, service }: Stack): string[] {
  const wrong = [
    ['dust:env', environment],
    ['dust:service', service],
  ].filter(([key, value]) => value !== undefined && tags[key!] !== value);
  const set = Object.keys(tags).filter((key) => tags[key] !== undefined && tags[key] !== '');
  return [...missing(TAGS, set).map((key) => `${at}: has no tag ${key}`), ...wrong.map(([key, value]) => `${at}: ${key} is not ${value}`)];
}

/** A14: stacks. */
const a14Stacks: Check = (output) =>
  readWorld(output).stacks.flatMap((stack) => [
    ...(stack.terminationProtection ? [] : [`${stack.stackName}: can be deleted`]),
    ...(stack.printed.length <= 450 ? [] : [`${stack.stackName}: has ${stack.printed.length} resources`]),
    ...tagProblems(stack.stackName, stack.tags, stack),
    ...stack.printed
      .filter(({ type }) => !WITHOUT_TAGS.has(type))
      .flatMap(({ at, properties }) => {
        const tags = asList<{ Key: string; Value: string }>(properties.Tags).map(({ Key, Value }) => [Key, Value] as const);
        return tagProblems(at, { ...properties.BackupVaultTags, ...properties.BackupPlanTags, ...Object.fromEntries(tags) }, stack);
      }),
  ]);

/** Documents fit into their quotas, counted as IAM counts: without white space. */
const policySizes: Check = (output) =>
  documentsOf(readWorld(output)).flatMap(({ at, use, resource }) => {
    const { AssumeRolePolicyDocument, PolicyDocument, ResourcePolicy } = resource.properties;
    const size = JSON.stringify(use === 'trust' ? AssumeRolePolicyDocument : (PolicyDocument ?? ResourcePolicy ?? '')).replace(/\s/g, '').length;
    return size <= (use === 'trust' ? 2048 : 6144) ? [] : [`${at}: ${size} characters are too many`];
  });

export const awsCriteria: Checks = { a1OidcProvider, a12AccessEntries, a13Associations, a14Stacks, policySizes };
