import { OUTSIDE_NAMESPACES, asksFor, isKeptByCluster } from './check';
import type { Check, Checks, Declared, DeclaredOperators } from './check';
import { storeOf } from './cluster-variables';
import { asList, missing } from './json';
import { peerNamespace, rulesOf } from './network-rules';
import type { Direction, Peer } from './network-rules';
import { GATEWAY_PORT, TELLING_PORT, isOperated, operatedPods, operatedServices, selectedFrom, subjectsOf } from './operated';
import type { Operated, Subject } from './operated';
import { ofKind, readWorld } from './world';
import type { World } from './world';

/** One pod to another, with what every rule of one side opens between them. */
interface Edge {
  readonly from: Subject;
  readonly to: Subject;
  readonly port: string;
}

function nameOf({ from, to, port }: Edge): string {
  return `${from.node} → ${to.node}:${port}`;
}

/** Edges with an operated pod at one end at least, which a direction's rules open at a port where somebody listens. */
function edgesOf(world: World, direction: Direction): string[] {
  const all = subjectsOf(world);
  const edges = rulesOf(world, direction).flatMap(({ policy, peers, ports }) => {
    const selected = selectedFrom(all, policy, policy.object.spec.podSelector);
    return peers.filter(({ ipBlock }) => ipBlock === undefined).flatMap((peer) => {
      const others = selectedFrom(all, { environment: policy.environment, namespace: peerNamespace(peer) }, peer.podSelector ?? {});
      const pairs = selected.flatMap((own) => others.map((other) => (direction === 'egress' ? { from: own, to: other } : { from: other, to: own })));
      return pairs.filter(({ from, to }) => isOperated(from) || isOperated(to)).flatMap(({ from, to }) =>
        ports.filter(({ port }) => to.ports.includes(port)).map(({ port, protocol }) => nameOf({ from, to, port: `${port}/${protocol}` })));
    });
  });
  return [...new Set(edges)].sort();
}

/** Ports by which the pods of one thing need each other. */
function among(to: Operated): readonly number[] {
  if (to.source.object.kind === 'Cluster') return [5432, 8000];
  return to.source.object.kind === 'Seaweed' ? to.ports.filter((port) => ![GATEWAY_PORT, TELLING_PORT].includes(port)) : [];
}

/** Ports at which the pods of a service need what it asked for. */
function forService(world: World, declared: Declared, environment: string, folder: string, to: Operated): readonly number[] {
  const has = (request: 'postgres' | 'cache' | 'buckets') => asksFor(declared, folder, request) && isKeptByCluster(declared, environment, request);
  if (to.source.object.kind === 'Seaweed') {
    const uses = ofKind(world, 'Bucket').some((bucket) => bucket.environment === environment && bucket.folder === folder && storeOf(world, bucket) === to.source);
    return has('buckets') && uses && to.part === 's3' ? [GATEWAY_PORT] : [];
  }
  if (to.source.folder !== folder) return [];
  return to.source.object.kind === 'Cluster' ? (has('postgres') ? [5432] : []) : has('cache') ? [6379] : [];
}

function expectedEdges(world: World, declared: Declared): string[] {
  const operated = operatedPods(world);
  const inside = operated.flatMap((from) => operated.filter((to) => to.source === from.source).flatMap((to) => among(to).map((port) => nameOf({ from, to, port: `${port}/TCP` }))));
  const services = world.pods.flatMap((pod) => {
    const from = { environment: pod.environment, namespace: pod.namespace, labels: pod.labels, ports: [], node: `${pod.environment} ${pod.namespace}/${pod.workload.object.metadata.name}` };
    return operated.filter((to) => to.environment === pod.environment)
      .flatMap((to) => forService(world, declared, pod.environment, pod.workload.folder, to).map((port) => nameOf({ from, to, port: `${port}/TCP` })));
  });
  return [...new Set([...inside, ...services])].sort();
}

/** Edges among the parts of a store by which its gateway is told. */
function tellingEdges(world: World): string[] {
  const operated = operatedPods(world);
  return operated.filter(({ part }) => part === 's3').flatMap((to) => operated.filter(({ source }) => source === to.source).map((from) => nameOf({ from, to, port: `${TELLING_PORT}/TCP` })));
}

/** K13: a gateway with a config of its own hears of identities from the filer; before 4.41, in no other way. */
const gatewaysAreTold: Check = (output) => {
  const world = readWorld(output);
  const needed = tellingEdges(world).filter((edge) => edge.includes(' filer → '));
  return (['egress', 'ingress'] as const).flatMap((direction) => missing(needed, edgesOf(world, direction)).map((edge) => `${edge} is not open on the ${direction} side`));
};

/** K8, K13: both ends of every edge to what an operator runs are open, and there are just those that somebody needs. */
const dataEdges: Check = (output, declared) => {
  const world = readWorld(output);
  const expected = expectedEdges(world, declared);
  return (['egress', 'ingress'] as const).flatMap((direction) => {
    const open = edgesOf(world, direction);
    return [
      ...missing(expected, open).map((edge) => `${edge} is not open on the ${direction} side`),
      ...missing(open, [...expected, ...tellingEdges(world)]).map((edge) => `${edge} is open on the ${direction} side, and nobody needs it`),
    ];
  });
};

const AGENTS = ['169.254.170.23/32', 'fd00:ec2::23/128'];
const DNS = ['DNS 53/TCP', 'DNS 53/UDP'];

