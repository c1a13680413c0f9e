import type { MutableFleet } from './invariant';
import { only } from './invariant';
import type { Fleet, Stack } from './synthesized';
import type { Resource } from '../../support/synthesize';

export interface PlacedResource {
  readonly stack: Stack;
  readonly id: string;
  readonly resource: Resource;
  /** For messages. */
  readonly place: string;
}

export function resourcesOf({ stacks }: Pick<Fleet, 'stacks'>, ...types: readonly string[]): PlacedResource[] {
  return stacks.flatMap((stack) => Object.entries(stack.template.Resources ?? {})
    .filter(([, { Type }]) => types.length === 0 || types.includes(Type))
    .map(([id, resource]) => ({ stack, id, resource, place: `${stack.id} ${id}` })));
}

export interface Statement {
  readonly Sid?: string;
  readonly Effect: string;
  readonly Principal?: unknown;
  readonly Action?: string | readonly string[];
  readonly Resource?: unknown;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly [other: string]: unknown;
}

export interface PolicyDocument {
  readonly kind: 'trust' | 'identity' | 'resource';
  readonly place: string;
  readonly stack: Stack;
  readonly type: string;
  readonly document: { readonly Statement: readonly Statement[] };
}

const DOCUMENTS: readonly (readonly [type: string, property: string, kind: PolicyDocument['kind']])[] = [
  ['AWS::IAM::Role', 'AssumeRolePolicyDocument', 'trust'],
  ['AWS::IAM::ManagedPolicy', 'PolicyDocument', 'identity'],
  ['AWS::IAM::Policy', 'PolicyDocument', 'identity'],
  ['AWS::S3::BucketPolicy', 'PolicyDocument', 'resource'],
  ['AWS::KMS::Key', 'KeyPolicy', 'resource'],
  ['AWS::ECR::Repository', 'RepositoryPolicyText', 'resource'],
  ['AWS::SecretsManager::ResourcePolicy', 'ResourcePolicy', 'resource'],
];

/** Every policy document of a fleet, wherever CloudFormation puts it. */
export function documentsOf(fleet: Fleet): PolicyDocument[] {
  return resourcesOf(fleet).flatMap(({ stack, resource: { Type, Properties }, place }) => {
    const rows = DOCUMENTS.filter(([type, property]) => type === Type && Properties[property] !== undefined);
    const documents = rows.map(([, property, kind]): PolicyDocument => ({ kind, place, stack, type: Type, document: Properties[property] }));
    const inline = Type === 'AWS::IAM::Role' ? (Properties.Policies ?? []) as { PolicyDocument: PolicyDocument['document'] }[] : [];
    return [...documents, ...inline.map(({ PolicyDocument: document }): PolicyDocument => ({ kind: 'identity', place, stack, type: Type, document }))];
  });
}

export function listOf<T>(value: T | readonly T[] | undefined): readonly T[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value as T];
}

/** What CloudFormation makes of a value: references become the names and ARNs that the resources will have. */
export function resolved(value: unknown, stack: Stack, partition: string): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => resolved(item, stack, partition));
  const [key, argument] = Object.entries(value)[0] ?? [];
  if (key === 'Ref') return nameOf(stack, argument as string);
  if (key === 'Fn::GetAtt') return arnOf(stack, (argument as string[])[0]!, partition);
  if (key === 'Fn::Sub' && Array.isArray(argument)) {
    const [text, variables] = argument as [string, Record<string, unknown>];
    return Object.entries(variables).reduce((done, [name, item]) => done.replaceAll(`\${${name}}`, String(resolved(item, stack, partition))), resolved({ 'Fn::Sub': text }, stack, partition) as string);
  }
  if (key === 'Fn::Sub') return (argument as string).replaceAll('${AWS::URLSuffix}', partition === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com').replaceAll('${AWS::Partition}', partition).replaceAll('${AWS::Region}', stack.region).replaceAll('${AWS::AccountId}', stack.account);
  if (key === 'Fn::Join') {
    const [separator, parts] = argument as [string, unknown[]];
    return parts.map((part) => resolved(part, stack, partition)).join(separator);
  }
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, resolved(item, stack, partition)]));
}

export const NAME_PROPERTIES: Readonly<Record<string, string>> = {
  'AWS::S3::Bucket': 'BucketName', 'AWS::IAM::Role': 'RoleName', 'AWS::IAM::ManagedPolicy': 'ManagedPolicyName', 'AWS::ECR::Repository': 'RepositoryName', 'AWS::SecretsManager::Secret': 'Name',
  'AWS::KMS::Alias': 'AliasName', 'AWS::RDS::DBInstance': 'DBInstanceIdentifier', 'AWS::RDS::DBParameterGroup': 'DBParameterGroupName', 'AWS::RDS::DBSubnetGroup': 'DBSubnetGroupName',
  'AWS::ElastiCache::ReplicationGroup': 'ReplicationGroupId', 'AWS::ElastiCache::SubnetGroup': 'CacheSubnetGroupName', 'AWS::Logs::LogGroup': 'LogGroupName', 'AWS::Backup::BackupVault': 'BackupVaultName',
};
const KEY_ID = '01234567-89ab-cdef-0123-456789abcdef';

function nameOf(stack: Stack, id: string): string {
  const { Type, Properties } = stack.template.Resources[id]!;
  const property = NAME_PROPERTIES[Type];
  return property === undefined ? KEY_ID : Properties[property];
}

function arnOf(stack: Stack, id: string, partition: string): string {
  const { Type, Properties } = stack.template.Resources[id]!;
  const name = nameOf(stack, id);
  if (Type === 'AWS::S3::Bucket') return `arn:${partition}:s3:::${name}`;
  if (Type === 'AWS::IAM::Role') return `arn:${partition}:iam::${stack.account}:role${Properties.Path}${name}`;
  if (Type === 'AWS::ECR::Repository') return `arn:${partition}:ecr:${stack.region}:${stack.account}:repository/${name}`;
  if (Type === 'AWS::SecretsManager::Secret') return `arn:${partition}:secretsmanager:${stack.region}:${stack.account}:secret:${name}-Ab12cD`;
  return `arn:${partition}:kms:${stack.region}:${stack.account}:key/${name}`;
}

/** A resource of a copy that a mutation changes, by the id of its stack and its logical id. */
export function resourceIn(fleet: MutableFleet, stack: string, id: string): any {
  return only(fleet.stacks as any[], (one) => one.id === stack).template.Resources[id];
}
