import { mutationsOf } from './mutation';
import { addObject, container, object, podSpec, properties, removeObject } from '../../independent/mutate';
import type { Output } from '../../support/synthesize';

const FOUNDATION = 'prod/notifications/foundation.yaml';
const DATA = 'prod/notifications/data.yaml';
const WORKLOAD = 'prod/notifications/workload.yaml';
const PASSWORD = 'notifications-secret-smtp-password';
const SIGNING = 'notifications-secret-webhook-signing-key';
const RELOAD = 'secret.reloader.stakater.com/auto';

function store(output: Output): Record<string, any> {
  return object(output, FOUNDATION, 'SecretStore').spec.provider.aws as Record<string, any>;
}

function external(output: Output, name = PASSWORD): Record<string, any> {
  return object(output, DATA, 'ExternalSecret', name).spec as Record<string, any>;
}

function variable(output: Output, name = 'SMTP_PASSWORD'): Record<string, any> {
  return (container(output, WORKLOAD).env as Record<string, any>[]).find((entry) => entry.name === name)!;
}

/** Leaves the password of the mail server out of the container. */
function lose(output: Output, file: string): void {
  const first = container(output, file);
  first.env = (first.env as { name: string }[]).filter(({ name }) => name !== 'SMTP_PASSWORD');
}

function reference(output: Output): Record<string, any> {
  return variable(output).valueFrom.secretKeyRef as Record<string, any>;
}

/** The same object in another file. */
function move(output: Output, kind: string, from: string, to: string): void {
  addObject(output, to, structuredClone(object(output, from, kind)));
  removeObject(output, from, kind);
}

const stores = [
  ...mutationsOf('k10Stores', [
    ['a store of an old version', 'of another version', (output) => { object(output, FOUNDATION, 'SecretStore').apiVersion = 'external-secrets.io/v1beta1'; }],
    ['a store that workload-apply writes', 'not a part of the foundation', (output) => { move(output, 'SecretStore', FOUNDATION, DATA); }],
    ['a store of parameters', 'does not read Secrets Manager', (output) => { store(output).service = 'ParameterStore'; }],
    ['a store of another region', 'reads another region', (output) => { store(output).region = 'us-west-2'; }],
    ['a store without a region', 'reads another region', (output) => { delete store(output).region; }],
    ['the role of another service', 'not the role of its service', (output) => { store(output).role = 'arn:aws:iam::444455556666:role/dust/prod/secrets/dust-prod-web-secrets'; }],
    ['the role of another environment', 'not the role of its service', (output) => { store(output).role = 'arn:aws:iam::111122223333:role/dust/staging/secrets/dust-staging-notifications-secrets'; }],
    ['the role of the pods', 'not the role of its service', (output) => { store(output).role = 'arn:aws:iam::444455556666:role/dust/prod/dust-prod-notifications-pod'; }],
    ['the partition of another region', 'not the role of its service', (output) => { store(output).role = String(store(output).role).replace('arn:aws:', 'arn:aws-us-gov:'); }],
    ['no role, which is the controller\'s own', 'not the role of its service', (output) => { delete store(output).role; }],
    ['a role that the template calls otherwise', 'not the role of its service', (output) => { properties(output, 'dust-prod-notifications', 'SecretsRole').RoleName = 'dust-prod-notification-secrets'; }],
    ['keys of its own', 'says auth', (output) => { store(output).auth = { secretRef: {} }; }],
    ['roles in between', 'says additionalRoles', (output) => { store(output).additionalRoles = ['arn:aws:iam::444455556666:role/x']; }],
    ['an external id', 'says externalID', (output) => { store(output).externalID = 'x'; }],
    ['tags of its own', 'says sessionTags', (output) => { store(output).sessionTags = [{ key: 'esoNamespace', value: 'web' }]; }],
    ['a second provider', 'says vault', (output) => { object(output, FOUNDATION, 'SecretStore').spec.provider.vault = {}; }],
    ['another controller', 'says controller', (output) => { object(output, FOUNDATION, 'SecretStore').spec.controller = 'other'; }],
  ]),
  ...mutationsOf('k10StoresAreUsed', [
    ['a namespace without its store', 'has 0 secret stores', (output) => { removeObject(output, FOUNDATION, 'SecretStore'); }],
    ['a second store', 'has 2 secret stores', (output) => { const second = structuredClone(object(output, FOUNDATION, 'SecretStore')); second.metadata.name = 'more'; addObject(output, FOUNDATION, second); }],
    ['a store where nothing is fetched', 'Namespace web: has 1 secret stores, not 0', (output) => { const other = structuredClone(object(output, FOUNDATION, 'SecretStore')); other.metadata.namespace = 'web'; addObject(output, 'prod/web/foundation.yaml', other); }],
  ]),
  ...mutationsOf('k10Kinds', [
    ['a store of the whole cluster', 'ClusterSecretStore secrets: may not be there', (output) => { object(output, FOUNDATION, 'SecretStore').kind = 'ClusterSecretStore'; }],
    ['a secret that is written into AWS', 'PushSecret x: may not be there', (output) => { addObject(output, DATA, { apiVersion: 'external-secrets.io/v1alpha1', kind: 'PushSecret', metadata: { name: 'x', namespace: 'notifications' }, spec: {} }); }],
    ['a Secret in Git', 'Secret x: may not be there', (output) => { addObject(output, DATA, { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'x', namespace: 'notifications' }, stringData: { A: 'b' } }); }],
  ]),
];

