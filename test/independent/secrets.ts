import { failed, isKeptByCluster } from './check';
import type { Check, Checks, Declared, Request } from './check';
import { globAction, statementsOf } from './iam';
import type { Statement } from './iam';
import { asList, missing } from './json';
import { arnOf, referencesOf } from './resolve';
import { ofType, readWorld, serviceStack } from './world';
import type { Printed, Stack } from './world';

export const SECRET = 'AWS::SecretsManager::Secret';
const POLICY = 'AWS::SecretsManager::ResourcePolicy';

/** What Secrets Manager takes as a name. @see https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_CreateSecret.html */
const NAME = /^[A-Za-z0-9/_+=.@-]{1,512}$/;
/** Such an end could be taken for the one that Secrets Manager adds to every ARN, which has letters and digits alone. */
const LIKE_AN_ARN = /-[A-Za-z0-9]{6}$/;

/** What a secret must be called. */
export function secretName({ prefix }: Declared, environment: string, service: string, variable: string): string {
  return [prefix, environment, service, variable].join('/');
}

/** The variables of a service that are secrets, and who fills them. */
export function declaredSecrets(declared: Declared, service: string | undefined): Readonly<Record<string, 'provided' | 'generated'>> {
  return declared.services[service ?? '']?.secrets ?? {};
}

export function secretsOf(stack: Stack | undefined): Printed[] {
  return stack?.printed.filter(({ type }) => type === SECRET) ?? [];
}

/** The key that encrypts what a service keeps: its own, or the one that the environment gives. */
export function keyOf(stack: Stack, declared: Declared): string | undefined {
  const given = declared.environments[stack.environment ?? '']?.keyArn;
  const own = stack.printed.find(({ type }) => type === 'AWS::KMS::Key');
  return given ?? (own === undefined ? undefined : arnOf(own.id, stack));
}

/** Filled by a person, random, a user with a random password, or a place that AWS knows. */
type Origin = 'provided' | 'generated' | 'login' | 'endpoint';

/** What a database and a cache bring along, by the end of the name. */
const LOGINS = { 'postgres/master': 'login', 'postgres/application': 'login' } as const;
const CACHED = { 'cache/password': 'generated', 'cache/endpoint': 'endpoint' } as const;

/** Every secret that AWS must have for a service in an environment, by the end of its name. */
export function plannedSecrets(declared: Declared, environment: string | undefined, service: string | undefined): Readonly<Record<string, Origin>> {
  const { postgres, cache } = declared.services[service ?? ''] ?? {};
  const keeps = (request: Request) => !isKeptByCluster(declared, environment, request);
  return {
    ...(keeps('secrets') ? declaredSecrets(declared, service) : {}),
    ...(postgres === true && keeps('postgres') ? LOGINS : {}),
    ...(cache === true && keeps('cache') ? CACHED : {}),
  };
}

/** The secret of a master is for the platform's namespace alone. */
export function isMaster({ properties }: Printed): boolean {
  return /\/postgres\/master$/.test(String(properties.Name));
}

/** What the platform's namespace needs to prepare a database. */
export function isLogin({ properties }: Printed): boolean {
  return /^[^/]+\/[^/]+\/[^/]+\/postgres\/(master|application)$/.test(String(properties.Name));
}

/** Secrets that the namespace of a service may read. */
export function readableSecrets(stack: Stack | undefined): Printed[] {
  return secretsOf(stack).filter((secret) => !isMaster(secret));
}

function originOf({ stack, properties }: Printed, declared: Declared): Origin | undefined {
  const { environment = '', service = '' } = stack;
  const all = Object.entries(plannedSecrets(declared, environment, service));
  return all.find(([variable]) => secretName(declared, environment, service, variable) === properties.Name)?.[1];
}

/** A user of any name stands beside the random part, and for the rotation of AWS the master's own secret; nothing else. */
function isLoginTemplate(generator: Record<string, any> | undefined, { stack }: Printed): boolean {
  const master = secretsOf(stack).find(isMaster);
  const words = JSON.parse(String(generator?.SecretStringTemplate ?? 'null')) as Record<string, unknown> | null;
  const { username, masterarn, ...others } = words ?? {};
  const isMasters = masterarn === undefined || (master !== undefined && masterarn === arnOf(master.id, stack));
  return generator?.GenerateStringKey === 'password' && typeof username === 'string' && isMasters && Object.keys(others).length === 0;
}

/** Enough random characters of enough kinds that nobody tries them all. */
function isHardToGuess(generator: Record<string, any> | undefined): boolean {
  if (generator === undefined) return false;
  const kinds = { ExcludeLowercase: 26, ExcludeUppercase: 26, ExcludeNumbers: 10, ExcludePunctuation: 32 };
  const size = Object.entries(kinds).reduce((sum, [exclusion, count]) => (generator[exclusion] === true ? sum : sum + count), 0);
  const left = Math.max(1, size - String(generator.ExcludeCharacters ?? '').length);
  const length = Number(generator.PasswordLength ?? 32);
  return length >= 32 && length * Math.log2(left) >= 128;
}

