import type { Client } from './client';
import { render } from '../../output-lint/external-secrets';
import { madeUp } from '../../output-lint/stored-secrets';
import type { KubernetesObject, Output } from '../../support/synthesize';
import { externalSecretsProgram } from '../../tools/judges';

/**
 * Does the work of External Secrets, whose controller does not run here: its own code renders every printed ExternalSecret of
 * an environment from made-up values, and the Secrets belong to the live objects as it would write them.
 * @see https://external-secrets.io/latest/api/externalsecret/
 */
export function makeSecrets(admin: Client, environment: string, { manifests, templates }: Output): void {
  const printed = [...manifests].filter(([file]) => file.startsWith(`${environment}/`)).flatMap(([, objects]) => objects).filter(({ kind }) => kind === 'ExternalSecret');
  const renderings = render(externalSecretsProgram(), printed.map((manifest) => ({ manifest, values: madeUp(manifest, templates) })));
  const uids = new Map(admin.list('externalsecrets').map(({ metadata }) => [`${metadata.namespace}/${metadata.name}`, metadata.uid]));
  const items = printed.map((manifest, index) => {
    const rendering = renderings[index]!;
    if ('error' in rendering) throw new Error(`External Secrets cannot make ${manifest.metadata.namespace}/${manifest.metadata.name}: ${rendering.error}`);
    return secret(manifest, uids.get(`${manifest.metadata.namespace}/${manifest.metadata.name}`)!, rendering.data);
  });
  admin.must(['apply', '--server-side', '--field-manager=external-secrets', '-f', '-'], JSON.stringify({ apiVersion: 'v1', kind: 'List', items }));
}

function secret({ apiVersion, kind, metadata: { name, namespace }, spec: { target } }: KubernetesObject, uid: string, data: Readonly<Record<string, string>>): object {
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    type: 'Opaque',
    metadata: {
      name: target.name,
      namespace,
      labels: { 'reconcile.external-secrets.io/managed': 'true' },
      ownerReferences: target.creationPolicy === 'Owner' ? [{ apiVersion, kind, name, uid, controller: true, blockOwnerDeletion: true }] : [],
    },
    stringData: data,
  };
}
