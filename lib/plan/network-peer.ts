/** One edge of the network: with whom, on which ports, and why it is open. */
export interface NetworkPeer {
  /** A DNS label, unique in its direction; it names the policy that opens the edge. */
  readonly name: string;
  readonly reason: string;
  readonly to: PeerSelector;
  readonly ports: readonly PeerPort[];
}

export interface PeerPort {
  readonly port: number;
  readonly protocol: 'TCP' | 'UDP';
}

/** Ranges of addresses, or the pods of one namespace. */
export type PeerSelector =
  | { readonly cidrs: readonly string[]; readonly except?: readonly string[] }
  | { readonly namespace: string; readonly labels: Readonly<Record<string, string>> };

export function tcp(...ports: readonly number[]): readonly PeerPort[] {
  return ports.map((port) => ({ port, protocol: 'TCP' }));
}

/** The pods of a namespace that carry these labels; without labels all of them. */
export function inNamespace(namespace: string, labels: Readonly<Record<string, string>>): PeerSelector {
  return { namespace, labels };
}
