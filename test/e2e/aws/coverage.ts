/** What the emulator does with a CloudFormation type. Each claim is held against the running emulator. */
export interface Coverage {
  /** `ignored`: the stack says that it was created, and nothing is there. */
  readonly emulated: 'created' | 'partly' | 'ignored';
  /** Paths of properties that do not arrive, each with the file of tests that shows it instead. */
  readonly drops?: Readonly<Record<string, string>>;
  /** Paths of properties that the emulator has a value of its own for, in the same way. */
  readonly replaces?: Readonly<Record<string, string>>;
  /** For a type that is ignored, the file of tests that shows it instead. */
  readonly shownBy?: string;
  /** Properties that an update of the stack does not reach; they stay as they were created. */
  readonly frozen?: readonly string[];
  /** Properties that AWS itself does not tell. */
  readonly hidden?: readonly string[];
}

/** Each line of it has a template, changed on purpose, that turns one of our criteria red. */
const CRITERIA = 'test/fleet/mutations/criteria.ts';
const DATABASES = 'test/independent/rds-criteria.ts';
const DATABASE_NETWORK = 'test/independent/database-network.ts';

/**
 * Every type that the fleet's templates have; one that is missing here fails the suite. What is dropped or ignored is shown
 * from the templates by the tests that are named, by CloudFormation's own validation, and before a release in a real account.
 */
export const COVERAGE: Readonly<Record<string, Coverage>> = {
  'AWS::IAM::Role': { emulated: 'created', frozen: ['AssumeRolePolicyDocument', 'Tags'] },
  'AWS::IAM::ManagedPolicy': { emulated: 'created' },
  'AWS::KMS::Key': { emulated: 'created', hidden: ['PendingWindowInDays'] },
  'AWS::KMS::Alias': { emulated: 'created' },
  'AWS::ECR::Repository': {
    emulated: 'partly',
    drops: {
      EncryptionConfiguration: CRITERIA,
      ImageScanningConfiguration: CRITERIA,
      LifecyclePolicy: CRITERIA,
      RepositoryPolicyText: 'test/independent/isolation.ts',
    },
  },
  'AWS::S3::Bucket': {
    emulated: 'partly',
    drops: {
      'BucketEncryption.ServerSideEncryptionConfiguration[].BucketKeyEnabled': CRITERIA,
      'LifecycleConfiguration': CRITERIA,
      'LoggingConfiguration': CRITERIA,
      'ObjectLockConfiguration': CRITERIA,
      'ObjectLockEnabled': 'test/independent/data-criteria.ts',
      'OwnershipControls': CRITERIA,
      'PublicAccessBlockConfiguration': CRITERIA,
      'VersioningConfiguration': CRITERIA,
    },
  },
  'AWS::EC2::SecurityGroup': {
    emulated: 'partly',
    drops: { 'SecurityGroupIngress[].Description': DATABASE_NETWORK },
    replaces: { SecurityGroupEgress: DATABASE_NETWORK },
  },
  'AWS::RDS::DBInstance': {
    emulated: 'partly',
    drops: {
      DeletionProtection: DATABASES,
      EnableCloudwatchLogsExports: DATABASES,
      EnableIAMDatabaseAuthentication: DATABASES,
      EnablePerformanceInsights: DATABASES,
      MaxAllocatedStorage: 'test/providers/rds-instance.test.ts',
      MonitoringInterval: DATABASES,
      MonitoringRoleArn: DATABASES,
      PerformanceInsightsKMSKeyId: DATABASES,
      PerformanceInsightsRetentionPeriod: 'test/providers/rds-instance.test.ts',
      PreferredBackupWindow: 'test/providers/rds-instance.test.ts',
      PreferredMaintenanceWindow: 'test/providers/rds-instance.test.ts',
    },
    replaces: { CACertificateIdentifier: 'test/independent/certificates.ts', VPCSecurityGroups: DATABASE_NETWORK },
    hidden: ['AllowMajorVersionUpgrade', 'DeleteAutomatedBackups', 'MasterUserPassword'],
  },
  'AWS::RDS::DBParameterGroup': { emulated: 'created' },
  'AWS::RDS::DBSubnetGroup': { emulated: 'created' },
  'AWS::Logs::LogGroup': { emulated: 'partly', drops: { KmsKeyId: DATABASES }, frozen: ['Tags'] },
  'AWS::S3::BucketPolicy': { emulated: 'ignored', shownBy: 'test/independent/data-criteria.ts' },
  'AWS::IAM::OIDCProvider': { emulated: 'ignored', shownBy: 'test/independent/aws-criteria.ts' },
  'AWS::EKS::AccessEntry': { emulated: 'ignored', shownBy: 'test/independent/aws-criteria.ts' },
  'AWS::SecretsManager::Secret': { emulated: 'ignored', shownBy: 'test/independent/secrets.ts' },
  'AWS::SecretsManager::ResourcePolicy': { emulated: 'ignored', shownBy: 'test/independent/secrets.ts' },
  'AWS::SecretsManager::SecretTargetAttachment': { emulated: 'ignored', shownBy: DATABASES },
  'AWS::EKS::PodIdentityAssociation': { emulated: 'ignored', shownBy: 'test/independent/seams-identities.ts' },
  'AWS::Backup::BackupPlan': { emulated: 'ignored', shownBy: DATABASES },
  'AWS::Backup::BackupSelection': { emulated: 'ignored', shownBy: DATABASES },
  'AWS::Backup::BackupVault': { emulated: 'ignored', shownBy: DATABASES },
  'AWS::ElastiCache::SubnetGroup': { emulated: 'ignored', shownBy: DATABASE_NETWORK },
  'AWS::ElastiCache::ReplicationGroup': { emulated: 'ignored', shownBy: 'test/independent/databases.ts' },
};

export function coverageOf(type: string): Coverage {
  const coverage = COVERAGE[type];
  if (coverage === undefined) throw new Error(`nobody knows what the emulator does with ${type}: find out, and add it to coverage.ts`);
  return coverage;
}

/** Whether there is anything after a deployment. */
export function isMade(type: string): boolean {
  return coverageOf(type).emulated !== 'ignored';
}

/** Types of templates that the list does not know. */
export function unknownTypes(types: Iterable<string>): string[] {
  return [...new Set(types)].filter((type) => !(type in COVERAGE)).sort();
}
