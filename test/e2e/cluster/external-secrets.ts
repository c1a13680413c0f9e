import type { Client, Live } from './client';
import { render } from '../../output-lint/external-secrets';
import { madeUp } from '../../output-lint/stored-secrets';
import type { KubernetesObject, Output } from '../../support/synthesize';
import { externalSecretsProgram } from '../../tools/judges';

/**
 * Does the work of External Secrets, whose controller does not run here: its own code renders every printed ExternalSecret of
 * an environment from made-up values and from the printed generators, and the Secrets belong to the live objects as it would
 * write them. One that is there and immutable stays as it is, whatever a generator would make now.
 * @see https://external-secrets.io/latest/api/externalsecret/
 */
export function makeSecrets(admin: Client, environment: string, { manifests, templates }: Output): void {
  const printed = [...manifests].filter(([file]) => file.startsWith(`${environment}/`)).flatMap(([, objects]) => objects);
  const generators = printed.filter(({ apiVersion }) => apiVersion.startsWith('generators.external-secrets.io/'));
  const objects = admin.list('externalsecrets,secrets');
  const wanted = printed.filter((manifest) => manifest.kind === 'ExternalSecret' && !isKept(manifest, objects));
  if (wanted.length === 0) return;
  const renderings = render(externalSecretsProgram(), wanted.map((manifest) => ({ manifest, values: madeUp(manifest, templates), generators })));
  const items = wanted.map((manifest, index) => {
    const { kind, metadata: { name, namespace } } = manifest;
    const rendering = renderings[index]!;
    if ('error' in rendering) throw new Error(`External Secrets cannot make ${namespace}/${name}: ${rendering.error}`);
    return secret(manifest, find(objects, kind, namespace!, name)!.metadata.uid, rendering.data);
  });
  admin.must(['apply', '--server-side', '--field-manager=external-secrets', '-f', '-'], JSON.stringify({ apiVersion: 'v1', kind: 'List', items }));
}

/** The controller changes nothing of an immutable Secret but its metadata, also when the ExternalSecret is another one by now. */
function isKept({ metadata: { namespace }, spec: { target } }: KubernetesObject, objects: readonly Live[]): boolean {
  return target.immutable === true && find(objects, 'Secret', namespace!, target.name as string)?.immutable === true;
}

function find(objects: readonly Live[], wanted: string, place: string, called: string): Live | undefined {
  return objects.find(({ kind, metadata: { name, namespace } }) => kind === wanted && namespace === place && name === called);
}

function secret({ apiVersion, kind, metadata: { name, namespace }, spec: { target } }: KubernetesObject, uid: string, data: Readonly<Record<string, string>>): object {
  const { metadata: { labels, annotations } = {} as any, type = 'Opaque' } = target.template ?? {};
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    type,
    metadata: {
      name: target.name,
      namespace,
      labels: { ...labels, 'reconcile.external-secrets.io/managed': 'true' },
      ...(annotations === undefined ? {} : { annotations }),
      ownerReferences: target.creationPolicy === 'Owner' ? [{ apiVersion, kind, name, uid, controller: true, blockOwnerDeletion: true }] : [],
    },
    ...(target.immutable === true ? { immutable: true } : {}),
    stringData: data,
  };
}
