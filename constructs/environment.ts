import type { EnvironmentProps } from './environment-props';
import { Provider } from './providers/provider';
import type { Declaration } from '../lib/spec/declared';

/** The services that AWS runs. */
const managedProviders = (): Provider[] => [Provider.rds(), Provider.s3(), Provider.elastiCache(), Provider.secretsManager()];

/** The operators of the cluster. */
const inClusterProviders = (): Provider[] => [Provider.cloudNativePg(), Provider.seaweedFs(), Provider.redisOperator(), Provider.clusterSecrets()];

/**
 * One account, region and EKS cluster, with the providers that serve requests there. The factories differ in nothing but
 * the values that they give.
 */
export class Environment {
  /** An environment without providers of its own. */
  public static of(props: EnvironmentProps): Environment {
    return new Environment({ providers: [] }, props);
  }

  /** For development: unprotected and ephemeral, with its data in the cluster, by the operators that the profile names. */
  public static development(props: EnvironmentProps): Environment {
    return new Environment({ ephemeral: true, providers: inClusterProviders() }, props);
  }

  /** For staging and production: protected, with the managed services of AWS. */
  public static production(props: EnvironmentProps): Environment {
    return new Environment({ protected: true, providers: managedProviders() }, props);
  }

  /** @internal */
  public readonly _declared: Declaration;

  private constructor(defaults: Partial<EnvironmentProps>, props: EnvironmentProps) {
    this._declared = { type: 'Environment', input: {}, defaults: { ...defaults }, props };
  }
}
