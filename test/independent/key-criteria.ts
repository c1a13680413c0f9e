import { failed } from './check';
import type { Check, Checks } from './check';
import { platformOf } from './databases';
import { capabilityOf, documentsOf, glob, roleArn, statementsOf } from './iam';
import type { Statement } from './iam';
import { asList, same } from './json';
import { SECRET_SUFFIX, arnOf, resolve, urlSuffix } from './resolve';
import { isLogin } from './secrets';
import { ofType, readWorld } from './world';
import type { Printed, World } from './world';

/** What only services of AWS may do with a key, on behalf of their caller. */
const USE_OF_KEYS = /^kms:(Decrypt|Encrypt|GenerateDataKey|ReEncrypt|CreateGrant|RetireGrant|Sign|\*)/i;

const GRANTED = ['kms:CreateGrant', 'kms:DescribeKey'];
const DIRECT = ['kms:Decrypt', 'kms:GenerateDataKey'];

/** What a service calls on the key of what it keeps; ECR works by a grant. */
const CALLS: Readonly<Record<string, readonly [string, readonly string[]]>> = {
  'AWS::Backup::BackupVault': ['backup', [...GRANTED, ...DIRECT]],
  'AWS::ECR::Repository': ['ecr', [...GRANTED, 'kms:RetireGrant']],
  'AWS::ElastiCache::ReplicationGroup': ['elasticache', [...GRANTED, ...DIRECT]],
  'AWS::RDS::DBInstance': ['rds', [...GRANTED, ...DIRECT]],
  'AWS::S3::Bucket': ['s3', DIRECT],
  'AWS::SecretsManager::Secret': ['secretsmanager', DIRECT],
};

/** Names that a property may have for a key of its stack or account: its ARN, or an alias. */
function namesOf(key: Printed): unknown[] {
  const alias = key.stack.printed.find(
    ({ type, properties }) => type === 'AWS::KMS::Alias' && properties.TargetKeyId === resolve({ Ref: key.id }, key.stack),
  );
  return [arnOf(key.id, key.stack), alias?.properties.AliasName];
}

function keyProperty({ properties }: Printed): unknown {
  const [rule] = asList<Record<string, any>>(properties.BucketEncryption?.ServerSideEncryptionConfiguration);
  return properties.KmsKeyId ?? properties.EncryptionKeyArn ?? properties.EncryptionConfiguration?.KmsKey ?? rule?.ServerSideEncryptionByDefault?.KMSMasterKeyID;
}

/** Things that are encrypted with a key, by its ARN or by an alias of its account. */
function encryptedWith(world: World, key: Printed): Printed[] {
  return world.resources.filter((resource) => resource.stack.account === key.stack.account && resource.stack.region === key.stack.region && namesOf(key).includes(keyProperty(resource)));
}

function servicesOf({ conditions }: Statement): readonly string[] {
  return conditions.StringEquals?.['kms:ViaService'] ?? [];
}

/** The services that a key is open to are those that encrypt with it, each for what it calls. */
function opennessProblems(world: World, key: Printed, uses: readonly Statement[]): string[] {
  const types = [...new Set(encryptedWith(world, key).map(({ type }) => type))];
  const users = types.filter((type) => CALLS[type] !== undefined).map((type) => {
    const [service, calls] = CALLS[type]!;
    return { service: `${service}.${key.stack.region}.amazonaws.com`, calls };
  });
  const open = (service: string, call: string) =>
    uses.some((statement) => servicesOf(statement).includes(service) && statement.actions.includes(call));
  const needless = [...new Set(uses.flatMap(servicesOf))].filter((service) => !users.some((user) => user.service === service));
  const granted = [...new Set(uses.filter(({ actions }) => actions.includes('kms:CreateGrant')).flatMap(servicesOf))];
  const grantless = granted.filter((service) => !users.some((user) => user.service === service && user.calls.includes('kms:CreateGrant')));
  return failed(key.at, {
    'is not used by anything': users.length > 0,
    'is not open to a service that encrypts with it': users.every(({ service, calls }) => calls.every((call) => open(service, call))),
    [`is open to ${needless.join(', ')} without need`]: needless.length === 0,
    [`lets ${grantless.join(', ')} make grants without need`]: grantless.length === 0,
  });
}

