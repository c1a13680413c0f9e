import type { Declaration } from '../lib/spec/declared';

/**
 * Who can reach a service, and under which name.
 *
 * The name is one DNS label, by default the name of the service; the environment adds its domain. A full host is only
 * possible for a service in one environment.
 */
export class Access {
  /**
   * From the internet, by a load balancer with TLS only.
   *
   * @param name DNS label or full host. @default - the name of the service
   */
  public static internet(name?: string): Access {
    return new Access({ type: 'Access', input: { 'kind': 'internet', '': name } });
  }

  /**
   * Through the VPN of the environment only: a tailnet or an internal load balancer.
   *
   * @param name DNS label or full host. @default - the name of the service
   */
  public static vpn(name?: string): Access {
    return new Access({ type: 'Access', input: { 'kind': 'vpn', '': name } });
  }

  /** From other services of the cluster only, those that list it in `calls`. */
  public static cluster(): Access {
    return new Access({ type: 'Access', input: { kind: 'cluster' } });
  }

  /** @internal */
  public readonly _declared: Declaration;

  private constructor(declaration: Declaration) {
    this._declared = declaration;
  }
}