const fetched = [
  ...mutationsOf('k10ExternalSecrets', [
    ['an old version', 'of another version', (output) => { object(output, DATA, 'ExternalSecret').apiVersion = 'external-secrets.io/v1beta1'; }],
    ['an ExternalSecret in the foundation', 'is not data of a service', (output) => { move(output, 'ExternalSecret', DATA, FOUNDATION); }],
    ['a store of the whole cluster', 'no store in its namespace', (output) => { external(output).secretStoreRef.kind = 'ClusterSecretStore'; }],
    ['a store that is not there', 'no store in its namespace', (output) => { external(output).secretStoreRef.name = 'aws'; }],
    ['a Secret that it does not own', 'does not own its Secret', (output) => { external(output).target.creationPolicy = 'Merge'; }],
    ['a Secret that it deletes', 'may delete its Secret', (output) => { external(output).target.deletionPolicy = 'Delete'; }],
    ['a deletion by default', 'may delete its Secret', (output) => { delete external(output).target.deletionPolicy; }],
    ['a value in its template', 'fetches what its template leaves out', (output) => { external(output).target.template = { data: { A: 'plain' } }; }],
    ['two that make one Secret', 'shares its Secret', (output) => { external(output).target.name = SIGNING; }],
    ['the secret of another environment', 'makes no secret dust/staging', (output) => { external(output).data[0].remoteRef.key = 'dust/staging/notifications/SMTP_PASSWORD'; }],
    ['the secret of another service', 'makes no secret dust/prod/web', (output) => { external(output).data[0].remoteRef.key = 'dust/prod/web/SMTP_PASSWORD'; }],
    ['a secret that the template calls otherwise', 'makes no secret dust/prod/notifications/SMTP_PASSWORD', (output) => { properties(output, 'dust-prod-notifications', 'SecretSmtpPassword').Name = 'dust/prod/notifications/SMTP_PASSWORDS'; }],
    ['a key that is none', 'has a key that is none', (output) => { external(output).data[0].secretKey = 'SMTP PASSWORD'; }],
    ['a key twice', 'has a key twice', (output) => { external(output).data.push(structuredClone(external(output).data[0])); }],
    ['no keys', 'fetches nothing', (output) => { external(output).data = []; }],
    ['all that a pattern finds', 'fetches what it does not name', (output) => { external(output).dataFrom = [{ find: { name: { regexp: '.*' } } }]; }],
    ['a store for one key', 'fetches what it does not name', (output) => { external(output).data[0].sourceRef = { storeRef: { name: 'other' } }; }],
    ['a secret that is fetched once', 'is not fetched again', (output) => { external(output).refreshPolicy = 'CreatedOnce'; }],
    ['a secret that is never refreshed', 'is not fetched again', (output) => { external(output).refreshInterval = '0s'; }],
  ]),
  ...mutationsOf('secretsAreFetched', [
    ['a secret that nobody fetches', 'SecretSmtpPassword: is fetched 0 times', (output) => { removeObject(output, DATA, 'ExternalSecret', PASSWORD); }],
    ['a secret that is fetched twice', 'SecretSmtpPassword: is fetched 2 times', (output) => { const second = structuredClone(object(output, DATA, 'ExternalSecret', PASSWORD)); second.metadata.name = 'more'; addObject(output, DATA, second); }],
  ]),
  ...mutationsOf('secretObjectsAreRead', [
    ['a secret that no pod reads', 'no pod reads SMTP_PASSWORD', (output) => { lose(output, WORKLOAD); }],
  ]),
  ...mutationsOf('reloads', [
    ['a word that Reloader does not know', 'which it does not know', (output) => { object(output, WORKLOAD, 'Deployment').metadata.annotations[RELOAD] = 'yes'; }],
    ['a restart for Secrets that nobody reads', 'and reads none', (output) => { delete container(output, WORKLOAD).env; }],
    ['a restart that Reloader does not see', 'where it does not look', (output) => { object(output, WORKLOAD, 'Deployment').spec.template.metadata.annotations[RELOAD] = 'true'; }],
  ]),
];

