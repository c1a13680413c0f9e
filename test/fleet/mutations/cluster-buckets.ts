import { mutationsOf } from './mutation';
import { addObject, container, object, removeObject } from '../../independent/mutate';
import type { Output } from '../../support/synthesize';

const FOUNDATION = 'dev/catalog/foundation.yaml';
const WORKLOAD = 'dev/catalog/workload.yaml';
const STORE = 'dev/dust-objects/dust-objects.yaml';
const FINGERPRINTS = 'dust-dev-matching-fingerprints-111122223333';

type Fields = Record<string, any>;

function store(output: Output): Fields {
  return object(output, STORE, 'Seaweed').spec as Fields;
}

function own(output: Output, kind: string): Fields {
  return object(output, FOUNDATION, kind).spec as Fields;
}

function statements(output: Output): Fields[] {
  return own(output, 'S3Policy').statements as Fields[];
}

function root(output: Output): Fields {
  return object(output, STORE, 'ExternalSecret').spec.target.template.data as Fields;
}

function grant(output: Output): Fields {
  return object(output, STORE, 'ResourceReferenceGrant').spec as Fields;
}

/** The same object under another name. */
function twin(output: Output, kind: string, changes: Fields = {}): void {
  const second = structuredClone(object(output, FOUNDATION, kind));
  second.metadata.name = 'second';
  Object.assign(second.spec, changes);
  addObject(output, FOUNDATION, second);
}

const stores = [
  ...mutationsOf('k13Stores', [
    ['a gateway without a config', 'is open to everybody', (output) => { delete store(output).s3.configSecret; }],
    ['a gateway whose config nobody makes', 'is open to everybody', (output) => { store(output).s3.configSecret.name = 'objects-s3'; }],
    ['a gateway for anonymous visitors', 'is open to everybody', (output) => { root(output)['s3.json'] = '{"identities":[{"name":"anonymous","actions":["Admin"]}]}'; }],
    ['a gateway whose administrator everybody knows', 'is open to everybody', (output) => { root(output)['s3.json'] = String(root(output)['s3.json']).replace('{{ .password }}', 'root'); }],
    ['a gateway with a second identity', 'is open to everybody', (output) => { root(output)['s3.json'] = String(root(output)['s3.json']).replace('[{"name"', '[{"name":"anonymous","actions":["Read"]},{"name"'); }],
    ['a second gateway in the filer', 'is open to everybody', (output) => { store(output).filer.s3 = { enabled: true }; }],
    ['an image without a digest', 'an image that nobody declared', (output) => { store(output).image = store(output).image.replace(/@.*/, ''); }],
    ['a part with an image of its own', 'an image that nobody declared', (output) => { store(output).filer.image = 'chrislusf/seaweedfs:latest'; }],
    ['a store without a filer', 'lacks a part', (output) => { delete store(output).filer; }],
    ['volumes that may run as root', 'restricted refuses', (output) => { delete store(output).volume.podSecurityContext; delete store(output).volume.containerSecurityContext.runAsNonRoot; }],
    ['a gateway with powers', 'restricted refuses', (output) => { delete store(output).s3.containerSecurityContext.capabilities; }],
    ['a filer of a low user', 'pods of a low user', (output) => { store(output).filer.podSecurityContext.runAsUser = 1000; }],
    ['a master without limits', 'all they can get', (output) => { delete store(output).master.limits; }],
    ['a master with the default account', 'gives a token', (output) => { delete store(output).master.serviceAccountName; }],
    ['an account with a token', 'gives a token', (output) => { delete object(output, STORE, 'ServiceAccount').automountServiceAccountToken; }],
    ['a filer that forgets', 'forgets where everything is', (output) => { delete store(output).filer.persistence; }],
    ['no disk', 'no place for objects', (output) => { delete store(output).volume.requests.storage; }],
  ]),
  ...mutationsOf('k13Grants', [
    ['a kind too many', 'lets seaweed.seaweedfs.com/SeaweedBackup of catalog in', (output) => { grant(output).from.push({ group: 'seaweed.seaweedfs.com', kind: 'SeaweedBackup', namespace: 'catalog' }); }],
    ['a namespace too many', 'lets seaweed.seaweedfs.com/Bucket of web in', (output) => { grant(output).from.push({ group: 'seaweed.seaweedfs.com', kind: 'Bucket', namespace: 'web' }); }],
    ['every namespace', 'of whoever in', (output) => { const [first] = grant(output).from as Fields[]; delete first!.namespace; first!.namespaceSelector = {}; }],
    ['a namespace too few', 'keeps seaweed.seaweedfs.com/Bucket of catalog out', (output) => { grant(output).from.shift(); }],
    ['every store', 'is not about one store', (output) => { delete grant(output).to[0].name; }],
    ['no grant', 'keeps seaweed.seaweedfs.com/Bucket of catalog out', (output) => { removeObject(output, STORE, 'ResourceReferenceGrant'); }],
  ]),
];

