import { mutationsOf } from './mutation';
import { addObject, container, object, podSpec, properties, removeObject } from '../../independent/mutate';
import type { Output } from '../../support/synthesize';

/** Where a gateway hears of new identities. */
function withoutPort(rule: Record<string, any>): void {
  rule.ports = rule.ports.filter(({ port }: { port: number }) => port !== 18_333);
}

const FOUNDATION = 'dev/identity/foundation.yaml';
const DATA = 'dev/identity/data.yaml';
const WORKLOAD = 'dev/identity/workload.yaml';
const CATALOG = 'dev/catalog/foundation.yaml';
const STORE = 'dev/dust-objects/dust-objects.yaml';
const KEY = 'identity-secret-session-key';

type Fields = Record<string, any>;

function external(output: Output, name = KEY): Fields {
  return object(output, DATA, 'ExternalSecret', name).spec as Fields;
}

function password(output: Output): Fields {
  return object(output, DATA, 'Password', KEY).spec as Fields;
}

function variable(output: Output, name: string, file = WORKLOAD): Fields {
  return (container(output, file).env as Fields[]).find((entry) => entry.name === name)! as Fields;
}

function policy(output: Output, name: string, file = CATALOG): Fields {
  return object(output, file, 'NetworkPolicy', name).spec as Fields;
}

function rules(output: Output, name: string, file = FOUNDATION): Fields[] {
  return object(output, file, 'Role', name).rules as Fields[];
}

function volumes(output: Output): Fields[] {
  return podSpec(output, WORKLOAD).volumes as Fields[];
}

const EVERYTHING = ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete'];
const OF_MATCHING = { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'matching' } }, podSelector: { matchLabels: { 'app.kubernetes.io/name': 'matching' } } };

