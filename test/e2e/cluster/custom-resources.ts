interface Wrong {
  readonly what: string;
  readonly says: RegExp;
  change(spec: any): void;
}

interface CustomResource {
  readonly object: { readonly apiVersion: string; readonly kind: string; readonly metadata: { readonly name: string }; readonly spec: any };
  readonly wrong: readonly Wrong[];
}

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
        storage: { size: '10Gi' },
        bootstrap: { initdb: { database: 'orders', owner: 'orders_admin' } },
        managed: { roles: [{ name: 'orders_app', ensure: 'present', login: true, passwordSecret: { name: 'orders-db-app' } }] },
      },
    },
    wrong: [
      { what: 'no instance', change: (spec) => { spec.instances = 0; }, says: /spec\.instances: Invalid value: 0/ },
      { what: 'instances as text', change: (spec) => { spec.instances = 'two'; }, says: /instances|expected numeric/ },
      { what: 'a misspelt field', change: (spec) => { spec.bootstrap.initdb.databse = 'orders'; }, says: /initdb\.databse: field not declared in schema/ },
      { what: 'a method of updates that does not exist', change: (spec) => { spec.primaryUpdateMethod = 'reboot'; }, says: /primaryUpdateMethod: Unsupported value/ },
      { what: 'a role without its name', change: (spec) => { delete spec.managed.roles[0].name; }, says: /managed\.roles\[0\]\.name: Required value/ },
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
];
