import { asList } from './json';
import { ofKind, selects } from './world';
import type { Placed, Pod, World } from './world';

export type Direction = 'ingress' | 'egress';

export interface Peer {
  readonly ipBlock?: { cidr: string; except?: string[] };
  readonly namespaceSelector?: Record<string, any>;
  readonly podSelector?: Record<string, any>;
}

/** One rule of a policy, in one direction. */
export interface Rule {
  readonly policy: Placed;
  readonly direction: Direction;
  readonly peers: readonly Peer[];
  readonly ports: readonly { readonly port: number; readonly protocol: string }[];
}

export function rulesOf(world: World, direction: Direction): Rule[] {
  return ofKind(world, 'NetworkPolicy').flatMap((policy) =>
    asList<Record<string, any>>(policy.object.spec[direction]).map((rule) => ({
      policy,
      direction,
      peers: asList<Peer>(rule[direction === 'ingress' ? 'from' : 'to']),
      ports: asList<{ port: number; protocol: string }>(rule.ports),
    })),
  );
}

export function podsOf(world: World, policy: Placed): Pod[] {
  return world.pods.filter(
    ({ environment, namespace, labels }) =>
      environment === policy.environment && namespace === policy.namespace && selects(policy.object.spec.podSelector, labels),
  );
}

export function peerNamespace({ namespaceSelector }: Peer): string | undefined {
  return namespaceSelector?.matchLabels?.['kubernetes.io/metadata.name'] as string | undefined;
}
