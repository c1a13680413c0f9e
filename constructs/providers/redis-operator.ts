import { ApiObject } from 'cdk8s';
import type { BuildHost } from './build-host';
import { checkOperator, checkUnserved } from './requirements';
import type { Finding } from '../../lib/issues/issue';
import { KEPT } from '../../lib/manifests/kept';
import { redisUrlTemplate } from '../../lib/manifests/secret-url';
import { Names } from '../../lib/plan/names';
import { namespaceOf } from '../../lib/plan/namespace-of';
import { inNamespace, tcp } from '../../lib/plan/network-peer';
import { NO_BINDING } from '../../lib/providers/contract';
import type { Binding, OperatedPods, ProviderContract, RequestContext } from '../../lib/providers/contract';
import type { CacheRequest } from '../../lib/requests/cache';
import { redisOperatorRunbook } from '../../lib/restore/redis-operator';
import { CARRIED } from '../../lib/spec/declared';
import { formatCpu, formatMebibytes } from '../../lib/spec/quantities';
import { serviceAccount } from '../kubernetes/foundation';
import { GENERATOR, generatedSecret } from '../kubernetes/generated-secret';
import { OPERATED_CONTAINER_SECURITY, operatedPodSecurity } from '../kubernetes/security-context';
import type { ChartObject } from '../kubernetes/service-chart';

interface RedisBinding extends Binding {
  /** Of the cache, of its password and of its service account. */
  readonly objectName: string;
  readonly namespace: string;
  readonly tlsSecret: string;
  readonly configMap: string;
  readonly host: string;
}

/** The Redis operator of OT-CONTAINER-KIT. @see https://redis-operator.opstree.dev/ */
export const redisOperator: ProviderContract<CacheRequest, RedisBinding, BuildHost> = {
  [CARRIED]: true,
  kind: 'cache',
  name: 'redisOperator',
  check,
  bind,
  build,
};

/** The operator's own; an application is told it. */
const PORT = 6379;
const CA_FILE = '/etc/dust/cache/ca.pem';
const SIZES = { cpu: 50, cpuLimit: 500, memory: 256 } as const;
/** The user of the operator's images. */
const USER_ID = 1000;
const NAME = 'the Redis operator';

function check({ instanceClass, existing }: CacheRequest, { environment }: RequestContext): readonly Finding[] {
  return [
    ...checkOperator(environment, 'redisOperator', 'Redis operator'),
    ...checkOperator(environment, 'certificateIssuer', 'issuer of certificates'),
    ...checkUnserved({ provider: NAME, environment: environment.name, features: { instanceClass, existing }, sizes: ['instanceClass'], instead: 'Provider.elastiCache()' }),
    ...(environment.protected ? [{ ...ONE_INSTANCE, problem: `would have one instance of the Redis operator and no backup in environment "${environment.name}", which is protected` }] : []),
  ];
}

const ONE_INSTANCE: Finding = {
  code: 'DUST2029', problem: 'has one instance', allowed: 'an environment that is not protected, or a cache with replicas and backups', fix: 'serve cache there by Provider.elastiCache()',
};

function bind(_request: CacheRequest, { prefix, service, environment }: RequestContext): RedisBinding {
  const names = new Names(prefix);
  const objectName = names.object(service, 'cache');
  const namespace = namespaceOf(service, environment, names);
  const tlsSecret = names.object(service, 'cache-tls');
  const configMap = names.object(service, 'cache-config');
  const key = (name: string) => ({ secret: objectName, key: name });
  return {
    ...NO_BINDING,
    objectName,
    namespace,
    tlsSecret,
    configMap,
    host: `${objectName}.${namespace}.svc`,
    values: { REDIS_TLS: 'true', REDIS_CA_FILE: CA_FILE },
    secrets: { REDIS_HOST: key('REDIS_HOST'), REDIS_PORT: key('REDIS_PORT'), REDIS_PASSWORD: key('REDIS_PASSWORD'), REDIS_URL: key('REDIS_URL') },
    peers: [{ name: 'to-cache', reason: 'Its cache', to: inNamespace(namespace, podsOf(objectName)), ports: tcp(PORT) }],
    files: [{ path: CA_FILE, secret: tlsSecret, key: 'ca.crt' }],
    operated: [pods(objectName, service, namespace, environment)],
    applied: [
      GENERATOR,
      { group: 'redis.redis.opstreelabs.in', kind: 'Redis', resource: 'redis', layer: 'data' },
      // Whoever may ask the issuer for a certificate may ask for one in the name of another service.
      { group: 'cert-manager.io', kind: 'Certificate', resource: 'certificates', layer: 'foundation' },
      { group: '', kind: 'ConfigMap', name: configMap, resource: 'configmaps', layer: 'data' },
    ],
    restore: redisOperatorRunbook({ service, namespace, objectName, environment: environment.name }),
  };
}

/** What the operator labels the pods of a single server with. */
function podsOf(name: string): Readonly<Record<string, string>> {
  return { app: name, redis_setup_type: 'standalone', role: 'standalone' };
}

