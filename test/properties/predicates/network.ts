import { AWS_BLOCK_CIDR, AWS_ENDPOINT_CIDR, DATABASE_CIDRS, DNS_CIDRS, LOAD_BALANCER_CIDRS } from '../support/build-fleet';
import type { EnvironmentModel, ServiceModel } from '../support/fleet-model';
import { clusterOf, exposureOf, placesOf, preparedIn, servesInCluster } from '../support/fleet-model';
import type { Invariant } from '../support/invariant';
import { containersOf, environmentOf, objectIn, objectsOf, removeObject, selects, workloadsOf } from '../support/kubernetes';
import type { Workload } from '../support/kubernetes';
import type { Fleet } from '../support/synthesized';

type Direction = 'Egress' | 'Ingress';

/** One rule of one policy, as far as pods of other namespaces or addresses are concerned. */
interface Rule {
  readonly peers: readonly any[] | undefined;
  readonly ports: readonly { readonly port?: number; readonly protocol?: string }[] | undefined;
}

interface Pod {
  readonly workload: Workload;
  readonly cluster: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly namespaceLabels: Readonly<Record<string, string>>;
  readonly ports: readonly number[];
}

/** Ports that no service opens, so that an edge without ports is seen. */
const FOREIGN_PORTS = [22, 1023];

export const declaredEdges: Invariant = {
  number: 18,
  title: 'pods are isolated and reach each other exactly as declared, on both ends',
  predicate: (fleet) => {
    const pods = podsOf(fleet);
    const declared = new Set(declaredCalls(fleet));
    const open = (direction: Direction): string[] => edgesOf(fleet, pods, direction).filter((edge) => !declared.has(edge)).map((edge) => `${direction} opens ${edge}`);
    const missing = (direction: Direction): string[] => {
      const edges = new Set(edgesOf(fleet, pods, direction));
      return [...declared].filter((edge) => !edges.has(edge)).map((edge) => `${direction} does not open ${edge}`);
    };
    return [...checkIsolation(fleet, pods), ...open('Egress'), ...open('Ingress'), ...missing('Egress'), ...missing('Ingress')];
  },
  mutations: [
    { title: 'nothing is denied', apply: (fleet) => removeObject(fleet, 'prod', 'web', 'NetworkPolicy', 'deny-all') },
    { title: 'only one direction is denied', apply: (fleet) => { objectIn(fleet, 'prod', 'web', 'NetworkPolicy', 'deny-all').spec.policyTypes = ['Ingress']; } },
    { title: 'only some pods are denied', apply: (fleet) => { objectIn(fleet, 'prod', 'web', 'NetworkPolicy', 'deny-all').spec.podSelector = { matchLabels: { app: 'web' } }; } },
    { title: 'the caller\'s end is missing', apply: (fleet) => removeObject(fleet, 'prod', 'web', 'NetworkPolicy', 'to-service-archive') },
    { title: 'the callee\'s end is missing', apply: (fleet) => removeObject(fleet, 'prod', 'archive', 'NetworkPolicy', 'from-service-web') },
    { title: 'an edge is on another port', apply: (fleet) => { objectIn(fleet, 'prod', 'archive', 'NetworkPolicy', 'from-service-web').spec.ingress[0].ports[0].port = 22; } },
    { title: 'an edge is on every port', apply: (fleet) => { objectIn(fleet, 'prod', 'archive', 'NetworkPolicy', 'from-service-web').spec.ingress[0].ports = []; } },
    {
      title: 'every namespace may come in',
      apply: (fleet) => { objectIn(fleet, 'dev', 'archive', 'NetworkPolicy', 'from-service-web').spec.ingress[0].from[0].namespaceSelector = {}; },
    },
    {
      title: 'the same service of another environment may come in',
      apply: (fleet) => {
        const [peer] = objectIn(fleet, 'dev', 'archive', 'NetworkPolicy', 'from-service-web').spec.ingress[0].from;
        peer.namespaceSelector.matchLabels = { 'kubernetes.io/metadata.name': 'web-staging' };
      },
    },
    { title: 'nobody is named', apply: (fleet) => delete objectIn(fleet, 'dev', 'archive', 'NetworkPolicy', 'from-service-web').spec.ingress[0].from },
  ],
};

