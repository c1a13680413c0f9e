/** How CloudNativePG runs the databases of an environment. */
export interface InClusterPostgresProps {
  /**
   * Name of an `ObjectStore` of the Barman Cloud plugin that is in every namespace with a database: a base backup goes there
   * every night, and the log all the time.
   *
   * @see https://cloudnative-pg.io/plugin-barman-cloud/docs/intro/
   * @default - no backups, which only an ephemeral environment may have
   */
  readonly objectStore?: string;
}

/** How SeaweedFS keeps the buckets of an environment. */
export interface InClusterBucketsProps {
  /**
   * Storage for all buckets together, from `20Gi` to `65536Gi`.
   *
   * @default 50Gi
   */
  readonly storage?: string;
}
