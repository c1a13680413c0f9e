import type { Place, Served } from './served';
import type { KubernetesObject } from '../support/synthesize';

type Keys = readonly (readonly [secret: string, key: string])[];

/** What becomes a Secret, and with which keys, by the documentation of whoever makes it. A new operator is a row here. */
const MAKERS: Readonly<Record<string, (object: KubernetesObject, neighbours: readonly KubernetesObject[], stored: readonly string[]) => Keys>> = {
  ExternalSecret: ({ spec }, neighbours, stored) => (isFetched(spec, neighbours, stored) ? keysOfExternalSecret(spec).map((key) => [spec.target.name, key] as const) : []),
  S3Credentials: ({ spec: { secretRef, identityRef } }, neighbours) => (neighbours.some(({ kind, metadata }) => kind === 'S3Identity' && metadata.name === identityRef.name)
    ? [[secretRef.name, secretRef.accessKeyField], [secretRef.name, secretRef.secretKeyField]] : []),
  Certificate: ({ spec: { secretName } }) => ['ca.crt', 'tls.crt', 'tls.key'].map((key) => [secretName as string, key] as const),
  // Of CloudNativePG; no other kind of ours is called so.
  Cluster: ({ metadata: { name } }) => ['ca.crt', 'ca.key'].map((key) => [`${name}-ca`, key] as const),
};

/** Each key of a Secret that something of a place makes, as `secret key`. */
export function madeKeys({ output }: Served, { plan, objects }: Place): Set<string> {
  const stored = [...output.templates.values()].flatMap(({ Resources }) => Object.values(Resources)).filter(({ Type }) => Type === 'AWS::SecretsManager::Secret').map(({ Properties }) => Properties.Name as string);
  const own = stored.filter((name) => plan.bound.some(({ binding }) => binding.stored.some((one) => one.name === name)));
  return new Set(objects.flatMap((object) => MAKERS[object.kind]?.(object, objects, own) ?? []).map(([secret, key]) => `${secret} ${key}`));
}

/** It has a source that is there, and its template uses nothing else. */
function isFetched({ data = [], dataFrom = [], target }: any, neighbours: readonly KubernetesObject[], stored: readonly string[]): boolean {
  const generators = dataFrom.map(({ sourceRef }: any) => sourceRef.generatorRef);
  const hasGenerators = generators.every(({ kind, name }: any) => neighbours.some((one) => one.kind === kind && one.metadata.name === name));
  const hasSources = data.every(({ remoteRef }: any) => stored.includes(remoteRef.key));
  const known = [...data.map(({ secretKey }: any) => secretKey), ...(generators.length > 0 ? ['password'] : [])];
  const used = Object.values<string>(target.template?.data ?? {}).flatMap((text) => [...text.matchAll(/\{\{ \.(\w+)/g)].map(([, name]) => name));
  return hasGenerators && hasSources && data.length + dataFrom.length > 0 && used.every((name) => known.includes(name));
}

function keysOfExternalSecret({ data = [], target }: any): string[] {
  return target.template === undefined ? data.map(({ secretKey }: any) => secretKey) : Object.keys(target.template.data);
}
