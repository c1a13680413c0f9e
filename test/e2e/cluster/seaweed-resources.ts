import type { CustomResource } from './custom-resource';

const apiVersion = 'seaweed.seaweedfs.com/v1';

const confined = {
  podSecurityContext: { runAsNonRoot: true, runAsUser: 1000, fsGroup: 1000, seccompProfile: { type: 'RuntimeDefault' } },
  containerSecurityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
  serviceAccountName: 'objects',
};
const persistence = (storage: string): object => ({ enabled: true, storageClassName: 'gp3', resources: { requests: { storage } } });

const CLUSTER: CustomResource = {
  object: {
    apiVersion,
    kind: 'Seaweed',
    metadata: { name: 'objects' },
    spec: {
      image: 'registry.example/chrislusf/seaweedfs:4.43',
      volumeServerDiskCount: 1,
      securityConfig: { jwtSigning: { volumeWrite: true, filerWrite: true } },
      master: { replicas: 1, volumeSizeLimitMB: 1024, requests: { cpu: '50m', memory: '128Mi' }, limits: { memory: '256Mi' }, persistence: persistence('1Gi'), ...confined },
      volume: { replicas: 1, requests: { cpu: '50m', memory: '128Mi', storage: '20Gi' }, storageClassName: 'gp3', ...confined },
      filer: { replicas: 1, config: '[leveldb2]\nenabled = true\ndir = "/data/filerldb2"\n', persistence: persistence('4Gi'), ...confined },
      s3: { replicas: 1, port: 8333, metricsPort: 9327, configSecret: { name: 'objects-s3-root', key: 's3.json' }, ...confined },
    },
  },
  least: { master: { replicas: 1 }, volume: { replicas: 1, requests: { storage: '20Gi' } } },
  wrong: [
    { what: 'no master', change: (spec) => { delete spec.master; }, says: /spec\.master: Required value/ },
    { what: 'no number of volume servers', change: (spec) => { delete spec.volume.replicas; }, says: /spec\.volume\.replicas: Required value/ },
    { what: 'volumes without a size', change: (spec) => { delete spec.volume.requests.storage; }, says: /spec\.volume.*anyOf/s },
    { what: 'volumes of nothing', change: (spec) => { spec.volume.requests.storage = '0'; }, says: /volume\.requests\.storage: Invalid value: "0"/ },
    { what: 'resources as a container has them', change: (spec) => { spec.filer.resources = { requests: { cpu: '50m' } }; }, says: /spec\.filer\.resources: field not declared in schema/ },
    { what: 'a volume for S3, which has none', change: (spec) => { spec.s3.persistence = { enabled: true }; }, says: /spec\.s3\.persistence: field not declared in schema/ },
    { what: 'S3 without a filer', isRule: true, change: (spec) => { delete spec.filer; }, says: /s3 needs a filer/ },
    { what: 'S3 in two places', isRule: true, change: (spec) => { spec.filer.s3 = { enabled: true }; }, says: /s3 and filer\.s3\.enabled exclude each other/ },
    { what: 'a worker without an admin', isRule: true, change: (spec) => { spec.worker = {}; }, says: /worker needs an admin/ },
    { what: 'a DaemonSet that claims volumes', isRule: true, change: (spec) => { spec.volume.kind = 'DaemonSet'; }, says: /a DaemonSet needs hostPath/ },
    { what: 'two configurations of the filer', change: (spec) => { spec.filer.configSecret = { name: 'objects-filer', key: 'filer.toml' }; }, says: /"spec\.filer" must not validate the schema \(not\)/ },
    { what: 'a file of identities without its key', change: (spec) => { delete spec.s3.configSecret.key; }, says: /s3\.configSecret\.key: Required value/ },
    { what: 'a port out of range', change: (spec) => { spec.s3.port = 83330; }, says: /s3\.port: Invalid value: 83330/ },
    { what: 'a security context by the name of a pod', change: (spec) => { spec.master.securityContext = {}; }, says: /master\.securityContext: field not declared in schema/ },
    { what: 'a misspelt key of signatures', change: (spec) => { spec.securityConfig.jwtSigning.filerWrites = true; }, says: /jwtSigning\.filerWrites: field not declared in schema/ },
  ],
};

const seaweedRef = { name: 'objects', namespace: 'seaweedfs' };

