import type { ChartObject } from './service-chart';
import type { INetworkPolicy } from './types';
import type { NetworkPeer } from '../../lib/plan/network-peer';
import type { OperatedPods } from '../../lib/providers/contract';

/** No pod of the namespace sends or receives anything that no other policy allows. */
export function denyAll(): ChartObject {
  const manifest: INetworkPolicy = {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: 'deny-all' },
    spec: { podSelector: {}, policyTypes: ['Egress', 'Ingress'] },
  };
  return { id: 'network-deny-all', manifest };
}

type Direction = 'Egress' | 'Ingress';

/** One allowed edge of the pods of a service, with the reason for it. */
export function networkPolicy(service: string, direction: Direction, peer: NetworkPeer): ChartObject {
  return policy(peer.name, { 'app.kubernetes.io/name': service }, direction, peer);
}

/** Every edge of the pods that an operator runs; the namespace denies all else, so that they would never become ready. */
export function operatedPolicies({ name, labels, ingress, egress }: OperatedPods): ChartObject[] {
  return [
    ...ingress.map((peer) => policy(`${name}-${peer.name}`, labels, 'Ingress', peer)),
    ...egress.map((peer) => policy(`${name}-${peer.name}`, labels, 'Egress', peer)),
  ];
}

function policy(name: string, pods: Readonly<Record<string, string>>, direction: Direction, peer: NetworkPeer): ChartObject {
  const peers = printPeers(peer.to);
  const ports = peer.ports.map(({ port, protocol }) => ({ port, protocol }));
  const rules = direction === 'Egress' ? { egress: [{ to: peers, ports }] } : { ingress: [{ from: peers, ports }] };
  const manifest: INetworkPolicy = {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name, annotations: { 'dust.dev/reason': peer.reason } },
    spec: { podSelector: { matchLabels: { ...pods } }, policyTypes: [direction], ...rules },
  };
  return { id: `network-${name}`, manifest };
}

function printPeers(to: NetworkPeer['to']) {
  if ('cidrs' in to) return to.cidrs.map((cidr) => ({ ipBlock: { cidr, ...(to.except === undefined ? {} : { except: [...to.except] }) } }));
  return [{
    namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': to.namespace } },
    ...(Object.keys(to.labels).length === 0 ? {} : { podSelector: { matchLabels: { ...to.labels } } }),
  }];
}
