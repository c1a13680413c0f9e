import { failed } from './check';
import type { Check, Checks, Declared } from './check';
import { INSTANCE } from './databases';
import { capabilityOf, documentsOf, glob, globAction, grantsOf, policyArn } from './iam';
import type { Grant } from './iam';
import { same } from './json';
import { hasTags, tagsOf } from './permissions';
import { arnOf } from './resolve';
import { SECRET, isLogin, keyOf } from './secrets';
import { ofType, readWorld } from './world';
import type { Printed, World } from './world';

function allows(world: World, grants: readonly Grant[], action: string, arn: string): boolean {
  return grants.some(({ statement }) =>
    statement.actions.some((pattern) => globAction(pattern, action)) &&
    statement.resources.some((pattern) => glob(pattern, arn)) &&
    hasTags(statement, tagsOf(world, arn)));
}

function rolesTo(world: World, capability: string): { readonly role: Printed; readonly grants: Grant[] }[] {
  return ofType(world, 'AWS::IAM::Role')
    .filter((role) => role.stack.kind === 'platform' && capabilityOf(role) === capability)
    .map((role) => ({ role, grants: grantsOf(world).filter((grant) => grant.role === role) }));
}

const MAKES_GROUPS = ['logs:CreateLogGroup', 'logs:PutRetentionPolicy'];
const WRITES_MEASUREMENTS = ['logs:CreateLogStream', 'logs:DescribeLogStreams', 'logs:GetLogEvents', 'logs:PutLogEvents'];

/** Enhanced monitoring writes to the one log group that RDS has for it. */
const monitoringPermissions: Check = (output) => {
  const world = readWorld(output);
  return rolesTo(world, 'monitoring').flatMap(({ role, grants }) => {
    const { partition, region, account } = role.stack;
    const logs = `arn:${partition}:logs:${region}:${account}:log-group:`;
    const foreign = [`${logs}RDSOSMetrics2:log-stream:x`, `${logs}/aws/rds/instance/x/postgresql:log-stream:x`, `arn:${partition}:logs:eu-west-3:${account}:log-group:RDSOSMetrics:log-stream:x`];
    return failed(role.at, {
      'may not write measurements': WRITES_MEASUREMENTS.every((action) => allows(world, grants, action, `${logs}RDSOSMetrics:log-stream:db-X`)) && MAKES_GROUPS.every((action) => allows(world, grants, action, `${logs}RDSOSMetrics:*`)),
      'may do more than write measurements': grants.every(({ statement }) => statement.actions.every((action) => [...MAKES_GROUPS, ...WRITES_MEASUREMENTS].includes(action))),
      'may write to other logs': !foreign.some((arn) => [...MAKES_GROUPS, ...WRITES_MEASUREMENTS].some((action) => allows(world, grants, action, arn))),
    });
  });
};

const LOOKS = ['rds:AddTagsToResource', 'rds:CreateDBSnapshot', 'rds:DescribeDBInstances', 'rds:DescribeDBSnapshots', 'rds:ListTagsForResource'];
const CHANGES_SNAPSHOTS = ['rds:CopyDBSnapshot', 'rds:DeleteDBSnapshot', 'rds:ModifyDBSnapshotAttribute'];
const VAULT = ['backup:CopyIntoBackupVault', 'backup:DescribeBackupVault'];
const KEYS = ['kms:CreateGrant', 'kms:DescribeKey'];

function backupProblems(world: World, role: Printed, grants: readonly Grant[]): string[] {
  const { partition, region, account, environment } = role.stack;
  const rds = `arn:${partition}:rds:${region}:${account}:`;
  const near = ofType(world, INSTANCE).filter(({ stack }) => stack.environment === environment).map(({ id, stack }) => arnOf(id, stack));
  const far = ofType(world, INSTANCE).filter(({ stack }) => stack.environment !== environment).map(({ id, stack }) => arnOf(id, stack));
  const vaults = ofType(world, 'AWS::Backup::BackupVault').map(({ id, stack }) => ({ arn: arnOf(id, stack), own: stack === role.stack }));
  const any = (actions: readonly string[], arn: string) => actions.some((action) => allows(world, grants, action, arn));
  const all = (actions: readonly string[], arn: string) => actions.every((action) => allows(world, grants, action, arn));
  const snapshot = `${rds}snapshot:awsbackup:job-x`;
  return failed(role.at, {
    'may not back up a database': near.every((arn) => all(LOOKS.filter((action) => action !== 'rds:DescribeDBSnapshots'), arn)) && all([...LOOKS, ...CHANGES_SNAPSHOTS].filter((action) => action !== 'rds:DescribeDBInstances'), snapshot),
    'may touch databases of another environment': !far.some((arn) => any([...LOOKS, ...CHANGES_SNAPSHOTS], arn)),
    'may delete snapshots that are not its own': ![`${rds}snapshot:rds:x-2026`, `${rds}snapshot:by-hand`, ...near].some((arn) => any(CHANGES_SNAPSHOTS, arn)),
    'may use another vault than its own': vaults.every(({ arn, own }) => (own ? all(VAULT, arn) : !any(VAULT, arn))),
    'may do more than back up': grants.every(({ statement }) => statement.actions.every((action) => [...LOOKS, ...CHANGES_SNAPSHOTS, ...VAULT, ...KEYS].includes(action))),
    'may grant keys to others than services of AWS': grants.filter(({ statement }) => statement.actions.includes('kms:CreateGrant')).every(({ statement }) => same(statement.conditions.Bool?.['kms:GrantIsForAWSResource'], ['true'])),
  });
}

