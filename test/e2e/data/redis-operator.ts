import type { CachePlace } from './cache-server';
import { find } from './cluster';
import { only } from './known';
import type { Sources } from './kubernetes-environment';
import type { KubernetesObject } from '../../support/synthesize';

type Json = Record<string, any>;

/**
 * The server that the operator makes of a printed Redis: its password from a Secret, TLS alone, and the lines of a person last.
 * What this does not know of one is an error.
 * By default the image's entrypoint writes the configuration, which knows nothing of `maxMemoryPercentOfLimit`.
 * @see https://github.com/OT-CONTAINER-KIT/redis-operator/blob/v0.26.0/internal/k8sutils/statefulset.go
 */
export function cachePlace(redis: KubernetesObject, objects: readonly KubernetesObject[], sources: Sources): Omit<CachePlace, 'address'> {
  const { metadata: { namespace = '' }, spec } = redis;
  only(spec as Json, ['TLS', 'kubernetesConfig', 'podSecurityContext', 'redisConfig', 'securityContext', 'serviceAccountName', 'storage', 'nodeSelector', 'tolerations', 'env']);
  if (!(spec.env as Json[]).some(({ name, value }) => name === 'REDIS_TLS_CA_KEY' && value === '/tls/ca.crt')) throw new Error('the entrypoint would write tls-ca-cert-file without a file');
  const { redisSecret, resources } = spec.kubernetesConfig as Json;
  const password = sources.find('Secret', namespace, redisSecret as Json)![redisSecret.key as string];
  if (password === undefined) throw new Error(`Secret ${redisSecret.name} has no key ${redisSecret.key}`);
  const { additionalRedisConfig } = only(spec.redisConfig as Json, ['additionalRedisConfig', 'maxMemoryPercentOfLimit']);
  const more = sources.find('ConfigMap', namespace, { name: additionalRedisConfig as string })!['redis-additional.conf']!;
  if (Number(/^maxmemory (\d+)mb$/m.exec(more)?.[1]) >= Number(/^(\d+)Mi$/.exec(resources.limits.memory as string)![1])) throw new Error('the kernel would end it before it evicts anything');
  return { port: 6379, names: certificateOf(redis, objects).spec.dnsNames as string[], password, more: `protected-mode yes\nmasterauth ${JSON.stringify(password)}\n${more}` };
}

/** The Certificate whose Secret the server has; its keys are those that the object names. */
export function certificateOf({ metadata: { namespace = '' }, spec }: KubernetesObject, objects: readonly KubernetesObject[]): KubernetesObject {
  const { ca, cert, key, secret } = only(spec.TLS as Json, ['ca', 'cert', 'key', 'secret']);
  if (ca !== 'ca.crt' || cert !== 'tls.crt' || key !== 'tls.key') throw new Error(`cert-manager makes no ${ca}, ${cert} and ${key}`);
  return find(objects.filter((one) => one.spec?.secretName === secret.secretName), 'Certificate', namespace, /./);
}
