import { ownKey } from './secrets';
import { glob } from '../../independent/iam';
import { listOf, resolved, resourceIn, resourcesOf } from '../support/cloudformation';
import type { PlacedResource, Statement } from '../support/cloudformation';
import { placesOf, servesInCluster } from '../support/fleet-model';
import type { BucketModel, EnvironmentModel, FleetModel, ServiceModel } from '../support/fleet-model';
import type { Invariant, MutableFleet } from '../support/invariant';
import { objectsOf } from '../support/kubernetes';
import { BUCKET, DELETE_OBJECTS, READ_OBJECTS, WRITE_OBJECTS } from '../support/permitted';
import { bucketVariable } from '../support/request-variables';
import type { Fleet, Stack } from '../support/synthesized';

export const exactGrants: Invariant = {
  number: 10,
  title: 'pods may do with their buckets what was asked for, what was declared, and nothing else',
  predicate: (fleet) => placesOf(fleet.model).flatMap(({ service, environment }) => {
    const stack = fleet.stacks.find(({ id }) => id === `${service.name}/${environment.name}`)!;
    const actual = new Set(grantsOf(fleet, stack, 'PodRolePolicy'));
    const expected = new Set([...expectedBuckets(fleet, service, environment, stack), ...expectedDeclared(fleet.model, service, environment)]);
    return [
      ...[...actual].filter((one) => !expected.has(one)).map((one) => `${stack.id} may ${one}`),
      ...[...expected].filter((one) => !actual.has(one)).map((one) => `${stack.id} may not ${one}`),
    ];
  }),
  mutations: [
    { title: 'pods write to a bucket to read only', apply: (fleet) => { const writing = podStatements(fleet, 'archive/prod').find(({ Action }) => Action.includes('s3:PutObject')); writing.Resource.push({ 'Fn::Sub': 'arn:${AWS::Partition}:s3:::rich-prod-archive-raw-images-x/*' }); } },
    { title: 'pods read every bucket', apply: (fleet) => { podStatements(fleet, 'archive/prod')[0].Resource.push({ 'Fn::Sub': 'arn:${AWS::Partition}:s3:::rich-prod-*' }); } },
    { title: 'pods use the key without S3', apply: (fleet) => { for (const statement of podStatements(fleet, 'archive/prod')) delete statement.Condition; } },
    { title: 'pods may not read an adopted bucket', apply: (fleet) => { for (const statement of podStatements(fleet, 'ledger/dev')) statement.Action = listOf(statement.Action as string[]).filter((action) => action !== 's3:GetObject'); } },
    { title: 'pods may not decrypt an adopted bucket', apply: (fleet) => { const all = podStatements(fleet, 'ledger/dev'); all.splice(all.findIndex(({ Action }) => Action.includes('kms:Decrypt')), 1); } },
    { title: 'a declared permission is missing', apply: (fleet) => { podStatements(fleet, 'ledger/prod').pop(); } },
    { title: 'a declared permission is for another environment', apply: (fleet) => { podStatements(fleet, 'ledger/prod').at(-1).Resource = [{ 'Fn::Sub': 'arn:${AWS::Partition}:sqs:eu-central-1:444455556666:orders-dev' }]; } },
    { title: 'pods may do what nobody declared', apply: (fleet) => { podStatements(fleet, 'ledger/prod').at(-1).Action.push('sqs:DeleteQueue'); } },
  ],
};

function podStatements(fleet: MutableFleet, stack: string): any[] {
  return resourceIn(fleet, stack, 'PodRolePolicy').Properties.PolicyDocument.Statement;
}

/** Each action on each resource, with what it depends on. */
function grantsOf({ model }: Fleet, { template, ...stack }: Stack, id: string): string[] {
  const statements = resolved(template.Resources[id]?.Properties.PolicyDocument.Statement ?? [], { template, ...stack }, model.partition) as Statement[];
  return statements.flatMap(({ Effect, Action, Resource, Condition = {} }) =>
    listOf(Action).flatMap((action) => listOf(Resource as string[]).map((resource) => `${Effect === 'Allow' ? '' : `${Effect} `}${action} ${resource} ${JSON.stringify(Condition)}`)));
}

