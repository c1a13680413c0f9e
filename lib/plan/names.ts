import { createHash } from 'node:crypto';

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
  loadBalancerGroup: { pattern: '<prefix>-<environment>-<service>-<scheme>', max: 63, alphabet: DNS_LABEL, scope: 'account and region', source: ALB },
} as const satisfies Record<string, NameRule>;

export type NameKind = keyof typeof NAME_RULES;

/** Eight characters of a digest: enough that two names of a fleet never meet by chance. */
export function shortHash(...parts: readonly string[]): string {
  return createHash('sha256').update(parts.join('\u0000')).digest('hex').slice(0, 8);
}

/** Joins parts to a name of one kind; over the limit it keeps its beginning and ends in a hash of all parts. */
function join(kind: NameKind, separator: string, parts: readonly string[]): string {
  const name = parts.join(separator);
  const { max } = NAME_RULES[kind];
  if (name.length <= max) return name;
  return `${name.slice(0, max - 9).replace(/[-._/]+$/, '')}-${shortHash(...parts)}`;
}

/**
 * A service and a key may both hold hyphens, so "a-b" with "c" and "a" with "b-c" would meet; a key with a hyphen
 * therefore brings a hash of its parts.
 */
function keyPart(service: string, key: string): string {
  return key.includes('-') ? `${key}-${shortHash(service, key)}` : key;
}

/** Names inside a database begin with a word of ours, so that none is reserved, as `select`, `rdsadmin` and `pg_…` are. */
function inDatabase(kind: NameKind, word: string, service: string): string {
  return join(kind, '_', [word, service.replace(/-/g, '_')]);
}

/** The platform's own namespace, where it does what no service may; no service has this name. */
export const DUST_ADMIN = 'dust-admin';

/** All physical names of a fleet with one prefix. */
export class Names {
  public constructor(private readonly prefix: string) {}

  public accountStack(account: string): string {
    return join('accountStack', '-', [this.prefix, 'account', account]);
  }

  public platformStack(environment: string): string {
    return join('platformStack', '-', [this.prefix, environment]);
  }

  public serviceStack(environment: string, service: string): string {
    return join('serviceStack', '-', [this.prefix, environment, service]);
  }

  /** A role of the platform (no service) or of a service. `environment` is `builds` in the builds registry. */
  public role(environment: string, service: string | undefined, capability: string): string {
    return join('role', '-', [this.prefix, environment, ...(service === undefined ? [] : [service]), capability]);
  }

  /** The roles that the controller of External Secrets may assume, and no others, lie here. */
  public secretsPath(environment: string): string {
    return `${this.iamPath(environment)}secrets/`;
  }

  /** A name in Secrets Manager; one that ended in a hyphen and six characters could be taken for an ARN's suffix. */
  public secret(environment: string, service: string, name: string): string {
    return join('secret', '/', [this.prefix, environment, service, name]);
  }

  public boundary(environment: string): string {
    return join('boundary', '-', [this.prefix, environment, 'boundary']);
  }

  public iamPath(environment: string): string {
    return `/${this.prefix}/${environment}/`;
  }

  public bucket(environment: string, service: string, key: string, account: string): string {
    return join('bucket', '-', [this.prefix, environment, service, keyPart(service, key), account]);
  }

  public logBucket(environment: string, account: string): string {
    return join('logBucket', '-', [this.prefix, environment, 'logs', account]);
  }

  public databaseInstance(environment: string, service: string): string {
    return join('databaseInstance', '-', [this.prefix, environment, service]);
  }

  /** A group of another version is another group, since the version of a group cannot change. */
  public parameterGroup(environment: string, service: string, version: string): string {
    return join('parameterGroup', '-', [this.prefix, environment, service, `postgres${version}`]);
  }

  public subnetGroup(environment: string): string {
    return join('subnetGroup', '-', [this.prefix, environment, 'databases']);
  }

  public cacheSubnetGroup(environment: string): string {
    return join('cacheSubnetGroup', '-', [this.prefix, environment, 'caches']);
  }

  public cacheGroup(environment: string, service: string): string {
    return join('cacheGroup', '-', [this.prefix, environment, service]);
  }

  public database(service: string): string {
    return inDatabase('database', 'db', service);
  }

  /** Owns the schema and what is in it; nobody logs in with it. */
  public databaseOwner(service: string): string {
    return inDatabase('databaseOwner', 'owner', service);
  }

  public databaseLogin(service: string): string {
    return inDatabase('databaseLogin', 'app', service);
  }

  public backupVault(environment: string): string {
    return join('backupVault', '-', [this.prefix, environment]);
  }

  public backupPlan(environment: string, service: string): string {
    return join('backupPlan', '-', [this.prefix, environment, service]);
  }

  public rotationFunction(environment: string, service: string): string {
    return join('rotationFunction', '-', [this.prefix, environment, service, 'postgres']);
  }

  /** RDS chooses the name; who makes the group first decides how long it keeps what is written. */
  public logGroup(instance: string, log: string): string {
    return join('logGroup', '/', ['/aws/rds/instance', instance, log]);
  }

  public imageRepository(service: string): string {
    return join('imageRepository', '/', [this.prefix, service]);
  }

  public keyAlias(environment: string, service: string): string {
    return join('keyAlias', '/', ['alias', this.prefix, environment, service]);
  }

  public buildsKeyAlias(): string {
    return `alias/${this.prefix}/builds`;
  }

  public namespace(service: string, environment: string | undefined): string {
    return join('namespace', '-', environment === undefined ? [service] : [service, environment]);
  }

  /** The object of a variable, such as `web-secret-stripe-api-key` for `STRIPE_API_KEY`. */
  public secretObject(service: string, variable: string): string {
    const label = variable.toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '');
    const isWhole = label.replace(/-/g, '_').toUpperCase() === variable;
    return join('secretObject', '-', [service, 'secret', isWhole ? label : `${label}-${shortHash(service, variable)}`]);
  }

  public object(service: string, what: string): string {
    return join('object', '-', [service, what]);
  }

  public loadBalancerGroup(environment: string, service: string, scheme: string): string {
    return join('loadBalancerGroup', '-', [this.prefix, environment, service, scheme]);
  }

  /** The group that an access entry gives a role and a RoleBinding names. */
  public accessGroup(environment: string, service: string | undefined, capability: string): string {
    return join('accessGroup', ':', ['dust', environment, ...(service === undefined ? [] : [service]), capability]);
  }
}
