import { clusterVariants, guardedDatabase, sharedOperators } from './cluster-variants';
import { databaseVariants } from './database-variants';
import { sharedCluster, variants } from './variants';
import { checks } from '../independent/checks';
import { addObject, copy, dropDependency, object, properties, removeObject } from '../independent/mutate';
import { synthesize } from '../support/synthesize';
import type { Output } from '../support/synthesize';

describe.each([...variants, ...databaseVariants, ...clusterVariants])('a fleet with $title', ({ fleet, declare, declared }) => {
  const output = synthesize(fleet, declare);

  test.each(Object.keys(checks))('passes the check %s', (name) => {
    expect(checks[name]!(output, declared)).toEqual([]);
  });
});

describe('a broken copy of a fleet whose namespaces CloudFormation makes', () => {
  const output = synthesize(sharedCluster.fleet, sharedCluster.declare);
  const { declared } = sharedCluster;

  test.each(['PodRole', 'PodIdentity'])('waits for the namespace in %s, which names it', (id) => {
    const broken = copy(output);
    dropDependency(broken, 'acme-dev-billing', id, 'Namespace');
    if (id === 'PodIdentity') dropDependency(broken, 'acme-dev-billing', 'PodRole', 'Namespace');
    expect(checks.namedResourcesComeFirst!(output, declared)).toEqual([]);
    expect(checks.namedResourcesComeFirst!(broken, declared)).toContain(`acme-dev-billing/${id}: names Namespace and does not wait for it`);
  });

  test('shows a namespace that differs from the foundation in one label', () => {
    const broken = copy(output);
    object(broken, 'dev/billing/foundation.yaml', 'Namespace').metadata.labels['dust.dev/owner'] = 'somebody';
    expect(checks.namespacesOfTemplates!(broken, declared)).toEqual([expect.stringContaining('acme-dev-billing/Namespace')]);
  });

  test('shows a namespace that goes with its stack', () => {
    const broken = copy(output);
    broken.templates.get('acme-dev-billing')!.Resources.Namespace = { ...broken.templates.get('acme-dev-billing')!.Resources.Namespace!, DeletionPolicy: 'Delete' };
    expect(checks.retention!(broken, declared)).toEqual([expect.stringContaining('acme-dev-billing/Namespace: DeletionPolicy')]);
  });

  test('shows a provider of kubectl that is a Lambda of the stack', () => {
    const broken = copy(output);
    properties(broken, 'acme-dev-billing', 'Namespace').ServiceToken = { 'Fn::GetAtt': ['Function', 'Arn'] };
    expect(checks.customResources!(broken, declared)).toEqual([expect.stringContaining('is not one that exists in the account')]);
  });

});

describe('a broken copy of a fleet with two environments in one cluster', () => {
  const output = synthesize(sharedCluster.fleet, sharedCluster.declare);
  const { declared } = sharedCluster;

  test('shows an object that both environments write', () => {
    const broken = copy(output);
    addObject(broken, 'qa/billing/workload.yaml', structuredClone(object(broken, 'dev/billing/workload.yaml', 'Service')));
    expect(checks.objectsOfSharedClusters!(broken, declared)).toContainEqual(expect.stringContaining('qa/billing/workload.yaml: Service billing'));
  });

  test('shows pods that may write to a bucket that they only read', () => {
    const broken = copy(output);
    const policy = properties(broken, 'acme-dev-billing', 'PodRolePolicy').PolicyDocument as { Statement: { Effect: string; Action: string[]; Resource: unknown }[] };
    policy.Statement.push({ Effect: 'Allow', Action: ['s3:PutObject'], Resource: { 'Fn::Sub': 'arn:${AWS::Partition}:s3:::acme-dev-billing-old-111122223333/*' } });
    expect(checks.permissionSets!(broken, declared)).toEqual([expect.stringContaining('may s3:PutObject')]);
  });
});

