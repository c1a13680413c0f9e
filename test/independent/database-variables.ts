import { ADMIN, asksFor, failed, isKeptByCluster } from './check';
import type { Check, Checks, Declared, Request } from './check';
import { clusterVariables } from './cluster-variables';
import { instancesOf, keptNear, keptSecret, portOf, wordsOf } from './databases';
import type { Kept } from './databases';
import { asList, same } from './json';
import { operatedIn } from './operated';
import { byHand, isMadeByNobody } from './secret-makers';
import { declaredSecrets, secretName } from './secrets';
import { containersOf, find, ofKind, readWorld } from './world';
import type { Pod, Printed, World } from './world';

type Values = Readonly<Record<string, string>>;

/** Where the applications of this fleet find certificates: a file that is mounted. */
const CA_VARIABLES: Readonly<Record<Kept, string>> = { postgres: 'PGSSLROOTCERT', cache: 'REDIS_CA_FILE' };

/** Every plain value of a container. */
export function plainValues(world: World, pod: Pod, container: Record<string, any>): Values {
  const config = asList<Record<string, any>>(container.envFrom).flatMap(({ configMapRef, prefix = '' }) =>
    Object.entries((find(world, pod, 'ConfigMap', configMapRef?.name)?.object.data ?? {}) as Values).map(([key, value]) => [`${prefix}${key}`, value]));
  const own = asList<Record<string, any>>(container.env).flatMap(({ name, value }) => (value === undefined ? [] : [[name, value]]));
  return Object.fromEntries([...config, ...own]) as Values;
}

/** The database that a job of the platform prepares, by the name that it connects to and the secret that it reads. */
export function preparedBy(world: World, { environment, workload, spec }: Pod): Printed | undefined {
  const [container] = asList<Record<string, any>>(spec.containers);
  const name = asList<Record<string, any>>(container?.env).find((entry) => entry.name === 'PGHOST')?.valueFrom?.secretKeyRef?.name as string | undefined;
  const external = ofKind(world, 'ExternalSecret').find((placed) => placed.environment === environment && placed.folder === workload.folder && placed.object.spec.target?.name === name);
  const key = String(asList<Record<string, any>>(external?.object.spec.data)[0]?.remoteRef?.key);
  return instancesOf(world, environment).find(({ stack }) => key.split('/')[2] === stack.service);
}

function adminVariables(world: World, declared: Declared, pod: Pod): Values {
  const service = preparedBy(world, pod)?.stack.service;
  if (service === undefined) return { PGHOST: '<the host of a database of this environment>' };
  const [master, application] = ['master', 'application'].map((part) => keptSecret(declared, pod.environment, service, 'postgres', part));
  return { PGHOST: `<${master}#host>`, PGUSER: `<${master}#username>`, PGPASSWORD: `<${master}#password>`, APPLICATION_USER: `<${application}#username>`, APPLICATION_PASSWORD: `<${application}#password>` };
}

/** The variables of a pod that come from secrets, and what must be behind each. */
export function expectedVariables(world: World, declared: Declared, pod: Pod): Values {
  const { environment, workload } = pod;
  const { folder } = workload;
  if (folder === ADMIN) return adminVariables(world, declared, pod);
  const kept = (request: Request) => asksFor(declared, folder, request) && !isKeptByCluster(declared, environment, request);
  const own = kept('secrets') ? Object.keys(declaredSecrets(declared, folder)).map((variable) => [variable, `<${secretName(declared, environment, folder, variable)}>`]) : [];
  const login = keptSecret(declared, environment, folder, 'postgres', 'application');
  const instance = keptNear(world, workload, 'postgres')?.properties;
  const [endpoint, password] = ['endpoint', 'password'].map((part) => keptSecret(declared, environment, folder, 'cache', part));
  const ca = plainValues(world, pod, asList<Record<string, any>>(pod.spec.containers)[0] ?? {}).PGSSLROOTCERT;
  return {
    ...(Object.fromEntries(own) as Values),
    ...clusterVariables(world, declared, pod, ca),
    ...(kept('postgres')
      ? {
        PGHOST: `<${login}#host>`, PGUSER: `<${login}#username>`, PGPASSWORD: `<${login}#password>`,
        DATABASE_URL: `postgresql://<${login}#username>:<${login}#password>@<${login}#host>:${instance?.Port}/${instance?.DBName}?sslmode=verify-full&sslrootcert=${ca}`,
      }
      : {}),
    ...(kept('cache')
      ? { REDIS_HOST: `<${endpoint}#host>`, REDIS_PORT: `<${endpoint}#port>`, REDIS_PASSWORD: `<${password}>`, REDIS_URL: `rediss://:<${password}>@<${endpoint}#host>:<${endpoint}#port>/0` }
      : {}),
  };
}

