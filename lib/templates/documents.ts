import type { FinalResource } from './final-resource';
import { isObject, listOf } from './json';
import type { Json } from './json';

/** A policy, and the property where it stands, such as `Policies[0].PolicyDocument`. */
export interface PolicyDocument {
  readonly property: string;
  readonly document: unknown;
}

/** By type, the properties that hold one policy. `Policies` of a role, user or group hold several. */
const PROPERTIES: Readonly<Record<string, string>> = {
  'AWS::IAM::Role': 'AssumeRolePolicyDocument',
  'AWS::IAM::ManagedPolicy': 'PolicyDocument',
  'AWS::IAM::Policy': 'PolicyDocument',
  'AWS::IAM::RolePolicy': 'PolicyDocument',
  'AWS::IAM::UserPolicy': 'PolicyDocument',
  'AWS::IAM::GroupPolicy': 'PolicyDocument',
  'AWS::ECR::Repository': 'RepositoryPolicyText',
  'AWS::ECR::RegistryPolicy': 'PolicyText',
  'AWS::KMS::Key': 'KeyPolicy',
  'AWS::KMS::ReplicaKey': 'KeyPolicy',
  'AWS::S3::BucketPolicy': 'PolicyDocument',
  'AWS::S3::AccessPoint': 'Policy',
  'AWS::SecretsManager::ResourcePolicy': 'ResourcePolicy',
  'AWS::SNS::TopicPolicy': 'PolicyDocument',
  'AWS::SQS::QueuePolicy': 'PolicyDocument',
};

/** Who may have inline policies of its own. */
export const PRINCIPALS = ['AWS::IAM::Role', 'AWS::IAM::User', 'AWS::IAM::Group'] as const;

/** Every type with a policy in it. */
export const TYPES_WITH_POLICIES: readonly string[] = [...new Set([...Object.keys(PROPERTIES), ...PRINCIPALS])];

export function documentsOf({ type, properties }: FinalResource): readonly PolicyDocument[] {
  const property = PROPERTIES[type];
  const own = property === undefined || properties[property] === undefined ? [] : [{ property, document: parsed(properties[property]) }];
  return [...own, ...inlinePolicies(properties)];
}

/** The policies of `Policies`, which other types have as well, with other things in them. */
export function inlinePolicies(properties: Json): readonly PolicyDocument[] {
  return listOf(properties.Policies).flatMap((policy, index) => (isObject(policy) && policy.PolicyDocument !== undefined
    ? [{ property: `Policies[${index}].PolicyDocument`, document: parsed(policy.PolicyDocument) }] : []));
}

/** IAM takes a policy as text, too. */
export function parsed(document: unknown): unknown {
  if (typeof document !== 'string') return document;
  try {
    return JSON.parse(document) as unknown;
  } catch {
    // CloudFormation refuses it; the text itself is what IAM would count.
    return document;
  }
}