export const declaredOutside: Invariant = {
  number: 18,
  title: 'pods reach addresses outside the fleet exactly as declared',
  predicate: (fleet) => [
    ...placesOf(fleet.model).flatMap(({ service, environment }) => compare(fleet, environment.name, service.name, expectedOutside(service, environment))),
    ...fleet.model.environments.filter((environment) => preparedIn(fleet.model, environment).length > 0)
      .flatMap((environment) => compare(fleet, environment.name, 'dust-admin', [...dnsEdges(environment), ...databaseEdges(5433)])),
  ],
  mutations: [
    {
      title: 'the credentials of the node can be read',
      apply: (fleet) => { objectIn(fleet, 'prod', 'web', 'NetworkPolicy', 'to-pod-identity-agent').spec.egress[0].to.push({ ipBlock: { cidr: '169.254.169.254/32' } }); },
    },
    {
      title: 'the whole internet can be reached',
      apply: (fleet) => { objectIn(fleet, 'prod', 'web', 'NetworkPolicy', 'egress-1').spec.egress[0].to[0].ipBlock.cidr = '0.0.0.0/0'; },
    },
    { title: 'private networks belong to the internet', apply: (fleet) => delete objectIn(fleet, 'prod', 'web', 'NetworkPolicy', 'egress-2').spec.egress[0].to[0].ipBlock.except },
    { title: 'a declared range is on every port', apply: (fleet) => { objectIn(fleet, 'prod', 'web', 'NetworkPolicy', 'egress-1').spec.egress[0].ports = []; } },
    {
      title: 'everybody may come in',
      apply: (fleet) => { objectIn(fleet, 'prod', 'web', 'NetworkPolicy', 'from-load-balancer').spec.ingress[0].from[0].ipBlock.cidr = '0.0.0.0/0'; },
    },
    { title: 'AWS cannot be reached', apply: (fleet) => removeObject(fleet, 'prod', 'archive', 'NetworkPolicy', 'to-aws') },
    { title: 'a database cannot be reached', apply: (fleet) => removeObject(fleet, 'prod', 'ledger', 'NetworkPolicy', 'to-postgres') },
    { title: 'an adopted database is reached on the port of others', apply: (fleet) => { objectIn(fleet, 'dev', 'ledger', 'NetworkPolicy', 'to-postgres').spec.egress[0].ports[0].port = 5433; } },
    { title: 'the databases of everybody can be reached', apply: (fleet) => { objectIn(fleet, 'prod', 'ledger', 'NetworkPolicy', 'to-cache').spec.egress[0].to.push({ ipBlock: { cidr: '10.0.0.0/8' } }); } },
    { title: 'a service without a database reaches them', apply: (fleet) => { objectIn(fleet, 'prod', 'web', 'NetworkPolicy', 'egress-1').spec.egress[0].to.push({ ipBlock: { cidr: '10.0.16.0/24' } }); } },
    { title: 'the jobs of the platform reach more', apply: (fleet) => { objectIn(fleet, 'prod', 'dust-admin', 'NetworkPolicy', 'to-postgres').spec.egress[0].ports = []; } },
    { title: 'names cannot be resolved', apply: (fleet) => removeObject(fleet, 'prod', 'web', 'NetworkPolicy', 'to-dns') },
  ],
};

function compare(fleet: Fleet, environment: string, folder: string, declared: readonly string[]): string[] {
  const [actual, expected] = [new Set(outsideOf(fleet, environment, folder)), new Set(declared)];
  return [
    ...[...actual].filter((edge) => !expected.has(edge)).map((edge) => `${environment}/${folder} opens ${edge}`),
    ...[...expected].filter((edge) => !actual.has(edge)).map((edge) => `${environment}/${folder} does not open ${edge}`),
  ];
}