const tenants = [
  ...mutationsOf('k13Tenants', [
    ['a bucket in another store', 'names a store that is not there', (output) => { own(output, 'Bucket').clusterRef.name = 'other'; }],
    ['an identity in its own namespace\'s store', 'names a store that is not there', (output) => { delete own(output, 'S3Identity').seaweedRef.namespace; }],
    ['a bucket of a service without', 'is of a service without buckets', (output) => { const other = structuredClone(object(output, FOUNDATION, 'Bucket')); other.metadata.namespace = 'web'; addObject(output, 'dev/web/foundation.yaml', other); }],
    ['a bucket that workload-apply applies', 'is applied by the service itself', (output) => { addObject(output, 'dev/catalog/data.yaml', structuredClone(object(output, FOUNDATION, 'Bucket'))); removeObject(output, FOUNDATION, 'Bucket'); }],
    ['a second identity', 'has 2 of S3Identity, not 1', (output) => { twin(output, 'S3Identity'); }],
    ['no bucket', 'has 0 of Bucket, not 1', (output) => { removeObject(output, FOUNDATION, 'Bucket'); }],
  ]),
  ...mutationsOf('k13Names', [
    ['the identity of another service', 'is called like another one', (output) => { own(output, 'S3Identity').name = 'dust-dev-matching'; }],
    ['the identity of another service in other letters', 'is called like another one', (output) => { own(output, 'S3Identity').name = 'DUST-dev-Matching'; }],
    ['the bucket of another service', 'is called like another one', (output) => { own(output, 'Bucket').name = FINGERPRINTS; }],
    ['the policy of another service', 'is called like another one', (output) => { own(output, 'S3Policy').name = FINGERPRINTS; }],
    ['an identity without a name in the store', 'leaves its name in the store to its own', (output) => { delete own(output, 'S3Identity').name; }],
    ['the administrator of the store', 'the name of somebody of the store', (output) => { own(output, 'S3Identity').name = 'root'; }],
    ['a bucket that S3 refuses', 'S3 takes no bucket', (output) => { own(output, 'Bucket').name = 'Scans_'; }],
  ]),
  ...mutationsOf('k13Buckets', [
    ['a bucket that goes with its object', 'is deleted with its object', (output) => { own(output, 'Bucket').reclaimPolicy = 'Delete'; }],
    ['a public bucket', 'is readable for everybody', (output) => { own(output, 'Bucket').anonymousRead = true; }],
    ['a bucket with access of its own', 'beside its policies', (output) => { own(output, 'Bucket').access = [{ user: 'dust-dev-matching', actions: ['Read'] }]; }],
    ['a bucket with an owner', 'beside its policies', (output) => { own(output, 'Bucket').owner = 'dust-dev-matching'; }],
  ]),
  ...mutationsOf('k13Credentials', [
    ['keys of a name of the whole store', 'not in its namespace', (output) => { own(output, 'S3Credentials').identityRef.name = 'dust-dev-matching'; }],
    ['keys of another namespace', 'not in its namespace', (output) => { own(output, 'S3Credentials').identityRef.namespace = 'matching'; }],
    ['keys of another store', 'of another store', (output) => { own(output, 'S3Identity').seaweedRef.namespace = 'other'; }],
    ['an identity that is off', 'that is off', (output) => { own(output, 'S3Identity').disabled = true; }],
    ['keys in another namespace', 'somewhere else', (output) => { own(output, 'S3Credentials').secretRef.namespace = 'matching'; }],
    ['keys over the login of the database', 'over another Secret', (output) => { own(output, 'S3Credentials').secretRef.name = 'catalog-postgres'; }],
  ]),
  ...mutationsOf('k13Policies', [
    ['the bucket of another service', 'of another service', (output) => { statements(output)[1]!.resources.push(`${FINGERPRINTS}/*`); }],
    ['every bucket', 'of another service', (output) => { statements(output)[1]!.resources = ['*']; }],
    ['every bucket that begins alike', 'may s3:ListBucket dust-dev-*', (output) => { statements(output)[0]!.resources.push('dust-dev-*'); }],
    ['every action', 'may s3:*', (output) => { statements(output)[1]!.actions = ['s3:*']; }],
    ['a right to give rights', 'may s3:PutBucketPolicy', (output) => { statements(output)[0]!.actions.push('s3:PutBucketPolicy'); }],
    ['a bucket that cannot be listed', 'may not s3:ListBucket', (output) => { statements(output).shift(); }],
    ['objects that cannot be read', 'may not s3:GetObject', (output) => { statements(output)[1]!.actions = ['s3:PutObject']; }],
    ['a denial in place of a right', 'may not s3:GetObject', (output) => { statements(output)[1]!.effect = 'Deny'; }],
    ['a policy of another bucket', 'may not s3:ListBucket dust-dev-catalog-scans-111122223333', (output) => { statements(output)[0]!.resources = ['dust-dev-catalog-scan-111122223333']; }],
    ['a policy as text', 'text that nobody judges', (output) => { own(output, 'S3Policy').policyDocument = '{}'; }],
    ['an identity without a policy', 'may not s3:GetObject', (output) => { removeObject(output, FOUNDATION, 'S3PolicyBinding'); }],
  ]),
  ...mutationsOf('k13Bindings', [
    ['a policy for another identity', 'not to its own identity alone', (output) => { own(output, 'S3PolicyBinding').subjects[0].name = 'dust-dev-matching'; }],
    ['a policy for two', 'not to its own identity alone', (output) => { own(output, 'S3PolicyBinding').subjects.push({ kind: 'S3Identity', name: 'dust-dev-matching' }); }],
    ['a policy for nobody', 'not to its own identity alone', (output) => { own(output, 'S3PolicyBinding').subjects = []; }],
    ['the policy of another namespace', 'not in its namespace', (output) => { own(output, 'S3PolicyBinding').policyRef.name = 'matching-bucket-fingerprints'; }],
    ['a policy that is given twice', 'is given 2 times', (output) => { twin(output, 'S3PolicyBinding'); }],
    ['a policy that nobody has', 'is given 0 times', (output) => { twin(output, 'S3Policy'); }],
  ]),
  ...mutationsOf('retentions', [
    ['a bucket of AWS where the cluster has one', 'keeps objects for', (output) => { output.templates.get('dust-dev-catalog')!.Resources.BucketScans = structuredClone(output.templates.get('dust-prod-catalog')!.Resources.BucketScans!); }],
    ['a lock that nobody declared', 'keeps objects for', (output) => { own(output, 'Bucket').objectLock = { enabled: true, mode: 'GOVERNANCE', days: 30 }; }],
  ]),
  ...mutationsOf('buckets', [
    ['the bucket of another service in the cluster', 'BUCKET_SCANS names', (output) => { object(output, WORKLOAD, 'ConfigMap').data.BUCKET_SCANS = FINGERPRINTS; }],
    ['a bucket in the cluster that no pod knows of', 'no ConfigMap of the service names it', (output) => { delete object(output, WORKLOAD, 'ConfigMap').data.BUCKET_SCANS; }],
  ]),
  ...mutationsOf('contractValues', [
    ['the endpoint of AWS for a bucket in the cluster', 'AWS_ENDPOINT_URL_S3 is https', (output) => { object(output, WORKLOAD, 'ConfigMap').data.AWS_ENDPOINT_URL_S3 = 'https://s3.us-east-1.amazonaws.com'; }],
    ['the filer in place of the gateway', 'AWS_ENDPOINT_URL_S3 is http', (output) => { object(output, WORKLOAD, 'ConfigMap').data.AWS_ENDPOINT_URL_S3 = 'http://objects-filer.dust-objects.svc:8888'; }],
    ['buckets by host', 'S3_FORCE_PATH_STYLE is false', (output) => { object(output, WORKLOAD, 'ConfigMap').data.S3_FORCE_PATH_STYLE = 'false'; }],
  ]),
  ...mutationsOf('k5Variables', [
    ['keys that are changed for each other', 'AWS_ACCESS_KEY_ID: is the secret', (output) => { Object.assign(own(output, 'S3Credentials').secretRef, { accessKeyField: 'AWS_SECRET_ACCESS_KEY', secretKeyField: 'AWS_ACCESS_KEY_ID' }); }],
    ['keys that the operator calls otherwise', 'AWS_ACCESS_KEY_ID: is key AWS_ACCESS_KEY_ID', (output) => { delete own(output, 'S3Credentials').secretRef.accessKeyField; }],
    ['keys of a person', 'AWS_ACCESS_KEY_ID: is key', (output) => { (container(output, WORKLOAD).env as Fields[])[0]!.valueFrom.secretKeyRef.name = 'mine'; }],
  ]),
];

export const clusterBuckets = [...stores, ...tenants];
