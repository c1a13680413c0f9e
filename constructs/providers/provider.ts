import type { BuildHost } from './build-host';
import { cloudNativePg } from './cloud-native-pg';
import { clusterSecrets } from './cluster-secrets';
import { elastiCache } from './elasticache';
import type { InClusterBucketsProps, InClusterPostgresProps } from './in-cluster-props';
import { rds } from './rds';
import { redisOperator } from './redis-operator';
import { s3 } from './s3';
import { seaweedFs } from './seaweed-fs';
import { secretsManager } from './secrets-manager';
import type { Binding, ProviderContract, ResourceRequest } from '../../lib/providers/contract';

/** Serves one kind of request in an environment. The environment picks it; a service may not. */
export abstract class Provider {
  /** Amazon RDS for PostgreSQL: encrypted with the service's key, TLS only, private, backed up, and protected from deletion. */
  public static rds(): Provider {
    return new BuiltInProvider(rds);
  }

  /** Amazon ElastiCache for Valkey: one primary and one replica, encrypted, TLS and a password. */
  public static elastiCache(): Provider {
    return new BuiltInProvider(elastiCache);
  }

  /**
   * PostgreSQL in the cluster, run by CloudNativePG: TLS only, its password made once, in the service's own namespace. The
   * profile of the cluster names the operator.
   *
   * @param props where backups go
   */
  public static cloudNativePg(props?: InClusterPostgresProps): Provider {
    return new BuiltInProvider(cloudNativePg(props));
  }

  /**
   * Buckets of SeaweedFS in the cluster: one store for the environment, an identity for each service that reaches its own
   * buckets alone. The profile of the cluster names the operator. The store speaks plain HTTP inside the cluster.
   *
   * @param props how much it stores
   */
  public static seaweedFs(props?: InClusterBucketsProps): Provider {
    return new BuiltInProvider(seaweedFs(props));
  }

  /**
   * A cache in the cluster, run by the Redis operator: TLS and a password that is made once, in the service's own namespace.
   * The profile of the cluster names the operator, and the issuer of its certificate.
   */
  public static redisOperator(): Provider {
    return new BuiltInProvider(redisOperator);
  }

  /**
   * Secrets of the cluster alone: generated ones are made there once, by External Secrets; provided ones a person puts there,
   * such as with `dust secrets set`.
   */
  public static clusterSecrets(): Provider {
    return new BuiltInProvider(clusterSecrets);
  }

  /** Buckets of Amazon S3: encrypted with the service's key, versioned, private, logged and retained. */
  public static s3(): Provider {
    return new BuiltInProvider(s3);
  }

  /** Secrets of AWS Secrets Manager: encrypted with the service's key, retained, read by the namespace's own store alone. */
  public static secretsManager(): Provider {
    return new BuiltInProvider(secretsManager);
  }

  /** What it is called in messages, such as `s3`. */
  public abstract readonly name: string;

  /** @internal */
  public abstract readonly _contract: ProviderContract<ResourceRequest, Binding, BuildHost>;
}

class BuiltInProvider extends Provider {
  public readonly name: string;
  public readonly _contract: ProviderContract<ResourceRequest, Binding, BuildHost>;

  public constructor(contract: ProviderContract<ResourceRequest, Binding, BuildHost>) {
    super();
    this.name = contract.name;
    this._contract = contract;
  }
}
