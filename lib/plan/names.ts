import { createHash } from 'node:crypto';
import { NAME_RULES } from './name-rules';
import type { NameKind } from './name-rules';

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

/** The platform's namespace of the object store that services share; no service has this name. */
export const DUST_OBJECTS = 'dust-objects';

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

  /** Owns the database where an operator makes it; nobody of ours logs in with it. */
  public databaseAdministrator(service: string): string {
    return inDatabase('databaseAdministrator', 'admin', service);
  }

  public databaseCluster(service: string): string {
    return join('databaseCluster', '-', [service, 'pg']);
  }

  public databaseLogin(service: string): string {
    return inDatabase('databaseLogin', 'app', service);
  }

  /** Who a service is to the object store of the cluster, whose identities know no namespaces. */
  public objectStoreIdentity(environment: string, service: string): string {
    return join('objectStoreIdentity', '-', [this.prefix, environment, service]);
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

  public admissionPolicy(environment: string, what: string): string {
    return join('admissionPolicy', '-', [this.prefix, environment, what]);
  }

  /** The group that an access entry gives a role and a RoleBinding names. */
  public accessGroup(environment: string, service: string | undefined, capability: string): string {
    return join('accessGroup', ':', ['dust', environment, ...(service === undefined ? [] : [service]), capability]);
  }
}