const BUCKET: CustomResource = {
  object: {
    apiVersion,
    kind: 'Bucket',
    metadata: { name: 'orders-dev-uploads' },
    spec: {
      clusterRef: seaweedRef, name: 'orders-dev-uploads', reclaimPolicy: 'Delete', adoptExisting: false, versioning: 'Enabled', objectLock: true,
      quota: { size: '5Gi', enforce: true }, access: [{ user: 'orders', actions: ['Read', 'List'] }], owner: 'orders', anonymousRead: false, placement: { replication: '001' },
    },
  },
  least: { clusterRef: { name: 'objects' } },
  wrong: [
    { what: 'no cluster', change: (spec) => { delete spec.clusterRef; }, says: /spec\.clusterRef: Required value/ },
    { what: 'a cluster by the name that other kinds have', change: (spec) => { spec.seaweedRef = spec.clusterRef; }, says: /spec\.seaweedRef: field not declared in schema/ },
    { what: 'a name in capitals', change: (spec) => { spec.name = 'Orders'; }, says: /spec\.name: Invalid value: "Orders"/ },
    { what: 'a name that is too short', change: (spec) => { spec.name = 'or'; }, says: /spec\.name: Invalid value: "or"/ },
    { what: 'a name with an empty part', change: (spec) => { spec.name = 'orders..uploads'; }, says: /"spec\.name" must not validate the schema \(not\)/ },
    { what: 'a name that is an address', change: (spec) => { spec.name = '10.0.0.1'; }, says: /"spec\.name" must not validate the schema \(not\)/ },
    { what: 'another name than before', isRule: true, change: (spec) => { spec.name = 'orders-dev-files'; }, says: /spec\.name: Invalid value.*name is immutable/s },
    { what: 'no name any more', isRule: true, change: (spec) => { delete spec.name; }, says: /a name stays/ },
    { what: 'a policy that does not exist', change: (spec) => { spec.reclaimPolicy = 'Keep'; }, says: /reclaimPolicy: Unsupported value: "Keep"/ },
    { what: 'versions as a switch', change: (spec) => { spec.versioning = true; }, says: /versioning: expected string/ },
    { what: 'versions no more', isRule: true, change: (spec) => { Object.assign(spec, { versioning: 'Off', objectLock: false }); }, says: /versioning is never off again/ },
    { what: 'no lock any more', isRule: true, change: (spec) => { spec.objectLock = false; }, says: /objectLock is never off again/ },
    { what: 'a lock without versions', isRule: true, change: (spec) => { spec.versioning = 'Suspended'; }, says: /objectLock needs versioning/ },
    { what: 'a quota below nothing', change: (spec) => { spec.quota.size = '-5Gi'; }, says: /quota\.size: Invalid value: "-5Gi"/ },
    { what: 'a quota without a size', change: (spec) => { delete spec.quota.size; }, says: /quota\.size: Required value/ },
    { what: 'an action of S3', change: (spec) => { spec.access[0].actions = ['s3:GetObject']; }, says: /actions\[0\]: Unsupported value: "s3:GetObject"/ },
    { what: 'a user twice', isRule: true, change: (spec) => { spec.access.push(spec.access[0]); }, says: /duplicate entries for key \[user="orders"\]/ },
    { what: 'copies by their number', change: (spec) => { spec.placement.replication = '2'; }, says: /placement\.replication: Invalid value: "2"/ },
  ],
};

const GRANT: CustomResource = {
  object: {
    apiVersion,
    kind: 'ResourceReferenceGrant',
    metadata: { name: 'orders' },
    spec: {
      from: [
        { group: 'seaweed.seaweedfs.com', kind: 'Bucket', namespace: 'orders-dev' },
        { group: 'seaweed.seaweedfs.com', kind: 'S3Credentials', namespaceSelector: { matchLabels: { 'app.kubernetes.io/part-of': 'dust' } } },
      ],
      to: [{ group: 'seaweed.seaweedfs.com', kind: 'Seaweed', name: 'objects' }, { group: '', kind: 'Secret' }],
    },
  },
  least: { from: [{ group: 'seaweed.seaweedfs.com', kind: 'Bucket', namespaceSelector: {} }], to: [{ group: 'seaweed.seaweedfs.com', kind: 'Seaweed' }] },
  wrong: [
    { what: 'a namespace and a selector', change: (spec) => { spec.from[0].namespaceSelector = {}; }, says: /from\[0\].*must validate one and only one schema \(oneOf\)/s },
    { what: 'no namespace at all', change: (spec) => { delete spec.from[0].namespace; }, says: /from\[0\].*must validate one and only one schema \(oneOf\)/s },
    { what: 'nobody who may', change: (spec) => { spec.from = []; }, says: /spec\.from: Invalid value/ },
    { what: 'nothing that one may', change: (spec) => { delete spec.to; }, says: /spec\.to: Required value/ },
    { what: 'a version in its group', change: (spec) => { spec.to[0].group = 'seaweed.seaweedfs.com/v1'; }, says: /to\[0\]\.group: Unsupported value/ },
    { what: 'a Secret that is not of the core', change: (spec) => { spec.to[1].group = 'seaweed.seaweedfs.com'; }, says: /to\[1\].*must validate one and only one schema \(oneOf\)/s },
    { what: 'a kind that refers to nothing', change: (spec) => { spec.from[0].kind = 'Seaweed'; }, says: /from\[0\]\.kind: Unsupported value: "Seaweed"/ },
    { what: 'a namespace that is none', change: (spec) => { spec.from[0].namespace = 'orders_dev'; }, says: /from\[0\]\.namespace: Invalid value/ },
  ],
};

export const SEAWEED_RESOURCES: readonly CustomResource[] = [CLUSTER, BUCKET, GRANT];
