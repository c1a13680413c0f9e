import { ownedBy } from './operator';
import type { Operator } from './operator';
import type { Live } from '../client';

/**
 * SeaweedFS's operator, which makes keys for an identity of the same namespace in a store that lets this namespace ask; without
 * that its objects stay pending, and pods would wait for ever.
 * @see https://github.com/seaweedfs/seaweedfs-operator/blob/master/internal/controller/s3credentials_controller.go
 */
export const seaweedCredentials: Operator = {
  manager: 'seaweedfs-operator',
  resource: 's3credentials.seaweed.seaweedfs.com',
  kind: 'S3Credentials',
  make: (credentials, all) => (mayAsk(credentials, all) ? [{
    apiVersion: 'v1',
    kind: 'Secret',
    type: 'Opaque',
    metadata: { name: credentials.spec.secretRef.name, namespace: credentials.metadata.namespace!, annotations: { 'seaweed.seaweedfs.com/managed': 'true' }, ...ownedBy(credentials) },
    stringData: { [credentials.spec.secretRef.accessKeyField]: 'made-up', [credentials.spec.secretRef.secretKeyField]: 'made-up' },
  }] : []),
};

/** The identity and the keys need a grant each, and the store has to be there. */
function mayAsk({ kind, metadata: { namespace }, spec: { seaweedRef, identityRef } }: Live, all: readonly Live[]): boolean {
  const identity = all.find((one) => one.kind === 'S3Identity' && one.metadata.namespace === namespace && one.metadata.name === identityRef.name);
  const store = all.find((one) => one.kind === 'Seaweed' && one.metadata.namespace === seaweedRef.namespace && one.metadata.name === seaweedRef.name);
  const grants = all.filter((one) => one.kind === 'ResourceReferenceGrant' && one.metadata.namespace === seaweedRef.namespace);
  const isGranted = (what: string): boolean => grants.some(({ spec: { from, to } }) => from.some((one: any) => one.kind === what && one.namespace === namespace)
    && to.some((one: any) => one.kind === 'Seaweed' && [undefined, seaweedRef.name].includes(one.name)));
  return store !== undefined && identity !== undefined && [kind, identity.kind].every(isGranted);
}
