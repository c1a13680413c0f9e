import type { EnvironmentFacts } from './environment-facts';
import type { BoundRequest } from './fleet-plan';
import type { NetworkPeer } from './network-peer';
import { tcp } from './network-peer';
import { containsAddress } from '../spec/network';
import type { ServiceSpec } from '../spec/service';

const DNS_PORTS = [{ port: 53, protocol: 'UDP' }, { port: 53, protocol: 'TCP' }] as const;

/**
 * The agent of EKS Pod Identity listens on link-local addresses of the node; the instance metadata service, which gives
 * the node's own credentials, is another address and stays closed.
 * @see https://docs.aws.amazon.com/eks/latest/userguide/pod-id-how-it-works.html
 */
export const POD_IDENTITY_AGENT: NetworkPeer = {
  name: 'to-pod-identity-agent',
  reason: 'Credentials of the pod\'s own role',
  to: { cidrs: ['169.254.170.23/32', 'fd00:ec2::23/128'] },
  ports: tcp(80),
};

/** Where the pods may connect to, apart from the services that they call. */
export function planEgress(spec: ServiceSpec, environment: EnvironmentFacts, bound: readonly BoundRequest[]): NetworkPeer[] {
  const requested = bound.flatMap(({ binding }) => binding.peers);
  return [dnsPeer(environment), POD_IDENTITY_AGENT, ...uniquePeers(requested), ...spec.egress.map(declaredPeer)];
}

/** Where the cluster answers for names. */
export function dnsPeer({ cluster: { profile } }: EnvironmentFacts): NetworkPeer {
  const peer = { name: 'to-dns', reason: 'Names of services and hosts', ports: DNS_PORTS };
  if (profile.dns === undefined || profile.dns.kind === 'pods') return { ...peer, to: { namespace: 'kube-system', labels: { 'k8s-app': 'kube-dns' } } };
  return { ...peer, to: { cidrs: [profile.dns['']] } };
}

/** Two buckets need the same endpoint once. */
export function uniquePeers(peers: readonly NetworkPeer[]): NetworkPeer[] {
  return [...new Map(peers.map((peer) => [peer.name, peer])).values()];
}

/** The ranges that are not the internet: private networks, carrier-grade NAT and what is local to the node. */
const NOT_INTERNET = ['10.0.0.0/8', '100.64.0.0/10', '169.254.0.0/16', '172.16.0.0/12', '192.168.0.0/16'];
const INSTANCE_METADATA = '169.254.169.254';

function declaredPeer({ cidr, ports, reason }: ServiceSpec['egress'][number], index: number): NetworkPeer {
  const peer = { name: `egress-${index + 1}`, reason, ports: tcp(...ports) };
  if (cidr === undefined) return { ...peer, to: { cidrs: ['0.0.0.0/0'], except: NOT_INTERNET } };
  return { ...peer, to: { cidrs: [cidr], ...(containsAddress(cidr, INSTANCE_METADATA) ? { except: [`${INSTANCE_METADATA}/32`] } : {}) } };
}
