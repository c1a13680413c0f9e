import { ADMIN, failed } from './check';
import type { Check, Checks } from './check';
import { platformOf } from './databases';
import { capabilityOf, roleArn } from './iam';
import { asList } from './json';
import { keysReadByOperators } from './secret-makers';
import { externalSecretsIn, fetchedBy, generatorsOf, keysOf, targetOf, templateProblems } from './secret-templates';
import { SECRET, isLogin, isMaster, readableSecrets, secretsOf } from './secrets';
import { find, ofKind, ofType, readWorld, serviceStack } from './world';
import type { Placed, Printed, World } from './world';

const API = 'external-secrets.io/v1';

/** The secrets of AWS that a folder may fetch: of its own service, or the logins of every database for the platform's. */
function secretsFor(world: World, { environment, folder }: Placed): Printed[] {
  if (folder !== ADMIN) return readableSecrets(serviceStack(world, environment, folder));
  return world.stacks.filter((stack) => stack.kind === 'service' && stack.environment === environment).flatMap(secretsOf).filter(isLogin);
}

/** The layer of a kind: all of the platform's namespace is one. */
function isIn(placed: Placed, layer: string): boolean {
  return placed.layer === (placed.folder === ADMIN ? 'dust-admin.yaml' : layer);
}

/** K10: a store says where it reads and by which role; whatever else it may say makes it somebody else's. */
const k10Stores: Check = (output, declared) => {
  const world = readWorld(output);
  return ofKind(world, 'SecretStore').flatMap((placed) => {
    const { provider = {}, ...others } = placed.object.spec as { provider?: Record<string, any> };
    const { service, region, role, ...more } = (provider.aws ?? {}) as Record<string, unknown>;
    const stack = placed.folder === ADMIN ? platformOf(world, placed.environment) : serviceStack(world, placed.environment, placed.folder);
    const own = stack?.printed.find(
      (printed) => printed.type === 'AWS::IAM::Role' && capabilityOf(printed) === 'secrets',
    );
    const further = [...Object.keys(others), ...Object.keys(more), ...Object.keys(provider).filter((key) => key !== 'aws')];
    return failed(placed.at, {
      'is of another version': placed.object.apiVersion === API,
      'is not a part of the foundation': isIn(placed, 'foundation.yaml') && placed.namespace !== undefined,
      'does not read Secrets Manager': service === 'SecretsManager',
      'reads another region': region !== undefined && region === declared.environments[placed.environment]?.region,
      [`assumes ${role} and not the role of its service`]: own !== undefined && role === roleArn(own),
      [`says ${further.join(', ')}`]: further.length === 0,
    });
  });
};

/** Whether its value is made up in the cluster, once; criteria of its own judge that. */
export function isGenerated(placed: Placed): boolean {
  return generatorsOf(placed).length > 0;
}

/** K10: one store where something is fetched, none anywhere else. */
const k10StoresAreUsed: Check = (output) => {
  const world = readWorld(output);
  return ofKind(world, 'Namespace').flatMap(({ at, environment, object }) => {
    const place = { environment, namespace: object.metadata.name as string };
    const stores = ofKind(world, 'SecretStore').filter((placed) => placed.environment === environment && placed.namespace === place.namespace).length;
    const expected = externalSecretsIn(world, place).some((placed) => !isGenerated(placed)) ? 1 : 0;
    return stores === expected ? [] : [`${at}: has ${stores} secret stores, not ${expected}`];
  });
};

/** K10: nothing reads secrets for the whole cluster or writes them into AWS, and no Secret lies in Git. */
const k10Kinds: Check = (output) =>
  readWorld(output)
    .objects.filter(({ object }) => /^(Cluster(SecretStore|ExternalSecret|PushSecret|Generator)|PushSecret|Secret)$/.test(object.kind))
    .map(({ at }) => `${at}: may not be there`);

/** What `kubectl` takes as a key of a Secret. */
const LEGAL_KEY = /^[-._a-zA-Z0-9]{1,253}$/;

function targetProblems(world: World, placed: Placed): string[] {
  const { target = {} } = placed.object.spec;
  return failed(placed.at, {
    'does not own its Secret': target.creationPolicy === 'Owner',
    'may delete its Secret': target.deletionPolicy === 'Retain',
    'shares its Secret': externalSecretsIn(world, placed).filter((other) => targetOf(other) === targetOf(placed)).length === 1,
  });
}

