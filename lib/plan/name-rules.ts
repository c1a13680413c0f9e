/** One row of the reference: what a kind of name looks like, and what the service that holds it allows. */
export interface NameRule {
  /** Shown in the reference; the parts in angle brackets come from the declaration. */
  readonly pattern: string;
  readonly max: number;
  readonly alphabet: RegExp;
  /** Where two things must not have the same name. */
  readonly scope: 'account' | 'account and region' | 'everywhere' | 'cluster' | 'namespace' | 'database server';
  /** The page that sets the limit. */
  readonly source: string;
}

const IAM = 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html';
const K8S = 'https://kubernetes.io/docs/concepts/overview/working-with-objects/names/';
const DNS_LABEL = /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?$/;
/** RDS and ElastiCache take no hyphen at the end and no two in a row. */
const IDENTIFIER = /^[a-z](?:-?[a-z0-9])*$/;

const CFN = 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cfn-console-create-stack.html';
const S3 = 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html';
const SECRETS = 'https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_CreateSecret.html';
const RDS = 'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Limits.html';
const CACHE = 'https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateReplicationGroup.html';
const BACKUP = 'https://docs.aws.amazon.com/aws-backup/latest/devguide/API_CreateBackupVault.html';
const LOGS = 'https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup.html';
const LAMBDA = 'https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html';
const CNPG = 'https://cloudnative-pg.io/documentation/current/cloudnative-pg.v1/';
const SEAWEED = 'https://github.com/seaweedfs/seaweedfs-operator#readme';
const POSTGRES = 'https://www.postgresql.org/docs/current/sql-syntax-lexical.html#SQL-SYNTAX-IDENTIFIERS';
const KMS = 'https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateAlias.html';
const ECR = 'https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreateRepository.html';
const EKS = 'https://docs.aws.amazon.com/eks/latest/userguide/creating-access-entries.html';
const ALB = 'https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/ingress/annotations/';

const STACK = { max: 128, alphabet: /^[A-Za-z][-A-Za-z0-9]*$/, scope: 'account and region', source: CFN } as const;
const ROLE = { alphabet: /^[\w+=,.@-]+$/, scope: 'account', source: IAM } as const;
const BUCKET = { max: 63, alphabet: DNS_LABEL, scope: 'everywhere', source: S3 } as const;
const GROUP = { max: 255, alphabet: IDENTIFIER, scope: 'account and region' } as const;
const IN_DATABASE = { max: 63, alphabet: /^[a-z][a-z0-9_]*$/, scope: 'database server', source: POSTGRES } as const;
const ALIAS = { max: 256, alphabet: /^alias\/(?!aws\/)[\w/-]+$/, scope: 'account and region', source: KMS } as const;

/**
 * Every kind of physical name; `builds` stands for the environment in the builds registry. A name over its limit keeps
 * its beginning and ends in a hash of the whole.
 */
