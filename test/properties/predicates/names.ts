import { resolved, resourceIn, resourcesOf } from '../support/cloudformation';
import { clusterOf } from '../support/fleet-model';
import type { Invariant } from '../support/invariant';
import { clusterObjects, environmentOf, objectIn } from '../support/kubernetes';
import type { Fleet } from '../support/synthesized';

interface Name {
  readonly kind: keyof typeof RULES;
  readonly name: string;
  /** Two things of a kind and scope must not have one name. */
  readonly scope: string;
  readonly place: string;
}

const LABEL = /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?$/;
/** RDS and ElastiCache: no hyphen at the end, and no two in a row. */
const IDENTIFIER = /^[a-z](?:-?[a-z0-9])*$/;
const RESERVED_BUCKET = /^(?:xn--|sthree-|amzn-s3-demo-)|(?:-s3alias|--ol-s3|\.mrap|--x-s3|--table-s3)$/;

/** The limits of the services that hold the names, from their own references and not from the library. */
const RULES = {
  stack: { max: 128, legal: /^[A-Za-z][-A-Za-z0-9]*$/ },
  role: { max: 64, legal: /^[\w+=,.@-]+$/ },
  policy: { max: 128, legal: /^[\w+=,.@-]+$/ },
  path: { max: 512, legal: /^\/(?:[!-~]+\/)?$/ },
  bucket: { max: 63, legal: /^[a-z0-9][-a-z0-9]{1,61}[a-z0-9]$/ },
  repository: { max: 256, legal: /^(?=..)[a-z0-9]+(?:[._/-][a-z0-9]+)*$/ },
  alias: { max: 256, legal: /^alias\/(?!aws\/)[\w/-]+$/ },
  secret: { max: 512, legal: /^[A-Za-z0-9/_+=.@-]+(?<!-[A-Za-z0-9]{6})$/ },
  database: { max: 63, legal: IDENTIFIER },
  parameterGroup: { max: 255, legal: IDENTIFIER },
  subnetGroup: { max: 255, legal: /^(?!default$)[a-z0-9][a-z0-9._ -]*$/ },
  cacheSubnetGroup: { max: 255, legal: /^(?!default$)[a-z0-9-]+$/ },
  cache: { max: 40, legal: IDENTIFIER },
  backupVault: { max: 50, legal: /^[A-Za-z0-9_-]{2,}$/ },
  backupPlan: { max: 50, legal: /^[A-Za-z0-9_.-]+$/ },
  logGroup: { max: 512, legal: /^(?!aws\/)[\w./#-]+$/ },
  inDatabase: { max: 63, legal: /^(?!(?:pg_|rds|postgres$|template[01]$|admin$|(?:all|and|any|as|case|check|default|do|else|end|from|grant|group|in|into|limit|not|null|or|order|select|table|then|to|user|when|where|with)$))[a-z][a-z0-9_]*$/ },
  association: { max: 1000, legal: /^/ },
  accessEntry: { max: 1000, legal: /^/ },
  oidc: { max: 255, legal: /^https:\/\// },
  namespace: { max: 63, legal: LABEL },
  service: { max: 63, legal: /^[a-z](?:[-a-z0-9]*[a-z0-9])?$/ },
  object: { max: 253, legal: /^[a-z0-9](?:[-.a-z0-9]*[a-z0-9])?$/ },
  label: { max: 63, legal: LABEL },
  host: { max: 253, legal: /^[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?)*$/ },
  group: { max: 63, legal: /^[a-z0-9](?:[-.a-z0-9]*[a-z0-9])?$/ },
} as const;

export const legalNames: Invariant = {
  number: 5,
  title: 'every physical name is one that the service which holds it accepts',
  predicate: (fleet) => [...namesOf(fleet).flatMap(checkName), ...clusterObjects(fleet).flatMap(({ place, object }) => checkLabels(place, object))],
  mutations: [
    { title: 'a bucket has 64 characters', apply: (fleet) => { resourceIn(fleet, 'archive/prod', 'BucketScans').Properties.BucketName = 'b'.repeat(64); } },
    { title: 'a bucket has a capital letter', apply: (fleet) => { resourceIn(fleet, 'archive/prod', 'BucketScans').Properties.BucketName = 'Bucket'; } },
    { title: 'a bucket has a reserved beginning', apply: (fleet) => { resourceIn(fleet, 'archive/prod', 'BucketScans').Properties.BucketName = 'sthree-scans'; } },
    { title: 'a role has 65 characters', apply: (fleet) => { resourceIn(fleet, 'web/prod', 'PodRole').Properties.RoleName = 'r'.repeat(65); } },
    { title: 'a role has a space', apply: (fleet) => { resourceIn(fleet, 'web/prod', 'PodRole').Properties.RoleName = 'a b'; } },
    { title: 'an alias is one of AWS', apply: (fleet) => { resourceIn(fleet, 'archive/prod', 'KeyAlias').Properties.AliasName = 'alias/aws/s3'; } },
    { title: 'a secret has a space', apply: (fleet) => { resourceIn(fleet, 'archive/prod', 'SecretSmtpPassword').Properties.Name = 'a b'; } },
    { title: 'a secret ends like an ARN', apply: (fleet) => { resourceIn(fleet, 'archive/prod', 'SecretSmtpPassword').Properties.Name = 'rich/prod/archive-abc123'; } },
    { title: 'a database has two hyphens in a row', apply: (fleet) => { resourceIn(fleet, 'ledger/prod', 'PostgresInstance').Properties.DBInstanceIdentifier = 'a--b'; } },
    { title: 'a cache has 41 characters', apply: (fleet) => { resourceIn(fleet, 'ledger/prod', 'CacheGroup').Properties.ReplicationGroupId = 'c'.repeat(41); } },
    { title: 'a backup plan has 51 characters', apply: (fleet) => { resourceIn(fleet, 'ledger/prod', 'PostgresBackupPlan').Properties.BackupPlan.BackupPlanName = 'p'.repeat(51); } },
    { title: 'a vault has a dot', apply: (fleet) => { resourceIn(fleet, 'Platform/prod', 'BackupVault').Properties.BackupVaultName = 'a.b'; } },
    { title: 'a log group has a space', apply: (fleet) => { resourceIn(fleet, 'ledger/prod', 'PostgresLogs1').Properties.LogGroupName = '/aws/rds/a b'; } },
    { title: 'a database is called by a word of SQL', apply: (fleet) => { resourceIn(fleet, 'ledger/prod', 'PostgresInstance').Properties.DBName = 'select'; } },
    { title: 'a master has a name of RDS', apply: (fleet) => { resourceIn(fleet, 'ledger/prod', 'PostgresInstance').Properties.MasterUsername = 'rdsadmin'; } },
    { title: 'a repository has two slashes in a row', apply: (fleet) => { resourceIn(fleet, 'web/builds', 'ImageRepository').Properties.RepositoryName = 'a//b'; } },
    { title: 'a stack has an underscore', apply: (fleet) => { fleet.stacks[0].name = 'a_b'; } },
    { title: 'a namespace has a dot', apply: (fleet) => { objectIn(fleet, 'prod', 'web', 'Namespace').metadata.name = 'a.b'; } },
    { title: 'a service begins with a digit', apply: (fleet) => { objectIn(fleet, 'prod', 'web', 'Service').metadata.name = '1web'; } },
    { title: 'a host has a label of 64 characters', apply: (fleet) => { objectIn(fleet, 'prod', 'web', 'Ingress').spec.rules[0].host = `${'h'.repeat(64)}.example`; } },
    { title: 'a label has 64 characters', apply: (fleet) => { objectIn(fleet, 'prod', 'web', 'Deployment').metadata.labels['dust.dev/owner'] = 'o'.repeat(64); } },
    { title: 'a container has a capital letter', apply: (fleet) => { objectIn(fleet, 'prod', 'web', 'Deployment').spec.template.spec.containers[0].name = 'Web'; } },
  ],
};

export const uniqueNames: Invariant = {
  number: 5,
  title: 'no two things of a kind have one name where they must differ',
  predicate: (fleet) => repeated(namesOf(fleet).filter(({ place }) => !place.includes('/cluster-admin ')), ['host']),
  mutations: [
    {
      title: 'two secrets have one name',
      apply: (fleet) => { resourceIn(fleet, 'archive/prod', 'SecretSmtpPassword').Properties.Name = resourceIn(fleet, 'archive/prod', 'SecretSigningKey').Properties.Name; },
    },
    { title: 'two databases have one name', apply: (fleet) => { resourceIn(fleet, 'ledger/staging', 'PostgresInstance').Properties.DBInstanceIdentifier = 'x'; fleet.stacks.find(({ id }: { id: string }) => id === 'ledger/staging').template.Resources.Y = { Type: 'AWS::RDS::DBInstance', Properties: { DBInstanceIdentifier: 'X', DBName: 'a', MasterUsername: 'b' } }; } },
    { title: 'two log groups have one name', apply: (fleet) => { resourceIn(fleet, 'ledger/prod', 'PostgresLogs1').Properties.LogGroupName = resourceIn(fleet, 'ledger/prod', 'PostgresLogs2').Properties.LogGroupName; } },
    {
      title: 'two buckets have one name',
      apply: (fleet) => { resourceIn(fleet, 'archive/prod', 'BucketScans').Properties.BucketName = resourceIn(fleet, 'archive/dev', 'BucketScans').Properties.BucketName; },
    },
    {
      title: 'two roles of an account differ by case',
      apply: (fleet) => { resourceIn(fleet, 'web/prod', 'PodRole').Properties.RoleName = resourceIn(fleet, 'archive/prod', 'PodRole').Properties.RoleName.toUpperCase(); },
    },
    { title: 'two stacks of a region have one name', apply: (fleet) => { fleet.stacks.find(({ id }: { id: string }) => id === 'web/dev').name = 'rich-staging-web'; } },
    { title: 'two services share a namespace', apply: (fleet) => { objectIn(fleet, 'dev', 'web', 'Namespace').metadata.name = 'archive-dev'; } },
    {
      title: 'two associations are of one service account',
      apply: (fleet) => { Object.assign(resourceIn(fleet, 'web/dev', 'PodIdentity').Properties, { Namespace: 'archive-dev', ServiceAccount: 'archive' }); },
    },
    { title: 'two policies of a namespace have one name', apply: (fleet) => { objectIn(fleet, 'prod', 'web', 'NetworkPolicy', 'to-dns').metadata.name = 'deny-all'; } },
  ],
};

export const uniqueHosts: Invariant = {
  number: 5,
  title: 'a host leads to one ingress',
  predicate: (fleet) => repeated(namesOf(fleet).filter(({ kind }) => kind === 'host'), []),
  mutations: [{ title: 'two services have one host', apply: (fleet) => { objectIn(fleet, 'prod', 'web', 'Ingress').spec.rules[0].host = 'archive.acme.example'; } }],
};

export const uniqueAdministration: Invariant = {
  number: 5,
  title: 'what an administrator applies for one environment leaves that of another alone',
  predicate: (fleet) => {
    const applied = new Map<string, string>();
    return clusterObjects(fleet).filter(({ folder }) => folder === 'cluster-admin').flatMap((placed) => {
      const key = `${clusterOf(environmentOf(fleet, placed))} ${placed.object.kind} ${placed.object.metadata.name}`;
      const content = JSON.stringify(placed.object);
      const overwrites = (applied.get(key) ?? content) !== content;
      applied.set(key, content);
      return overwrites ? [`${placed.place} overwrites that of another environment`] : [];
    });
  },
  mutations: [{
    title: 'two environments of a cluster write one role',
    apply: (fleet) => {
      const roles = fleet.objects.filter(({ object }: { object: { kind: string } }) => object.kind === 'ClusterRole');
      for (const { environment, object } of roles) Object.assign(object, { metadata: { name: 'one' }, rules: [{ verbs: [environment] }] });
    },
  }],
};

function repeated(names: readonly Name[], ignored: readonly string[]): string[] {
  const owners = new Map<string, string>();
  return names.filter(({ kind }) => !ignored.includes(kind) && kind !== 'path' && kind !== 'label').flatMap(({ kind, name, scope, place }) => {
    const key = `${kind} ${scope} ${name}`.toLowerCase();
    const owner = owners.get(key);
    owners.set(key, place);
    return owner === undefined ? [] : [`${place} has the name ${name}, which ${owner} has already`];
  });
}

function checkName({ kind, name, place }: Name): string[] {
  const { max, legal } = RULES[kind];
  if (name.length > max) return [`${place} has the ${kind} ${name} of ${name.length} characters; at most ${max}`];
  if (!legal.test(name)) return [`${place} has the illegal ${kind} ${name}`];
  return kind === 'bucket' && RESERVED_BUCKET.test(name) ? [`${place} has the reserved bucket name ${name}`] : [];
}

function checkLabels(place: string, object: { metadata: { labels?: Record<string, string> } }): string[] {
  return Object.entries(object.metadata.labels ?? {}).flatMap(([key, value]) => {
    const legal = /^(?:[A-Za-z0-9](?:[-_.A-Za-z0-9]{0,61}[A-Za-z0-9])?)?$/.test(value);
    return legal ? [] : [`${place} has the illegal label ${key}=${value}`];
  });
}

function namesOf(fleet: Fleet): Name[] {
  return [...awsNames(fleet), ...stackNames(fleet), ...clusterNames(fleet)];
}

function stackNames({ stacks }: Fleet): Name[] {
  return stacks.map(({ id, name, account, region }) => ({ kind: 'stack', name, scope: `${account}/${region}`, place: id }));
}

/** Names that are unique in an account and region, and the property that holds each. */
const IN_REGION: Readonly<Record<string, readonly [kind: Name['kind'], property: string]>> = {
  'AWS::RDS::DBInstance': ['database', 'DBInstanceIdentifier'],
  'AWS::RDS::DBParameterGroup': ['parameterGroup', 'DBParameterGroupName'],
  'AWS::RDS::DBSubnetGroup': ['subnetGroup', 'DBSubnetGroupName'],
  'AWS::ElastiCache::ReplicationGroup': ['cache', 'ReplicationGroupId'],
  'AWS::ElastiCache::SubnetGroup': ['cacheSubnetGroup', 'CacheSubnetGroupName'],
  'AWS::Logs::LogGroup': ['logGroup', 'LogGroupName'],
  'AWS::Backup::BackupVault': ['backupVault', 'BackupVaultName'],
};

/** The database itself and its master, whose names PostgreSQL reads. */
function namesInside(type: string, { DBName, MasterUsername }: Readonly<Record<string, string>>, place: string): Name[] {
  if (type !== 'AWS::RDS::DBInstance') return [];
  return [DBName!, MasterUsername!].map((name): Name => ({ kind: 'inDatabase', name, scope: place, place }));
}

function awsNames(fleet: Fleet): Name[] {
  return resourcesOf(fleet).flatMap(({ stack, resource: { Type, Properties }, place }): Name[] => {
    const region = `${stack.account}/${stack.region}`;
    const one = (kind: Name['kind'], name: string, scope: string): Name => ({ kind, name, scope, place });
    if (Type === 'AWS::IAM::Role') return [one('role', Properties.RoleName, stack.account), one('path', Properties.Path, '')];
    if (Type === 'AWS::IAM::ManagedPolicy') return [one('policy', Properties.ManagedPolicyName, stack.account), one('path', Properties.Path, '')];
    if (Type === 'AWS::S3::Bucket') return [one('bucket', Properties.BucketName, '')];
    if (Type === 'AWS::ECR::Repository') return [one('repository', Properties.RepositoryName, region)];
    if (Type === 'AWS::SecretsManager::Secret') return [one('secret', Properties.Name, region)];
    if (Type in IN_REGION) return [one(IN_REGION[Type]![0], Properties[IN_REGION[Type]![1]], region), ...namesInside(Type, Properties, place)];
    if (Type === 'AWS::Backup::BackupPlan') return [one('backupPlan', Properties.BackupPlan.BackupPlanName, region)];
    if (Type === 'AWS::Backup::BackupSelection') return [one('backupPlan', Properties.BackupSelection.SelectionName, `${place}`)];
    if (Type === 'AWS::KMS::Alias') return [one('alias', Properties.AliasName, region)];
    if (Type === 'AWS::IAM::OIDCProvider') return [one('oidc', Properties.Url, stack.account)];
    const cluster = `${region}/${Properties.ClusterName}`;
    if (Type === 'AWS::EKS::PodIdentityAssociation') return [one('association', `${Properties.Namespace}/${Properties.ServiceAccount}`, cluster)];
    return Type === 'AWS::EKS::AccessEntry' ? [one('accessEntry', String(resolved(Properties.PrincipalArn, stack, fleet.model.partition)), cluster)] : [];
  });
}

const KINDS: Readonly<Record<string, Name['kind']>> = { Namespace: 'namespace', Service: 'service' };

/** Every object in its cluster, with the names inside it that must be labels, hosts or groups. */
function clusterNames(fleet: Fleet): Name[] {
  return clusterObjects(fleet).flatMap(({ environment, object, place }): Name[] => {
    const { kind, apiVersion, metadata, spec } = object;
    const cluster = clusterOf(fleet.model.environments.find(({ name }) => name === environment)!);
    const inside = (inner: Name['kind'], name: string): Name => ({ kind: inner, name, scope: inner === 'host' ? '' : cluster, place });
    const own: Name = { kind: KINDS[kind] ?? 'object', name: metadata.name, scope: `${cluster} ${apiVersion} ${kind} ${metadata.namespace ?? ''}`, place };
    const pod = spec?.template?.spec;
    const labels = [...(pod?.containers ?? []), ...(pod?.initContainers ?? []), ...(pod?.volumes ?? [])].map(({ name }: { name: string }) => inside('label', name));
    const hosts = kind === 'Ingress' ? [...(spec.rules ?? []).map((rule: { host?: string }) => rule.host), ...(spec.tls ?? []).flatMap((tls: { hosts?: string[] }) => tls.hosts ?? [])] : [];
    const groups = kind === 'IngressClassParams' ? [inside('group', spec.group.name)] : [];
    return [own, ...labels, ...hosts.flatMap((host?: string) => (host === undefined ? [] : [inside('host', host)])), ...groups];
  });
}
