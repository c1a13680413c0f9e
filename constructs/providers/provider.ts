import type { BuildHost } from './build-host';
import { elastiCache } from './elasticache';
import { rds } from './rds';
import { s3 } from './s3';
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
