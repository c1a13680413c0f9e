import { bindingsOf } from './served';
import type { Place, Served } from './served';
import type { NetworkPeer } from '../../lib/plan/network-peer';
import type { KubernetesObject } from '../support/synthesize';

type Labels = Readonly<Record<string, string>>;

/** Whether both ends of every edge that a provider promises are open, and whether there is one at all. */
export function networkViolations({ places }: Served): string[] {
  return places.flatMap((place) => bindingsOf(place).flatMap(({ peers }) =>
    peers.flatMap((peer) => [...leaves(place, peer), ...arrives(place, peer)].map((problem) => `${place.environment}/${place.service}: ${problem}`))));
}

const podsOf = (service: string): Labels => ({ 'app.kubernetes.io/name': service });

function leaves({ objects, service }: Place, peer: NetworkPeer): string[] {
  const rules = policiesFor(objects, podsOf(service)).flatMap(({ spec }) => spec.egress ?? []);
  const isOpen = (port: number): boolean => rules.some(({ to, ports }: any) => onPort(ports, port) && to.some((one: any) => leadsTo(one, peer.to)));
  return peer.ports.filter(({ port }) => !isOpen(port)).map(({ port }) => `its pods do not get out ${peer.name} on ${port}`);
}

function leadsTo(one: any, to: NetworkPeer['to']): boolean {
  if ('cidrs' in to) return to.cidrs.includes(one.ipBlock?.cidr);
  return admits(one, to.namespace, to.labels);
}

/** Addresses are no affair of the cluster; pods must be let in where they are. */
function arrives({ around, service, plan }: Place, { to, ports, name }: NetworkPeer): string[] {
  if ('cidrs' in to) return to.cidrs.length === 0 ? [`${name} leads nowhere`] : [];
  const there = around.filter(({ metadata }) => metadata.namespace === to.namespace);
  const rules = policiesFor(there, to.labels).flatMap(({ spec }) => spec.ingress ?? []);
  const isOpen = (port: number): boolean => rules.some((rule: any) => onPort(rule.ports, port) && rule.from.some((one: any) => admits(one, plan.namespace, podsOf(service))));
  return ports.filter(({ port }) => !isOpen(port)).map(({ port }) => `nothing lets its pods in ${name} on ${port}`);
}

function policiesFor(objects: readonly KubernetesObject[], labels: Labels): KubernetesObject[] {
  return objects.filter(({ kind, spec }) => kind === 'NetworkPolicy' && isPart(spec.podSelector.matchLabels ?? {}, labels));
}

function admits({ namespaceSelector, podSelector }: any, namespace: string, labels: Labels): boolean {
  return namespaceSelector?.matchLabels['kubernetes.io/metadata.name'] === namespace && isPart(podSelector?.matchLabels ?? {}, labels);
}

function isPart(wanted: Labels, labels: Labels): boolean {
  return Object.entries(wanted).every(([key, value]) => labels[key] === value);
}

function onPort(ports: readonly { readonly port: number }[] = [], port: number): boolean {
  return ports.some((one) => one.port === port);
}
