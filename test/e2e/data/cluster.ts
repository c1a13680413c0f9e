import { Sources } from './kubernetes-environment';
import type { Data } from './kubernetes-environment';
import { render } from '../../output-lint/external-secrets';
import type { Stored } from '../../output-lint/external-secrets';
import type { KubernetesObject, Output } from '../../support/synthesize';
import { externalSecretsProgram } from '../../tools/judges';

/** Every object that is printed for an environment; a kustomization is for kustomize and no object. */
export function objectsOf({ manifests }: Output, environment: string): KubernetesObject[] {
  return [...manifests].filter(([path]) => path.startsWith(`${environment}/`)).flatMap(([, objects]) => objects).filter(({ kind }) => kind !== 'Kustomization');
}

export function find(objects: readonly KubernetesObject[], kind: string, namespace: string, name: RegExp): KubernetesObject {
  const found = objects.filter((one) => one.kind === kind && one.metadata.namespace === namespace && name.test(one.metadata.name));
  if (found.length !== 1) throw new Error(`there are ${found.length} of ${kind} ${namespace}/${name.source}`);
  return found[0]!;
}

/**
 * What External Secrets' own generators make for each ExternalSecret that asks, as JSON by the name under which `sourcesOf` looks
 * for it: made once and kept, whatever becomes of the objects.
 */
export function generate(objects: readonly KubernetesObject[]): Record<string, string> {
  const generators = objects.filter(({ apiVersion }) => apiVersion.startsWith('generators.external-secrets.io/'));
  const asking = objects.filter((one) => one.kind === 'ExternalSecret' && asksGenerator(one));
  // Without its template, so that the answer is what the generator has made.
  const questions = asking.map((manifest) => ({ manifest: { ...manifest, spec: { ...manifest.spec, target: {} } }, values: {}, generators }));
  return Object.fromEntries(render(externalSecretsProgram(), questions).map((rendering, index) => {
    if ('error' in rendering) throw new Error(`${generatedName(asking[index]!)}: ${rendering.error}`);
    return [generatedName(asking[index]!), JSON.stringify(rendering.data)];
  }));
}

export function generatedName({ metadata: { namespace, name } }: KubernetesObject): string {
  return `generated for ${namespace}/${name}`;
}

function asksGenerator({ spec }: KubernetesObject): boolean {
  return ((spec.dataFrom ?? []) as Record<string, any>[]).some(({ sourceRef }) => sourceRef?.generatorRef !== undefined);
}

/** Asking for what was kept in the place of the generator. */
function withKept(manifest: KubernetesObject): KubernetesObject {
  return asksGenerator(manifest) ? { ...manifest, spec: { ...manifest.spec, dataFrom: [{ extract: { key: generatedName(manifest) } }] } } : manifest;
}

/**
 * The ConfigMaps that are printed, and the Secrets that External Secrets' own code makes of what Secrets Manager holds
 * or generators have made; what it cannot make is not there, as for a pod.
 */
export function sourcesOf(objects: readonly KubernetesObject[], stored: Stored): Sources {
  const sources = new Sources();
  for (const { kind, metadata: { namespace = '', name }, data, stringData } of objects) {
    if (kind === 'ConfigMap') sources.add(kind, namespace, name, (data ?? {}) as Data);
    if (kind === 'Secret') sources.add(kind, namespace, name, { ...decoded((data ?? {}) as Data), ...stringData as Data });
  }
  const questions = objects.filter(({ kind }) => kind === 'ExternalSecret').map((manifest) => ({ manifest: withKept(manifest), values: stored }));
  for (const [index, rendering] of render(externalSecretsProgram(), questions).entries()) {
    const { metadata: { namespace = '', name }, spec } = questions[index]!.manifest;
    const secret = (spec.target?.name ?? name) as string;
    if ('data' in rendering) sources.add('Secret', namespace, secret, rendering.data);
    else sources.lacks('Secret', namespace, secret, rendering.error);
  }
  return sources;
}

function decoded(data: Data): Data {
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, Buffer.from(value, 'base64').toString()]));
}
