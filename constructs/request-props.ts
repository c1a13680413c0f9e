/** What the pods may do with the objects of a bucket. */
export enum BucketAccess {
  /** Read, write and, in a bucket without retention, delete. */
  READ_WRITE = 'read-write',
  /** Read only. */
  READ_ONLY = 'read-only',
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
}

/** How large the server of a database is. */
export interface PostgresSizes {
  /**
   * Class of the instance in RDS, such as `db.m8g.large`.
   *
   * @default db.t4g.medium
   */
  readonly instanceClass?: string;
  /**
   * Storage, from `20Gi` to `65536Gi`. It grows by itself up to five times that, and never shrinks.
   *
   * @default 20Gi
   */
  readonly storage?: string;
}

/** A PostgreSQL database with a server of its own. */
export interface PostgresProps extends PostgresSizes {
  /**
   * Major version: `15`, `16`, `17` or `18`.
   *
   * @default 17
   */
  readonly version?: string;
}

/** How large the nodes of a cache are. */
export interface CacheSizes {
  /**
   * Class of the nodes in ElastiCache, such as `cache.m7g.large`.
   *
   * @default cache.t4g.small
   */
  readonly instanceClass?: string;
}

/** A cache that speaks the protocol of Redis; what it holds may be lost. */
export interface CacheProps extends CacheSizes {}
