import { ADMIN, OUTSIDE_NAMESPACES, asksFor, isKeptByCluster } from './check';
import type { Check, Checks, Declared, Request } from './check';
import { asList, same } from './json';
import { peerNamespace, podsOf, rulesOf } from './network-rules';
import type { Peer } from './network-rules';
import { isOperated, selectedFrom, subjectsOf } from './operated';
import { ofKind, ofType, readWorld } from './world';
import type { Pod, World } from './world';

/** Whether a selector names something; an empty one takes all. */
function isNamed(selector: Record<string, any> | undefined): boolean {
  return Object.keys(selector?.matchLabels ?? {}).length > 0;
}

/** Every policy selects pods that exist, of one kind, and says its directions. */
const policySelectors: Check = (output) => {
  const world = readWorld(output);
  const all = subjectsOf(world);
  return ofKind(world, 'NetworkPolicy').flatMap((policy) => {
    const { podSelector, policyTypes, ingress, egress } = policy.object.spec;
    const selected = selectedFrom(all, policy, podSelector);
    const directions = [...(ingress === undefined ? [] : ['Ingress']), ...(egress === undefined ? [] : ['Egress'])];
    return [
      ...(directions.length === 0 || isNamed(podSelector) ? [] : [`${policy.at}: opens something for all pods`]),
      ...(directions.length === 0 || new Set(selected.map(isOperated)).size < 2 ? [] : [`${policy.at}: opens something for pods of the service and of an operator alike`]),
      ...(selected.length > 0 ? [] : [`${policy.at}: ${JSON.stringify(podSelector)} selects no pod`]),
      ...(directions.every((direction) => asList<string>(policyTypes).includes(direction))
        ? []
        : [`${policy.at}: has rules for a direction that policyTypes leaves out`]),
    ];
  });
};

/** Namespaces that the environment names: of operators whose labels nobody states, and of the one whose pods are known. */
function operatorsOf(declared: Declared, environment: string): readonly string[] {
  return Object.values(declared.environments[environment]?.operators?.namespaces ?? {});
}

/** The operator of databases has a label that its own documentation tells policies to use. */
const CLOUD_NATIVE_PG = { 'app.kubernetes.io/name': 'cloudnative-pg' };

function isKnownOperator(declared: Declared, environment: string, namespace: string, selector: Record<string, any> | undefined): boolean {
  if (!operatorsOf(declared, environment).includes(namespace)) return false;
  return namespace !== declared.environments[environment]?.operators?.namespaces.postgres || same(selector?.matchLabels, CLOUD_NATIVE_PG);
}

/** Peers are named by namespace and labels that exist; only the cluster's own and an operator's stand outside the fleet. */
const policyPeers: Check = (output, declared) => {
  const world = readWorld(output);
  const all = subjectsOf(world);
  return [...rulesOf(world, 'ingress'), ...rulesOf(world, 'egress')].flatMap(({ policy, peers, ports }) => [
    ...(peers.length > 0 ? [] : [`${policy.at}: a rule admits everybody`]),
    ...(ports.length > 0 ? [] : [`${policy.at}: a rule opens every port`]),
    ...peers
      .filter(({ ipBlock }) => ipBlock === undefined)
      .flatMap((peer) => {
        const namespace = peerNamespace(peer);
        if (namespace === undefined) return [`${policy.at}: a peer has no namespace`];
        if (isKnownOperator(declared, policy.environment, namespace, peer.podSelector)) return [];
        if (!isNamed(peer.podSelector) && namespace !== 'tailscale') return [`${policy.at}: a peer is every pod of ${namespace}`];
        if (OUTSIDE_NAMESPACES.includes(namespace)) return [];
        const pods = selectedFrom(all, { environment: policy.environment, namespace }, peer.podSelector);
        // The parts of one store are one peer.
        const sources = new Set(pods.map((pod) => (isOperated(pod) ? pod.source : pod)));
        return sources.size === 1 ? [] : [`${policy.at}: ${pods.length} workloads of ${namespace} are ${JSON.stringify(peer.podSelector)}`];
      }),
  ]);
};

