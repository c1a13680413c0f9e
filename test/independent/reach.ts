import { failed } from './check';
import type { Check, Checks, Declared } from './check';
import { actsAtAll, boundaryLets, boundaryOf, hasPolicies, may } from './evaluate-access';
import type { Evaluation } from './evaluate-access';
import { capabilityOf, grantsOf } from './iam';
import { bootstrapRoles, permissionSet } from './permissions';
import { arnOf } from './resolve';
import { ofType, readWorld } from './world';
import type { Printed, World } from './world';

/** What somebody with bad intent would try, by service; beside it, every action that a policy of the fleet names is tried. */
const TRIED: Readonly<Record<string, string>> = {
  ecr: `GetAuthorizationToken BatchCheckLayerAvailability BatchGetImage CompleteLayerUpload InitiateLayerUpload PutImage UploadLayerPart GetDownloadUrlForLayer
    DescribeImages DescribeImageScanFindings BatchDeleteImage DeleteRepository SetRepositoryPolicy DeleteRepositoryPolicy PutLifecyclePolicy DeleteLifecyclePolicy
    PutImageTagMutability PutImageScanningConfiguration CreateRepository ReplicateImage TagResource UntagResource PutReplicationConfiguration PutRegistryPolicy`,
  s3: `GetObject GetObjectVersion PutObject DeleteObject DeleteObjectVersion AbortMultipartUpload ListBucket GetBucketLocation PutBucketPolicy DeleteBucketPolicy DeleteBucket
    PutObjectAcl PutObjectRetention BypassGovernanceRetention PutLifecycleConfiguration PutReplicationConfiguration PutBucketVersioning`,
  kms: 'Decrypt Encrypt GenerateDataKey CreateGrant PutKeyPolicy ScheduleKeyDeletion DisableKey ReEncryptFrom ReEncryptTo',
  secretsmanager: 'GetSecretValue PutSecretValue DescribeSecret DeleteSecret UpdateSecret PutResourcePolicy',
  iam: 'PassRole CreateRole DeleteRole PutRolePolicy AttachRolePolicy UpdateAssumeRolePolicy DeleteRolePermissionsBoundary PutRolePermissionsBoundary CreatePolicyVersion TagRole',
  sts: 'AssumeRole TagSession SetSourceIdentity',
  eks: 'DescribeCluster CreateAccessEntry UpdateAccessEntry AssociateAccessPolicy UpdateClusterConfig DeleteCluster CreatePodIdentityAssociation AccessKubernetesApi',
  cloudformation: 'CreateStack UpdateStack DeleteStack CreateChangeSet ExecuteChangeSet SetStackPolicy',
  rds: 'ModifyDBInstance DeleteDBInstance CopyDBSnapshot ModifyDBSnapshotAttribute RestoreDBInstanceFromDBSnapshot',
  lambda: 'CreateFunction UpdateFunctionCode InvokeFunction',
  ssm: 'GetParameter PutParameter SendCommand',
  ec2: 'RunInstances AuthorizeSecurityGroupIngress',
  backup: 'DeleteRecoveryPoint StartRestoreJob DeleteBackupVault',
};

function triedActions(world: World): Map<string, Set<string>> {
  const tried = new Map(Object.entries(TRIED).map(([service, names]) => [service, new Set(names.split(/\s+/).map((name) => `${service}:${name}`))]));
  for (const action of grantsOf(world).flatMap(({ statement }) => statement.actions).filter((name) => !/[*?]/.test(name))) {
    const service = action.split(':')[0]!;
    tried.set(service, (tried.get(service) ?? new Set()).add(action));
  }
  return tried;
}

/** The service whose actions are about an ARN: who assumes a role asks STS. */
const ASKED: Readonly<Record<string, readonly string[]>> = { iam: ['iam', 'sts'] };

/** Whatever the templates make that has an ARN, buckets whose names are near to theirs, clusters, and roles of bootstraps. */
function triedResources(world: World, declared: Declared): string[] {
  const made = world.resources.filter(({ type }) => /::(Bucket|Repository|Key|Secret|Role|DBInstance|BackupVault)$/.test(type)).map(({ id, stack }) => arnOf(id, stack));
  const objects = made.filter((arn) => arn.split(':')[2] === 's3').flatMap((arn) => [`${arn}/any/object`, `${arn}-old/any/object`, `${arn.slice(0, -1)}/any/object`]);
  const places = world.stacks.filter(({ kind }) => kind === 'platform' || kind === 'account');
  const clusters = places.flatMap(({ partition, region, account }) =>
    ['another', ...Object.values(declared.environments).map(({ cluster }) => cluster)].map((cluster) => `arn:${partition}:eks:${region}:${account}:cluster/${cluster}`));
  const uses = ['deploy', 'file-publishing', 'image-publishing', 'lookup', 'cfn-exec'];
  const bootstraps = places.flatMap((stack) => bootstrapRoles(declared, { stack } as Printed, uses).flatMap((arn) =>
    [arn, `${arn}-2`, arn.replace(/cdk-[^-]+/, 'cdk-other'), arn.replace(stack.region, 'eu-north-1'), arn.replaceAll(stack.account, '999999999999')]));
  return [...new Set([...made, ...objects, ...clusters, ...bootstraps, 'arn:aws:ecr:us-east-1:111122223333:repository/elsewhere', '*'])];
}