const secrets = [
  ...mutationsOf('generatedSecrets', [
    ['a secret that is made again', 'is made again', (output) => { delete external(output).refreshPolicy; }],
    ['a secret that can be changed', 'can be changed', (output) => { delete external(output).target.immutable; }],
    ['a secret that goes with its object', 'goes with its object', (output) => { external(output).target.creationPolicy = 'Owner'; }],
    ['a secret that is deleted', 'goes with its object', (output) => { external(output).target.deletionPolicy = 'Delete'; }],
    ['a generator that is not there', 'no password that is generated near it', (output) => { removeObject(output, DATA, 'Password', KEY); }],
    ['a generator of the whole cluster', 'no password that is generated near it', (output) => { external(output).dataFrom[0].sourceRef.generatorRef.kind = 'ClusterGenerator'; }],
    ['one password for two secrets', 'shares its password', (output) => { external(output).dataFrom[0].sourceRef.generatorRef.name = 'identity-cache'; }],
    ['a store beside the generator', 'fetches something as well', (output) => { external(output).secretStoreRef = { kind: 'SecretStore', name: 'aws' }; }],
    ['one Secret for two', 'shares its Secret', (output) => { external(output).target.name = 'identity-cache'; }],
    ['a refresh', 'says refreshInterval', (output) => { external(output).refreshInterval = '1h'; }],
    ['a template of another version', 'of another version', (output) => { external(output).target.template.engineVersion = 'v1'; }],
    ['a password in a URL as it is', 'into a URL as it is', (output) => { const { data } = external(output, 'identity-cache').target.template; data.REDIS_URL = String(data.REDIS_URL).replace(/\{\{.*\}\}/, '{{ .password }}'); }],
  ]),
  ...mutationsOf('generatedPasswords', [
    ['a short password', 'is too short', (output) => { password(output).length = 16; }],
    ['a password of the default length', 'is too short', (output) => { delete password(output).length; }],
    ['symbols', 'takes amiss', (output) => { password(output).symbols = 4; }],
    ['symbols by default', 'takes amiss', (output) => { delete password(output).symbols; }],
    ['small letters alone', 'too few characters', (output) => { password(output).noUpper = true; }],
    ['digits alone', 'too few characters', (output) => { password(output).digits = 48; }],
    ['a generator that nobody takes', 'is taken by nobody', (output) => { removeObject(output, DATA, 'ExternalSecret', KEY); }],
  ]),
  ...mutationsOf('noLiteralSecrets', [
    ['a password in a template', 'PGPASSWORD is written down', (output) => { external(output, 'identity-postgres').target.template.data.PGPASSWORD = 'correct-horse-battery'; }],
    ['a password in a URL', 'DATABASE_URL is written down', (output) => { external(output, 'identity-postgres').target.template.data.DATABASE_URL = 'postgresql://app:correct-horse@identity-pg-rw.identity.svc:5432/x'; }],
    ['a key in a container', 'SESSION_KEY is written down', (output) => { const entry = variable(output, 'SESSION_KEY'); delete entry.valueFrom; entry.value = 'correct-horse'; }],
    ['the key of the store\'s administrator', 's3.json is written down', (output) => { const { data } = object(output, STORE, 'ExternalSecret').spec.target.template; data['s3.json'] = String(data['s3.json']).replace('{{ .password }}', 'root'); }],
    ['a password in a database', 'password is written down', (output) => { object(output, DATA, 'Cluster').spec.managed.roles[0].password = 'correct-horse'; }],
  ]),
  ...mutationsOf('secretFiles', [
    ['all of a Secret', 'mounts all of identity-pg-ca', (output) => { for (const { secret } of volumes(output)) if (secret?.secretName === 'identity-pg-ca') delete secret.items; }],
    ['the key of the authority', 'mounts a private key of identity-pg-ca', (output) => { for (const { secret } of volumes(output)) secret?.items.push({ key: 'ca.key', path: 'x' }); }],
    ['the key of a certificate in another way', 'mounts a private key of identity-cache-tls', (output) => { volumes(output).push({ name: 'x', projected: { sources: [{ secret: { name: 'identity-cache-tls', items: [{ key: 'tls.key', path: 'x' }] } }] } }); }],
    ['a file that may be missing', 'may start without', (output) => { for (const { secret } of volumes(output)) if (secret !== undefined) secret.optional = true; }],
  ]),
  ...mutationsOf('secretsByHand', [
    ['a name that is none', 'no name of a Secret', (output) => { variable(output, 'OIDC_CLIENT_SECRET').valueFrom.secretKeyRef.name = 'OIDC_CLIENT_SECRET'; }],
    ['a Secret that is called after another service', 'not called after its service', (output) => { variable(output, 'OIDC_CLIENT_SECRET').valueFrom.secretKeyRef.name = 'catalog-secret-oidc'; }],
  ]),
  ...mutationsOf('k5Variables', [
    ['a provided secret that is made up', 'OIDC_CLIENT_SECRET: is the secret', (output) => { variable(output, 'OIDC_CLIENT_SECRET').valueFrom.secretKeyRef = { name: KEY, key: 'SESSION_KEY' }; }],
    ['another key of a person\'s Secret', 'OIDC_CLIENT_SECRET: is the secret <by hand CLIENT>', (output) => { variable(output, 'OIDC_CLIENT_SECRET').valueFrom.secretKeyRef.key = 'CLIENT'; }],
    ['a generated secret that a person must make', 'SESSION_KEY: is key SESSION_KEY', (output) => { removeObject(output, DATA, 'ExternalSecret', KEY); }],
    ['a person\'s Secret where AWS has it', 'which nobody makes', (output) => { variable(output, 'OIDC_CLIENT_SECRET', 'prod/identity/workload.yaml').valueFrom.secretKeyRef.name = 'identity-by-hand'; }],
  ]),
  ...mutationsOf('podsFindWhatTheyName', [
    ['a generated Secret that nobody makes', `no Secret ${KEY}`, (output) => { removeObject(output, DATA, 'ExternalSecret', KEY); }],
    ['a certificate that is gone', 'no Secret identity-cache-tls', (output) => { removeObject(output, FOUNDATION, 'Certificate'); }],
    ['an authority without its database', 'no Secret identity-pg-ca', (output) => { removeObject(output, DATA, 'Cluster'); }],
    ['keys that no operator makes', 'no Secret catalog-buckets', (output) => { removeObject(output, CATALOG, 'S3Credentials'); }],
  ]),
  ...mutationsOf('secretObjectsAreRead', [
    ['a login that no operator reads', 'no pod reads username', (output) => { delete object(output, DATA, 'Cluster').spec.managed; }],
    ['an administrator that no gateway reads', 'no pod reads s3.json', (output) => { delete object(output, STORE, 'Seaweed').spec.s3.configSecret; }],
  ]),
  ...mutationsOf('keysHideNoRole', [
    ['a role that keys hide', 'hide its role to sqs:SendMessage', (output) => {
      const [id, role] = Object.entries(output.templates.get('dust-dev-catalog')!.Resources).find(([name]) => name === 'PodRole')!;
      output.templates.get('dust-dev-catalog')!.Resources[`${id}Policy`] = { Type: 'AWS::IAM::ManagedPolicy', Properties: { ManagedPolicyName: 'x', Roles: [role.Properties.RoleName], PolicyDocument: { Version: '2012-10-17', Statement: [{ Sid: 'X', Effect: 'Allow', Action: ['sqs:SendMessage'], Resource: ['*'] }] } } };
      properties(output, 'dust-dev-catalog', 'PodRole').ManagedPolicyArns = [{ Ref: `${id}Policy` }];
    }],
  ]),
  ...mutationsOf('keyPairs', [
    ['two halves of different pairs', 'has a key pair of', (output) => { variable(output, 'AWS_SECRET_ACCESS_KEY', 'dev/catalog/workload.yaml').valueFrom.secretKeyRef.name = 'other'; }],
  ]),
  ...mutationsOf('variablesAreTheSameEverywhere', [
    ['a variable of the cluster alone', 'other variables than', (output) => { container(output, WORKLOAD).env.push({ name: 'AWS_SESSION_TOKEN', value: 'x' }); }],
  ]),
  ...mutationsOf('secretVariablesAreDeclared', [
    ['a pod without the keys of its buckets', 'does not find the secret AWS_ACCESS_KEY_ID', (output) => { container(output, 'dev/catalog/workload.yaml').env.shift(); }],
    ['keys of a store where AWS keeps buckets', 'nobody declared the secret AWS_ACCESS_KEY_ID', (output) => { container(output, 'prod/catalog/workload.yaml').env.push(structuredClone(variable(output, 'AWS_ACCESS_KEY_ID', 'dev/catalog/workload.yaml'))); }],
  ]),
];

