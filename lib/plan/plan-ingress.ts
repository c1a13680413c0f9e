import type { EnvironmentFacts } from './environment-facts';
import type { IngressPlan } from './fleet-plan';
import type { Names } from './names';
import type { NetworkPeer } from './network-peer';
import { tcp } from './network-peer';
import { at } from '../issues/issue';
import type { LocatedFinding } from '../issues/issue';
import type { ServiceSpec } from '../spec/service';

/** The label of the proxies that Tailscale's operator runs. */
const TAILSCALE_CLASS = 'tailscale';

/** How a service is reached from outside the cluster, or undefined where it is not. */
export function planIngress(spec: ServiceSpec, environment: EnvironmentFacts, names: Names): IngressPlan | undefined {
  const { kind, name } = spec.http.access;
  const { vpn } = environment.ingress;
  if (kind === 'cluster' || (kind === 'vpn' && vpn === undefined)) return undefined;
  if (kind === 'vpn' && vpn?.kind === 'tailscale') {
    const host = `${name ?? spec.name}-${environment.name}`;
    return { name: spec.name, kind: 'tailscale', host, className: TAILSCALE_CLASS, ...(vpn.tags === undefined ? {} : { tailscaleTags: vpn.tags }) };
  }
  const scheme = kind === 'internet' ? 'internet' : 'internal';
  const group = names.loadBalancerGroup(environment.name, spec.name, scheme);
  return {
    name: spec.name,
    kind: scheme,
    host: hostOf(name ?? spec.name, environment),
    className: group,
    group,
    ...(vpn?.kind === 'internalLoadBalancer' && scheme === 'internal' ? { inboundCidrs: vpn.cidrs } : {}),
  };
}

function hostOf(name: string, environment: EnvironmentFacts): string {
  return name.includes('.') ? name : `${name}.${environment.ingress.domain}`;
}

/** Who may open connections to the pods because of the ingress: its load balancer, or the proxies of the tailnet. */
export function planIngressPeer(ingress: IngressPlan | undefined, environment: EnvironmentFacts, port: number): NetworkPeer[] {
  if (ingress === undefined) return [];
  if (ingress.kind === 'tailscale') {
    const namespace = environment.cluster.profile.tailscaleNamespace;
    return [{ name: 'from-tailscale', reason: 'The proxies of the tailnet', to: { namespace, labels: {} }, ports: tcp(port) }];
  }
  const cidrs = environment.network.loadBalancerSubnets.map((subnet) => subnet.cidr);
  return [{ name: 'from-load-balancer', reason: 'The load balancer of the ingress', to: { cidrs }, ports: tcp(port) }];
}

export function checkIngress(spec: ServiceSpec, environment: EnvironmentFacts): LocatedFinding[] {
  const { kind } = spec.http.access;
  const path = `${spec.name}.http.access`;
  if (kind === 'cluster') return [];
  if (kind === 'vpn' && environment.ingress.vpn === undefined) {
    return [at(path, { code: 'DUST2007', problem: `environment "${environment.name}" has no VPN`, allowed: 'an environment that says how its VPN is reached', fix: `set ingress.vpn of environment "${environment.name}", such as Vpn.tailscale()` })];
  }
  const balanced = kind === 'internet' || environment.ingress.vpn?.kind === 'internalLoadBalancer';
  if (balanced && environment.network.loadBalancerSubnets.length === 0) {
    return [at(path, { code: 'DUST2006', problem: `environment "${environment.name}" names no subnets of load balancers`, allowed: 'an environment with network.loadBalancerSubnets', fix: `list the subnets that load balancers of environment "${environment.name}" stand in; nothing else may reach the pods` })];
  }
  return checkTailnetLabel(spec, environment, path);
}

/** In a tailnet a name is one label, which also carries the environment. */
function checkTailnetLabel(spec: ServiceSpec, environment: EnvironmentFacts, path: string): LocatedFinding[] {
  const { kind, name } = spec.http.access;
  if (kind !== 'vpn' || environment.ingress.vpn?.kind !== 'tailscale' || name === undefined) return [];
  if (!name.includes('.') && `${name}-${environment.name}`.length <= 63) return [];
  return [at(path, { code: 'DUST1021', value: name, problem: `cannot be a name of the tailnet in environment "${environment.name}"`, allowed: 'one DNS label', fix: 'write one short label' })];
}