/** A8: secrets. */
const a8Secrets: Check = (output, declared) =>
  ofType(readWorld(output), SECRET).flatMap((printed) => {
    const { properties, stack, raw } = printed;
    const { Name, KmsKeyId, SecretString, GenerateSecretString: generator } = properties;
    const origin = originOf(printed, declared);
    return failed(printed.at, {
      'is not in the stack of a service': stack.kind === 'service',
      'has a name that was not planned': origin !== undefined && typeof raw.Properties.Name === 'string',
      'has a name that Secrets Manager refuses': NAME.test(String(Name)),
      'has a name that ends like an ARN': !LIKE_AN_ARN.test(String(Name)),
      'is not encrypted with the customer key of its service': typeof KmsKeyId === 'string' && KmsKeyId === keyOf(stack, declared),
      'has its value in the template': SecretString === undefined || origin === 'endpoint',
      'is filled although a person provides it': origin !== 'provided' || generator === undefined,
      'is easy to guess': (origin !== 'generated' && origin !== 'login') || isHardToGuess(generator),
      'has words of the template in its value':
        origin === 'login' ? isLoginTemplate(generator, printed) : generator?.SecretStringTemplate === undefined && generator?.GenerateStringKey === undefined,
      'is copied to other regions': properties.ReplicaRegions === undefined,
      'has more or less than one policy': policiesOf(printed).length === 1,
    });
  });

/** A service has the secrets that it declared in each of its environments, and no others. */
const secretsAreDeclared: Check = (output, declared) => {
  const world = readWorld(output);
  return Object.entries(declared.services).flatMap(([service, { environments }]) =>
    environments.flatMap((environment) => {
      const names = Object.keys(plannedSecrets(declared, environment, service)).map((variable) => secretName(declared, environment, service, variable));
      const made = secretsOf(serviceStack(world, environment, service)).map(({ properties }) => String(properties.Name));
      return [
        ...missing(names, made).map((name) => `${service} in ${environment}: there is no secret ${name}`),
        ...missing(made, names).map((name) => `${service} in ${environment}: nobody declared the secret ${name}`),
      ];
    }),
  );
};

function policiesOf({ stack, id }: Printed): Printed[] {
  return stack.printed.filter(({ type, properties }) => type === POLICY && properties.SecretId === arnOf(id, stack));
}

/** What somebody would do with a secret of another account. */
const USES = ['BatchGetSecretValue', 'DeleteSecret', 'DescribeSecret', 'GetSecretValue', 'PutResourcePolicy', 'PutSecretValue', 'UpdateSecret'].map(
  (action) => `secretsmanager:${action}`,
);

/** Whether the conditions of a statement hold for somebody; an operator that is not known holds for nobody. */
function holdsFor({ conditions }: Statement, context: Readonly<Record<string, string>>): boolean {
  return Object.entries(conditions).every(([operator, keys]) =>
    Object.entries(keys).every(([key, values]) => {
      const value = context[key];
      if (operator === 'StringNotEquals') return value === undefined || !values.includes(value);
      return ['StringEquals', 'Bool'].includes(operator) && value !== undefined && values.includes(value);
    }),
  );
}

function denies(statement: Statement, secretArn: string, context: Readonly<Record<string, string>>): boolean {
  const { effect, principals, actions, resources } = statement;
  const everybody = principals['*'] !== undefined || principals.AWS?.includes('*') === true;
  const all = USES.every((use) => actions.some((pattern) => globAction(pattern, use)));
  return effect === 'Deny' && everybody && all && resources.some((resource) => resource === '*' || resource === secretArn) && holdsFor(statement, context);
}

/** A8: the policy of a secret blocks the public, shuts out other accounts, and grants nothing. */
const a8Policies: Check = (output) =>
  ofType(readWorld(output), POLICY).flatMap(({ at, stack, raw, properties }) => {
    const statements = statementsOf(properties.ResourcePolicy);
    const secret = secretsOf(stack).find(({ id }) => arnOf(id, stack) === properties.SecretId);
    const person = (account: string) => ({ 'aws:PrincipalAccount': account, 'aws:PrincipalIsAWSService': 'false' });
    const deniesAccount = (account: string) => statements.some((statement) => denies(statement, String(properties.SecretId), person(account)));
    return failed(at, {
      'is not the policy of a secret of its stack': secret !== undefined,
      'does not refer to its secret': asList(referencesOf(raw.Properties.SecretId ?? null)).includes(secret?.id ?? ''),
      'may become public': properties.BlockPublicPolicy === true,
      'grants something': statements.every(({ effect }) => effect === 'Deny'),
      'does not deny other accounts': deniesAccount('999988887777'),
      'shuts out its own account': !deniesAccount(stack.account),
    });
  });

export const secrets: Checks = { a8Secrets, secretsAreDeclared, a8Policies };
