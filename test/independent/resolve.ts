import { isObject } from './json';
import type { Json, JsonObject } from './json';
import type { Resource } from '../support/synthesize';

/** Where a template is deployed; its references are resolved to what CloudFormation would put there. */
export interface Place {
  readonly stackName: string;
  readonly account: string;
  readonly region: string;
  readonly partition: string;
  readonly resources: Readonly<Record<string, Resource>>;
  readonly parameters: Readonly<Record<string, { readonly Default?: Json }>>;
}

/** What stands for a reference that nobody can resolve; a check finds it. */
export const UNRESOLVED = '<unresolved ';

/** Replaces every intrinsic function of a value by text. */
export function resolve(value: Json, place: Place): Json {
  if (Array.isArray(value)) return value.map((entry) => resolve(entry, place));
  if (!isObject(value)) return value;
  const [key, argument] = Object.entries(value)[0] ?? [];
  if (key !== undefined && Object.keys(value).length === 1 && (key === 'Ref' || key.startsWith('Fn::'))) return intrinsic(key, argument!, place);
  return Object.fromEntries(Object.entries(value).map(([name, entry]) => [name, resolve(entry, place)]));
}

function intrinsic(name: string, argument: Json, place: Place): Json {
  if (name === 'Ref' && typeof argument === 'string') return ref(argument, place);
  if (name === 'Fn::GetAtt') return attribute(typeof argument === 'string' ? argument.split('.') : (argument as string[]), place);
  if (name === 'Fn::Sub') return sub(argument, place);
  if (name === 'Fn::Join' && Array.isArray(argument)) {
    const parts = resolve(argument[1] ?? [], place);
    return Array.isArray(parts) ? parts.map(String).join(String(argument[0])) : `${UNRESOLVED}${name}>`;
  }
  return `${UNRESOLVED}${name}>`;
}

function sub(argument: Json, place: Place): string {
  const [text, variables] = Array.isArray(argument) ? [String(argument[0]), argument[1] as JsonObject] : [String(argument), {} as JsonObject];
  return text.replace(/\$\{([^}]*)\}/g, (_, name: string) => {
    if (name.startsWith('!')) return `\${${name.slice(1)}}`;
    if (name in variables) return String(resolve(variables[name]!, place));
    return name.includes('.') ? attribute(name.split('.'), place) : ref(name, place);
  });
}

const PSEUDO: Readonly<Record<string, (place: Place) => string>> = {
  'AWS::Partition': (place) => place.partition,
  'AWS::AccountId': (place) => place.account,
  'AWS::Region': (place) => place.region,
  'AWS::StackName': (place) => place.stackName,
  'AWS::URLSuffix': (place) => urlSuffix(place.region),
};

export function partitionOf(region: string): string {
  if (region.startsWith('us-gov-')) return 'aws-us-gov';
  return region.startsWith('cn-') ? 'aws-cn' : 'aws';
}

export function urlSuffix(region: string): string {
  return region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
}

/** The property that holds the physical name of a resource. */
export const NAME_PROPERTIES: Readonly<Record<string, string>> = {
  'AWS::Backup::BackupVault': 'BackupVaultName',
  'AWS::EC2::SecurityGroup': 'GroupName',
  'AWS::ECR::Repository': 'RepositoryName',
  'AWS::ElastiCache::ReplicationGroup': 'ReplicationGroupId',
  'AWS::ElastiCache::SubnetGroup': 'CacheSubnetGroupName',
  'AWS::IAM::ManagedPolicy': 'ManagedPolicyName',
  'AWS::IAM::Role': 'RoleName',
  'AWS::KMS::Alias': 'AliasName',
  'AWS::Logs::LogGroup': 'LogGroupName',
  'AWS::RDS::DBInstance': 'DBInstanceIdentifier',
  'AWS::RDS::DBParameterGroup': 'DBParameterGroupName',
  'AWS::RDS::DBSubnetGroup': 'DBSubnetGroupName',
  'AWS::S3::Bucket': 'BucketName',
  'AWS::SecretsManager::Secret': 'Name',
};

/** What a resource is called, or nothing where AWS chooses the name. */
export function physicalName(resource: Resource): string | undefined {
  const property = NAME_PROPERTIES[resource.Type];
  const name: unknown = property === undefined ? undefined : resource.Properties[property];
  return typeof name === 'string' ? name : undefined;
}

const REF_IS_ARN = new Set(['AWS::IAM::ManagedPolicy', 'AWS::IAM::OIDCProvider', 'AWS::SecretsManager::Secret']);

/** Secrets Manager ends every ARN in a hyphen and six characters of its own; nobody knows them before the deploy. */
export const SECRET_SUFFIX = '-Ab12cD';