const variables = [
  ...mutationsOf('k5Variables', [
    ['a Secret that nobody makes', 'which nobody makes', (output) => { reference(output).name = 'notifications-secret-smtp'; }],
    ['a key that nobody makes', 'which nobody makes', (output) => { reference(output).key = 'password'; }],
    ['an ExternalSecret that makes another Secret', 'which nobody makes', (output) => { external(output).target.name = 'smtp'; }],
    ['an ExternalSecret that makes another key', 'which nobody makes', (output) => { external(output).data[0].secretKey = 'password'; }],
    ['an ExternalSecret of another namespace', 'which nobody makes', (output) => { object(output, DATA, 'ExternalSecret', PASSWORD).metadata.namespace = 'web'; }],
    ['the secret of another variable', 'is the secret <dust/prod/notifications/WEBHOOK_SIGNING_KEY>', (output) => { Object.assign(reference(output), { name: SIGNING, key: 'WEBHOOK_SIGNING_KEY' }); }],
    ['a key that is filled from another secret', 'is the secret <dust/prod/notifications/WEBHOOK_SIGNING_KEY>', (output) => { external(output).data[0].remoteRef.key = 'dust/prod/notifications/WEBHOOK_SIGNING_KEY'; }],
    ['pods that start without it', 'may be missing', (output) => { reference(output).optional = true; }],
    ['all that is in a Secret', 'takes all that is in the Secret', (output) => { container(output, WORKLOAD).envFrom.push({ secretRef: { name: PASSWORD } }); }],
    ['an init container with a Secret that nobody makes', 'which nobody makes', (output) => { podSpec(output, WORKLOAD).initContainers = [{ name: 'init', env: [{ name: 'A', valueFrom: { secretKeyRef: { name: 'a', key: 'a' } } }] }]; }],
  ]),
  ...mutationsOf('variablesAreUnique', [
    ['a secret that is also a value', 'SMTP_PASSWORD has two sources', (output) => { object(output, WORKLOAD, 'ConfigMap', 'notifications-config').data.SMTP_PASSWORD = 'x'; }],
    ['a variable twice', 'SMTP_PASSWORD has two sources', (output) => { container(output, WORKLOAD).env.push(structuredClone(variable(output))); }],
    ['a port by two sources', 'PORT has two sources', (output) => { container(output, WORKLOAD).env.push({ name: 'PORT', value: '8000' }); }],
  ]),
  ...mutationsOf('secretVariablesAreDeclared', [
    ['a secret in plain text', 'SMTP_PASSWORD is a plain value', (output) => { container(output, WORKLOAD).env[0] = { name: 'SMTP_PASSWORD', value: 'hunter2' }; }],
    ['a secret in a ConfigMap', 'SMTP_PASSWORD is a plain value', (output) => { object(output, WORKLOAD, 'ConfigMap', 'notifications-config').data.SMTP_PASSWORD = 'x'; }],
    ['a secret that one environment lacks', 'dev/notifications/workload.yaml: Deployment notifications: does not find the secret SMTP_PASSWORD', (output) => { lose(output, 'dev/notifications/workload.yaml'); }],
    ['a secret that one environment has alone', 'nobody declared the secret EXTRA', (output) => { container(output, WORKLOAD).env.push({ ...structuredClone(variable(output)), name: 'EXTRA' }); }],
  ]),
];