const CONTEXT_OF_LOGS = 'kms:EncryptionContext:aws:logs:arn';

/** The service of logs encrypts the log groups of this stack and nothing else. */
function logProblems(world: World, key: Printed, statements: readonly Statement[]): string[] {
  const { stack, at } = key;
  const groups = encryptedWith(world, key).filter(({ type }) => type === 'AWS::Logs::LogGroup');
  const expected = groups.map(({ id }) => arnOf(id, stack)).sort();
  const given = statements.flatMap(({ conditions }) => [...(conditions.ArnEquals?.[CONTEXT_OF_LOGS] ?? []), ...(conditions.ArnLike?.[CONTEXT_OF_LOGS] ?? [])]);
  return failed(at, {
    'is open to services of AWS beside logs': statements.every(({ principals }) => same(principals, { Service: [`logs.${stack.region}.${urlSuffix(stack.region)}`] })),
    'encrypts other logs than those of its stack': same([...given].sort(), expected) && statements.every(({ conditions }) => Object.values(conditions).length === 1 && Object.values(conditions).every((keys) => same(Object.keys(keys), [CONTEXT_OF_LOGS]))),
    'cannot encrypt the logs of its stack': groups.length === 0 || ['kms:Decrypt', 'kms:Encrypt', 'kms:GenerateDataKey'].every((action) => statements.some(({ actions }) => actions.some((one) => glob(one, action)))),
    'lets logs do more than encrypt': statements.every(({ actions }) => actions.every((action) => /^kms:(Decrypt|DescribeKey|Encrypt|GenerateDataKey(\*|WithoutPlaintext)?|ReEncrypt(\*|From|To))$/.test(action))),
  });
}

/** The role of the platform's store decrypts the logins of this stack, by Secrets Manager, and nothing else. */
function adminProblems(world: World, key: Printed, statements: readonly Statement[]): string[] {
  const { stack, at } = key;
  const arns = world.resources.filter(({ type }) => type === 'AWS::SecretsManager::Secret').map((secret) => ({ secret, arn: arnOf(secret.id, secret.stack) }));
  const logins = encryptedWith(world, key).filter((other) => other.type === 'AWS::SecretsManager::Secret' && isLogin(other));
  const role = platformOf(world, stack.environment)?.printed.find((printed) => printed.type === 'AWS::IAM::Role' && capabilityOf(printed) === 'secrets');
  const admits = ({ conditions }: Statement, arn: string) =>
    Object.entries(conditions).some(([operator, keys]) => /^(StringLike|ArnLike|StringEquals|ArnEquals)$/.test(operator)
      && (keys['kms:EncryptionContext:SecretARN'] ?? []).some((pattern) => (operator.endsWith('Like') ? glob(pattern, arn) : pattern === arn)));
  const near = logins.flatMap(({ properties, id }) => ['2', '-old', '/x', '-Ab12cD'].map((end) => arnOf(id, stack).replace(`${properties.Name}${SECRET_SUFFIX}`, `${properties.Name}${end}${SECRET_SUFFIX}`)));
  return failed(at, {
    'is open to roles beside the one of the platform\'s store': statements.every(({ principals }) => role !== undefined && same(principals, { AWS: [roleArn(role)] })),
    'lets the platform\'s store do more than decrypt': statements.every(({ actions }) => same(actions, ['kms:Decrypt'])),
    'lets the platform\'s store decrypt without Secrets Manager': statements.every((statement) => same(servicesOf(statement), [`secretsmanager.${stack.region}.amazonaws.com`])),
    'keeps its logins from the platform\'s store': logins.every(({ id }) => statements.some((statement) => admits(statement, arnOf(id, stack)))),
    'lets the platform\'s store decrypt other secrets': statements.every((statement) =>
      !arns.some(({ secret, arn }) => !logins.includes(secret) && admits(statement, arn)) && !near.some((arn) => admits(statement, arn)) && Object.values(statement.conditions).some((keys) => keys['kms:EncryptionContext:SecretARN'] !== undefined)),
  });
}