/** Each namespace denies everything to all of its pods before anything is opened. */
const defaultDeny: Check = (output) => {
  const world = readWorld(output);
  return ofKind(world, 'Namespace')
    .filter(
      ({ environment, object }) =>
        !ofKind(world, 'NetworkPolicy').some(
          ({ environment: place, namespace, object: { spec } }) =>
            place === environment &&
            namespace === object.metadata.name &&
            same(spec.podSelector, {}) &&
            same([...asList<string>(spec.policyTypes)].sort(), ['Egress', 'Ingress']) &&
            spec.ingress === undefined &&
            spec.egress === undefined,
        ),
    )
    .map(({ at }) => `${at}: has no policy that denies everything to all pods`);
};

/** Where the agent of Pod Identity answers. */
const AGENTS: readonly string[] = ['169.254.170.23/32', 'fd00:ec2::23/128'];

function opens(world: World, pod: Pod, port: number, protocol: string, admits: (peer: Peer) => boolean): boolean {
  return rulesOf(world, 'egress').some(
    ({ policy, peers, ports }) =>
      podsOf(world, policy).includes(pod) && peers.some(admits) && ports.some((entry) => entry.port === port && entry.protocol === protocol),
  );
}

/** Every pod finds names, and the agent of its role at both of its addresses. */
const podsReachTheirBasics: Check = (output) => {
  const world = readWorld(output);
  return world.pods.flatMap((pod) => {
    const associated = ofType(world, 'AWS::EKS::PodIdentityAssociation').some(
      ({ stack, properties }) =>
        stack.environment === pod.environment && properties.Namespace === pod.namespace && properties.ServiceAccount === pod.spec.serviceAccountName,
    );
    const agents = associated ? AGENTS : [];
    return [
      ...['UDP', 'TCP']
        .filter((protocol) => !opens(world, pod, 53, protocol, (peer) => peer.ipBlock !== undefined || peerNamespace(peer) === 'kube-system'))
        .map((protocol) => `${pod.at}: may not ask DNS over ${protocol}`),
      ...agents
        .filter((cidr) => !opens(world, pod, 80, 'TCP', ({ ipBlock }) => ipBlock?.cidr === cidr))
        .map((cidr) => `${pod.at}: may not reach the Pod Identity agent at ${cidr}`),
    ];
  });
};

/** Pods connect to ranges outside the cluster that were declared, and to AWS where a request needs it; to nothing else. */
const egressIsDeclared: Check = (output, declared) => {
  const world = readWorld(output);
  return world.pods.flatMap((pod) => {
    const { egress = [] } = declared.services[pod.workload.folder] ?? {};
    const ofAws = (request: Request) => asksFor(declared, pod.workload.folder, request) && !isKeptByCluster(declared, pod.environment, request);
    const keeps = ofAws('postgres') || ofAws('cache') || pod.workload.folder === ADMIN;
    const databases = keeps ? (declared.environments[pod.environment]?.databaseSubnets ?? []).map(({ cidr }) => cidr) : [];
    const endpoints = ofAws('buckets') ? (declared.environments[pod.environment]?.endpointCidrs ?? []) : [];
    const rules = rulesOf(world, 'egress').filter(
      ({ policy, ports }) => podsOf(world, policy).includes(pod) && ports.every(({ port }) => port !== 53),
    );
    const reached = rules.flatMap(({ peers }) => peers.flatMap(({ ipBlock }) => ipBlock?.cidr ?? [])).filter((cidr) => !AGENTS.includes(cidr));
    const closed = endpoints.filter((cidr) => !opens(world, pod, 443, 'TCP', ({ ipBlock }) => ipBlock?.cidr === cidr));
    return [
      ...(same([...new Set(reached)].sort(), [...endpoints, ...databases, ...egress].sort())
        ? []
        : [`${pod.at}: connects to ${reached.join(', ')}; declared are ${[...endpoints, ...databases, ...egress].join(', ')}`]),
      ...closed.map((cidr) => `${pod.at}: may not reach AWS at ${cidr}`),
    ];
  });
};