/** Pairs that could mean something: every action with everything, and with what its service keeps. */
function triedPairs(world: World, declared: Declared): (readonly [action: string, resource: string])[] {
  const actions = triedActions(world);
  return triedResources(world, declared).flatMap((resource) => {
    const service = resource.split(':')[2] ?? '';
    const services = resource === '*' ? [...actions.keys()] : (ASKED[service] ?? [service]);
    return services.flatMap((name) => [...(actions.get(name) ?? [])].map((action) => [action, resource] as const));
  });
}

/** Keys are used by way of the service that keeps the data. */
function contextOfUse({ stack }: Printed, action: string): Record<string, string> {
  return action.startsWith('kms:') ? { 'kms:ViaService': `s3.${stack.region}.amazonaws.com` } : {};
}

/** Each role of some kinds may do what it is for, and of all that is tried nothing else; policies, boundaries and those of the things together. */
function reach(...capabilities: readonly string[]): Check {
  return (output, declared) => {
    const world = readWorld(output);
    const roles = ofType(world, 'AWS::IAM::Role').filter((role) => capabilities.includes(capabilityOf(role)));
    const tried = roles.length === 0 ? [] : triedPairs(world, declared);
    const groups = grouped(world, tried);
    return roles.flatMap((role) => rightsOf({ world, declared }, role, groups));
  };
}

/** What is tried with one action: everything, and what has a policy of its own. */
interface Group {
  readonly action: string;
  readonly resources: string[];
  readonly guarded: string[];
}

function grouped(world: World, tried: ReturnType<typeof triedPairs>): Group[] {
  const groups = new Map<string, Group>();
  for (const [action, resource] of tried) {
    const group = groups.get(action) ?? { action, resources: [], guarded: [] };
    groups.set(action, group);
    group.resources.push(resource);
    if (hasPolicies(world, resource)) group.guarded.push(resource);
  }
  return [...groups.values()];
}

function rightsOf(evaluation: Evaluation, role: Printed, groups: readonly Group[]): string[] {
  const set = permissionSet(evaluation.world, evaluation.declared, role);
  const concrete = (pairs: readonly string[]) => new Set(pairs.map((pair) => pair.replace(/\/\*$/, '/any/object')));
  const [must, all] = [concrete(set.must), concrete([...set.must, ...set.may])];
  // An action on everything has no resource, whatever was asked.
  const known = (action: string, resource: string) => all.has(`${action} ${resource}`) || all.has(`${action} *`);
  const can = (action: string, resource: string) => may(evaluation, role, action, resource, contextOfUse(role, action));
  return [
    ...[...must].filter((pair) => !can(...(pair.split(' ') as [string, string]))).map((pair) => `${role.at}: cannot ${pair}`),
    ...groups.flatMap(({ action, resources, guarded }) => (actsAtAll(evaluation.world, role, action) ? resources : guarded)
      .filter((resource) => !known(action, resource) && can(action, resource)).map((resource) => `${role.at}: can ${action} ${resource}`)),
  ];
}

/** Texts that a pattern stands for: with something, nothing and a path in place of each star. */
function instancesOf(pattern: string): string[] {
  return [...new Set(['x', '', 'a/b'].map((text) => pattern.replaceAll('*', text).replaceAll('?', 'x')))];
}

/** What a request must bring so that the conditions of a statement hold: the first of the values they compare with. */
function wanted(conditions: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>): Record<string, string> {
  return Object.fromEntries(Object.values(conditions).flatMap((keys) => Object.entries(keys).map(([key, [value = '']]) => [key, instancesOf(value)[0]!])));
}

/** Every role has the boundary of a template, and it lets through all that the role's own policies allow. */
const boundariesCutNothing: Check = (output, declared) => {
  const world = readWorld(output);
  const grants = grantsOf(world);
  return ofType(world, 'AWS::IAM::Role').flatMap((role) => {
    const own = grants.filter((grant) => grant.role === role);
    const cut = own.flatMap(({ statement: { actions, resources, conditions } }) =>
      actions.flatMap(instancesOf).flatMap((action) =>
        resources.flatMap(instancesOf).filter((resource) => !boundaryLets({ world, declared }, role, action, resource, wanted(conditions))).map((resource) => `${role.at}: its boundary cuts ${action} ${resource}`)));
    return [...failed(role.at, { 'has no boundary that a template makes': boundaryOf(world, role) !== undefined, 'is allowed nothing': own.length > 0 || capabilityOf(role) === 'pod' }), ...cut];
  });
};

export const reaches: Checks = {
  publishReach: reach('publish'),
  promoteReach: reach('promote'),
  podReach: reach('pod'),
  clusterReach: reach('restart', 'release', 'workload-apply', 'platform-apply'),
  deployReach: reach('deploy'),
  boundariesCutNothing,
};
