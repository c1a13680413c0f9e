import type { Check, Checks, Declared } from './check';
import { capabilityOf, glob, globAction, grantsOf, policyArn, statementsOf } from './iam';
import type { Statement } from './iam';
import { asList, missing } from './json';
import { arnOf } from './resolve';
import { ofType, readWorld } from './world';
import type { Printed, Stack, World } from './world';

/** The controller of External Secrets may assume every role below `secrets/`, so that nothing else may lie there. */
function pathOf(role: Printed, prefix: string): string {
  return `/${prefix}/${role.stack.environment ?? 'builds'}/${capabilityOf(role) === 'secrets' ? 'secrets/' : ''}`;
}

/** A2, A3: what every role has and has not. */
const a2Roles: Check = (output, { prefix }) => {
  const world = readWorld(output);
  const boundaries = new Map(
    ofType(world, 'AWS::IAM::ManagedPolicy')
      .filter(({ stack }) => stack.kind === 'platform' || stack.kind === 'account')
      .map((policy) => [policyArn(policy), policy]),
  );
  return ofType(world, 'AWS::IAM::Role').flatMap((role) => {
    const { properties, stack, at } = role;
    const rules: Readonly<Record<string, boolean>> = {
      'stays longer than an hour': properties.MaxSessionDuration === 3600,
      [`is not at ${pathOf(role, prefix)}`]: properties.Path === pathOf(role, prefix),
      'has no boundary of its environment':
        boundaries.get(String(properties.PermissionsBoundary))?.stack.environment === stack.environment &&
        boundaries.has(String(properties.PermissionsBoundary)),
      'has an inline policy': properties.Policies === undefined,
      'has a policy from elsewhere': properties.ManagedPolicyArns === undefined,
    };
    return Object.entries(rules)
      .filter(([, holds]) => !holds)
      .map(([rule]) => `${at}: ${rule}`);
  });
};

const LOGIN = ['ecr:GetAuthorizationToken'];
const PUSH = [
  'ecr:BatchCheckLayerAvailability',
  'ecr:BatchGetImage',
  'ecr:CompleteLayerUpload',
  'ecr:InitiateLayerUpload',
  'ecr:PutImage',
  'ecr:UploadLayerPart',
];
export const READ_BUILDS = ['ecr:BatchGetImage', 'ecr:DescribeImageScanFindings', 'ecr:DescribeImages', 'ecr:GetDownloadUrlForLayer'];
const READ_OBJECTS = ['s3:GetObject', 's3:GetObjectVersion'];
const WRITE_OBJECTS = ['s3:AbortMultipartUpload', 's3:ListMultipartUploadParts', 's3:PutObject'];
const BUCKET = ['s3:GetBucketLocation', 's3:ListBucket', 's3:ListBucketMultipartUploads'];

function repositoryArns(world: World, role: Printed, kind: 'builds' | 'service'): string[] {
  return ofType(world, 'AWS::ECR::Repository')
    .filter(
      ({ stack }) =>
        stack.service === role.stack.service && stack.kind === kind && (kind === 'builds' || stack.environment === role.stack.environment),
    )
    .map(({ id, stack }) => arnOf(id, stack));
}

function bucketsOf(stack: Stack): Printed[] {
  return stack.printed.filter(({ type }) => type === 'AWS::S3::Bucket');
}

/** What pods may do with objects: read, write where that was not excluded, and delete where nothing is kept by a lock. */
function objectRights(declared: Declared, { stack }: Printed): string[] {
  const readOnly = Object.entries(declared.services[stack.service ?? '']?.buckets ?? {})
    .filter(([, bucket]) => bucket.readOnly === true)
    .map(([key]) => key);
  return bucketsOf(stack).flatMap(({ id, properties }) => {
    const locked = properties.ObjectLockConfiguration !== undefined;
    const writes = readOnly.some((key) => String(properties.BucketName).includes(`-${key}-`))
      ? []
      : [...WRITE_OBJECTS, ...(locked ? [] : ['s3:DeleteObject'])];
    return [...READ_OBJECTS, ...writes].map((action) => `${action} ${arnOf(id, stack)}/*`);
  });
}

/** Objects and the key that encrypts them: without the key, no object can be read. */
function podRights(declared: Declared, role: Printed): string[] {
  const { stack } = role;
  const objects = objectRights(declared, role);
  const own = stack.printed.find(({ type }) => type === 'AWS::KMS::Key');
  const key = own === undefined ? declared.environments[stack.environment ?? '']?.keyArn : arnOf(own.id, stack);
  const uses =
    objects.length === 0 ? [] : ['kms:Decrypt', ...(objects.some((pair) => pair.startsWith('s3:PutObject ')) ? ['kms:GenerateDataKey'] : [])];
  return [...objects, ...uses.map((action) => `${action} ${key}`), ...bucketsOf(stack).map(({ id }) => `s3:ListBucket ${arnOf(id, stack)}`)];
}

/** Roles of the bootstrap of a role's own account, by what they are for; the registry's account is deployed in the registry's region. */
export function bootstrapRoles({ environments, registry }: Declared, { stack }: Printed, uses: readonly string[]): string[] {
  const { qualifier = 'hnb659fds' } = environments[stack.environment ?? ''] ?? registry;
  return uses.map((use) => `arn:${stack.partition}:iam::${stack.account}:role/cdk-${qualifier}-${use}-role-${stack.account}-${stack.region}`);
}