const rights = [
  ...mutationsOf('k11Apply', [
    ['secrets that workload-apply cannot fetch', 'ExternalSecret notifications-secret-smtp-password: workload-apply may not apply it', (output) => { const role = object(output, FOUNDATION, 'Role', 'workload-apply'); role.rules = (role.rules as { apiGroups: string[] }[]).filter(({ apiGroups }) => apiGroups[0] !== 'external-secrets.io'); }],
    ['stores that platform-apply cannot write', 'SecretStore secrets: platform-apply may not apply it', (output) => { const role = object(output, 'prod/cluster-admin/cluster-admin.yaml', 'ClusterRole'); role.rules = (role.rules as { apiGroups: string[] }[]).filter(({ apiGroups }) => apiGroups[0] !== 'external-secrets.io'); }],
    ['stores that workload-apply writes', 'SecretStore secrets: workload-apply may change the foundation', (output) => { object(output, FOUNDATION, 'Role', 'workload-apply').rules.push({ apiGroups: ['external-secrets.io'], resources: ['secretstores'], verbs: ['get', 'create', 'patch'] }); }],
  ]),
  ...mutationsOf('k11WorkloadKinds', [
    ['stores for workload-apply', 'is about secretstores', (output) => { object(output, FOUNDATION, 'Role', 'workload-apply').rules[0].resources.push('secretstores'); }],
  ]),
  ...mutationsOf('k11Rules', [
    ['a workload-apply that reads Secrets', 'is about secrets', (output) => { object(output, FOUNDATION, 'Role', 'workload-apply').rules[0].resources.push('secrets'); }],
    ['a platform-apply that reads Secrets', 'is about secrets', (output) => { object(output, 'prod/cluster-admin/cluster-admin.yaml', 'ClusterRole').rules[1].resources.push('secrets'); }],
    ['stores of the whole cluster for platform-apply', 'is about clustersecretstores', (output) => { object(output, 'prod/cluster-admin/cluster-admin.yaml', 'ClusterRole').rules[1].resources.push('clustersecretstores'); }],
    ['secrets that go from the cluster into AWS', 'is about pushsecrets', (output) => { object(output, FOUNDATION, 'Role', 'workload-apply').rules[0].resources.push('pushsecrets'); }],
  ]),
  ...mutationsOf('layers', [
    ['a store in the data', 'SecretStore secrets: does not belong in this layer', (output) => { move(output, 'SecretStore', FOUNDATION, DATA); }],
    ['an ExternalSecret in the workload', 'does not belong in this layer', (output) => { move(output, 'ExternalSecret', DATA, WORKLOAD); }],
  ]),
  ...mutationsOf('kustomizations', [
    ['data that no kustomization lists', 'data.yaml: no kustomization lists it', (output) => { const list = object(output, 'prod/notifications/kustomization.yaml', 'Kustomization'); list.resources = (list.resources as string[]).filter((file) => file !== 'data.yaml'); }],
  ]),
  ...mutationsOf('arnsInManifests', [
    ['the ARN of a secret', 'is an ARN', (output) => { external(output).data[0].remoteRef.key = 'arn:aws:secretsmanager:us-east-1:444455556666:secret:x'; }],
  ]),
];

export const secretObjects = [...stores, ...fetched, ...variables, ...rights];
