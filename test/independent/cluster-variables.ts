import { asksFor, isKeptByCluster } from './check';
import type { Declared, Request } from './check';
import { asList } from './json';
import { addressesOf, operatedIn, operatedObjects } from './operated';
import { byHand, valueOf } from './secret-makers';
import { ofKind } from './world';
import type { Placed, Pod, World } from './world';

type Values = Readonly<Record<string, string>>;
type Fields = Record<string, any>;

/** The Secret that a variable of a pod comes from. */
function sourceOf(pod: Pod, variable: string): Fields | undefined {
  return asList<Fields>(pod.spec.containers).flatMap(({ env }) => asList<Fields>(env)).find(({ name }) => name === variable)?.valueFrom?.secretKeyRef as Fields | undefined;
}

/** The address that a variable says, where it is one of a list; else what it should have been. */
function addressIn(world: World, pod: Pod, variable: string, addresses: readonly string[]): string {
  const said = valueOf(world, pod, sourceOf(pod, variable) ?? {});
  return said !== undefined && addresses.includes(said) ? said : addresses[2]!;
}

function postgresVariables(world: World, pod: Pod, ca: string | undefined): Values {
  const cluster = operatedIn(world, pod.workload, 'postgres');
  if (cluster === undefined) return { PGHOST: '<a database that an operator runs>' };
  const { metadata, spec } = cluster.object;
  const [role] = asList<Fields>(spec.managed?.roles);
  const user = String(role?.name);
  const password = valueOf(world, pod, { name: role?.passwordSecret?.name, key: 'password' }) ?? '<a password of its role>';
  const host = addressIn(world, pod, 'PGHOST', addressesOf(`${metadata.name}-rw`, cluster.namespace));
  return {
    PGHOST: host, PGUSER: user, PGPASSWORD: password,
    DATABASE_URL: `postgresql://${user}:${password}@${host}:5432/${spec.bootstrap?.initdb?.database}?sslmode=verify-full&sslrootcert=${ca}`,
  };
}

function cacheVariables(world: World, pod: Pod): Values {
  const cache = operatedIn(world, pod.workload, 'cache');
  if (cache === undefined) return { REDIS_HOST: '<a cache that an operator runs>' };
  const { metadata, spec } = cache.object;
  const password = valueOf(world, pod, spec.kubernetesConfig?.redisSecret ?? {}) ?? '<a password of its own>';
  const host = addressIn(world, pod, 'REDIS_HOST', addressesOf(metadata.name, cache.namespace));
  return { REDIS_HOST: host, REDIS_PORT: '6379', REDIS_PASSWORD: password, REDIS_URL: `rediss://:${password}@${host}:6379/0` };
}

/** The one identity that a folder has in a store of buckets. */
export function identitiesOf(world: World, { environment, folder }: Pick<Placed, 'environment' | 'folder'>): Placed[] {
  return ofKind(world, 'S3Identity').filter((placed) => placed.environment === environment && placed.folder === folder);
}

function bucketVariables(world: World, pod: Pod): Values {
  const identities = identitiesOf(world, pod.workload);
  const behind = (part: string) => (identities.length === 1 ? `<S3Identity ${pod.namespace}/${identities[0]!.object.metadata.name}#${part}>` : '<one identity of its own>');
  return { AWS_ACCESS_KEY_ID: behind('accessKey'), AWS_SECRET_ACCESS_KEY: behind('secretKey') };
}

/** A random secret is a generator's that no other Secret of the fleet takes; a provided one is whatever a person wrote. */
function secretVariables(world: World, declared: Declared, pod: Pod): Values {
  const own = Object.entries(declared.services[pod.workload.folder]?.secrets ?? {}).map(([variable, origin]) => {
    const said = valueOf(world, pod, sourceOf(pod, variable) ?? {}) ?? '';
    const generated = /^<Password [^#>]+>$/.test(said) ? said : '<a password that is generated>';
    return [variable, origin === 'provided' ? byHand(variable) : generated];
  });
  return Object.fromEntries(own) as Values;
}

/** Variables that come from Secrets whose values the cluster keeps, and what must be behind each. */
export function clusterVariables(world: World, declared: Declared, pod: Pod, ca: string | undefined): Values {
  const { environment, workload: { folder } } = pod;
  const kept = (request: Request) => asksFor(declared, folder, request) && isKeptByCluster(declared, environment, request);
  return {
    ...(kept('secrets') ? secretVariables(world, declared, pod) : {}),
    ...(kept('postgres') ? postgresVariables(world, pod, ca) : {}),
    ...(kept('cache') ? cacheVariables(world, pod) : {}),
    ...(kept('buckets') ? bucketVariables(world, pod) : {}),
  };
}

/** The store that an object of a tenant names, in its namespace or in another one. */
export function storeOf(world: World, { environment, namespace, object }: Placed): Placed | undefined {
  const { name, namespace: other = namespace } = (object.spec.clusterRef ?? object.spec.seaweedRef ?? {}) as Fields;
  return operatedObjects(world, 'Seaweed').find((store) => store.environment === environment && store.namespace === other && store.object.metadata.name === name);
}