/** Pairs of action and resource that a role must have, and those that it may have beside them. */
export function permissionSet(world: World, declared: Declared, role: Printed): { readonly must: string[]; readonly may: string[] } {
  const { stack } = role;
  const pairs = (actions: readonly string[], resources: readonly string[]) =>
    actions.flatMap((action) => resources.map((resource) => `${action} ${resource}`));
  const cluster = pairs(
    ['eks:DescribeCluster'],
    [`arn:${stack.partition}:eks:${stack.region}:${stack.account}:cluster/${declared.environments[stack.environment ?? '']?.cluster}`],
  );
  const [builds, own] = [repositoryArns(world, role, 'builds'), repositoryArns(world, role, 'service')];
  switch (capabilityOf(role)) {
    case 'publish':
      return { must: [...pairs(LOGIN, ['*']), ...pairs(PUSH, builds)], may: pairs(READ_BUILDS, builds) };
    case 'promote':
      return { must: [...pairs(LOGIN, ['*']), ...pairs(READ_BUILDS, builds), ...pairs([...PUSH, 'ecr:DescribeImages'], own)], may: [] };
    case 'restart':
    case 'workload-apply':
    case 'platform-apply':
      return { must: cluster, may: [] };
    case 'deploy':
      return { must: pairs(['sts:AssumeRole'], bootstrapRoles(declared, role, ['deploy', 'file-publishing'])), may: [] };
    case 'pod':
      return {
        must: podRights(declared, role),
        may: pairs(
          BUCKET,
          bucketsOf(stack).map(({ id }) => arnOf(id, stack)),
        ),
      };
    default:
      return { must: [], may: [] };
  }
}

/** Each role has the permissions of its one purpose, on the resources of its own service, and no more. */
const permissionSets: Check = (output, declared) => {
  const world = readWorld(output);
  // What the roles of secret stores, backups and measurements may is judged by what their patterns reach.
  const roles = ofType(world, 'AWS::IAM::Role').filter((role) => !['secrets', 'backup', 'monitoring'].includes(capabilityOf(role)));
  return roles.flatMap((role) => {
    const has = grantsOf(world)
      .filter((grant) => grant.role === role)
      .flatMap(({ statement }) => statement.actions.flatMap((action) => statement.resources.map((resource) => `${action} ${resource}`)));
    const { must, may } = permissionSet(world, declared, role);
    return [
      ...missing(must, has).map((pair) => `${role.at}: may not ${pair}`),
      ...missing(has, [...must, ...may]).map((pair) => `${role.at}: may ${pair}`),
    ];
  });
};

/** The services by which a role may use a key: a secret store's by Secrets Manager, every other by what keeps its objects. */
function usesKeysBy(role: Printed): RegExp {
  return capabilityOf(role) === 'secrets' ? /^secretsmanager\.[a-z0-9-]+\.amazonaws\.com$/ : /^(s3|ecr)\.[a-z0-9-]+\.amazonaws\.com$/;
}

/** Permission on a key goes by way of the service that keeps the data. */
const keysOnlyByServices: Check = (output) =>
  grantsOf(readWorld(output))
    .filter(
      ({ statement, role }) =>
        statement.actions.some((action) => action.startsWith('kms:')) &&
        !statement.actions.every((action) => ['kms:CreateGrant', 'kms:DescribeKey'].includes(action)) &&
        !statement.conditions.StringEquals?.['kms:ViaService']?.every((service) => usesKeysBy(role).test(service)),
    )
    .map(({ at, statement }) => `${at}: statement ${statement.sid} uses the key without a service in between`);

/** Whether a statement holds for something with these tags. */
export function hasTags({ conditions }: Statement, tags: Readonly<Record<string, string>>): boolean {
  return Object.entries(conditions.StringEquals ?? {}).every(
    ([key, values]) => !key.startsWith('aws:ResourceTag/') || values.includes(tags[key.slice('aws:ResourceTag/'.length)] ?? ''),
  );
}

/** What a resource of the boundary may be, compared with what a role is given. */
export function admits(boundary: Statement, action: string, resource: string, tags: Readonly<Record<string, string>>): boolean {
  return (
    boundary.effect === 'Allow' &&
    boundary.actions.some((pattern) => globAction(pattern, action)) &&
    boundary.resources.some((pattern) => glob(pattern, resource)) &&
    hasTags(boundary, tags)
  );
}

export function tagsOf(world: World, arn: string): Record<string, string> {
  const found = arn.replace(/\/(\*|any\/object)$/, '');
  const resource = world.resources.find(
    ({ id, stack, type }) => /Key$|Repository$|Bucket$|Secret$|DBInstance$/.test(type) && arnOf(id, stack) === found,
  );
  return Object.fromEntries(asList<{ Key: string; Value: string }>(resource?.properties.Tags).map(({ Key, Value }) => [Key, Value]));
}

/** Tags that whatever the statement speaks of has. */
function impliedTags({ conditions }: Statement): Record<string, string> {
  const tags = Object.entries(conditions.StringEquals ?? {}).filter(([key, values]) => key.startsWith('aws:ResourceTag/') && values.length === 1);
  return Object.fromEntries(tags.map(([key, [value]]) => [key.slice('aws:ResourceTag/'.length), value!]));
}

/** A permission that the boundary does not admit is dead. */
const boundariesAdmitPermissions: Check = (output) => {
  const world = readWorld(output);
  return grantsOf(world).flatMap(({ role, statement, at }) => {
    const boundary = ofType(world, 'AWS::IAM::ManagedPolicy').find((policy) => policyArn(policy) === role.properties.PermissionsBoundary);
    const limits = statementsOf(boundary?.properties.PolicyDocument);
    return statement.actions.flatMap((action) =>
      statement.resources
        .filter((resource) => !limits.some((limit) => admits(limit, action, resource, { ...tagsOf(world, resource), ...impliedTags(statement) })))
        .map((resource) => `${at}: the boundary does not admit ${action} on ${resource}`),
    );
  });
};

export const permissions: Checks = {
  a2Roles,
  permissionSets,
  keysOnlyByServices,
  boundariesAdmitPermissions,
};
