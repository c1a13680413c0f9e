import { failed, namespaceOf } from './check';
import type { Check, Checks } from './check';
import { passesRestricted } from './cluster-cache';
import { storeOf } from './cluster-variables';
import { asList, missing, nested, same } from './json';
import { STORE_PORTS, operatedObjects } from './operated';
import { quantity } from './quantity';
import { externalSecretsIn, filled, targetOf, textsOf } from './secret-templates';
import { find, ofKind, readWorld } from './world';
import type { Placed, World } from './world';

type Fields = Record<string, any>;

export const TENANTS = ['Bucket', 'S3Identity', 'S3Credentials', 'S3Policy', 'S3PolicyBinding'] as const;

export function tenantObjects(world: World): Placed[] {
  return TENANTS.flatMap((kind) => ofKind(world, kind)).filter(({ object }) => object.apiVersion.startsWith('seaweed.seaweedfs.com/'));
}

/** A gateway without a config admits everybody as administrator; one with a config has exactly one, whose key is random. */
function isClosed(world: World, placed: Placed): boolean {
  const { name, key } = (placed.object.spec.s3?.configSecret ?? {}) as Fields;
  const external = externalSecretsIn(world, placed).filter((other) => targetOf(other) === name);
  const text = external.length === 1 ? textsOf(external[0]!)[String(key)] : undefined;
  const config = text === undefined ? undefined : (nested(filled(external[0]!, text)) as Fields | undefined);
  const [identity, ...others] = asList<Fields>(config?.identities as Fields[]);
  const credentials = asList<Fields>(identity?.credentials as Fields[]);
  return others.length === 0 && same(identity?.actions, ['Admin']) && credentials.length === 1 && identity?.name !== 'anonymous'
    && /^<Password [^#>]+>$/.test(String(credentials[0]!.secretKey)) && String(credentials[0]!.accessKey) !== '';
}

/** K13: a store has all of its parts, none of them open, each with what `restricted` asks and an account without a token. */
const k13Stores: Check = (output, declared) => {
  const world = readWorld(output);
  return operatedObjects(world, 'Seaweed').flatMap((placed) => {
    const { spec } = placed.object;
    const { operators, ephemeral } = declared.environments[placed.environment] ?? {};
    const parts = Object.keys(STORE_PORTS).map((part) => (spec[part] ?? {}) as Fields);
    const accounts = parts.map(({ serviceAccountName }) => find(world, placed, 'ServiceAccount', serviceAccountName)?.object);
    return failed(placed.at, {
      'is not the platform\'s': placed.layer === `${placed.folder}.yaml` && declared.services[placed.folder] === undefined && placed.namespace === namespaceOf(declared, placed.environment, placed.folder),
      'runs an image that nobody declared': spec.image === operators?.images.buckets && /:[\w.-]+@sha256:[0-9a-f]{64}$/.test(String(spec.image)) && parts.every(({ image }) => image === undefined),
      'is open to everybody': isClosed(world, placed) && spec.filer?.s3 === undefined,
      'lacks a part': parts.every(({ replicas }) => replicas >= 1),
      'has pods that restricted refuses': parts.every((part) => passesRestricted(part.podSecurityContext as Fields, part.containerSecurityContext as Fields)),
      'has pods of a low user': parts.every(({ podSecurityContext }) => podSecurityContext?.runAsUser >= 10_000),
      'has pods that may take all they can get': parts.every(({ requests, limits }) => ['cpu', 'memory'].every((what) => quantity(requests?.[what]) > 0 && quantity(requests?.[what]) <= quantity(limits?.[what]))),
      'gives a token to its pods': accounts.every((account) => account?.automountServiceAccountToken === false),
      'forgets where everything is': [spec.master, spec.filer].every((part) => part?.persistence?.enabled === true && quantity(part.persistence.resources?.requests?.storage) > 0),
      'has no place for objects': quantity(spec.volume?.requests?.storage) > 0,
      'keeps what may not be lost': ephemeral === true,
      'is used by nobody': tenantObjects(world).some((tenant) => storeOf(world, tenant) === placed),
    });
  });
};

/** K13: a grant lets in just the kinds and namespaces that have something in the store, to that store alone. */
const k13Grants: Check = (output) => {
  const world = readWorld(output);
  const grants = ofKind(world, 'ResourceReferenceGrant');
  const used = operatedObjects(world, 'Seaweed').flatMap((store) => {
    const near = grants.filter(({ environment, namespace }) => environment === store.environment && namespace === store.namespace);
    const from = near.flatMap(({ object }) => asList<Fields>(object.spec.from)).map(({ group, kind, namespace, namespaceSelector }) => `${group}/${kind} of ${namespaceSelector === undefined ? namespace : 'whoever'}`);
    const needed = tenantObjects(world).filter((tenant) => storeOf(world, tenant) === store && tenant.namespace !== store.namespace)
      .map(({ object, namespace }) => `seaweed.seaweedfs.com/${object.kind} of ${namespace}`);
    return [
      ...missing(from, needed).map((entry) => `${store.at}: lets ${entry} in without need`),
      ...missing(needed, from).map((entry) => `${store.at}: keeps ${entry} out`),
      ...near.filter(({ object }) => !same(object.spec.to, [{ group: 'seaweed.seaweedfs.com', kind: 'Seaweed', name: store.object.metadata.name }])).map(({ at }) => `${at}: is not about one store`),
    ];
  });
  const stray = grants.filter((grant) => !operatedObjects(world, 'Seaweed').some(({ environment, namespace }) => environment === grant.environment && namespace === grant.namespace));
  return [...used, ...stray.map(({ at }) => `${at}: is about nothing that is there`)];
};

export const clusterStore: Checks = { k13Stores, k13Grants };
