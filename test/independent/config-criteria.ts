import { failed } from './check';
import type { Check, Checks } from './check';
import { asList, same } from './json';
import { containersOf, ofKind, readWorld } from './world';
import type { Placed, Pod, World } from './world';

/** A public certificate is no secret; the key that belongs to it is. */
const SECRET_SHAPES =
  /AKIA[A-Z0-9]{16}|ASIA[A-Z0-9]{16}|-----BEGIN (?!CERTIFICATE-----)|gh[pousr]_[A-Za-z0-9]{20}|github_pat_|xox[abprs]-|eyJ[\w-]{20,}\.eyJ|:\/\/[^/\s:]+:[^/\s@]+@/;

/** The names of ConfigMaps that a pod reads, as variables or as files. */
function configOf(pod: Pod): string[] {
  const variables = containersOf(pod).flatMap(({ envFrom }) => asList<Record<string, any>>(envFrom).map(({ configMapRef }) => configMapRef?.name as string));
  const volumes = asList<Record<string, any>>(pod.spec.volumes).map(({ configMap }) => configMap?.name as string);
  return [...variables, ...volumes].filter((name) => name !== undefined);
}

function readersOf(world: World, placed: Placed): Pod[] {
  return world.pods.filter(
    (pod) => pod.environment === placed.environment && pod.namespace === placed.namespace && configOf(pod).includes(placed.object.metadata.name),
  );
}

const HASHED = /-[0-9a-f]{8,}$/;

/** A pod notices a change by a hash in its own template, or by another name. */
function notices({ annotations }: Pod, placed: Placed): boolean {
  const hash = annotations['dust.dev/config-hash'];
  return (typeof hash === 'string' && hash.length >= 8) || HASHED.test(placed.object.metadata.name);
}

/** K14: config maps hold no secrets, fit, and are texts; pods that read one roll when it changes. */
const k14ConfigMaps: Check = (output) => {
  const world = readWorld(output);
  return ofKind(world, 'ConfigMap').flatMap((placed) => {
    const data = (placed.object.data ?? {}) as Record<string, unknown>;
    return failed(placed.at, {
      'holds what looks like a secret': !Object.values(data).some((value) => SECRET_SHAPES.test(String(value))),
      'holds what is not text': Object.values(data).every((value) => typeof value === 'string') && placed.object.binaryData === undefined,
      'is too big': JSON.stringify(data).length < 2 ** 20,
      'does not roll its pods when it changes': readersOf(world, placed).every((pod) => notices(pod, placed)),
    });
  });
};

/** All that a pod reads from ConfigMaps. */
function dataOf(world: World, pod: Pod): unknown {
  return configOf(pod).sort().map((name) =>
    ofKind(world, 'ConfigMap').find(({ environment, namespace, object }) => environment === pod.environment && namespace === pod.namespace && object.metadata.name === name)?.object.data as unknown);
}

/** K14: different config, different hash. */
const configHashes: Check = (output) => {
  const world = readWorld(output);
  const pods = world.pods
    .filter((pod) => pod.annotations['dust.dev/config-hash'] !== undefined && configOf(pod).length > 0)
    .map((pod) => ({ at: pod.at, data: dataOf(world, pod), hash: pod.annotations['dust.dev/config-hash'] }));
  const named = ofKind(world, 'ConfigMap')
    .filter(({ object }) => HASHED.test(object.metadata.name))
    .map(({ at, object }) => ({ at, data: object.data as unknown, hash: HASHED.exec(object.metadata.name)![0] }));
  return [...sameHash(pods), ...sameHash(named)];
};

function sameHash(entries: readonly { readonly at: string; readonly data: unknown; readonly hash: string | undefined }[]): string[] {
  return entries.flatMap(({ at, data, hash }, index) =>
    entries
      .slice(index + 1)
      .filter((other) => other.hash === hash && !same(other.data, data))
      .map((other) => `${at}: has the hash of ${other.at} and other data`));
}

export const configCriteria: Checks = { k14ConfigMaps, configHashes };
