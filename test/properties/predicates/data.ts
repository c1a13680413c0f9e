import { resourceIn, resourcesOf } from '../support/cloudformation';
import type { Invariant } from '../support/invariant';

const NAMESPACE = 'Custom::AWSCDK-EKS-KubernetesResource';

/** Whatever holds data, or without which data cannot be read or reached again. */
const STATEFUL = new Set([
  'AWS::S3::Bucket', 'AWS::S3::BucketPolicy', 'AWS::KMS::Key', 'AWS::ECR::Repository', 'AWS::IAM::OIDCProvider', 'AWS::SecretsManager::Secret', 'AWS::RDS::DBInstance',
  'AWS::RDS::DBCluster', 'AWS::ElastiCache::ReplicationGroup', 'AWS::Logs::LogGroup', 'AWS::Backup::BackupVault', 'AWS::DynamoDB::Table', 'AWS::EFS::FileSystem', NAMESPACE,
]);

const SNAPSHOTS = new Set(['AWS::RDS::DBInstance', 'AWS::RDS::DBCluster', 'AWS::ElastiCache::ReplicationGroup']);

export const retained: Invariant = {
  number: 6,
  title: 'every resource with state outlives its template',
  predicate: (fleet) => resourcesOf(fleet, ...STATEFUL).flatMap(({ place, resource }) => {
    const allowed = SNAPSHOTS.has(resource.Type) ? ['Retain', 'Snapshot'] : ['Retain'];
    return (['DeletionPolicy', 'UpdateReplacePolicy'] as const).flatMap((policy) => (allowed.includes(resource[policy] ?? '') ? [] : [`${place} has ${policy} ${resource[policy]}`]));
  }),
  mutations: [
    { title: 'a bucket has no DeletionPolicy', apply: (fleet) => delete resourceIn(fleet, 'archive/prod', 'BucketScans').DeletionPolicy },
    { title: 'a secret goes with its template', apply: (fleet) => delete resourceIn(fleet, 'archive/prod', 'SecretSmtpPassword').DeletionPolicy },
    { title: 'a database goes with its template', apply: (fleet) => delete resourceIn(fleet, 'ledger/prod', 'PostgresInstance').DeletionPolicy },
    { title: 'a cache goes without a snapshot', apply: (fleet) => { resourceIn(fleet, 'ledger/prod', 'CacheGroup').UpdateReplacePolicy = 'Delete'; } },
    { title: 'logs go with their template', apply: (fleet) => delete resourceIn(fleet, 'ledger/prod', 'PostgresLogs1').DeletionPolicy },
    { title: 'the vault goes with its template', apply: (fleet) => delete resourceIn(fleet, 'Platform/prod', 'BackupVault').UpdateReplacePolicy },
    { title: 'a key may be replaced', apply: (fleet) => { resourceIn(fleet, 'archive/prod', 'Key').UpdateReplacePolicy = 'Delete'; } },
    { title: 'a repository takes a snapshot, which ECR does not know', apply: (fleet) => { resourceIn(fleet, 'web/builds', 'ImageRepository').DeletionPolicy = 'Snapshot'; } },
    { title: 'the namespace goes with its stack', apply: (fleet) => delete resourceIn(fleet, 'web/prod', 'Namespace').DeletionPolicy },
  ],
};

/** No users, no keys of users, nothing public, no functions; the namespace is the one custom resource. */
const TYPES = new Set([
  'AWS::ECR::Repository', 'AWS::EKS::AccessEntry', 'AWS::EKS::PodIdentityAssociation', 'AWS::IAM::ManagedPolicy', 'AWS::IAM::OIDCProvider', 'AWS::IAM::Role',
  'AWS::KMS::Alias', 'AWS::KMS::Key', 'AWS::S3::Bucket', 'AWS::S3::BucketPolicy', 'AWS::SecretsManager::ResourcePolicy', 'AWS::SecretsManager::Secret', NAMESPACE,
  'AWS::RDS::DBInstance', 'AWS::RDS::DBParameterGroup', 'AWS::RDS::DBSubnetGroup', 'AWS::ElastiCache::ReplicationGroup', 'AWS::ElastiCache::SubnetGroup', 'AWS::EC2::SecurityGroup',
  'AWS::Logs::LogGroup', 'AWS::Backup::BackupVault', 'AWS::Backup::BackupPlan', 'AWS::Backup::BackupSelection', 'AWS::SecretsManager::SecretTargetAttachment',
]);

export const knownTypes: Invariant = {
  number: 32,
  title: 'no resource has a type that nobody reviewed',
  predicate: (fleet) => resourcesOf(fleet).flatMap(({ stack, id, resource: { Type }, place }) => {
    if (!TYPES.has(Type)) return [`${place} is a ${Type}`];
    const environment = fleet.model.environments.find(({ name }) => stack.id.endsWith(`/${name}`));
    return Type === NAMESPACE && (id !== 'Namespace' || environment?.kubectlProvider !== true) ? [`${place} is a custom resource where no kubectl provider is named`] : [];
  }),
  mutations: [
    { title: 'there is a user', apply: (fleet) => { resourceIn(fleet, 'web/prod', 'PodRole').Type = 'AWS::IAM::User'; } },
    { title: 'there is a function', apply: (fleet) => { resourceIn(fleet, 'web/prod', 'PodRole').Type = 'AWS::Lambda::Function'; } },
    { title: 'there is another custom resource', apply: (fleet) => { resourceIn(fleet, 'web/prod', 'Namespace').Type = 'Custom::Anything'; } },
    { title: 'a namespace is made without a kubectl provider', apply: (fleet) => { resourceIn(fleet, 'web/dev', 'PodRole').Type = NAMESPACE; } },
  ],
};