function bits(address: string): number {
  return address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
}

/** Whether an IPv4 range holds an address. */
export function holds(cidr: string, address: string): boolean {
  const [start, length] = cidr.split('/');
  if (start === undefined || start.includes(':')) return false;
  const size = 2 ** (32 - Number(length));
  return Math.floor(bits(start) / size) === Math.floor(bits(address) / size);
}

/** No rule leads to the instance's own credentials, and the whole internet never includes private networks. */
const metadataIsClosed: Check = (output) =>
  rulesOf(readWorld(output), 'egress').flatMap(({ policy, peers }) =>
    peers.flatMap(({ ipBlock }) => {
      const reaches = (address: string) =>
        ipBlock !== undefined && holds(ipBlock.cidr, address) && !asList(ipBlock.except).some((cidr) => holds(cidr, address));
      const wide = ipBlock?.cidr.endsWith('/0') === true;
      return [
        ...(reaches('169.254.169.254') ? [`${policy.at}: leads to 169.254.169.254`] : []),
        ...(wide && ['10.0.0.1', '172.16.0.1', '192.168.0.1', '100.64.0.1'].some(reaches)
          ? [`${policy.at}: the internet includes private networks`]
          : []),
        ...(ipBlock?.cidr === '::/0' ? [`${policy.at}: leads to all of IPv6`] : []),
      ];
    }),
  );

/** Pods are open to load balancers where there is one, from its subnets, and to the tailnet where that leads to them. */
const ingressIsOpenedForItsSource: Check = (output, declared) => {
  const world = readWorld(output);
  const all = subjectsOf(world);
  return ofKind(world, 'Namespace').flatMap(
    ({
      environment,
      object: {
        metadata: { name },
      },
      at,
    }) => {
      const ingresses = ofKind(world, 'Ingress').filter((placed) => placed.environment === environment && placed.namespace === name);
      const tailscale = ingresses.some(({ object }) => object.spec.ingressClassName === 'tailscale');
      const balanced = ingresses.some(({ object }) => object.spec.ingressClassName !== 'tailscale');
      const rules = rulesOf(world, 'ingress').filter(({ policy }) => policy.environment === environment && policy.namespace === name);
      const cidrs = rules.flatMap(({ peers }) => peers.flatMap(({ ipBlock }) => ipBlock?.cidr ?? []));
      const proxies = rules.some(({ peers }) => peers.some((peer) => peerNamespace(peer) === 'tailscale'));
      const expected = balanced ? (declared.environments[environment]?.loadBalancerCidrs ?? []) : [];
      return [
        ...(same([...cidrs].sort(), [...expected].sort())
          ? []
          : [`${at}: is open to ${cidrs.join(', ')}, its load balancers stand in ${expected.join(', ')}`]),
        ...(proxies === tailscale ? [] : [`${at}: ${proxies ? 'is open to the tailnet without need' : 'is not open to the tailnet'}`]),
        ...rules.flatMap((rule) =>
          rule.ports
            .filter(({ port, protocol }) => !selectedFrom(all, rule.policy, rule.policy.object.spec.podSelector).some(({ ports }) => ports.includes(port)) || protocol !== 'TCP')
            .map(({ port }) => `${rule.policy.at}: opens ${port}, where nobody listens`),
        ),
      ];
    },
  );
};

export const network: Checks = {
  policySelectors,
  policyPeers,
  defaultDeny,
  podsReachTheirBasics,
  egressIsDeclared,
  metadataIsClosed,
  ingressIsOpenedForItsSource,
};
