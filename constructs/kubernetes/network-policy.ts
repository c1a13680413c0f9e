import type { ChartObject } from './service-chart';
import type { INetworkPolicy } from './types';
import type { NetworkPeer } from '../../lib/plan/network-peer';

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

/** One allowed edge of the pods of one name, with the reason for it. */
export function networkPolicy(pods: string, direction: 'Egress' | 'Ingress', peer: NetworkPeer): ChartObject {
  const peers = printPeers(peer.to);
  const ports = peer.ports.map(({ port, protocol }) => ({ port, protocol }));
  const rules = direction === 'Egress' ? { egress: [{ to: peers, ports }] } : { ingress: [{ from: peers, ports }] };
  const manifest: INetworkPolicy = {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: peer.name, annotations: { 'dust.dev/reason': peer.reason } },
    spec: { podSelector: { matchLabels: { 'app.kubernetes.io/name': pods } }, policyTypes: [direction], ...rules },
  };
  return { id: `network-${peer.name}`, manifest };
}

function printPeers(to: NetworkPeer['to']) {
  if ('cidrs' in to) return to.cidrs.map((cidr) => ({ ipBlock: { cidr, ...(to.except === undefined ? {} : { except: [...to.except] }) } }));
  return [{
    namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': to.namespace } },
    ...(Object.keys(to.labels).length === 0 ? {} : { podSelector: { matchLabels: { ...to.labels } } }),
  }];
}