function expectedBuckets(fleet: Fleet, service: ServiceModel, environment: EnvironmentModel, stack: Stack): string[] {
  if (servesInCluster(environment, 'bucket')) return [];
  const { partition } = fleet.model;
  const found = objectsOf(fleet, 'ConfigMap').find(({ environment: one, folder, object }) => one === environment.name && folder === service.name && object.metadata.name === `${service.name}-config`);
  const made = resourcesOf({ stacks: [stack] }, 'AWS::S3::Bucket').map(({ resource }) => resource.Properties.BucketName as string);
  const via = JSON.stringify({ StringEquals: { 'kms:ViaService': `s3.${environment.region}.amazonaws.com` } });
  return Object.entries(service.buckets).flatMap(([key, { access, retention, existing }]) => {
    const adopted = existing?.[environment.name];
    const name = found?.object.data[bucketVariable(key)] as string;
    if (adopted === undefined ? !made.includes(name) : adopted.name !== name) return [`use the bucket ${key}, which is ${name}`];
    const writes = access !== 'read-only';
    const arn = `arn:${partition}:s3:::${name}`;
    const keyArn = adopted === undefined ? keyOf(fleet.model, environment, stack) : adopted.keyArn;
    const objects = [...READ_OBJECTS, ...(writes ? WRITE_OBJECTS : []), ...(writes && retention === undefined ? DELETE_OBJECTS : [])];
    return [
      ...BUCKET.map((action) => `${action} ${arn} {}`),
      ...objects.map((action) => `${action} ${arn}/* {}`),
      ...(keyArn === undefined ? [] : ['kms:Decrypt', ...(writes ? ['kms:GenerateDataKey'] : [])].map((action) => `${action} ${keyArn} ${via}`)),
    ];
  });
}

function keyOf(model: FleetModel, environment: EnvironmentModel, stack: Stack): string {
  return environment.ownKey ? ownKey(model, environment) : resolved({ 'Fn::GetAtt': ['Key', 'Arn'] }, stack, model.partition) as string;
}

function expectedDeclared({ partition }: FleetModel, { permissions = [] }: ServiceModel, { name, account, region }: EnvironmentModel): string[] {
  const here = (resource: string): string => resource.replaceAll('<partition>', partition).replaceAll('<region>', region).replaceAll('<account>', account).replaceAll('<environment>', name);
  return permissions.flatMap(({ actions, resources }) => actions.flatMap((action) => resources.map((resource) => `${action} ${here(resource)} {}`)));
}

export const madeBuckets: Invariant = {
  number: 32,
  title: 'a bucket that is there already is not made',
  predicate: (fleet) => placesOf(fleet.model).flatMap(({ service, environment }) => {
    const stacks = fleet.stacks.filter(({ id }) => id === `${service.name}/${environment.name}`);
    const made = resourcesOf({ stacks }, 'AWS::S3::Bucket').length;
    const asked = servesInCluster(environment, 'bucket') ? 0 : Object.values(service.buckets).filter(({ existing }: BucketModel) => existing?.[environment.name] === undefined).length;
    return made === asked ? [] : [`${service.name}/${environment.name} makes ${made} buckets and not ${asked}`];
  }),
  mutations: [{
    title: 'an adopted bucket is made again',
    apply: (fleet) => { fleet.stacks.find(({ id }: Stack) => id === 'ledger/dev').template.Resources.BucketBooks = structuredClone(resourceIn(fleet, 'ledger/prod', 'BucketBooks')); },
  }],
};