function podsOf(fleet: Fleet): Pod[] {
  const namespaces = objectsOf(fleet, 'Namespace');
  return workloadsOf(fleet).map((workload) => {
    const name = workload.object.metadata.namespace ?? '';
    const namespace = namespaces.find(({ environment, object }) => environment === workload.environment && object.metadata.name === name);
    return {
      workload,
      cluster: clusterOf(environmentOf(fleet, workload)),
      labels: workload.template.metadata?.labels ?? {},
      namespaceLabels: { ...namespace?.object.metadata.labels, 'kubernetes.io/metadata.name': name },
      ports: containersOf(workload).flatMap((container) => (container.ports ?? []).map(({ containerPort }: { containerPort: number }) => containerPort)),
    };
  });
}

function policiesOf(fleet: Fleet, { workload, labels }: Pick<Pod, 'workload' | 'labels'>): any[] {
  return objectsOf(fleet, 'NetworkPolicy').filter(({ environment, object }) => environment === workload.environment && object.metadata.namespace === workload.object.metadata.namespace)
    .map(({ object }) => object.spec).filter(({ podSelector }) => selects(podSelector, labels));
}

function rulesOf(fleet: Fleet, pod: Pick<Pod, 'workload' | 'labels'>, direction: Direction): Rule[] {
  const [rules, peers] = direction === 'Egress' ? ['egress', 'to'] : ['ingress', 'from'];
  return policiesOf(fleet, pod).filter(({ policyTypes }) => policyTypes.includes(direction)).flatMap((spec) => (spec[rules] ?? []).map((rule: any) => ({ peers: rule[peers], ports: rule.ports })));
}

function checkIsolation(fleet: Fleet, pods: readonly Pod[]): string[] {
  return pods.flatMap((pod) => {
    const denies = (spec: any) => Object.keys(spec.podSelector).length === 0 && spec.policyTypes.length === 2 && spec.egress === undefined && spec.ingress === undefined;
    return policiesOf(fleet, pod).some(denies) ? [] : [`${pod.workload.place} is not isolated`];
  });
}

/** Every edge between two pods of a cluster that the policies of one end let through. */
function edgesOf(fleet: Fleet, pods: readonly Pod[], direction: Direction): string[] {
  return pods.flatMap((pod) => {
    const rules = rulesOf(fleet, pod, direction);
    return pods.filter((other) => other !== pod && other.cluster === pod.cluster).flatMap((other) => {
      const [from, to] = direction === 'Egress' ? [pod, other] : [other, pod];
      const open = rules.filter(({ peers = [] }) => peers.length === 0 || peers.some((peer) => admits(peer, other)));
      return [...to.ports, ...FOREIGN_PORTS].filter((port) => open.some((rule) => isOnPort(rule, port))).map((port) => edgeName(from, to, port));
    });
  });
}

/** A rule without ports is about every port. */
function isOnPort({ ports = [] }: Rule, port: number): boolean {
  return ports.length === 0 || ports.some((one) => one.port === undefined || one.port === port);
}

function admits(peer: any, pod: Pod): boolean {
  if (peer.ipBlock !== undefined || peer.namespaceSelector === undefined) return false;
  return selects(peer.namespaceSelector, pod.namespaceLabels) && selects(peer.podSelector ?? {}, pod.labels);
}

function edgeName(from: Pod, to: Pod, port: number): string {
  const name = ({ workload }: Pod) => `${workload.environment}/${workload.folder}`;
  return `${name(from)} -> ${name(to)}:${port}`;
}

function declaredCalls({ model }: Fleet): string[] {
  return placesOf(model).flatMap(({ service, environment }) => service.calls.map((callee) => {
    const { port } = model.services.find(({ name }) => name === callee)!;
    return `${environment.name}/${service.name} -> ${environment.name}/${callee}:${port}`;
  }));
}

