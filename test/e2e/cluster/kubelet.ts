import type { Client, Live } from './client';

/**
 * What pods read of Secrets and ConfigMaps and what is not there, as `namespace/pod Secret/name key`. A kubelet does not start
 * such a container; kwok plays every pod without a look, so that no pod may be called running or done before this is empty.
 */
export function missing(admin: Client): string[] {
  const objects = admin.list('pods,secrets,configmaps');
  const sources = new Map(objects.filter(({ kind }) => kind !== 'Pod').map((object) => [`${object.metadata.namespace} ${object.kind}/${object.metadata.name}`, keysOf(object)]));
  const problems = objects.filter(({ kind }) => kind === 'Pod').flatMap(({ metadata: { name, namespace }, spec }) => referencesOf(spec)
    .filter(({ source, keys }) => {
      const there = sources.get(`${namespace} ${source}`);
      return there === undefined || keys.some((key) => !there.includes(key));
    })
    .map(({ source, keys }) => `${namespace}/${name} ${source} ${keys.join(', ')}`.trim()));
  return [...new Set(problems)].sort();
}

function keysOf({ data = {}, binaryData = {} }: Live): string[] {
  return [...Object.keys(data as object), ...Object.keys(binaryData as object)];
}

interface Reference {
  readonly source: string;
  /** None means the whole of it. */
  readonly keys: readonly string[];
}

/** Of a pod; what it calls optional is none. */
function referencesOf({ initContainers = [], containers, volumes = [], imagePullSecrets = [] }: any): Reference[] {
  const every = [...initContainers, ...containers] as any[];
  const variables = every.flatMap(({ env = [], envFrom = [] }) => [...env.flatMap(({ valueFrom = {} }: any) => [
    reference('Secret', valueFrom.secretKeyRef, valueFrom.secretKeyRef?.name, [valueFrom.secretKeyRef?.key]),
    reference('ConfigMap', valueFrom.configMapKeyRef, valueFrom.configMapKeyRef?.name, [valueFrom.configMapKeyRef?.key]),
  ]), ...envFrom.flatMap(({ secretRef, configMapRef }: any) => [reference('Secret', secretRef, secretRef?.name), reference('ConfigMap', configMapRef, configMapRef?.name)])]);
  const mounted = (volumes as any[]).flatMap((volume) => [volume, ...volume.projected?.sources ?? []]).flatMap(({ secret, configMap }) => [
    reference('Secret', secret, secret?.secretName ?? secret?.name, keysIn(secret)), reference('ConfigMap', configMap, configMap?.name, keysIn(configMap)),
  ]);
  const pulls = (imagePullSecrets as any[]).map((pull) => reference('Secret', pull, pull.name));
  return [...variables, ...mounted, ...pulls].filter((found): found is Reference => found !== undefined);
}

function reference(kind: string, from: { readonly optional?: boolean } | undefined, name: string, keys: readonly string[] = []): Reference | undefined {
  return from === undefined || from.optional === true ? undefined : { source: `${kind}/${name}`, keys };
}

function keysIn(volume: { readonly items?: readonly { readonly key: string }[] } | undefined): string[] {
  return volume?.items?.map(({ key }) => key) ?? [];
}