export const insideBoundary: Invariant = {
  number: 10,
  title: 'whatever a role may do lies inside its boundary',
  predicate: (fleet) => resourcesOf(fleet, 'AWS::IAM::Role').flatMap((role) => {
    const limits = boundaryOf(fleet, role);
    if (limits === undefined) return [`${role.place} has no boundary`];
    const { stack, id } = role;
    const policies = resourcesOf({ stacks: [stack] }, 'AWS::IAM::ManagedPolicy').filter(({ resource }) => listOf(resource.Properties.Roles as { Ref: string }[]).some(({ Ref }) => Ref === id));
    const statements = policies.flatMap(({ resource }) => resolved(resource.Properties.PolicyDocument.Statement, stack, fleet.model.partition) as Statement[]);
    return statements.flatMap((statement) => listOf(statement.Action).flatMap((action) => listOf(statement.Resource as string[])
      .filter((resource) => !limits.some((limit) => covers(limit, action, resource, statement, stack, arnOf(fleet, role))))
      .map((resource) => `${role.place} may ${action} on ${resource}, and its boundary not`)));
  }),
  mutations: [
    { title: 'the boundary knows no secrets', apply: (fleet) => { const all = boundary(fleet); all.splice(all.findIndex(({ Action }: any) => Action.includes('secretsmanager:GetSecretValue')), 1); } },
    { title: 'the boundary does not know what the environment permits', apply: (fleet) => { const all = boundary(fleet); all.splice(all.findIndex(({ Action }: any) => Action.includes('sqs:SendMessage')), 1); } },
    { title: 'the boundary knows the keys of others alone', apply: (fleet) => { boundary(fleet).find(({ Action }: any) => Action.includes('kms:GenerateDataKey')).Condition = { StringEquals: { 'aws:ResourceTag/dust:env': 'dev' } }; } },
    { title: 'the boundary knows no snapshots', apply: (fleet) => { const all = boundary(fleet); all.splice(all.findIndex(({ Action }: any) => Action.includes('rds:CreateDBSnapshot')), 1); } },
    { title: 'the boundary knows another role that deploys', apply: (fleet) => { boundary(fleet).find(({ Action }: any) => Action.includes('sts:AssumeRole')).Condition.ArnEquals['aws:PrincipalArn'] = 'arn:aws:iam::444455556666:role/rich/prod/rich-prod-restart'; } },
    { title: 'a role has no boundary', apply: (fleet) => delete resourceIn(fleet, 'Platform/prod', 'MonitoringRole').Properties.PermissionsBoundary },
    { title: 'a role has the boundary of another environment', apply: (fleet) => { resourceIn(fleet, 'ledger/dev', 'PodRole').Properties.PermissionsBoundary = { 'Fn::Sub': 'arn:${AWS::Partition}:iam::111122223333:policy/rich/staging/rich-staging-boundary' }; } },
  ],
};

function boundary(fleet: MutableFleet): any[] {
  return resourceIn(fleet, 'Platform/prod', 'Boundary').Properties.PolicyDocument.Statement;
}

function boundaryOf(fleet: Fleet, { stack, resource }: PlacedResource): Statement[] | undefined {
  const { partition } = fleet.model;
  const arn = resolved(resource.Properties.PermissionsBoundary, stack, partition);
  const policy = resourcesOf(fleet, 'AWS::IAM::ManagedPolicy').find((one) =>
    arn === `arn:${partition}:iam::${one.stack.account}:policy${one.resource.Properties.Path}${one.resource.Properties.ManagedPolicyName}`);
  return policy === undefined ? undefined : resolved(policy.resource.Properties.PolicyDocument.Statement, policy.stack, partition) as Statement[];
}

function arnOf({ model }: Fleet, { stack, resource: { Properties } }: PlacedResource): string {
  return `arn:${model.partition}:iam::${stack.account}:role${Properties.Path}${Properties.RoleName}`;
}

/** A condition of the boundary is met by the same one of the statement, by the tag of the key that the stack makes, or by who asks. */
function covers(limit: Statement, action: string, resource: string, { Condition = {} }: Statement, stack: Stack, role: string): boolean {
  if (!listOf(limit.Action).includes(action) || !listOf(limit.Resource as string[]).some((pattern) => glob(pattern, resource))) return false;
  const tags = resource.startsWith('arn:') && resource.includes(':kms:') ? (stack.template.Resources.Key?.Properties.Tags ?? []) as { Key: string; Value: string }[] : [];
  return Object.entries(limit.Condition ?? {}).every(([operator, keys]) => Object.entries(keys).every(([key, value]) =>
    JSON.stringify(Condition[operator]?.[key]) === JSON.stringify(value) || (key === 'aws:PrincipalArn' && value === role) || tags.some(({ Key, Value }) => key === `aws:ResourceTag/${Key}` && value === Value)));
}
