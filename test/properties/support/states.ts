import { NAME_PROPERTIES, resourcesOf } from './cloudformation';
import type { Fleet } from './synthesized';

/** The property with the name of each type; a key has none. */
const NAMES: Readonly<Record<string, string>> = {
  'AWS::S3::Bucket': 'BucketName',
  'AWS::ECR::Repository': 'RepositoryName',
  'AWS::KMS::Alias': 'AliasName',
  'AWS::IAM::OIDCProvider': 'Url',
  'AWS::SecretsManager::Secret': 'Name',
  'AWS::RDS::DBInstance': 'DBInstanceIdentifier',
  'AWS::ElastiCache::ReplicationGroup': 'ReplicationGroupId',
  'AWS::Logs::LogGroup': 'LogGroupName',
  'AWS::Backup::BackupVault': 'BackupVaultName',
  'AWS::KMS::Key': '',
};

/** By stack and logical id, what holds data: its type, its name and where it lies. */
export function statesOf(fleet: Fleet): Map<string, string> {
  return new Map(resourcesOf(fleet, ...Object.keys(NAMES)).map(({ stack, place, resource: { Type, Properties } }) =>
    [place, `${Type} ${Properties[NAMES[Type]!] ?? ''} in ${stack.account}/${stack.region}`]));
}

/** By stack and logical id, everything that a template makes, with its type and its name. */
export function namesOf(fleet: Fleet): Map<string, string> {
  return new Map(resourcesOf(fleet).map(({ stack, place, resource: { Type, Properties } }) => [place, `${Type} ${Properties[NAME_PROPERTIES[Type] ?? ''] ?? ''} in ${stack.account}/${stack.region}`]));
}

/** Whatever held data before and is now gone, called otherwise or elsewhere. */
export function movedState(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): string[] {
  return [...before].filter(([place, state]) => after.get(place) !== state).map(([place, state]) => `${place} was ${state} and is ${after.get(place)}`);
}
