import type { CustomResource } from './custom-resource';
import { REDIS_RESOURCES } from './redis-resources';
import { S3_RESOURCES } from './s3-resources';
import { SEAWEED_RESOURCES } from './seaweed-resources';

/** One good object of each kind that the manifests hold or will hold, and mistakes that a person or a printer makes in it. */
export const RESOURCES: readonly CustomResource[] = [
  {
    object: {
      apiVersion: 'external-secrets.io/v1',
      kind: 'ExternalSecret',
      metadata: { name: 'orders-secrets' },
      spec: {
        refreshInterval: '1h',
        secretStoreRef: { name: 'secrets', kind: 'SecretStore' },
        target: { name: 'orders-secrets', creationPolicy: 'Owner', deletionPolicy: 'Retain' },
        data: [{ secretKey: 'API_KEY', remoteRef: { key: 'dust/prod/orders/API_KEY' } }],
      },
    },
    wrong: [
      { what: 'a policy that does not exist', change: (spec) => { spec.target.deletionPolicy = 'Keep'; }, says: /spec\.target\.deletionPolicy: Unsupported value: "Keep"/ },
      { what: 'a misspelt field', change: (spec) => { spec.refreshIntervall = '1h'; }, says: /spec\.refreshIntervall: field not declared in schema/ },
      { what: 'a misspelt field deep inside', change: (spec) => { spec.data[0].remoteRef.propertry = 'x'; }, says: /remoteRef\.propertry: field not declared in schema/ },
      { what: 'no key of the secret', change: (spec) => { delete spec.data[0].remoteRef.key; }, says: /spec\.data\[0\]\.remoteRef\.key: Required value/ },
      { what: 'no name for the key in the pod', change: (spec) => { delete spec.data[0].secretKey; }, says: /secretKey: Required value|associative list with keys has an element that omits key/ },
      { what: 'a store of a kind that does not exist', change: (spec) => { spec.secretStoreRef.kind = 'Vault'; }, says: /secretStoreRef\.kind: Unsupported value/ },
    ],
  },
  {
    object: {
      apiVersion: 'external-secrets.io/v1',
      kind: 'SecretStore',
      metadata: { name: 'secrets' },
      spec: { provider: { aws: { service: 'SecretsManager', region: 'us-east-1', role: 'arn:aws:iam::444455556666:role/dust/prod/secrets/orders' } } },
    },
    wrong: [
      { what: 'a service that does not exist', change: (spec) => { spec.provider.aws.service = 'SecretManager'; }, says: /provider\.aws\.service: Unsupported value/ },
      { what: 'no region', change: (spec) => { delete spec.provider.aws.region; }, says: /region: Required value/ },
      { what: 'two providers', change: (spec) => { spec.provider.fake = { data: [] }; }, says: /must have at most 1 items|maxProperties|too many/i },
    ],
  },
  {
    object: {
      apiVersion: 'postgresql.cnpg.io/v1',
      kind: 'Cluster',
      metadata: { name: 'orders-db' },
      spec: {
        instances: 2,
        imageName: 'registry.example/cloudnative-pg/postgresql:18.4-system-trixie',
        enableSuperuserAccess: false,
        primaryUpdateStrategy: 'unsupervised',
        storage: { size: '10Gi', storageClass: 'gp3' },
        resources: { requests: { cpu: '250m', memory: '512Mi' }, limits: { memory: '512Mi' } },
        postgresql: { parameters: { shared_buffers: '128MB', max_connections: '100' }, pg_hba: ['hostnossl all all all reject'] },
        affinity: { enablePodAntiAffinity: true, topologyKey: 'topology.kubernetes.io/zone' },
        monitoring: { enablePodMonitor: false },
        bootstrap: { initdb: { database: 'orders', owner: 'orders_admin' } },
        managed: { roles: [{ name: 'orders_app', ensure: 'present', login: true, passwordSecret: { name: 'orders-db-app' } }] },
      },
    },
    wrong: [
      { what: 'no instance', change: (spec) => { spec.instances = 0; }, says: /spec\.instances: Invalid value: 0/ },
      { what: 'instances as text', change: (spec) => { spec.instances = 'two'; }, says: /instances|expected numeric/ },
      { what: 'a misspelt field', change: (spec) => { spec.bootstrap.initdb.databse = 'orders'; }, says: /initdb\.databse: field not declared in schema/ },
      { what: 'a method of updates that does not exist', change: (spec) => { spec.primaryUpdateMethod = 'reboot'; }, says: /primaryUpdateMethod: Unsupported value/ },
      { what: 'a parameter as a number', change: (spec) => { spec.postgresql.parameters.max_connections = 100; }, says: /parameters\.max_connections: expected string/ },
      { what: 'a role without its name', change: (spec) => { delete spec.managed.roles[0].name; }, says: /managed\.roles\[0\]\.name: Required value/ },
    ],
  },
  {
    object: {
      apiVersion: 'postgresql.cnpg.io/v1',
      kind: 'ScheduledBackup',
      metadata: { name: 'orders-db' },
      spec: { cluster: { name: 'orders-db' }, schedule: '0 0 3 * * *', method: 'plugin', pluginConfiguration: { name: 'barman-cloud.cloudnative-pg.io' }, backupOwnerReference: 'self' },
    },
    wrong: [
      { what: 'no schedule', change: (spec) => { delete spec.schedule; }, says: /spec\.schedule: Required value/ },
      { what: 'a method that does not exist', change: (spec) => { spec.method = 'barman'; }, says: /spec\.method: Unsupported value: "barman"/ },
      { what: 'a cluster as text', change: (spec) => { spec.cluster = 'orders-db'; }, says: /spec\.cluster: expected map/ },
    ],
  },
  {
    object: {
      apiVersion: 'postgresql.cnpg.io/v1',
      kind: 'Database',
      metadata: { name: 'orders-extra' },
      spec: { cluster: { name: 'orders-db' }, name: 'extra', owner: 'orders', databaseReclaimPolicy: 'retain' },
    },
    wrong: [
      { what: 'no owner', change: (spec) => { delete spec.owner; }, says: /spec\.owner: Required value/ },
      { what: 'a database of the server itself', isRule: true, change: (spec) => { spec.name = 'template0'; }, says: /spec\.name: Invalid value.*reserved/s },
      { what: 'a policy in capitals', change: (spec) => { spec.databaseReclaimPolicy = 'Retain'; }, says: /databaseReclaimPolicy: Unsupported value: "Retain"/ },
    ],
  },
  {
    object: {
      apiVersion: 'generators.external-secrets.io/v1alpha1',
      kind: 'Password',
      metadata: { name: 'orders-password' },
      spec: { length: 32, digits: 8, symbols: 0, noUpper: false, allowRepeat: true },
    },
    wrong: [
      { what: 'a length as text', change: (spec) => { spec.length = '32'; }, says: /length: expected numeric/ },
      { what: 'symbols as a switch', change: (spec) => { spec.symbols = false; }, says: /symbols: expected numeric/ },
      { what: 'a misspelt field', change: (spec) => { spec.allowRepeats = true; }, says: /spec\.allowRepeats: field not declared in schema/ },
      { what: 'an encoding that does not exist', change: (spec) => { spec.encoding = 'url'; }, says: /spec\.encoding: Unsupported value: "url"/ },
    ],
  },
  {
    object: {
      apiVersion: 'cert-manager.io/v1',
      kind: 'Certificate',
      metadata: { name: 'orders-cache' },
      spec: {
        secretName: 'orders-cache-tls', dnsNames: ['orders-cache-master.orders.svc'], duration: '2160h', renewBefore: '720h', usages: ['server auth'],
        privateKey: { algorithm: 'ECDSA', size: 256, rotationPolicy: 'Always' }, issuerRef: { name: 'in-cluster', kind: 'ClusterIssuer', group: 'cert-manager.io' },
      },
    },
    wrong: [
      { what: 'no Secret', change: (spec) => { delete spec.secretName; }, says: /spec\.secretName: Required value/ },
      { what: 'no issuer', change: (spec) => { delete spec.issuerRef; }, says: /spec\.issuerRef: Required value/ },
      { what: 'a misspelt list of names', change: (spec) => { spec.dnsnames = ['orders']; }, says: /spec\.dnsnames: field not declared in schema/ },
      { what: 'a usage with a hyphen', change: (spec) => { spec.usages = ['server-auth']; }, says: /spec\.usages\[0\]: Unsupported value: "server-auth"/ },
      { what: 'an algorithm in small letters', change: (spec) => { spec.privateKey.algorithm = 'ecdsa'; }, says: /privateKey\.algorithm: Unsupported value: "ecdsa"/ },
    ],
  },
  {
    object: {
      apiVersion: 'monitoring.coreos.com/v1',
      kind: 'PodMonitor',
      metadata: { name: 'orders-db' },
      spec: { selector: { matchLabels: { 'cnpg.io/cluster': 'orders-db' } }, podMetricsEndpoints: [{ port: 'metrics', interval: '30s' }] },
    },
    wrong: [
      { what: 'a duration with a fraction', change: (spec) => { spec.podMetricsEndpoints[0].interval = '1.5m'; }, says: /interval: Invalid value: "1\.5m"/ },
      { what: 'no selector', change: (spec) => { delete spec.selector; }, says: /spec\.selector: Required value/ },
    ],
  },
  {
    object: {
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'HTTPRoute',
      metadata: { name: 'orders' },
      spec: { parentRefs: [{ name: 'public' }], hostnames: ['orders.dust.example'], rules: [{ backendRefs: [{ name: 'orders', port: 8000 }] }] },
    },
    wrong: [
      { what: 'a port out of range', change: (spec) => { spec.rules[0].backendRefs[0].port = 70000; }, says: /port: Invalid value: 70000/ },
      { what: 'a host that is an address', change: (spec) => { spec.hostnames = ['-orders']; }, says: /hostnames\[0\]: Invalid value/ },
    ],
  },
  {
    object: {
      apiVersion: 'elbv2.k8s.aws/v1beta1',
      kind: 'IngressClassParams',
      metadata: { name: 'orders-internal' },
      spec: { scheme: 'internal', group: { name: 'orders-internal' }, targetType: 'ip', inboundCIDRs: ['10.0.0.0/8'], sslRedirectPort: '443' },
    },
    wrong: [
      { what: 'a scheme that does not exist', change: (spec) => { spec.scheme = 'internet'; }, says: /spec\.scheme: Unsupported value: "internet"/ },
      { what: 'a misspelt field', change: (spec) => { spec.inboundCidrs = ['10.0.0.0/8']; }, says: /inboundCidrs: field not declared in schema/ },
      { what: 'a group whose name is none', change: (spec) => { spec.group.name = 'Orders_Internal'; }, says: /spec\.group\.name: Invalid value/ },
    ],
  },
  ...REDIS_RESOURCES,
  ...SEAWEED_RESOURCES,
  ...S3_RESOURCES,
];
