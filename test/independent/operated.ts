import { asList } from './json';
import { containersOf, ofKind, selects } from './world';
import type { Placed, World } from './world';

/** Who an operator of the cluster works for, and by which kind of ours; kinds of other groups may be called alike. */
export const OPERATED: Readonly<Record<string, string>> = {
  Cluster: 'postgresql.cnpg.io',
  Redis: 'redis.redis.opstreelabs.in',
  Seaweed: 'seaweed.seaweedfs.com',
};

export function operatedObjects(world: World, kind: string): Placed[] {
  return ofKind(world, kind).filter(({ object }) => object.apiVersion.split('/')[0] === OPERATED[kind]);
}

/** Something that runs and that rules of the network are about, whoever prints its pods. */
export interface Subject {
  readonly environment: string;
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly ports: readonly number[];
  /** The same for all pods that are the same. */
  readonly node: string;
}

type Fields = Record<string, any>;

/** Pods that an operator makes out of an object of ours: nobody prints them, and quotas and networks are about them too. */
export interface Operated extends Subject {
  readonly source: Placed;
  /** Of a store: `master`, `volume`, `filer` or `s3`. */
  readonly part: string;
  readonly count: number;
  readonly claims: number;
  readonly requests: Fields;
  readonly limits: Fields;
}

/** Ports of the parts of a store that only parts and the operator need, HTTP and gRPC; its gateway is for services. */
export const STORE_PORTS: Readonly<Record<string, readonly number[]>> = { master: [9333, 19333], volume: [8444, 18444], filer: [8888, 18888], s3: [8333, 18333] };
export const GATEWAY_PORT = 8333;
/** Where the filer tells a gateway of a new identity at once; without it, a gateway learns of one by following the filer. */
export const TELLING_PORT = 18333;

function common(source: Placed, part = ''): Pick<Operated, 'source' | 'part' | 'environment' | 'namespace' | 'node'> {
  const { environment, namespace = '', object } = source;
  return { source, part, environment, namespace, node: `${environment} ${namespace}/${object.kind} ${object.metadata.name}${part === '' ? '' : ` ${part}`}` };
}

function databasePods(source: Placed): Operated {
  const { spec, metadata } = source.object;
  const volumes = 1 + (spec.walStorage === undefined ? 0 : 1) + asList(spec.tablespaces).length;
  return {
    ...common(source), labels: { 'cnpg.io/cluster': metadata.name }, ports: [5432, 8000, 9187],
    count: spec.instances, claims: spec.instances * volumes, requests: spec.resources?.requests ?? {}, limits: spec.resources?.limits ?? {},
  };
}

/** The operator copies the labels of its object to pods, beside its own. */
function cachePods(source: Placed): Operated {
  const { spec, metadata } = source.object;
  const { requests = {}, limits = {} } = spec.kubernetesConfig?.resources ?? {};
  return {
    ...common(source), labels: { ...metadata.labels, app: metadata.name, redis_setup_type: 'standalone', role: 'standalone' },
    ports: [6379, ...(spec.redisExporter?.enabled === true ? [9121] : [])], count: 1, claims: spec.storage === undefined ? 0 : 1, requests, limits,
  };
}

function storePods(source: Placed): Operated[] {
  const { spec, metadata } = source.object;
  return Object.entries(STORE_PORTS).filter(([part]) => spec[part] !== undefined).map(([part, ports]) => {
    const { replicas = 1, persistence, requests = {}, limits = {} } = spec[part] as Fields;
    const disks = part === 'volume' ? Number(spec.volumeServerDiskCount ?? 1) : persistence?.enabled === true ? 1 : 0;
    return {
      ...common(source, part), ports, count: replicas, claims: replicas * disks, requests, limits,
      labels: { 'app.kubernetes.io/name': 'seaweedfs', 'app.kubernetes.io/instance': metadata.name, 'app.kubernetes.io/component': part },
    };
  });
}

export function operatedPods(world: World): Operated[] {
  return [
    ...operatedObjects(world, 'Cluster').map(databasePods),
    ...operatedObjects(world, 'Redis').map(cachePods),
    ...operatedObjects(world, 'Seaweed').flatMap(storePods),
  ];
}

/** All that runs, printed or not. */
export function subjectsOf(world: World): Subject[] {
  const printed = world.pods.map((pod) => ({
    environment: pod.environment, namespace: pod.namespace, labels: pod.labels,
    ports: containersOf(pod).flatMap(({ ports }) => asList<{ containerPort: number }>(ports).map(({ containerPort }) => containerPort)), node: `${pod.environment} ${pod.namespace}/${pod.workload.object.metadata.name}`,
  }));
  return [...printed, ...operatedPods(world)];
}

export function isOperated(subject: Subject): subject is Operated {
  return 'source' in subject;
}

/** Those of a namespace that a selector takes. */
export function selectedFrom<T extends Subject>(all: readonly T[], place: { readonly environment: string; readonly namespace: string | undefined }, selector: Fields | undefined): T[] {
  return all.filter((subject) => subject.environment === place.environment && subject.namespace === place.namespace && selects(selector, subject.labels));
}

/** Services that operators make: by which names, at which port, in front of which pods. */
export interface OperatedService {
  readonly source: Placed;
  readonly name: string;
  readonly port: number;
  readonly part: string;
}

export function operatedServices(world: World): OperatedService[] {
  const named = (kind: string, port: number, part: string, ends: readonly string[]) =>
    operatedObjects(world, kind).flatMap((source) => ends.map((end) => ({ source, name: `${source.object.metadata.name}${end}`, port, part })));
  return [...named('Cluster', 5432, '', ['-rw', '-ro', '-r']), ...named('Redis', 6379, '', ['']), ...named('Seaweed', GATEWAY_PORT, 's3', ['-s3'])];
}

/** The database or cache of a folder that an operator runs. */
export function operatedIn(world: World, { environment, folder }: Pick<Placed, 'environment' | 'folder'>, kind: 'postgres' | 'cache'): Placed | undefined {
  return operatedObjects(world, kind === 'postgres' ? 'Cluster' : 'Redis').find((placed) => placed.environment === environment && placed.folder === folder);
}

/** Names by which a Service of a namespace is found. */
export function addressesOf(name: string, namespace: string | undefined): string[] {
  return [name, `${name}.${namespace}`, `${name}.${namespace}.svc`, `${name}.${namespace}.svc.cluster.local`];
}

/** ConfigMaps that an operator reads for a pod of its own. */
export function configReadByOperators(world: World, { environment, namespace }: Pick<Placed, 'environment' | 'namespace'>): string[] {
  return operatedObjects(world, 'Redis')
    .filter((placed) => placed.environment === environment && placed.namespace === namespace)
    .flatMap(({ object }) => asList<string>(object.spec.redisConfig?.additionalRedisConfig));
}
