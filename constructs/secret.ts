import type { ExistingSecretProps } from './request-props';
import type { Declaration } from '../lib/spec/declared';

/** A secret that a container finds as an environment variable of the same name. Its value is never in a declaration. */
export class Secret {
  /**
   * A secret that a person fills in after the deployment; pods wait for it.
   *
   * @param name name of the environment variable, such as `STRIPE_API_KEY`
   */
  public static provided(name: string): Secret {
    return new Secret({ type: 'Secret', input: { 'kind': 'provided', '': name } });
  }

  /**
   * A random secret, made once and never made again by an edit.
   *
   * @param name name of the environment variable, such as `JWT_KEY`
   */
  public static generated(name: string): Secret {
    return new Secret({ type: 'Secret', input: { 'kind': 'generated', '': name } });
  }

  /**
   * A secret that is there already, in each environment under a name of its own; nothing of it is created or changed.
   *
   * @param name name of the environment variable, such as `STRIPE_API_KEY`
   * @param environments the secret of each environment that the service is in
   */
  public static existing(name: string, environments: { [environment: string]: ExistingSecretProps }): Secret {
    return new Secret({ type: 'Secret', input: { 'kind': 'existing', '': name, 'in': environments } });
  }

  /** @internal */
  public readonly _declared: Declaration;

  private constructor(declaration: Declaration) {
    this._declared = declaration;
  }
}
