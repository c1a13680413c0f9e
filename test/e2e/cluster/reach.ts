import type { Live } from './client';

/** A pod, there or not, as network policies see it. */
export interface Party {
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
}

/**
 * Whether the live network policies of both sides let a pod connect to another on a TCP port. kwok's pods have no network, so
 * that it is computed; blocks of addresses are of what is outside of the cluster, and never a pod.
 */
export function reaches(policies: readonly Live[], from: Party, to: Party, port: number): boolean {
  return isLet(policies, 'Egress', from, to, port) && isLet(policies, 'Ingress', to, from, port);
}

/** Where no policy is about a pod, everything is let. */
function isLet(policies: readonly Live[], direction: 'Egress' | 'Ingress', subject: Party, peer: Party, port: number): boolean {
  const about = policies.filter(({ metadata, spec }) => metadata.namespace === subject.namespace && spec.policyTypes.includes(direction) && selects(spec.podSelector, subject.labels));
  if (about.length === 0) return true;
  const rules = about.flatMap(({ spec }) => (direction === 'Egress' ? spec.egress : spec.ingress) ?? []) as any[];
  return rules.some(({ from, to, ports }) => isPeer(direction === 'Egress' ? to : from, peer, subject.namespace) && isPort(ports, port));
}

function isPeer(peers: readonly any[] | undefined, { namespace, labels }: Party, own: string): boolean {
  return peers === undefined || peers.some(({ ipBlock, namespaceSelector, podSelector }) => {
    if (ipBlock !== undefined) return false;
    const inPlace = namespaceSelector === undefined ? namespace === own : selects(namespaceSelector, { 'kubernetes.io/metadata.name': namespace });
    return inPlace && selects(podSelector ?? {}, labels);
  });
}

function isPort(ports: readonly any[] | undefined, wanted: number): boolean {
  return ports === undefined || ports.some(({ port, endPort, protocol = 'TCP' }) => {
    if (typeof port !== 'number' || endPort !== undefined) throw new Error(`a port that this does not know: ${JSON.stringify({ port, endPort })}`);
    return protocol === 'TCP' && port === wanted;
  });
}

/** Of labels alone; nothing printed asks by expressions. */
export function selects({ matchLabels = {}, matchExpressions }: { readonly matchLabels?: Record<string, string>; readonly matchExpressions?: unknown }, labels: Readonly<Record<string, string>>): boolean {
  if (matchExpressions !== undefined) throw new Error('a selector with expressions, which this does not know');
  return Object.entries(matchLabels).every(([key, value]) => labels[key] === value);
}