const networks = [
  ...mutationsOf('dataEdges', [
    ['a service that may not ask its database', 'Cluster catalog-pg:5432/TCP is not open on the egress side', (output) => { removeObject(output, CATALOG, 'NetworkPolicy', 'to-postgres'); }],
    ['a database that does not admit its service', 'Cluster catalog-pg:5432/TCP is not open on the ingress side', (output) => { removeObject(output, CATALOG, 'NetworkPolicy', 'postgres-from-service'); }],
    ['instances that do not admit each other', 'Cluster catalog-pg:8000/TCP is not open on the ingress side', (output) => { removeObject(output, CATALOG, 'NetworkPolicy', 'postgres-from-instances'); }],
    ['instances that do not find each other', 'is not open on the egress side', (output) => { removeObject(output, CATALOG, 'NetworkPolicy', 'postgres-to-instances'); }],
    ['a database that admits another service', 'matching → dev catalog/Cluster catalog-pg:5432/TCP is open on the ingress side', (output) => { policy(output, 'postgres-from-service').ingress[0].from.push(OF_MATCHING); }],
    ['a service at the instance manager', 'Cluster catalog-pg:8000/TCP is open on the egress side', (output) => { policy(output, 'to-postgres').egress[0].ports.push({ port: 8000, protocol: 'TCP' }); }],
    ['a cache that admits another service', 'Redis catalog-cache:6379/TCP is open on the ingress side', (output) => { policy(output, 'cache-from-service').ingress[0].from.push(OF_MATCHING); }],
    ['a cache that admits nobody', 'Redis catalog-cache:6379/TCP is not open on the ingress side', (output) => { removeObject(output, CATALOG, 'NetworkPolicy', 'cache-from-service'); }],
    ['a gateway that admits a service without buckets', 'Seaweed objects s3:8333/TCP is open on the ingress side', (output) => { policy(output, 'gateway-from-catalog', STORE).ingress[0].from.push({ ...OF_MATCHING, namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'web' } }, podSelector: { matchLabels: { 'app.kubernetes.io/name': 'web' } } }); }],
    ['a gateway that does not admit a service with buckets', 'Seaweed objects s3:8333/TCP is not open on the ingress side', (output) => { removeObject(output, STORE, 'NetworkPolicy', 'gateway-from-catalog'); }],
    ['a filer that admits a service', 'Seaweed objects filer:8888/TCP is open on the ingress side', (output) => { policy(output, 'objects-from-components', STORE).ingress[0].from.push(OF_MATCHING); }],
    ['a master for whoever asks at the gateway', 'Seaweed objects s3:8333/TCP is open on the ingress side', (output) => { policy(output, 'objects-from-components', STORE).ingress[0].ports.push({ port: 8333, protocol: 'TCP' }); }],
    ['parts that do not find each other', 'Seaweed objects filer:18888/TCP is not open on the egress side', (output) => { removeObject(output, STORE, 'NetworkPolicy', 'objects-to-components'); }],
  ]),
  ...mutationsOf('gatewaysAreTold', [
    ['a gateway that hears of nothing', 'Seaweed objects s3:18333/TCP is not open on the ingress side', (output) => { withoutPort(policy(output, 'objects-from-components', STORE).ingress[0]); }],
    ['a filer that tells nothing', 'Seaweed objects s3:18333/TCP is not open on the egress side', (output) => { withoutPort(policy(output, 'objects-to-components', STORE).egress[0]); }],
  ]),
  ...mutationsOf('operatorEdges', [
    ['a database without its operator', 'ingress of cnpg-system 8000/TCP is not open', (output) => { removeObject(output, CATALOG, 'NetworkPolicy', 'postgres-from-operator'); }],
    ['a database that nobody may measure', 'ingress of monitoring 9187/TCP is not open', (output) => { removeObject(output, CATALOG, 'NetworkPolicy', 'postgres-from-prometheus'); }],
    ['a database that Prometheus may ask', 'ingress of monitoring 5432/TCP is open', (output) => { policy(output, 'postgres-from-prometheus').ingress[0].ports.push({ port: 5432, protocol: 'TCP' }); }],
    ['a database without the API server', 'egress of 172.20.0.1/32 443/TCP is not open', (output) => { removeObject(output, CATALOG, 'NetworkPolicy', 'postgres-to-api-server'); }],
    ['a database on the internet', 'egress of 0.0.0.0/0 443/TCP is open', (output) => { policy(output, 'postgres-to-api-server').egress[0].to.push({ ipBlock: { cidr: '0.0.0.0/0' } }); }],
    ['a database without names', 'egress of DNS 53/UDP is not open', (output) => { removeObject(output, CATALOG, 'NetworkPolicy', 'postgres-to-dns'); }],
    ['a cache without its operator', 'ingress of ot-operators 6379/TCP is not open', (output) => { removeObject(output, CATALOG, 'NetworkPolicy', 'cache-from-operator'); }],
    ['a cache for the network', 'ingress of 10.0.0.0/8 6379/TCP is open', (output) => { policy(output, 'cache-from-operator').ingress[0].from.push({ ipBlock: { cidr: '10.0.0.0/8' } }); }],
    ['a store without its operator', 'ingress of seaweedfs-operator-system 18888/TCP is not open', (output) => { removeObject(output, STORE, 'NetworkPolicy', 'objects-from-operator'); }],
    ['a store for another operator', 'ingress of ot-operators 8888/TCP is open', (output) => { policy(output, 'objects-from-operator', STORE).ingress[0].from.push({ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'ot-operators' } } }); }],
  ]),
  ...mutationsOf('policyPeers', [
    ['whoever stands beside the operator of databases', 'a peer is every pod of cnpg-system', (output) => { delete policy(output, 'postgres-from-operator').ingress[0].from[0].podSelector; }],
    ['a database that is not there', '0 workloads of catalog', (output) => { policy(output, 'to-postgres').egress[0].to[0].podSelector.matchLabels['cnpg.io/cluster'] = 'catalog'; }],
  ]),
  ...mutationsOf('servicesKnowNoOperators', [
    ['a service that the operator may ask', 'opens ot-operators', (output) => { policy(output, 'cache-from-operator').podSelector.matchLabels = { 'app.kubernetes.io/name': 'catalog' }; }],
    ['a service at the API server', 'opens 172.20.0.1/32', (output) => { policy(output, 'postgres-to-api-server').podSelector.matchLabels = { 'app.kubernetes.io/name': 'catalog' }; }],
  ]),
  ...mutationsOf('dataUrls', [
    ['the gateway at another port', 'where the network leads nobody', (output) => { object(output, 'dev/catalog/workload.yaml', 'ConfigMap').data.AWS_ENDPOINT_URL_S3 = 'http://objects-s3.dust-objects.svc:9000'; }],
    ['a gateway that is not there', 'where nobody is', (output) => { object(output, 'dev/catalog/workload.yaml', 'ConfigMap').data.AWS_ENDPOINT_URL_S3 = 'http://objects-s4.dust-objects.svc:8333'; }],
    ['a gateway that the network closes', 'where the network leads nobody', (output) => { removeObject(output, CATALOG, 'NetworkPolicy', 'to-buckets'); }],
  ]),
  ...mutationsOf('egressIsDeclared', [
    ['the endpoints of AWS without need', 'connects to', (output) => { policy(output, 'to-buckets').egress[0].to.push({ ipBlock: { cidr: '10.10.8.0/26' } }); }],
  ]),
];

