import type { Declaration } from '../lib/spec/declared';

/** Settings of a tailnet. */
export interface TailscaleProps {
  /**
   * Tags of the proxy devices, such as `tag:k8s`; Tailscale's operator must own them.
   *
   * @default - the operator's own default
   */
  readonly tags?: string[];
}

/** Settings of an internal load balancer. */
export interface InternalLoadBalancerProps {
  /** Ranges that may connect, at least one, none of them the whole internet. */
  readonly cidrs: string[];
}

/** How the VPN of an environment leads to services with `Access.vpn()`. */
export class Vpn {
  /** By Tailscale's operator: every service is a machine of the tailnet called `<name>-<environment>`. */
  public static tailscale(props: TailscaleProps = {}): Vpn {
    return new Vpn({ type: 'Vpn', input: { kind: 'tailscale' }, props });
  }

  /** By a load balancer with private addresses, at `<name>.<domain>`. */
  public static internalLoadBalancer(props: InternalLoadBalancerProps): Vpn {
    return new Vpn({ type: 'Vpn', input: { kind: 'internalLoadBalancer' }, props });
  }

  /** @internal */
  public readonly _declared: Declaration;

  private constructor(declaration: Declaration) {
    this._declared = declaration;
  }
}