function ref(name: string, place: Place): string {
  const pseudo = PSEUDO[name];
  if (pseudo !== undefined) return pseudo(place);
  const parameter = place.parameters[name];
  if (parameter !== undefined) return String(parameter.Default ?? `${UNRESOLVED}Ref ${name}>`);
  const resource = place.resources[name];
  if (resource === undefined) return `${UNRESOLVED}Ref ${name}>`;
  if (REF_IS_ARN.has(resource.Type)) return arnOf(name, place);
  return physicalName(resource) ?? (resource.Type === 'AWS::KMS::Key' ? keyId(name, place) : idOf(name, place) ?? `${UNRESOLVED}Ref ${name}>`);
}

/** Ids that AWS chooses; two of them are never the same. */
const IDS: Readonly<Record<string, string>> = { 'AWS::Backup::BackupPlan': 'plan', 'AWS::EC2::SecurityGroup': 'sg' };

function idOf(name: string, { resources, stackName }: Place): string | undefined {
  const kind = IDS[resources[name]!.Type];
  return kind === undefined ? undefined : `${kind}-${name}-of-${stackName}`;
}

/** Attributes beside the ARN, by type: what only exists after the deploy. */
const ATTRIBUTES: Readonly<Record<string, (name: string, place: Place) => string | undefined>> = {
  'AWS::EC2::SecurityGroup GroupId': idOf,
  'AWS::ElastiCache::ReplicationGroup PrimaryEndPoint.Address': (name, { stackName }) => `${name}-of-${stackName}.cache.test`,
};

function attribute([name, ...rest]: readonly string[], place: Place): string {
  const [attributeName, resource] = [rest.join('.'), place.resources[name ?? '']];
  const known = name === undefined || resource === undefined ? undefined : ATTRIBUTES[`${resource.Type} ${attributeName}`]?.(name, place);
  if (known !== undefined) return known;
  return name === undefined || resource === undefined || attributeName !== 'Arn' ? `${UNRESOLVED}GetAtt ${name}.${attributeName}>` : arnOf(name, place);
}

function keyId(id: string, { stackName }: Place): string {
  return `key-${id}-of-${stackName}`;
}

/** Shape of the ARN for each type that the fleet has; the tail is what IAM and trust policies write. */
function arnTail(id: string, resource: Resource, place: Place): string | undefined {
  const name = physicalName(resource);
  const path = String(resource.Properties.Path ?? '/');
  switch (resource.Type) {
    case 'AWS::S3::Bucket':
      return `s3:::${name}`;
    case 'AWS::IAM::Role':
      return `iam::${place.account}:role${path}${name}`;
    case 'AWS::IAM::ManagedPolicy':
      return `iam::${place.account}:policy${path}${name}`;
    case 'AWS::IAM::OIDCProvider':
      return `iam::${place.account}:oidc-provider/${String(resource.Properties.Url).replace('https://', '')}`;
    case 'AWS::ECR::Repository':
      return `ecr:${place.region}:${place.account}:repository/${name}`;
    case 'AWS::SecretsManager::Secret':
      return `secretsmanager:${place.region}:${place.account}:secret:${name}${SECRET_SUFFIX}`;
    case 'AWS::RDS::DBInstance':
      return `rds:${place.region}:${place.account}:db:${name}`;
    case 'AWS::Backup::BackupVault':
      return `backup:${place.region}:${place.account}:backup-vault:${name}`;
    case 'AWS::Logs::LogGroup':
      return `logs:${place.region}:${place.account}:log-group:${name}`;
    case 'AWS::KMS::Key':
      return `kms:${place.region}:${place.account}:key/${keyId(id, place)}`;
    default:
      return undefined;
  }
}

export function arnOf(id: string, place: Place): string {
  const resource = place.resources[id]!;
  const tail = arnTail(id, resource, place);
  return tail === undefined ? `${UNRESOLVED}ARN of ${resource.Type}>` : `arn:${place.partition}:${tail}`;
}

/** Logical ids that a value refers to by Ref, GetAtt or a variable of Fn::Sub. */
export function referencesOf(value: Json): string[] {
  if (Array.isArray(value)) return value.flatMap(referencesOf);
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, argument]) => {
    if (key === 'Ref' && typeof argument === 'string') return [argument];
    if (key === 'Fn::GetAtt') return [typeof argument === 'string' ? argument.split('.')[0]! : String((argument as Json[])[0])];
    if (key === 'Fn::Sub') return subReferences(argument);
    return referencesOf(argument);
  });
}

function subReferences(argument: Json): string[] {
  const [text, variables] = Array.isArray(argument) ? [String(argument[0]), argument[1] as JsonObject] : [String(argument), {} as JsonObject];
  const names = [...text.matchAll(/\$\{([^!}][^}]*)\}/g)].map((match) => match[1]!.split('.')[0]!);
  return [...names.filter((name) => !(name in variables)), ...referencesOf(variables)];
}