const rights = [
  ...mutationsOf('k11WorkloadKinds', [
    ['a service that makes identities', 'is about s3identities', (output) => { rules(output, 'workload-apply').push({ apiGroups: ['seaweed.seaweedfs.com'], resources: ['s3identities'], verbs: EVERYTHING }); }],
    ['a service that asks for certificates', 'is about certificates', (output) => { rules(output, 'workload-apply').push({ apiGroups: ['cert-manager.io'], resources: ['certificates'], verbs: EVERYTHING }); }],
    ['a kind of data that is not in use', 'is about data of', (output) => { rules(output, 'workload-apply', 'dev/notifications/foundation.yaml').push({ apiGroups: ['postgresql.cnpg.io'], resources: ['clusters'], verbs: EVERYTHING }); }],
    ['databases in an environment of AWS', 'is about data of', (output) => { rules(output, 'workload-apply', 'prod/identity/foundation.yaml').push({ apiGroups: ['postgresql.cnpg.io'], resources: ['clusters'], verbs: EVERYTHING }); }],
  ]),
  ...mutationsOf('k11Apply', [
    ['a database that workload-apply may not apply', 'Cluster identity-pg: workload-apply may not apply it', (output) => { object(output, FOUNDATION, 'Role', 'workload-apply').rules = rules(output, 'workload-apply').filter(({ resources }) => resources[0] !== 'clusters'); }],
    ['a certificate that platform-apply may not apply', 'Certificate identity-cache: platform-apply may not apply it', (output) => { removeObject(output, FOUNDATION, 'Role', 'platform-apply'); }],
    ['a store that platform-apply may not apply', 'Seaweed objects: platform-apply may not apply it', (output) => { rules(output, 'platform-apply', STORE).pop(); }],
    ['a certificate that workload-apply may apply', 'workload-apply may change the foundation', (output) => { rules(output, 'workload-apply').push({ apiGroups: ['cert-manager.io'], resources: ['certificates'], verbs: EVERYTHING }); }],
  ]),
  ...mutationsOf('k11Admin', [
    ['a platform with rights about databases', 'has rights about', (output) => { rules(output, 'platform-apply').push({ apiGroups: ['postgresql.cnpg.io'], resources: ['clusters'], verbs: EVERYTHING }); }],
    ['a platform with rights where it needs none', 'has rights about seaweed.seaweedfs.com/buckets', (output) => {
      const role = structuredClone(object(output, FOUNDATION, 'Role', 'platform-apply'));
      addObject(output, 'dev/web/foundation.yaml', { ...role, metadata: { name: 'platform-apply', namespace: 'web' }, rules: [{ apiGroups: ['seaweed.seaweedfs.com'], resources: ['buckets'], verbs: EVERYTHING }] });
    }],
    ['a service with the rights of the platform', 'gives rights to', (output) => { object(output, FOUNDATION, 'RoleBinding', 'platform-apply').subjects[0].name = 'dust:dev:identity:workload-apply'; }],
    ['a service with rights in the store\'s namespace', 'gives rights to', (output) => { object(output, STORE, 'RoleBinding').subjects.push({ apiGroup: 'rbac.authorization.k8s.io', kind: 'Group', name: 'dust:dev:catalog:workload-apply' }); }],
  ]),
  ...mutationsOf('namespaceIsolation', [
    ['a service with rights in the namespace of the store', 'of another service', (output) => { object(output, STORE, 'RoleBinding').subjects[0].name = 'dust:dev:catalog:workload-apply'; }],
  ]),
  ...mutationsOf('layers', [
    ['identities that a service applies', 'does not belong in this layer', (output) => { addObject(output, 'dev/catalog/data.yaml', structuredClone(object(output, CATALOG, 'S3Identity'))); }],
    ['config of a pod among data', 'does not belong in this layer', (output) => { addObject(output, DATA, structuredClone(object(output, WORKLOAD, 'ConfigMap'))); }],
    ['a store in a service\'s files', 'does not belong in this layer', (output) => { addObject(output, DATA, structuredClone(object(output, STORE, 'Seaweed'))); }],
  ]),
  ...mutationsOf('k10StoresAreUsed', [
    ['a store of AWS where everything is made up', 'has 1 secret stores, not 0', (output) => { addObject(output, FOUNDATION, structuredClone(object(output, 'prod/identity/foundation.yaml', 'SecretStore'))); }],
  ]),
];

export const clusterAccess = [...secrets, ...networks, ...rights];
