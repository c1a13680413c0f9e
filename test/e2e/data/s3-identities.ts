import { randomBytes } from 'node:crypto';
import { only } from './known';
import type { Data } from './kubernetes-environment';
import type { Identity } from './seaweed-server';
import { statementsOf } from '../../independent/iam';
import type { Statement } from '../../independent/iam';
import type { KubernetesObject } from '../../support/synthesize';

type Json = Record<string, any>;

/** Pairs of keys by the S3Credentials that ask for them, as JSON beside what generators have made. */
export function generateKeys(objects: readonly KubernetesObject[]): Record<string, string> {
  const asking = objects.filter(({ kind }) => kind === 'S3Credentials');
  return Object.fromEntries(asking.map((one) => [keysName(one), JSON.stringify({ accessKey: randomBytes(10).toString('hex').toUpperCase(), secretKey: randomBytes(20).toString('hex') })]));
}

function keysName({ metadata: { namespace, name } }: KubernetesObject): string {
  return `keys for ${namespace}/${name}`;
}

type Keys = Pick<Identity, 'accessKey' | 'secretKey'>;

function keysOf(credentials: KubernetesObject, stored: Readonly<Record<string, string>>): Keys {
  return JSON.parse(stored[keysName(credentials)]!) as Keys;
}

/** The Secret that the operator writes for an S3Credentials. */
export function secretOfKeys(credentials: KubernetesObject, stored: Readonly<Record<string, string>>): { readonly name: string; readonly data: Data } {
  const { name, accessKeyField = 'accessKey', secretKeyField = 'secretKey' } = only(credentials.spec.secretRef as Json, ['name', 'accessKeyField', 'secretKeyField']);
  const { accessKey, secretKey } = keysOf(credentials, stored);
  return { name: name as string, data: { [accessKeyField as string]: accessKey, [secretKeyField as string]: secretKey } };
}

/** Somebody to the store, and what the policies that are bound to it say. */
export interface Grantee extends Keys {
  readonly namespace: string;
  readonly name: string;
  readonly statements: readonly Statement[];
}

/** Who the store knows because of what is printed: only what may refer to it counts, and nothing that refers to something missing. */
export function granteesOf(objects: readonly KubernetesObject[], stored: Readonly<Record<string, string>>): Grantee[] {
  const admitted = objects.filter((one) => isAdmitted(one, objects));
  return admitted.filter(({ kind }) => kind === 'S3Credentials').flatMap((credentials): Grantee[] => {
    const identity = beside(admitted, credentials, 'S3Identity', credentials.spec.identityRef);
    if (identity === undefined) return [];
    const namespace = identity.metadata.namespace!;
    return [{ namespace, name: identity.spec.name as string, ...keysOf(credentials, stored), statements: policiesOf(admitted, identity).flatMap(statementsIn) }];
  });
}

/** The buckets that the operator makes. */
export function bucketsOf(objects: readonly KubernetesObject[]): { readonly namespace: string; readonly name: string }[] {
  return objects.filter((one) => one.kind === 'Bucket' && isAdmitted(one, objects)).map(({ metadata: { namespace = '' }, spec }) => ({ namespace, name: spec.name as string }));
}

/** What names a store of another namespace waits until that namespace says that it may. */
function isAdmitted({ apiVersion, kind, metadata: { namespace }, spec }: KubernetesObject, objects: readonly KubernetesObject[]): boolean {
  const store = (spec?.seaweedRef ?? spec?.clusterRef) as Json | undefined;
  if (!apiVersion.startsWith('seaweed.seaweedfs.com/') || store === undefined) return false;
  const place = (store.namespace ?? namespace) as string;
  if (!objects.some((one) => one.kind === 'Seaweed' && one.metadata.namespace === place && one.metadata.name === store.name)) return false;
  const grants = objects.filter((one) => one.kind === 'ResourceReferenceGrant' && one.metadata.namespace === place);
  return place === namespace || grants.some((grant) => {
    const from = (grant.spec.from as Json[]).some((one) => one.kind === kind && one.namespace === namespace);
    return from && (grant.spec.to as Json[]).some((one) => one.kind === 'Seaweed' && (one.name === undefined || one.name === store.name));
  });
}

function beside(objects: readonly KubernetesObject[], { metadata: { namespace } }: KubernetesObject, kind: string, { name }: Json): KubernetesObject | undefined {
  return objects.find((one) => one.kind === kind && one.metadata.namespace === namespace && one.metadata.name === name);
}

function policiesOf(objects: readonly KubernetesObject[], identity: KubernetesObject): KubernetesObject[] {
  const bindings = objects.filter(({ kind, metadata, spec }) => kind === 'S3PolicyBinding' && metadata.namespace === identity.metadata.namespace
    && (spec.subjects as Json[]).some((one) => one.kind === 'S3Identity' && one.name === identity.metadata.name));
  return bindings.flatMap((binding) => beside(objects, binding, 'S3Policy', binding.spec.policyRef as Json) ?? []);
}

/** As AWS writes them; the operator makes ARNs of names of buckets. */
function statementsIn({ spec }: KubernetesObject): Statement[] {
  const Statement = (only(spec as Json, ['name', 'seaweedRef', 'statements']).statements as Json[]).map(({ effect, actions, resources }) => (
    { Effect: effect as unknown, Action: actions as unknown, Resource: (resources as string[]).map((one) => `arn:aws:s3:::${one}`) }
  ));
  return statementsOf({ Statement });
}

/** The rights of an old SeaweedFS, which knows five words; what is said by another word as well, or by none, is empty. */
const WORDS: Readonly<Record<string, string>> = {
  's3:GetObject': 'Read', 's3:PutObject': 'Write', 's3:ListBucket': 'List',
  's3:GetObjectVersion': '', 's3:AbortMultipartUpload': '', 's3:ListMultipartUploadParts': '', 's3:GetBucketLocation': '', 's3:ListBucketMultipartUploads': '',
  // It has no right of its own: who writes also deletes.
  's3:DeleteObject': '',
};

/** An identity as that server is told of it. Its words are for whole buckets, so that a policy for part of one is an error. */
export function identityOf({ name, accessKey, secretKey, statements }: Grantee): Identity {
  const actions = statements.flatMap(({ effect, actions: words, resources }) => words.flatMap((action) => resources.flatMap((resource) => {
    const [, bucket, rest] = /^arn:aws:s3:::([a-z0-9.-]+)(\/\*)?$/.exec(resource) ?? [];
    const word = WORDS[action];
    if (effect !== 'Allow' || bucket === undefined || word === undefined) throw new Error(`${name}: ${effect} ${action} on ${resource} cannot be said to this server`);
    return word === '' || (word === 'List') === (rest !== undefined) ? [] : [`${word}:${bucket}`];
  })));
  return { name, accessKey, secretKey, actions: [...new Set(actions)].sort() };
}
