import { databaseVariants } from './database-variants';
import { sharedCluster, variants } from './variants';
import { checks } from '../independent/checks';
import { addObject, copy, dropDependency, object, properties } from '../independent/mutate';
import { synthesize } from '../support/synthesize';

describe.each([...variants, ...databaseVariants])('a fleet with $title', ({ fleet, declare, declared }) => {
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
