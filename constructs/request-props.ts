/** What the pods may do with the objects of a bucket. */
export enum BucketAccess {
  /** Read, write and, in a bucket without retention, delete. */
  READ_WRITE = 'read-write',
  /** Read only. */
  READ_ONLY = 'read-only',
}

/** A secret that is there already, in AWS Secrets Manager. */
export interface ExistingSecretProps {
  /** Its name, without the six characters that Secrets Manager adds to the ARN. */
  readonly name: string;
  /** ARN of the customer key that encrypts it. @default - the key of AWS for Secrets Manager */
  readonly keyArn?: string;
}

/** A bucket that is there already. */
export interface ExistingBucketProps {
  /** Its name. */
  readonly name: string;
  /** ARN of the customer key that encrypts it. @default - a key of S3 */
  readonly keyArn?: string;
}

/** A database that is there already, with TLS by a certificate of the region. */
export interface ExistingPostgresProps {
  /** Name of the secret of its login: JSON with `host`, `username` and `password`. */
  readonly secret: string;
  /** ARN of the customer key that encrypts the secret. @default - the key of AWS for Secrets Manager */
  readonly keyArn?: string;
  /** Name of the database. */
  readonly database: string;
  /** Its port. @default 5432 */
  readonly port?: number;
}

/** A cache that is there already, with TLS and a password. */
export interface ExistingCacheProps {
  /** Name of its secret: JSON with `host` and `password`. */
  readonly secret: string;
  /** ARN of the customer key that encrypts the secret. @default - the key of AWS for Secrets Manager */
  readonly keyArn?: string;
  /** Its port. @default 6379 */
  readonly port?: number;
}

/** A bucket that a service asks for. */
export interface BucketProps {
  /**
   * What the pods may do with the objects.
   *
   * @default BucketAccess.READ_WRITE
   */
  readonly access?: BucketAccess;
  /**
   * How long every object is kept, in days (`90d`) or years (`7y`). Such a bucket never expires or deletes anything.
   *
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html
   * @default - objects can be deleted; old versions are kept for 90 days
   */
  readonly retention?: string;
  /**
   * Buckets that are there already, by the name of an environment; the others make one. Nothing of an existing bucket is
   * changed, and the environment must permit it.
   *
   * @default - every environment makes one
   */
  readonly existing?: { [environment: string]: ExistingBucketProps };
}

/** How large the server of a database is and how its password changes: what may differ between environments. */
export interface PostgresSizes {
  /**
   * Class of the instance in RDS, such as `db.m8g.large`; an environment with CloudNativePG has no classes.
   *
   * @default db.t4g.medium
   */
  readonly instanceClass?: string;
  /**
   * Storage, from `20Gi` to `65536Gi`. In RDS it grows by itself up to five times that; it never shrinks.
   *
   * @default 20Gi
   */
  readonly storage?: string;
  /**
   * Days between two passwords of the application, from `1d` to `365d`. AWS's own function alternates between two logins; it
   * is the one thing in a template that AWS adds while it deploys, and needs `network.endpointSubnets`. CloudNativePG has none.
   *
   * @default - the password stays until somebody changes it
   */
  readonly rotation?: string;
}

/** A PostgreSQL database with a server of its own. */
export interface PostgresProps extends PostgresSizes {
  /**
   * Major version: `15`, `16`, `17` or `18`.
   *
   * @default 17
   */
  readonly version?: string;
  /**
   * Databases that are there already, by the name of an environment, in its subnets of databases; the others make one. The
   * environment must permit reading the secret.
   *
   * @default - every environment makes one
   */
  readonly existing?: { [environment: string]: ExistingPostgresProps };
}

/** How large the nodes of a cache are. */
export interface CacheSizes {
  /**
   * Class of the nodes in ElastiCache, such as `cache.m7g.large`; an environment with the Redis operator has no classes.
   *
   * @default cache.t4g.small
   */
  readonly instanceClass?: string;
}

/** A cache that speaks the protocol of Redis; what it holds may be lost. */
export interface CacheProps extends CacheSizes {
  /**
   * Caches that are there already, by the name of an environment, in its subnets of databases; the others make one. The
   * environment must permit reading the secret.
   *
   * @default - every environment makes one
   */
  readonly existing?: { [environment: string]: ExistingCacheProps };
}