/** Every edge with addresses or with namespaces that are not of the fleet. */
function outsideOf(fleet: Fleet, environment: string, service: string): string[] {
  const workload = workloadsOf(fleet).find((one) => one.environment === environment && one.folder === service);
  if (workload === undefined) return ['nothing, for it has no pods'];
  const own = new Set(objectsOf(fleet, 'Namespace').filter((one) => one.environment === environment).map(({ object }) => object.metadata.name));
  const isOutside = (peer: any) => peer.ipBlock !== undefined || !own.has(peer.namespaceSelector?.matchLabels?.['kubernetes.io/metadata.name']);
  const pod = { workload, labels: workload.template.metadata?.labels ?? {} };
  return (['Egress', 'Ingress'] as const).flatMap((direction) => rulesOf(fleet, pod, direction).flatMap(({ peers = [{}], ports = [] }) => {
    const on = ports.length === 0 ? ['every port'] : ports.map(({ port, protocol }) => `${protocol}/${port}`);
    return peers.filter(isOutside).flatMap((peer) => on.map((port) => `${direction} ${JSON.stringify(peer)} ${port}`));
  }));
}

const NOT_INTERNET = ['10.0.0.0/8', '100.64.0.0/10', '169.254.0.0/16', '172.16.0.0/12', '192.168.0.0/16'];
const METADATA = '169.254.169.254/32';
/** Ranges of the arbitrary in which the instance metadata service lies. */
const AROUND_METADATA = ['128.0.0.0/1', '169.0.0.0/8'];

function block(cidr: string, except?: readonly string[]): string {
  return JSON.stringify({ ipBlock: { cidr, ...(except === undefined ? {} : { except }) } });
}

function dnsEdges({ dns }: EnvironmentModel): string[] {
  const peer = dns === 'default' || dns === 'pods'
    ? JSON.stringify({ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } }, podSelector: { matchLabels: { 'k8s-app': 'kube-dns' } } })
    : block(DNS_CIDRS[dns]);
  return [`Egress ${peer} UDP/53`, `Egress ${peer} TCP/53`];
}

function databaseEdges(port: number): string[] {
  return DATABASE_CIDRS.map((cidr) => `Egress ${block(cidr)} TCP/${port}`);
}

/** Ours, or that of what is there already. */
function portOf({ existing = {} }: { readonly existing?: Readonly<Record<string, { readonly port?: number }>> }, { name }: EnvironmentModel, own: number, usual: number): number {
  const adopted = existing[name];
  return adopted === undefined ? own : adopted.port ?? usual;
}

function expectedOutside(service: ServiceModel, environment: EnvironmentModel): string[] {
  const aws = Object.keys(service.buckets).length === 0 || servesInCluster(environment, 'bucket') ? [] : [...(environment.awsBy === 'addressBlocks' ? [] : [AWS_ENDPOINT_CIDR]), ...(environment.awsBy === 'endpoints' ? [] : [AWS_BLOCK_CIDR])];
  const exposure = exposureOf(service, environment);
  const tailnet = JSON.stringify({ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'tailscale' } } });
  return [
    ...dnsEdges(environment),
    ...(service.postgres === undefined || servesInCluster(environment, 'postgres') ? [] : databaseEdges(portOf(service.postgres, environment, 5433, 5432))),
    ...(service.cache === undefined || servesInCluster(environment, 'cache') ? [] : databaseEdges(portOf(service.cache, environment, 6380, 6379))),
    ...['169.254.170.23/32', 'fd00:ec2::23/128'].map((cidr) => `Egress ${block(cidr)} TCP/80`),
    ...aws.map((cidr) => `Egress ${block(cidr)} TCP/443`),
    ...service.egress.flatMap(({ cidr, ports }) => {
      const peer = cidr === undefined ? block('0.0.0.0/0', NOT_INTERNET) : block(cidr, AROUND_METADATA.includes(cidr) ? [METADATA] : undefined);
      return ports.map((port) => `Egress ${peer} TCP/${port}`);
    }),
    ...(exposure === 'internet' || exposure === 'internal' ? LOAD_BALANCER_CIDRS.map((cidr) => `Ingress ${block(cidr)} TCP/${service.port}`) : []),
    ...(exposure === 'tailscale' ? [`Ingress ${tailnet} TCP/${service.port}`] : []),
  ];
}