/** What the plain values about a database or cache must be; each stands there exactly where there is one. */
function expectedPlain(world: World, pod: Pod): Readonly<Record<string, string | undefined>> {
  const admin = pod.workload.folder === ADMIN;
  const instance = admin ? preparedBy(world, pod) : keptNear(world, pod.workload, 'postgres');
  const cache = keptNear(world, pod.workload, 'cache') ?? operatedIn(world, pod.workload, 'cache');
  const operated = operatedIn(world, pod.workload, 'postgres');
  return {
    PGPORT: instance !== undefined ? String(portOf(instance)) : operated === undefined ? undefined : '5432',
    PGDATABASE: (instance?.properties.DBName ?? operated?.object.spec.bootstrap?.initdb?.database) as string | undefined,
    PGSSLMODE: instance === undefined && operated === undefined ? undefined : 'verify-full',
    REDIS_TLS: cache === undefined ? undefined : 'true',
  };
}

/** The contract: plain values equal what the templates and the operators make. */
const databaseValues: Check = (output) => {
  const world = readWorld(output);
  return world.pods.flatMap((pod) =>
    asList<Record<string, any>>(pod.spec.containers).flatMap((container) => {
      const values = plainValues(world, pod, container);
      return Object.entries(expectedPlain(world, pod))
        .filter(([name, value]) => values[name] !== value)
        .map(([name, value]) => `${pod.at}: ${name} is ${values[name]}, not ${value}`);
    }));
};

/** Values of a login exist in its secret: host and port by an attachment, user and password by the generator; the endpoint's in its text. */
const fetchedPropertiesExist: Check = (output) => {
  const world = readWorld(output);
  return ofKind(world, 'ExternalSecret').flatMap((placed) =>
    asList<Record<string, any>>(placed.object.spec.data).flatMap(({ remoteRef }) => {
      const secret = world.resources.find(({ type, stack, properties }) =>
        type === 'AWS::SecretsManager::Secret' && stack.environment === placed.environment && properties.Name === remoteRef?.key);
      if (secret === undefined) return [];
      const properties = propertiesOf(secret);
      return same(remoteRef.property, undefined) ? (properties.length === 0 ? [] : [`${placed.at}: takes all of ${remoteRef.key}`])
        : properties.includes(String(remoteRef.property)) ? [] : [`${placed.at}: ${remoteRef.key} has no ${remoteRef.property}`];
    }));
};

function propertiesOf(secret: Printed): string[] {
  const { GenerateSecretString: generator, SecretString } = secret.properties;
  const attached = secret.stack.printed.some(({ type, raw, stack }) =>
    type === 'AWS::SecretsManager::SecretTargetAttachment' && same(raw.Properties.SecretId, { Ref: secret.id }) && stack === secret.stack);
  const text = typeof SecretString === 'string' && SecretString.startsWith('{') ? Object.keys(JSON.parse(SecretString) as object) : [];
  return [...text, ...Object.keys(wordsOf(secret)), ...(generator?.GenerateStringKey === undefined ? [] : [generator.GenerateStringKey as string]), ...(attached ? ['host', 'port', 'engine', 'dbname'] : [])];
}

/** Whether a person fills a Secret of a pod: it was declared so, and nothing else makes it. */
export function isFilledByHand(world: World, declared: Declared, pod: Pod, name: unknown): boolean {
  const expected = expectedVariables(world, declared, pod);
  const references = containersOf(pod).flatMap(({ env }) => asList<Record<string, any>>(env)).filter(({ valueFrom }) => valueFrom?.secretKeyRef?.name === name);
  return isMadeByNobody(world, pod, name) && references.length > 0
    && references.every((entry) => expected[entry.name] === byHand(entry.name) && entry.valueFrom.secretKeyRef.key === entry.name);
}

/** What the SDK of AWS reads by itself belongs to who keeps the buckets: no application's code asks for it. */
const CHANNEL = new Set(['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY']);

/** Every environment gives an application the same names. */
const variablesAreTheSameEverywhere: Check = (output) => {
  const world = readWorld(output);
  const all = world.pods.filter(({ workload }) => workload.object.kind === 'Deployment').map((pod) => {
    const names = containersOf(pod).flatMap((container) => [...Object.keys(plainValues(world, pod, container)), ...asList<{ name: string }>(container.env).map(({ name }) => name)]);
    return { pod, names: [...new Set(names)].filter((name) => !CHANNEL.has(name)).sort().join(' ') };
  });
  return all.filter(({ pod, names }) => all.find((other) => other.pod.workload.folder === pod.workload.folder)!.names !== names)
    .flatMap(({ pod }) => failed(pod.at, { 'has other variables than in another environment': false }));
};

export { CA_VARIABLES };
export const databaseVariables: Checks = { databaseValues, fetchedPropertiesExist, variablesAreTheSameEverywhere };
