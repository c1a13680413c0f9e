import { failed } from './check';
import type { Check, Checks, Declared } from './check';
import { hasDatabases } from './databases';
import { capabilityOf, glob, globAction, grantsOf, roleArn, statementsOf } from './iam';
import type { Grant, Statement } from './iam';
import { same } from './json';
import { SECRET_SUFFIX, arnOf } from './resolve';
import { SECRET, isLogin, isMaster, keyOf, readableSecrets } from './secrets';
import { ofType, readWorld } from './world';
import type { Printed, World } from './world';

const READING = ['secretsmanager:DescribeSecret', 'secretsmanager:GetSecretValue'];

/** Roles that secret stores take. */
function storeRoles(world: World): Printed[] {
  return ofType(world, 'AWS::IAM::Role').filter((role) => capabilityOf(role) === 'secrets');
}

/** Whoever may do something with secrets is the role of a store, in a stack that has secrets, or of the platform where databases may be. */
const storeRolesHaveSecrets: Check = (output, declared) =>
  storeRoles(readWorld(output)).flatMap(({ at, stack }) =>
    (stack.kind === 'service' && readableSecrets(stack).length > 0) || (stack.kind === 'platform' && hasDatabases(declared, stack.environment))
      ? []
      : [`${at}: there are no secrets to read`],
  );

/**
 * K10: the role of a store trusts the controller of External Secrets in its cluster and nobody else. The controller's own
 * session tags pass on to every role that it assumes, so that it needs `sts:TagSession` as well.
 */
const storeTrusts: Check = (output, declared) =>
  storeRoles(readWorld(output)).flatMap(({ at, stack, properties }) => {
    const statements = statementsOf(properties.AssumeRolePolicyDocument);
    const [statement] = statements;
    const controller = declared.environments[stack.environment ?? '']?.externalSecretsRoleArn;
    return failed(at, {
      'has more or less than one statement of trust': statements.length === 1 && statement?.effect === 'Allow',
      [`trusts ${JSON.stringify(statement?.principals)} and not the controller of the cluster alone`]:
        controller !== undefined && same(statement?.principals, { AWS: [controller] }),
      'does not trust for AssumeRole and TagSession alone': same([...(statement?.actions ?? [])].sort(), ['sts:AssumeRole', 'sts:TagSession']),
      'asks for what the store does not send': same(statement?.conditions, {}),
      'is taken by pods': !stack.printed.some(
        ({ type, properties: other }) => type === 'AWS::EKS::PodIdentityAssociation' && String(other.RoleArn).endsWith(`/${properties.RoleName}`),
      ),
    });
  });

/** ARNs of secrets that nobody made, whose names are near to one that a role may read. */
function nearMisses(secret: Printed): string[] {
  const name = String(secret.properties.Name);
  const start = arnOf(secret.id, secret.stack).slice(0, -name.length - SECRET_SUFFIX.length);
  const folder = name.slice(0, name.lastIndexOf('/'));
  const names = [`${name}2`, `${name}-old`, `${name}-Ab12cD`, `${name}/old`, name.slice(0, -1), `${folder}/OTHER`, `${folder}x/OTHER`, `${folder}/x/OTHER`];
  return names.map((other) => `${start}${other}${SECRET_SUFFIX}`);
}

/** What a statement about secrets reaches beside those of its own service and environment. */
function reachProblems(grant: Grant, all: readonly Printed[]): string[] {
  const { role, statement, at } = grant;
  const own = readableSecrets(role.stack);
  const foreign = all.filter((secret) => !own.includes(secret)).map(({ id, stack }) => arnOf(id, stack));
  const mine = own.map(({ id, stack }) => arnOf(id, stack));
  const others = [...foreign, ...own.flatMap(nearMisses).filter((arn) => !mine.includes(arn))];
  return statement.resources.flatMap((pattern) => [
    ...(mine.some((arn) => glob(pattern, arn)) ? [] : [`${at}: ${pattern} is no secret of its service`]),
    ...others.filter((arn) => glob(pattern, arn)).map((arn) => `${at}: ${pattern} also reaches ${arn}`),
  ]);
}

