import type { CustomResource } from './custom-resource';

const apiVersion = 'seaweed.seaweedfs.com/v1';
const seaweedRef = { name: 'objects', namespace: 'seaweedfs' };

/** Who may do what in SeaweedFS. */
export const S3_RESOURCES: readonly CustomResource[] = [
  {
    object: { apiVersion, kind: 'S3Identity', metadata: { name: 'orders' }, spec: { seaweedRef, name: 'orders-dev-orders' } },
    least: { seaweedRef: { name: 'objects' } },
    wrong: [
      { what: 'no cluster', change: (spec) => { delete spec.seaweedRef; }, says: /spec\.seaweedRef: Required value/ },
      { what: 'a cluster without its name', change: (spec) => { spec.seaweedRef = { namespace: 'seaweedfs' }; }, says: /seaweedRef\.name: Required value/ },
      { what: 'a name that is too long', change: (spec) => { spec.name = 'x'.repeat(257); }, says: /spec\.name: Too long: may not be more than 256/ },
      { what: 'another name than before', isRule: true, change: (spec) => { spec.name = 'orders'; }, says: /spec\.name: Invalid value.*this is immutable/s },
      { what: 'keys of its own', change: (spec) => { spec.accessKey = 'AKIA'; }, says: /spec\.accessKey: field not declared in schema/ },
    ],
  },
  {
    object: {
      apiVersion,
      kind: 'S3Credentials',
      metadata: { name: 'orders' },
      spec: { seaweedRef, identityRef: { name: 'orders' }, secretRef: { name: 'orders-s3', accessKeyField: 'AWS_ACCESS_KEY_ID', secretKeyField: 'AWS_SECRET_ACCESS_KEY' } },
    },
    least: { seaweedRef: { name: 'objects' }, identityRef: { name: 'orders' } },
    wrong: [
      { what: 'no identity', change: (spec) => { delete spec.identityRef; }, says: /spec\.identityRef: Required value/ },
      { what: 'another identity than before', isRule: true, change: (spec) => { spec.identityRef.name = 'payments'; }, says: /spec\.identityRef: Invalid value.*this is immutable/s },
      { what: 'a key that a Secret cannot have', change: (spec) => { spec.secretRef.accessKeyField = 'access key'; }, says: /accessKeyField: Invalid value: "access key"/ },
      { what: 'the name of a key by another name', change: (spec) => { spec.secretRef.accessKey = 'AWS_ACCESS_KEY_ID'; }, says: /secretRef\.accessKey: field not declared in schema/ },
      { what: 'a policy that does not exist', change: (spec) => { spec.reclaimPolicy = 'Orphan'; }, says: /reclaimPolicy: Unsupported value: "Orphan"/ },
    ],
  },
  {
    object: {
      apiVersion,
      kind: 'S3Policy',
      metadata: { name: 'orders' },
      spec: {
        seaweedRef,
        name: 'orders-dev-orders',
        statements: [
          { effect: 'Allow', actions: ['s3:ListBucket'], resources: ['orders-dev-uploads'] },
          { effect: 'Allow', actions: ['s3:GetObject', 's3:PutObject', 's3:DeleteObject'], resources: ['orders-dev-uploads/*'] },
        ],
      },
    },
    least: { seaweedRef: { name: 'objects' }, policyDocument: '{"Statement":[]}' },
    wrong: [
      { what: 'two policies', change: (spec) => { spec.policyDocument = '{"Statement":[]}'; }, says: /must validate one and only one schema \(oneOf\)/ },
      { what: 'no policy', change: (spec) => { delete spec.statements; }, says: /must validate one and only one schema \(oneOf\)/ },
      { what: 'a policy that says nothing', change: (spec) => { spec.statements = []; }, says: /spec\.statements: Invalid value: 0/ },
      { what: 'an effect in small letters', change: (spec) => { spec.statements[0].effect = 'allow'; }, says: /effect: Unsupported value: "allow"/ },
      { what: 'an action without its service', change: (spec) => { spec.statements[0].actions = ['GetObject']; }, says: /actions\[0\]: Invalid value: "GetObject"/ },
      { what: 'an action as a bucket calls it', change: (spec) => { spec.statements[0].actions = ['Read']; }, says: /actions\[0\]: Invalid value: "Read"/ },
      { what: 'a statement as AWS writes it', change: (spec) => { spec.statements[0].Effect = 'Allow'; }, says: /Effect: field not declared in schema/ },
      { what: 'no resource', change: (spec) => { spec.statements[0].resources = []; }, says: /statements\[0\]\.resources: Invalid value: 0/ },
      { what: 'another name than before', isRule: true, change: (spec) => { spec.name = 'orders'; }, says: /spec\.name: Invalid value.*this is immutable/s },
    ],
  },
  {
    object: { apiVersion, kind: 'S3PolicyBinding', metadata: { name: 'orders' }, spec: { seaweedRef, policyRef: { name: 'orders' }, subjects: [{ kind: 'S3Identity', name: 'orders' }] } },
    least: { seaweedRef: { name: 'objects' }, policyRef: { name: 'orders' }, subjects: [{ name: 'orders' }] },
    wrong: [
      { what: 'nobody', change: (spec) => { spec.subjects = []; }, says: /spec\.subjects: Required value/ },
      { what: 'no policy', change: (spec) => { delete spec.policyRef; }, says: /spec\.policyRef: Required value/ },
      { what: 'another policy than before', isRule: true, change: (spec) => { spec.policyRef.name = 'payments'; }, says: /spec\.policyRef: Invalid value.*this is immutable/s },
      { what: 'an account of Kubernetes', change: (spec) => { spec.subjects[0].kind = 'ServiceAccount'; }, says: /subjects\[0\]\.kind: Unsupported value: "ServiceAccount"/ },
      { what: 'a subject by its reference', change: (spec) => { spec.subjects[0].identityRef = { name: 'orders' }; }, says: /identityRef: field not declared in schema/ },
    ],
  },
];
