import type { Declaration } from '../lib/spec/declared';

/** Ports, and the reason that the review and the evidence show. */
export interface EgressProps {
  /** TCP ports, 1 to 65535. */
  readonly ports: number[];
  /** Why the pods need it, in 8 to 500 characters. */
  readonly reason: string;
}

/** Where the pods of a service may connect to outside the cluster. Without it they reach nothing that they did not ask for. */
export class Egress {
  /**
   * One range of addresses.
   *
   * @param cidr IPv4 range without host bits, such as `203.0.113.0/24`
   */
  public static cidr(cidr: string, props: EgressProps): Egress {
    return new Egress({ type: 'Egress', input: { 'kind': 'cidr', '': cidr }, props });
  }

  /** Every address of the internet, but none of a private network. A network policy knows no host names. */
  public static anywhere(props: EgressProps): Egress {
    return new Egress({ type: 'Egress', input: { kind: 'anywhere' }, props });
  }

  /** @internal */
  public readonly _declared: Declaration;

  private constructor(declaration: Declaration) {
    this._declared = declaration;
  }
}