/** K10: an ExternalSecret fetches, key by key, secrets of its own service by the store of its own namespace. */
const k10ExternalSecrets: Check = (output) => {
  const world = readWorld(output);
  return ofKind(world, 'ExternalSecret').filter((placed) => !isGenerated(placed)).flatMap((placed) => {
    const { spec, apiVersion } = placed.object;
    const { kind, name } = spec.secretStoreRef ?? {};
    const keys = fetchedBy(placed).map(({ secretKey }) => secretKey);
    const made = secretsFor(world, placed).map(({ properties }) => String(properties.Name));
    return [
      ...failed(placed.at, {
        'is of another version': apiVersion === API,
        'is not data of a service': isIn(placed, 'data.yaml'),
        'has no store in its namespace': kind === 'SecretStore' && find(world, placed, 'SecretStore', name) !== undefined,
        'fetches what it does not name': spec.dataFrom === undefined && asList<Record<string, any>>(spec.data).every(({ sourceRef }) => sourceRef === undefined),
        'fetches nothing': keys.length > 0,
        'has a key that is none': keys.every((key) => LEGAL_KEY.test(key)),
        'has a key twice': new Set(keys).size === keys.length,
        'is not fetched again': [undefined, 'Periodic'].includes(spec.refreshPolicy) && !/^0+([a-z]|$)/.test(String(spec.refreshInterval ?? '1h')),
      }),
      ...targetProblems(world, placed),
      ...templateProblems(placed),
      ...fetchedBy(placed)
        .filter(({ remote }) => !made.includes(remote))
        .map(({ remote }) => `${placed.at}: the stack of its service makes no secret ${remote}`),
    ];
  });
};

/** What AWS keeps for a service is fetched by exactly one ExternalSecret of it. */
const secretsAreFetched: Check = (output) => {
  const world = readWorld(output);
  return ofType(world, SECRET).flatMap((secret) => {
    const { at, stack, properties } = secret;
    const fetching = (folder: string | undefined) => ofKind(world, 'ExternalSecret')
      .filter((placed) => placed.environment === stack.environment && placed.folder === folder && fetchedBy(placed).some(({ remote }) => remote === properties.Name)).length;
    const [own, admin] = [fetching(stack.service), fetching(ADMIN)];
    return [
      ...(own === (isMaster(secret) ? 0 : 1) ? [] : [`${at}: is fetched ${own} times`]),
      ...(admin === (isLogin(secret) ? 1 : 0) ? [] : [`${at}: is fetched ${admin} times by ${ADMIN}`]),
    ];
  });
};

/** What is fetched or made up is read by a pod of the namespace, or by an operator for one. */
const secretObjectsAreRead: Check = (output) => {
  const world = readWorld(output);
  return ofKind(world, 'ExternalSecret').flatMap((placed) => {
    const pods = world.pods.filter(({ environment, namespace }) => environment === placed.environment && namespace === placed.namespace);
    const read = [...pods.flatMap((pod) => secretsRead(pod.spec)).map(({ name, key }) => `${name} ${key}`), ...keysReadByOperators(world, placed)];
    return keysOf(placed)
      .filter((key) => !read.includes(`${targetOf(placed)} ${key}`) && !read.includes(`${targetOf(placed)} undefined`))
      .map((key) => `${placed.at}: no pod reads ${key}`);
  });
};

/** Secrets that a pod takes, with the key where it takes one of them alone. */
export function secretsRead(spec: Record<string, any>): { readonly name: string; readonly key?: string }[] {
  const containers = ['initContainers', 'containers'].flatMap((list) => asList<Record<string, any>>(spec[list]));
  const variables = containers.flatMap(({ env }) => asList<Record<string, any>>(env).flatMap(({ valueFrom }) => valueFrom?.secretKeyRef ?? []));
  const volumes = asList<Record<string, any>>(spec.volumes).flatMap((volume) => [volume, ...asList<Record<string, any>>(volume.projected?.sources)]);
  const files = volumes.flatMap(({ secret }) => (secret === undefined ? [] : [{ name: secret.secretName ?? secret.name }]));
  return [...variables, ...files] as { name: string; key?: string }[];
}

const RELOAD = 'secret.reloader.stakater.com/auto';

/** Where Reloader restarts a workload, it does so because its pods read Secrets; it looks at the workload alone. */
const reloads: Check = (output) =>
  readWorld(output).pods.flatMap(({ at, annotations, workload, spec }) => {
    const asked: unknown = workload.object.metadata.annotations?.[RELOAD];
    return failed(at, {
      [`asks Reloader by "${String(asked)}", which it does not know`]: asked === undefined || asked === 'true',
      'is restarted for Secrets, and reads none': asked === undefined || secretsRead(spec).length > 0,
      'asks Reloader where it does not look': annotations[RELOAD] === undefined,
    });
  });

export const secretStores: Checks = { k10Stores, k10StoresAreUsed, k10Kinds, k10ExternalSecrets, secretsAreFetched, secretObjectsAreRead, reloads };