function keyProblems({ role, statement, at }: Grant, declared: Declared): string[] {
  return failed(`${at}: statement ${statement.sid}`, {
    'does more with the key than decrypt': same(statement.actions, ['kms:Decrypt']),
    'is not about the key of the service alone': same(statement.resources, [keyOf(role.stack, declared)]),
    'uses the key otherwise than by Secrets Manager': same(statement.conditions, {
      StringEquals: { 'kms:ViaService': [`secretsmanager.${role.stack.region}.amazonaws.com`] },
    }),
  });
}

function isAboutKeys({ actions }: Statement): boolean {
  return actions.some((action) => action.toLowerCase().startsWith('kms:'));
}

function grantProblems(grant: Grant, all: readonly Printed[], declared: Declared): string[] {
  const { statement, at } = grant;
  if (isAboutKeys(statement)) return keyProblems(grant, declared);
  return [
    ...statement.actions.filter((action) => !READING.includes(action)).map((action) => `${at}: may ${action}`),
    ...(same(statement.conditions, {}) ? [] : [`${at}: statement ${statement.sid} asks for what the store does not send`]),
    ...reachProblems(grant, all),
  ];
}

/** The role of a store reads each secret of its service in its environment, decrypts it, and can do nothing else. */
const storePermissions: Check = (output, declared) => {
  const world = readWorld(output);
  const all = ofType(world, SECRET);
  return storeRoles(world).filter(({ stack }) => stack.kind === 'service').flatMap((role) => {
    const grants = grantsOf(world).filter((grant) => grant.role === role);
    const reads = (secret: Printed, action: string) =>
      grants.some(({ statement }) => statement.actions.includes(action) && statement.resources.some((pattern) => glob(pattern, arnOf(secret.id, secret.stack))));
    return [
      ...grants.flatMap((grant) => grantProblems(grant, all, declared)),
      ...readableSecrets(role.stack).flatMap((secret) =>
        READING.filter((action) => !reads(secret, action)).map((action) => `${role.at}: may not ${action} of ${secret.at}`),
      ),
      ...(grants.some(({ statement }) => isAboutKeys(statement)) ? [] : [`${role.at}: may not decrypt what it reads`]),
    ];
  });
};

/** Who must read a secret: the store of its namespace, but never of a master's; and that of the platform, for logins alone. */
function expectedReaders(world: World, secret: Printed): string[] {
  return storeRoles(world)
    .filter(({ stack }) => (stack === secret.stack ? !isMaster(secret) : stack.kind === 'platform' && stack.environment === secret.stack.environment && isLogin(secret)))
    .map(roleArn);
}

/** A secret has its readers and no others: neither the pod's role nor any other may get its value. */
const secretReadersAreStores: Check = (output) => {
  const world = readWorld(output);
  return ofType(world, SECRET).flatMap((secret) => {
    const { at, id, stack } = secret;
    const readers = grantsOf(world)
      .filter(
        ({ statement }) =>
          ['secretsmanager:GetSecretValue', 'secretsmanager:BatchGetSecretValue'].some((action) => statement.actions.some((pattern) => globAction(pattern, action))) &&
          statement.resources.some((pattern) => glob(pattern, arnOf(id, stack))),
      )
      .map(({ role }) => roleArn(role));
    const expected = expectedReaders(world, secret);
    return expected.length === (isLogin(secret) && !isMaster(secret) ? 2 : 1) && same([...new Set(readers)].sort(), [...expected].sort()) ? [] : [`${at}: is read by ${readers.join(', ') || 'nobody'}, not by the role of its store alone`];
  });
};

export const secretReaders: Checks = { storeRolesHaveSecrets, storeTrusts, storePermissions, secretReadersAreStores };