export const NAME_RULES = {
  accountStack: { pattern: '<prefix>-account-<account>', ...STACK },
  platformStack: { pattern: '<prefix>-<environment>', ...STACK },
  serviceStack: { pattern: '<prefix>-<environment>-<service>', ...STACK },
  role: { pattern: '<prefix>-<environment>[-<service>]-<capability>', max: 64, ...ROLE },
  policy: { pattern: 'the name of its role', max: 128, ...ROLE },
  secret: { pattern: '<prefix>/<environment>/<service>/<name>', max: 512, alphabet: /^[\w/+=.@-]+$/, scope: 'account and region', source: SECRETS },
  boundary: { pattern: '<prefix>-<environment>-boundary', max: 128, ...ROLE },
  iamPath: { pattern: '/<prefix>/<environment>/', max: 512, alphabet: /^\/[!-~]+\/$/, scope: 'account', source: IAM },
  secretsPath: { pattern: '/<prefix>/<environment>/secrets/', max: 512, alphabet: /^\/[!-~]+\/$/, scope: 'account', source: IAM },
  bucket: { pattern: '<prefix>-<environment>-<service>-<key>-<account>', ...BUCKET },
  logBucket: { pattern: '<prefix>-<environment>-logs-<account>', ...BUCKET },
  databaseInstance: { pattern: '<prefix>-<environment>-<service>', max: 63, alphabet: IDENTIFIER, scope: 'account and region', source: RDS },
  parameterGroup: { pattern: '<prefix>-<environment>-<service>-postgres<version>', ...GROUP, source: RDS },
  subnetGroup: { pattern: '<prefix>-<environment>-databases', ...GROUP, source: RDS },
  cacheSubnetGroup: { pattern: '<prefix>-<environment>-caches', ...GROUP, source: CACHE },
  cacheGroup: { pattern: '<prefix>-<environment>-<service>', max: 40, alphabet: IDENTIFIER, scope: 'account and region', source: CACHE },
  database: { pattern: 'db_<service>', ...IN_DATABASE },
  databaseOwner: { pattern: 'owner_<service>', ...IN_DATABASE },
  databaseLogin: { pattern: 'app_<service>', ...IN_DATABASE },
  databaseAdministrator: { pattern: 'admin_<service>', ...IN_DATABASE },
  databaseCluster: { pattern: '<service>-pg', max: 50, alphabet: IDENTIFIER, scope: 'namespace', source: CNPG },
  objectStoreIdentity: { pattern: '<prefix>-<environment>-<service>', max: 63, alphabet: DNS_LABEL, scope: 'cluster', source: SEAWEED },
  backupVault: { pattern: '<prefix>-<environment>', max: 50, alphabet: /^[A-Za-z0-9_-]{2,50}$/, scope: 'account and region', source: BACKUP },
  backupPlan: { pattern: '<prefix>-<environment>-<service>', max: 50, alphabet: /^[A-Za-z0-9_.-]{1,50}$/, scope: 'account and region', source: BACKUP },
  rotationFunction: { pattern: '<prefix>-<environment>-<service>-postgres', max: 64, alphabet: /^[A-Za-z0-9_-]+$/, scope: 'account and region', source: LAMBDA },
  logGroup: { pattern: '/aws/rds/instance/<database instance>/<log>', max: 512, alphabet: /^[\w/.#-]+$/, scope: 'account and region', source: LOGS },
  imageRepository: { pattern: '<prefix>/<service>', max: 256, alphabet: /^[a-z0-9]+(?:[._/-][a-z0-9]+)*$/, scope: 'account and region', source: ECR },
  keyAlias: { pattern: 'alias/<prefix>/<environment>/<service>', ...ALIAS },
  buildsKeyAlias: { pattern: 'alias/<prefix>/builds', ...ALIAS },
  namespace: { pattern: '<service>[-<environment>]', max: 63, alphabet: DNS_LABEL, scope: 'cluster', source: K8S },
  object: { pattern: '<service>[-<what>]', max: 63, alphabet: DNS_LABEL, scope: 'namespace', source: K8S },
  secretObject: { pattern: '<service>-secret-<name>', max: 63, alphabet: DNS_LABEL, scope: 'namespace', source: K8S },
  accessGroup: { pattern: 'dust:<environment>[:<service>]:<capability>', max: 253, alphabet: /^dust(?::[a-z0-9-]+){2,3}$/, scope: 'cluster', source: EKS },
  admissionPolicy: { pattern: '<prefix>-<environment>-<policy>', max: 253, alphabet: DNS_LABEL, scope: 'cluster', source: K8S },
  loadBalancerGroup: { pattern: '<prefix>-<environment>-<service>-<scheme>', max: 63, alphabet: DNS_LABEL, scope: 'account and region', source: ALB },
} as const satisfies Record<string, NameRule>;

export type NameKind = keyof typeof NAME_RULES;
