import { ownedBy } from './operator';
import type { Operator } from './operator';
import type { KubernetesObject } from '../../../support/synthesize';
import type { Live } from '../client';

const PORT = 6379;

/**
 * The operator of OT-CONTAINER-KIT for a single server. Labels and annotations of the object go to all that it makes, and the
 * Services select by all labels.
 * @see https://github.com/OT-CONTAINER-KIT/redis-operator/blob/v0.26.0/internal/k8sutils/redis-standalone.go
 */
export const redisOperator: Operator = {
  manager: 'redis-operator',
  resource: 'redis.redis.redis.opstreelabs.in',
  kind: 'Redis',
  make: (redis) => [...['', '-headless', '-additional'].map((suffix) => service(redis, suffix)), statefulSet(redis)],
  crowds: ({ metadata: { name, namespace } }) => [{ namespace: namespace!, one: ['app', name], pods: 2 }],
  claims: () => 1,
};

/** By these its StatefulSet knows the pods. */
function stableLabels(name: string): Record<string, string> {
  return { app: name, redis_setup_type: 'standalone', role: 'standalone' };
}

function labelsOf({ metadata: { name, labels } }: Live): Record<string, string> {
  return { ...stableLabels(name), ...labels };
}

function annotationsOf({ metadata: { name, annotations } }: Live): Record<string, string> {
  return { 'redis.opstreelabs.in': 'true', 'redis.opstreelabs.instance': name, ...annotations };
}

function service(redis: Live, suffix: string): KubernetesObject {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: `${redis.metadata.name}${suffix}`, namespace: redis.metadata.namespace!, labels: labelsOf(redis), annotations: annotationsOf(redis), ...ownedBy(redis) },
    spec: { type: 'ClusterIP', ...(suffix === '-headless' ? { clusterIP: 'None' } : {}), selector: labelsOf(redis), ports: [{ name: 'redis-client', port: PORT, targetPort: PORT, protocol: 'TCP' }] },
  };
}

function statefulSet(redis: Live): KubernetesObject {
  const { metadata: { name, namespace }, spec: { storage } } = redis;
  const metadata = { labels: labelsOf(redis), annotations: annotationsOf(redis) };
  return {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: { name, namespace: namespace!, ...metadata, ...ownedBy(redis) },
    spec: {
      replicas: 1,
      serviceName: `${name}-headless`,
      selector: { matchLabels: stableLabels(name) },
      template: { metadata, spec: podSpec(redis) },
      volumeClaimTemplates: [{ metadata: { name, ...metadata }, spec: { ...storage.volumeClaimTemplate.spec, volumeMode: 'Filesystem' } }],
    },
  };
}

function podSpec({ metadata: { name }, spec }: Live): object {
  const { kubernetesConfig: { image, imagePullPolicy, redisSecret, resources }, redisConfig, TLS, serviceAccountName, podSecurityContext, securityContext } = spec;
  return {
    serviceAccountName,
    securityContext: podSecurityContext,
    containers: [{
      name,
      image,
      imagePullPolicy,
      resources,
      securityContext,
      env: [
        { name: 'SETUP_MODE', value: 'standalone' },
        { name: 'REDIS_PASSWORD', valueFrom: { secretKeyRef: { name: redisSecret.name, key: redisSecret.key } } },
        { name: 'REDIS_TLS_CA_CERT', value: `/tls/${TLS.ca}` }, { name: 'REDIS_TLS_CERT', value: `/tls/${TLS.cert}` }, { name: 'REDIS_TLS_CERT_KEY', value: `/tls/${TLS.key}` },
      ],
      volumeMounts: [
        { name, mountPath: '/data' },
        { name: 'external-config', mountPath: '/etc/redis/external.conf.d' },
        { name: 'tls-certs', mountPath: '/tls', readOnly: true },
      ],
    }],
    volumes: [
      { name: 'config', emptyDir: {} },
      { name: 'external-config', configMap: { name: redisConfig.additionalRedisConfig } },
      { name: 'tls-certs', secret: TLS.secret },
    ],
  };
}