/** AWS Backup keeps snapshots of the databases of its environment in its vault, and deletes only its own. */
const backupPermissions: Check = (output, declared) => {
  const world = readWorld(output);
  return rolesTo(world, 'backup').flatMap(({ role, grants }) => [
    ...backupProblems(world, role, grants),
    ...ofType(world, INSTANCE)
      .filter(({ stack }) => stack.environment === role.stack.environment)
      .flatMap(({ at, stack }) => KEYS.filter((action) => !allows(world, grants, action, String(keyOf(stack, declared)))).map((action) => `${role.at}: may not ${action} for the key of ${at}`)),
  ]);
};

/** Secrets that nobody made, whose names are near to those of databases. */
function nearLogins({ prefix }: Declared, environment: string): string[] {
  const start = `${prefix}/${environment}`;
  return [
    `${start}/postgres/PASSWORD`, `${start}/postgres/MASTER`, `${start}/postgres/master`, `${start}/postgres/application`, `${start}/postgres/POSTGRES`,
    `${start}/web/postgres/masters`, `${start}/web/postgres/master-old`, `${start}/web/postgres/master/x`, `${start}/web/postgres`, `${start}/web/POSTGRES_MASTER`,
    `${start}x/web/postgres/master`, `${prefix}/other/web/postgres/master`, `${prefix}x/${environment}/web/postgres/application`, `${start}/web/cache/password`,
  ];
}

const READS = ['secretsmanager:DescribeSecret', 'secretsmanager:GetSecretValue'];

/** The platform's store reads the logins of every database of its environment, and no other secret. */
const adminStorePermissions: Check = (output, declared) => {
  const world = readWorld(output);
  return rolesTo(world, 'secrets').flatMap(({ role, grants }) => {
    const { environment = '', partition, region, account } = role.stack;
    const near = nearLogins(declared, environment).map((name) => `arn:${partition}:secretsmanager:${region}:${account}:secret:${name}-Ab12cD`);
    const secrets = ofType(world, SECRET).map((secret) => ({ secret, arn: arnOf(secret.id, secret.stack), own: secret.stack.environment === environment && isLogin(secret) }));
    const may = (arn: string) => READS.some((action) => allows(world, grants, action, arn));
    const needsKey = declared.environments[environment]?.keyArn;
    const about = grants.filter(({ statement }) => statement.actions.some((action) => action.startsWith('kms:')));
    return [
      ...failed(role.at, {
        'does more than read': grants.every(({ statement }) => statement.actions.every((action) => [...READS, 'kms:Decrypt'].includes(action))),
        'asks for what the store does not send': grants.filter((grant) => !about.includes(grant)).every(({ statement }) => same(statement.conditions, {})),
        'uses a key that speaks for itself': about.every(({ statement }) => needsKey !== undefined && same(statement.resources, [needsKey])
          && same(statement.conditions.StringEquals?.['kms:ViaService'], [`secretsmanager.${region}.amazonaws.com`])),
        'may not decrypt with the key that the environment gives': needsKey === undefined || about.length > 0 || !secrets.some(({ own }) => own),
      }),
      ...secrets.filter(({ arn, own }) => own !== may(arn)).map(({ secret, own }) => `${role.at}: ${own ? 'may not read' : 'may read'} ${secret.at}`),
      ...near.filter(may).map((arn) => `${role.at}: may read ${arn}`),
    ];
  });
};

/** What somebody may declare tomorrow: a boundary admits it before any role has it. */
const TOMORROW = /^(ecr|eks|kms|s3|secretsmanager):/;

/** A boundary admits no kind of thing that no role of its environment is for. */
const boundariesAreTight: Check = (output) => {
  const world = readWorld(output);
  return documentsOf(world).filter(({ use }) => use === 'boundary').flatMap(({ at, resource, statements }) => {
    const granted = grantsOf(world).filter(({ role }) => role.properties.PermissionsBoundary === policyArn(resource)).flatMap(({ statement }) => statement.actions);
    return statements
      .flatMap(({ actions, effect }) => (effect === 'Allow' ? actions : []))
      .filter((action) => !TOMORROW.test(action) && !granted.includes(action))
      .map((action) => `${at}: admits ${action}, which no role has`);
  });
};

export const serviceRoles: Checks = { monitoringPermissions, backupPermissions, adminStorePermissions, boundariesAreTight };