/** What pods of an operator let in from outside of the fleet, and where they connect to. */
function expectedOutside({ source, ports }: Operated, { namespaces, apiServerCidrs }: DeclaredOperators, endpointCidrs: readonly string[]): Readonly<Record<Direction, readonly string[]>> {
  // Whoever archives writes to a bucket of AWS, with credentials of the agent or of a Secret.
  const archives = asList(source.object.spec.plugins).length > 0 ? [...endpointCidrs.map((cidr) => `${cidr} 443/TCP`), ...AGENTS.map((cidr) => `${cidr} 80/TCP`)] : [];
  switch (source.object.kind) {
    case 'Cluster':
      return {
        ingress: [`${namespaces.postgres} 5432/TCP`, `${namespaces.postgres} 8000/TCP`, ...(namespaces.prometheus === undefined ? [] : [`${namespaces.prometheus} 9187/TCP`])],
        egress: [...DNS, ...apiServerCidrs.flatMap((cidr) => [`${cidr} 443/TCP`, `${cidr} 6443/TCP`]), ...archives],
      };
    case 'Redis':
      return { ingress: [`${namespaces.cache} 6379/TCP`], egress: [] };
    default:
      // Buckets and identities are made by way of master and filer; the gateway is for services alone.
      return { ingress: ports.filter((port) => port !== GATEWAY_PORT).map((port) => `${namespaces.buckets} ${port}/TCP`), egress: DNS };
  }
}

/** DNS is pods of the cluster, or an address on the node. */
function outsideName(peer: Peer, port: number, namespaces: readonly string[]): string | undefined {
  const namespace = peerNamespace(peer);
  if (peer.ipBlock !== undefined && port === 53) return 'DNS';
  if (peer.ipBlock !== undefined) return peer.ipBlock.cidr;
  if (namespace === 'kube-system') return 'DNS';
  return namespace !== undefined && namespaces.includes(namespace) ? namespace : undefined;
}

function outsideOf(world: World, pod: Operated, direction: Direction, declared: Declared): string[] {
  const namespaces = [...Object.values(declared.environments[pod.environment]?.operators?.namespaces ?? {}), ...OUTSIDE_NAMESPACES];
  const open = rulesOf(world, direction)
    .filter(({ policy }) => selectedFrom([pod], policy, policy.object.spec.podSelector).length > 0)
    .flatMap(({ peers, ports }) => peers.flatMap((peer) => ports.filter(({ port }) => direction === 'egress' || pod.ports.includes(port)).flatMap(({ port, protocol }) => {
      const name = outsideName(peer, port, namespaces);
      return name === undefined ? [] : [`${name} ${port}/${protocol}`];
    })));
  return [...new Set(open)];
}

/** K8, K13: what an operator runs is open to that operator and to Prometheus, and reaches names and the API server where it needs them. */
const operatorEdges: Check = (output, declared) => {
  const world = readWorld(output);
  return operatedPods(world).flatMap((pod) => {
    const { operators, endpointCidrs = [] } = declared.environments[pod.environment] ?? {};
    if (operators === undefined) return [`${pod.node}: no operator stands in ${pod.environment}`];
    const expected = expectedOutside(pod, operators, endpointCidrs);
    return (['ingress', 'egress'] as const).flatMap((direction) => {
      const open = outsideOf(world, pod, direction, declared);
      return [
        ...missing(expected[direction], open).map((edge) => `${pod.node}: ${direction} of ${edge} is not open`),
        ...missing(open, expected[direction]).map((edge) => `${pod.node}: ${direction} of ${edge} is open, and nobody needs it`),
      ];
    });
  });
};

/** Nobody of a service talks to an operator, or to Prometheus, or to the API server. */
const servicesKnowNoOperators: Check = (output, declared) => {
  const world = readWorld(output);
  const all = subjectsOf(world);
  return [...rulesOf(world, 'ingress'), ...rulesOf(world, 'egress')].flatMap(({ policy, peers }) => {
    const { namespaces, apiServerCidrs = [] } = declared.environments[policy.environment]?.operators ?? {};
    const printed = selectedFrom(all, policy, policy.object.spec.podSelector).filter((subject) => !isOperated(subject));
    const names = peers.flatMap((peer) => peer.ipBlock?.cidr ?? peerNamespace(peer) ?? []).filter((name) => [...Object.values(namespaces ?? {}), ...apiServerCidrs].includes(name));
    return printed.flatMap(({ node }) => names.map((name) => `${policy.at}: opens ${name} for ${node}`));
  });
};

const ADDRESS = /^http:\/\/(?<service>[a-z0-9-]+)\.(?<namespace>[a-z0-9-]+)\.svc(?:\.cluster\.local)?:(?<port>\d+)$/;

/** Addresses of what an operator runs lead to a Service that the operator makes, and the network lets the pods through. */
const dataUrls: Check = (output) => {
  const world = readWorld(output);
  const open = edgesOf(world, 'egress');
  return ofKind(world, 'ConfigMap').flatMap((placed) => Object.entries((placed.object.data ?? {}) as Record<string, string>).flatMap(([key, value]) => {
    const { service, namespace, port } = ADDRESS.exec(value)?.groups ?? {};
    const made = operatedServices(world).find((one) => one.source.environment === placed.environment && one.source.namespace === namespace && one.name === service);
    if (made === undefined) return key === 'AWS_ENDPOINT_URL_S3' && value.includes('.svc') ? [`${placed.at}: ${key} is ${value}, where nobody is`] : [];
    const pods = operatedPods(world).filter(({ source, part }) => source === made.source && part === made.part);
    const reached = pods.every(({ node }) => asList(open).some((edge) => edge.startsWith(`${placed.environment} ${placed.namespace}/`) && edge.endsWith(`→ ${node}:${port}/TCP`)));
    return String(made.port) === port && pods.length > 0 && reached ? [] : [`${placed.at}: ${key} is ${value}, where the network leads nobody`];
  }));
};

export const clusterNetwork: Checks = { dataEdges, operatorEdges, servicesKnowNoOperators, dataUrls, gatewaysAreTold };
