import { mutationsOf } from './mutation';
import { addObject, container, object, podSpec, removeObject } from '../../independent/mutate';
import type { Output } from '../../support/synthesize';

const DATA = 'dev/notifications/data.yaml';
const FOUNDATION = 'dev/notifications/foundation.yaml';
const WORKLOAD = 'dev/notifications/workload.yaml';

type Fields = Record<string, any>;

function cache(output: Output): Fields {
  return object(output, DATA, 'Redis') as Fields;
}

function spec(output: Output): Fields {
  return cache(output).spec as Fields;
}

function certificate(output: Output): Fields {
  return object(output, FOUNDATION, 'Certificate').spec as Fields;
}

function secret(output: Output): Fields {
  return object(output, DATA, 'ExternalSecret', 'notifications-cache').spec.target.template.data as Fields;
}

/** The labels by which the Service and the budget of the service find its pods. */
function asTheService(output: Output): void {
  cache(output).metadata.labels['app.kubernetes.io/name'] = 'notifications';
}

export const clusterCache = [
  ...mutationsOf('k13Caches', [
    ['an image that is not pinned', 'an image that nobody declared', (output) => { spec(output).kubernetesConfig.image = 'quay.io/opstree/redis:v7.0.15'; }],
    ['no password', 'asks for no password', (output) => { delete spec(output).kubernetesConfig.redisSecret; }],
    ['a password that nobody makes', 'asks for no password', (output) => { spec(output).kubernetesConfig.redisSecret.key = 'password'; }],
    ['a password that everybody knows', 'asks for no password', (output) => { spec(output).kubernetesConfig.redisSecret.key = 'REDIS_HOST'; }],
    ['no TLS', 'without TLS', (output) => { delete spec(output).TLS; }],
    ['TLS without an authority', 'without TLS', (output) => { delete spec(output).TLS.ca; }],
    ['TLS of a certificate that nobody makes', 'without TLS', (output) => { spec(output).TLS.secret.secretName = 'notifications-tls'; }],
    ['a certificate that is gone', 'without TLS', (output) => { removeObject(output, FOUNDATION, 'Certificate'); }],
    ['pods that may run as root', 'restricted refuses', (output) => { delete spec(output).podSecurityContext.runAsNonRoot; delete spec(output).securityContext.runAsNonRoot; }],
    ['containers with powers', 'restricted refuses', (output) => { spec(output).securityContext.capabilities.add = ['NET_ADMIN']; }],
    ['containers that may become more', 'restricted refuses', (output) => { delete spec(output).securityContext.allowPrivilegeEscalation; }],
    ['pods without seccomp', 'restricted refuses', (output) => { delete spec(output).podSecurityContext.seccompProfile; delete spec(output).securityContext.seccompProfile; }],
    ['no user of its own', 'nobody in particular', (output) => { delete spec(output).podSecurityContext.runAsUser; }],
    ['the account of the service', 'no account of its own', (output) => { spec(output).serviceAccountName = 'notifications'; }],
    ['no account', 'no account of its own', (output) => { delete spec(output).serviceAccountName; }],
    ['an account with a token', 'no account of its own', (output) => { object(output, FOUNDATION, 'ServiceAccount', 'notifications-cache').automountServiceAccountToken = true; }],
    ['memory without a limit', 'no memory of its own', (output) => { delete spec(output).kubernetesConfig.resources.limits; }],
    ['no volume', 'forgets everything', (output) => { delete spec(output).storage; }],
    ['settings that are not there', 'settings that are not there', (output) => { removeObject(output, DATA, 'ConfigMap'); }],
    ['no limit that Redis itself keeps', 'is killed where its memory is full', (output) => { object(output, DATA, 'ConfigMap').data['redis-additional.conf'] = 'maxmemory-policy volatile-lru\n'; }],
    ['all of the memory for Redis itself', 'is killed where its memory is full', (output) => { object(output, DATA, 'ConfigMap').data['redis-additional.conf'] = 'maxmemory 256mb\n'; }],
    ['all of the memory', 'fills more than its memory', (output) => { spec(output).redisConfig.maxMemoryPercentOfLimit = 100; }],
  ]),
  ...mutationsOf('k13Certificates', [
    ['a certificate of another name', 'which its certificate does not know', (output) => { certificate(output).dnsNames.shift(); }],
    ['an address that the certificate does not know', 'which its certificate does not know', (output) => { secret(output).REDIS_HOST = 'notifications-cache.notifications.svc.cluster.test'; }],
    ['a certificate for somebody else', 'has a certificate for catalog-cache.catalog.svc', (output) => { certificate(output).dnsNames.push('catalog-cache.catalog.svc'); }],
    ['a certificate for everybody', 'has a certificate for *.svc', (output) => { certificate(output).dnsNames.push('*.svc'); }],
    ['another issuer', 'another issuer', (output) => { certificate(output).issuerRef.name = 'letsencrypt'; }],
    ['a certificate that signs', 'may sign for others', (output) => { certificate(output).isCA = true; }],
    ['a usage that signs', 'may sign for others', (output) => { certificate(output).usages.push('cert sign'); }],
    ['a key for ever', 'keeps its key for ever', (output) => { delete certificate(output).privateKey.rotationPolicy; }],
    ['a certificate that nobody has', 'is of nobody', (output) => { addObject(output, FOUNDATION, { ...structuredClone(object(output, FOUNDATION, 'Certificate')), spec: { ...certificate(output), secretName: 'other-tls' } }); }],
  ]),
  ...mutationsOf('operatedPodsAreApart', [
    ['a cache behind the Service', 'Service notifications: takes in', asTheService],
    ['a cache under the budget', 'PodDisruptionBudget notifications: takes in', asTheService],
    ['a Service for every pod', 'Service notifications: takes in', (output) => { object(output, WORKLOAD, 'Service').spec.selector = {}; }],
  ]),
  ...mutationsOf('policySelectors', [
    ['rules of the service for its cache', 'alike', asTheService],
    ['a policy for a cache that is not there', 'selects no pod', (output) => { cache(output).metadata.name = 'other-cache'; }],
  ]),
  ...mutationsOf('dataIsKept', [
    ['a store that Flux prunes', 'dust-objects.yaml', (output) => { delete object(output, 'dev/dust-objects/dust-objects.yaml', 'Seaweed').metadata.annotations!['kustomize.toolkit.fluxcd.io/prune']; }],
    ['a cache that Argo CD prunes', 'may be pruned by Argo CD', (output) => { delete cache(output).metadata.annotations['argocd.argoproj.io/sync-options']; }],
    ['a database that Flux prunes', 'may be pruned by Flux', (output) => { delete object(output, 'dev/catalog/data.yaml', 'Cluster').metadata.annotations['kustomize.toolkit.fluxcd.io/prune']; }],
    ['a bucket that Flux prunes', 'may be pruned by Flux', (output) => { delete object(output, 'dev/catalog/foundation.yaml', 'Bucket').metadata.annotations; }],
  ]),
  ...mutationsOf('k5Variables', [
    ['a cache without TLS in the cluster', 'REDIS_URL: is the secret', (output) => { secret(output).REDIS_URL = secret(output).REDIS_URL.replace('rediss', 'redis'); }],
    ['a port where no cache is', 'REDIS_PORT: is the secret 6380', (output) => { secret(output).REDIS_PORT = '6380'; }],
    ['the password of another cache', 'REDIS_PASSWORD: is the secret', (output) => { (container(output, WORKLOAD).env as Fields[]).find(({ name }) => name === 'REDIS_PASSWORD')!.valueFrom.secretKeyRef = { name: 'notifications-secret-webhook-signing-key', key: 'WEBHOOK_SIGNING_KEY' }; }],
  ]),
  ...mutationsOf('certificates', [
    ['the key of the cache', 'not its authority alone', (output) => { (podSpec(output, WORKLOAD).volumes as Fields[]).find(({ secret: mounted }) => mounted !== undefined)!.secret.items[0].key = 'tls.crt'; }],
  ]),
  ...mutationsOf('configMapsAreUsed', [
    ['settings that no cache reads', 'no pod reads it', (output) => { delete spec(output).redisConfig.additionalRedisConfig; }],
  ]),
  ...mutationsOf('k1Namespaces', [
    ['a quota without the cache', 'suffices for what its pods take', (output) => { object(output, FOUNDATION, 'ResourceQuota').spec.hard['limits.memory'] = '850Mi'; }],
    ['a quota without the volume of the cache', 'suffices for its volumes', (output) => { object(output, FOUNDATION, 'ResourceQuota').spec.hard.persistentvolumeclaims = '0'; }],
    ['a quota without volumes', 'suffices for its volumes', (output) => { delete object(output, FOUNDATION, 'ResourceQuota').spec.hard.persistentvolumeclaims; }],
    ['a quota without the pods of the store', 'suffices for its pods', (output) => { object(output, 'dev/dust-objects/dust-objects.yaml', 'ResourceQuota').spec.hard.pods = '3'; }],
    ['volumes where nothing is kept', 'volumes that nobody needs', (output) => { object(output, 'prod/catalog/foundation.yaml', 'ResourceQuota').spec.hard.persistentvolumeclaims = '5'; }],
  ]),
];