/** One pod, and the one that is going while it is replaced. */
function pods(name: string, service: string, namespace: string, { cluster: { profile } }: RequestContext['environment']): OperatedPods {
  return {
    name: 'cache',
    labels: podsOf(name),
    ...SIZES,
    pods: 2,
    volumes: 1,
    ingress: [
      { name: 'from-service', reason: 'The service whose cache it is', to: inNamespace(namespace, { 'app.kubernetes.io/name': service }), ports: tcp(PORT) },
      { name: 'from-operator', reason: 'The Redis operator asks how it is', to: inNamespace(profile.redisOperator?.namespace ?? '', {}), ports: tcp(PORT) },
    ],
    egress: [],
  };
}

function build({ chart, plan }: BuildHost, _request: CacheRequest, binding: RedisBinding): void {
  const { objectName, host } = binding;
  const password = generatedSecret({
    name: objectName,
    template: { REDIS_HOST: host, REDIS_PORT: String(PORT), REDIS_PASSWORD: '{{ .password }}', REDIS_URL: redisUrlTemplate(String(PORT), host) },
  });
  const objects: ChartObject[] = [
    ...password,
    { id: 'cache-service-account', manifest: serviceAccount(objectName) },
    { id: 'cache-certificate', manifest: certificate(plan, binding) },
    { id: 'cache-config', manifest: { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: binding.configMap }, data: { 'redis-additional.conf': CONFIG } } },
    { id: 'cache', manifest: redis(plan, binding) },
  ];
  for (const { id, manifest } of objects) new ApiObject(chart, id, manifest as never);
}

/** Part of the container's memory, and what ElastiCache does by default when it is full; without either, Redis would be killed there. */
const MEMORY_PERCENT = 75;
const CONFIG = `maxmemory ${SIZES.memory * MEMORY_PERCENT / 100}mb\nmaxmemory-policy volatile-lru\n`;

type Plan = BuildHost['plan'];

/**
 * The service is reached by the first of the names. The operator comes by the name of the pod, and shows the same certificate
 * as its own. @see https://cert-manager.io/docs/reference/api-docs/#cert-manager.io/v1.Certificate
 */
function certificate({ environment: { cluster: { profile } } }: Plan, { objectName, namespace, tlsSecret, host }: RedisBinding): object {
  const { name, kind } = profile.certificateIssuer!;
  return {
    apiVersion: 'cert-manager.io/v1',
    kind: 'Certificate',
    metadata: { name: objectName },
    spec: {
      secretName: tlsSecret,
      issuerRef: { group: 'cert-manager.io', kind, name },
      dnsNames: [host, `${objectName}.${namespace}`, objectName, `*.${objectName}-headless.${namespace}.svc`],
      privateKey: { algorithm: 'ECDSA', size: 256, rotationPolicy: 'Always' },
      usages: ['digital signature', 'key encipherment', 'server auth', 'client auth'],
    },
  };
}

function redis({ environment: { cluster: { profile } } }: Plan, { objectName, configMap, tlsSecret }: RedisBinding): object {
  const memory = formatMebibytes(SIZES.memory);
  const storage = { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } }, ...(profile.storageClass === undefined ? {} : { storageClassName: profile.storageClass }) };
  return {
    apiVersion: 'redis.redis.opstreelabs.in/v1beta2',
    kind: 'Redis',
    // The operator hands labels and annotations on. Under the service's own name its pods would be behind the Service; and on the
    // StatefulSet, Reloader sees that a password or certificate is new, for which the operator restarts nothing.
    metadata: { name: objectName, labels: { 'app.kubernetes.io/name': objectName }, annotations: { ...KEPT, ...(profile.reloader ? { 'secret.reloader.stakater.com/auto': 'true' } : {}) } },
    spec: {
      kubernetesConfig: {
        image: profile.redisOperator!.image,
        imagePullPolicy: 'IfNotPresent',
        redisSecret: { name: objectName, key: 'REDIS_PASSWORD' },
        resources: { requests: { cpu: formatCpu(SIZES.cpu), memory }, limits: { cpu: formatCpu(SIZES.cpuLimit), memory } },
      },
      // The first is read by the operator's agent, where it is switched on; the configuration says the same to the entrypoint.
      redisConfig: { maxMemoryPercentOfLimit: MEMORY_PERCENT, additionalRedisConfig: configMap },
      // Without the names of the files the operator leaves out the authority, which probes and clients need.
      TLS: { ca: 'ca.crt', cert: 'tls.crt', key: 'tls.key', secret: { secretName: tlsSecret } },
      // What the entrypoint of the images calls it; the operator says REDIS_TLS_CA_CERT, which only its own agent reads.
      env: [{ name: 'REDIS_TLS_CA_KEY', value: '/tls/ca.crt' }],
      storage: { volumeClaimTemplate: { spec: storage } },
      serviceAccountName: objectName,
      podSecurityContext: operatedPodSecurity(USER_ID),
      securityContext: OPERATED_CONTAINER_SECURITY,
    },
  };
}