describe('a broken copy of a fleet whose protected database is in the cluster', () => {
  const output = synthesize(guardedDatabase.fleet, guardedDatabase.declare);
  const { declared } = guardedDatabase;
  const DATA = 'prod/billing/data.yaml';

  test.each<[string, string, string, (broken: Output) => void]>([
    ['too few instances', 'k13Databases', 'has too few instances', (broken) => { object(broken, DATA, 'Cluster').spec.instances = 2; }],
    ['no archive', 'k13Backups', 'has no backups', (broken) => { delete object(broken, DATA, 'Cluster').spec.plugins; }],
    ['an archive of nothing', 'k13Backups', 'has no backups', (broken) => { object(broken, DATA, 'Cluster').spec.plugins[0].isWALArchiver = false; }],
    ['no backup', 'k13Backups', 'has no backups', (broken) => { removeObject(broken, DATA, 'ScheduledBackup'); }],
    ['a backup of another database', 'k13Backups', 'has no backups', (broken) => { object(broken, DATA, 'ScheduledBackup').spec.cluster.name = 'other'; }],
    ['a backup by a way that is gone', 'k13Backups', 'has no backups', (broken) => { delete object(broken, DATA, 'ScheduledBackup').spec.method; }],
    ['a backup whose first field is the minute', 'k13Backups', 'has no backups', (broken) => { object(broken, DATA, 'ScheduledBackup').spec.schedule = '0 3 * * *'; }],
    ['an archive that the network closes', 'operatorEdges', 'egress of 10.0.1.0/24 443/TCP is not open', (broken) => { for (const { kind, spec } of broken.manifests.get('prod/billing/foundation.yaml')!) if (kind === 'NetworkPolicy' && spec.podSelector.matchLabels?.['cnpg.io/cluster'] !== undefined) delete spec.egress; }],
  ])('shows %s', (_, check, finds, mutate) => {
    const broken = copy(output);
    mutate(broken);
    expect(checks[check]!(output, declared)).toEqual([]);
    expect(checks[check]!(broken, declared)).toEqual(expect.arrayContaining([expect.stringContaining(finds)]));
  });
});

describe('a broken copy of a fleet whose environments share a cluster and its operators', () => {
  const output = synthesize(sharedOperators.fleet, sharedOperators.declare);
  const { declared } = sharedOperators;
  const QA = 'qa/billing/foundation.yaml';

  test.each<[string, string, string, (broken: Output) => void]>([
    ['the identity of another environment', 'k13Names', 'is called like another one in the store', (broken) => { object(broken, QA, 'S3Identity').spec.name = object(broken, 'dev/billing/foundation.yaml', 'S3Identity').spec.name; }],
    ['a bucket that is only read and written', 'k13Policies', 'may s3:PutObject', (broken) => { for (const { kind, spec } of broken.manifests.get(QA)!) if (kind === 'S3Policy') spec.statements[1].actions.push('s3:PutObject'); }],
    ['a bucket that is only read and emptied', 'k13Policies', 'may s3:DeleteObject', (broken) => { for (const { kind, spec } of broken.manifests.get(QA)!) if (kind === 'S3Policy') spec.statements[1].actions.push('s3:DeleteObject'); }],
    ['the store of another environment', 'k13Tenants', 'names a store that is not there', (broken) => { object(broken, QA, 'S3Identity').spec.seaweedRef.namespace = 'dust-objects-dev'; }],
    ['another version than was asked for', 'k13Databases', 'is no PostgreSQL 16 that is pinned', (broken) => { const { spec } = object(broken, 'qa/billing/data.yaml', 'Cluster'); spec.imageName = spec.imageName.replace(':16.10', ':17.6'); }],
  ])('shows %s', (_, check, finds, mutate) => {
    const broken = copy(output);
    mutate(broken);
    expect(checks[check]!(output, declared)).toEqual([]);
    expect(checks[check]!(broken, declared)).toEqual(expect.arrayContaining([expect.stringContaining(finds)]));
  });
});