function isRoot({ stack }: Printed, { principals }: Statement): boolean {
  return same(principals, { AWS: [`arn:${stack.partition}:iam::${stack.account}:root`] });
}

function isRole({ principals }: Statement): boolean {
  return principals.AWS?.some((arn) => arn.includes(':role/')) === true;
}

/** A9: keys. */
const a9Keys: Check = (output) => {
  const world = readWorld(output);
  return ofType(world, 'AWS::KMS::Key').flatMap((printed) => {
    const { stack, properties } = printed;
    const statements = statementsOf(properties.KeyPolicy);
    const toServices = statements.filter(({ principals }) => principals.Service !== undefined);
    const toRoles = statements.filter(isRole);
    const others = statements.filter((statement) => !toServices.includes(statement) && !toRoles.includes(statement));
    const uses = others.filter(({ effect, actions }) => effect === 'Allow' && actions.some((action) => USE_OF_KEYS.test(action)));
    const grants = statements.filter(({ actions }) => actions.includes('kms:CreateGrant'));
    return [
      ...failed(printed.at, {
        'is not rotated': properties.EnableKeyRotation === true,
        'is gone before 30 days': properties.PendingWindowInDays === 30,
        'is not the only one of its stack': stack.printed.filter(({ type }) => type === 'AWS::KMS::Key').length === 1,
        'cannot be managed any more': others.some(({ effect, actions }) => effect === 'Allow' && actions.includes('kms:PutKeyPolicy')),
        'is open to others than the account': others.every((statement) => isRoot(printed, statement)),
        'may be used without a service of AWS in between': uses.every((use) => servicesOf(use).length > 0),
        'may be used by other accounts': uses.every(({ conditions }) =>
          same(conditions.StringEquals?.['kms:CallerAccount'] ?? conditions.StringEquals?.['aws:SourceAccount'], [stack.account])),
        'may be granted to others than services of AWS': grants.every(({ conditions }) => same(conditions.Bool?.['kms:GrantIsForAWSResource'], ['true'])),
      }),
      ...opennessProblems(world, printed, uses),
      ...logProblems(world, printed, toServices),
      ...adminProblems(world, printed, toRoles),
    ];
  });
};

/** An alias is the one of the key in its stack. */
const aliases: Check = (output) =>
  ofType(readWorld(output), 'AWS::KMS::Alias').flatMap(({ at, stack, properties }) =>
    stack.printed.some(({ type, id }) => type === 'AWS::KMS::Key' && properties.TargetKeyId === resolve({ Ref: id }, stack))
      ? []
      : [`${at}: is not an alias of the key of its stack`]);

/** Only these calls say whether a grant is for a service of AWS; any other call under such a condition is denied. */
const GRANT_CALLS = new Set(['kms:CreateGrant', 'kms:ListGrants', 'kms:RevokeGrant']);

/** A statement whose condition no request of its action can meet allows nothing. */
export const conditionsCanHold: Check = (output) =>
  documentsOf(readWorld(output)).flatMap(({ at, statements }) =>
    statements
      .filter(({ effect, conditions }) => effect === 'Allow' && conditions.Bool?.['kms:GrantIsForAWSResource'] !== undefined)
      .flatMap(({ actions, sid }) => actions.filter((action) => !GRANT_CALLS.has(action)).map((action) => `${at}: statement ${sid} never allows ${action}`)));

export const keyCriteria: Checks = { a9Keys, aliases };
