import type { CustomResource } from './custom-resource';

const apiVersion = 'redis.redis.opstreelabs.in/v1beta2';
const IMAGE = 'registry.example/opstree/redis:v8.2.1';

/** What a single Redis and a replicated one have in common. */
const common = (name: string): object => ({
  kubernetesConfig: {
    image: IMAGE,
    imagePullPolicy: 'IfNotPresent',
    redisSecret: { name: `${name}-auth`, key: 'password' },
    resources: { requests: { cpu: '50m', memory: '128Mi' }, limits: { memory: '128Mi' } },
  },
  redisConfig: { maxMemoryPercentOfLimit: 75, dynamicConfig: ['maxmemory-policy allkeys-lru'] },
  TLS: { ca: 'ca.crt', cert: 'tls.crt', key: 'tls.key', secret: { secretName: `${name}-tls` } },
  storage: { keepAfterDelete: true, volumeClaimTemplate: { spec: { accessModes: ['ReadWriteOnce'], storageClassName: 'gp3', resources: { requests: { storage: '1Gi' } } } } },
  podSecurityContext: { runAsNonRoot: true, runAsUser: 1000, fsGroup: 1000, seccompProfile: { type: 'RuntimeDefault' } },
  securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
  priorityClassName: 'batch',
  serviceAccountName: name,
});

export const REDIS_RESOURCES: readonly CustomResource[] = [
  {
    object: { apiVersion, kind: 'Redis', metadata: { name: 'orders-queue' }, spec: common('orders-queue') },
    least: { kubernetesConfig: { image: IMAGE } },
    wrong: [
      { what: 'the size of a replicated one', change: (spec) => { spec.clusterSize = 1; }, says: /spec\.clusterSize: field not declared in schema/ },
      { what: 'no image', change: (spec) => { delete spec.kubernetesConfig.image; }, says: /spec\.kubernetesConfig\.image: Required value/ },
      { what: 'no configuration', change: (spec) => { delete spec.kubernetesConfig; }, says: /spec\.kubernetesConfig: Required value/ },
      { what: 'a misspelt TLS', change: (spec) => { spec.tls = spec.TLS; }, says: /spec\.tls: field not declared in schema/ },
      { what: 'two lists of users', change: (spec) => { spec.acl = { secret: { secretName: 'users' }, persistentVolumeClaim: 'users' }; }, says: /"spec\.acl" must not validate the schema \(not\)/ },
    ],
  },
  {
    object: { apiVersion, kind: 'RedisReplication', metadata: { name: 'orders-cache' }, spec: { clusterSize: 1, podManagementPolicy: 'Parallel', ...common('orders-cache') } },
    least: { clusterSize: 1, kubernetesConfig: { image: IMAGE } },
    wrong: [
      { what: 'no size', change: (spec) => { delete spec.clusterSize; }, says: /spec\.clusterSize: Required value/ },
      { what: 'a size as text', change: (spec) => { spec.clusterSize = 'one'; }, says: /clusterSize: expected numeric/ },
      { what: 'no pod', change: (spec) => { spec.clusterSize = 0; }, says: /spec\.clusterSize: Invalid value: 0/ },
      { what: 'a policy that does not exist', change: (spec) => { spec.podManagementPolicy = 'Ordered'; }, says: /podManagementPolicy: Unsupported value/ },
      { what: 'another policy than before', isRule: true, change: (spec) => { spec.podManagementPolicy = 'OrderedReady'; }, says: /podManagementPolicy is immutable/ },
      { what: 'a password without its key', change: (spec) => { delete spec.kubernetesConfig.redisSecret.key; }, says: /redisSecret\.key: Required value/ },
      { what: 'more memory than all', change: (spec) => { spec.redisConfig.maxMemoryPercentOfLimit = 101; }, says: /maxMemoryPercentOfLimit: Invalid value: 101/ },
      { what: 'a setting with an equals sign', change: (spec) => { spec.redisConfig.dynamicConfig = ['maxmemory-policy=allkeys-lru']; }, says: /dynamicConfig\[0\]: Invalid value/ },
      { what: 'TLS without its Secret', change: (spec) => { delete spec.TLS.secret; }, says: /spec\.TLS\.secret: Required value/ },
      { what: 'a certificate by another name', change: (spec) => { spec.TLS.secret = { name: 'orders-cache-tls' }; }, says: /TLS\.secret\.name: field not declared in schema/ },
      { what: 'a volume without a size', change: (spec) => { delete spec.storage.volumeClaimTemplate.spec.resources; }, says: /volumeClaimTemplate\.spec\.resources: Required value/ },
      { what: 'a volume of nothing', change: (spec) => { spec.storage.volumeClaimTemplate.spec.resources.requests.storage = '0Gi'; }, says: /requests\.storage: Invalid value: "0Gi"/ },
      { what: 'a mode of access that does not exist', change: (spec) => { spec.storage.volumeClaimTemplate.spec.accessModes = ['ReadWrite']; }, says: /accessModes\[0\]: Unsupported value/ },
      { what: 'labels of the claim', change: (spec) => { spec.storage.volumeClaimTemplate.metadata = { labels: { app: 'orders' } }; }, says: /volumeClaimTemplate\.metadata: field not declared in schema/ },
      { what: 'a quantity with a space', change: (spec) => { spec.kubernetesConfig.resources.limits.memory = '128 MiB'; }, says: /limits\.memory: Invalid value: "128 MiB"/ },
      { what: 'a misspelt resource', change: (spec) => { spec.kubernetesConfig.resources.limits.mem = '128Mi'; }, says: /limits\.mem: field not declared in schema/ },
      { what: 'a field of a container for its pod', change: (spec) => { spec.podSecurityContext.allowPrivilegeEscalation = false; }, says: /podSecurityContext\.allowPrivilegeEscalation: field not declared in schema/ },
      { what: 'a field of a pod for its container', change: (spec) => { spec.securityContext.fsGroup = 1000; }, says: /securityContext\.fsGroup: field not declared in schema/ },
      { what: 'a user as text', change: (spec) => { spec.podSecurityContext.runAsUser = '1000'; }, says: /runAsUser: expected numeric/ },
      { what: 'an exporter without its image', change: (spec) => { spec.redisExporter = { enabled: true }; }, says: /redisExporter\.image: Required value/ },
      { what: 'sentinels without their number', change: (spec) => { spec.sentinel = { image: 'registry.example/opstree/redis-sentinel:v8.2.1' }; }, says: /sentinel\.size: Required value/ },
    ],
  },
];
