import { Aws, Fn, Lazy, Token } from 'aws-cdk-lib';
import type { Loose } from '../judge';
import { dev, environment, http, partsOf, prod } from '../parts';
import type { Row } from '../row';
import { Access, GitHubRepository, Provider, Secret } from 'dust-service';

const TOKEN = { code: 'DUST1004', problem: 'is a CDK token', fix: 'write the literal value' };
const SECRET = /^revoke it if it is real, and ask for the new one by its name, such as secrets: \[Secret\.provided\("API_KEY"\)\]$/;
const WITH_SECRETS = { ...partsOf.cluster, externalSecretsRoleArn: 'arn:aws:iam::111122223333:role/external-secrets' };
const REMOVE = 'remove it, or rename the variable';

/** Shapes of credentials, each put together so that no scanner takes this file for a leak. */
export const CREDENTIALS: readonly string[] = [
  'AKIA' + 'IOSFODNN7EXAMPLE', '-----BEGIN RSA ' + 'PRIVATE KEY-----\nMIIE', 'gh' + 'p_abcdefghijklmnopqrstuvwxyz0123456789', 'xox' + 'b-1234567890-abcdef',
  'eyJhbGciOiJIUzI1NiJ9' + '.eyJzdWIiOiIxMjM0NTY3ODkwIn0' + '.dozjgNryP4J3jVmNHl0w5N', 'pass' + 'word=hunter22', '{"pass' + 'word":"hunter22"}', 'postgres://app:' + 'hunter22@db.acme.example/app',
  'wJalrXUtnFEMI7' + 'MDENGbPxRfiCYEXAMPLEKEYz4Q9', 'github_pat' + '_11ABCDEFG0abcdefghijkl', 'sk_live' + '_4eC39HqLyjWDarjtT1zdp7dc',
];

/** Variables, and what no text may hold. */
export const texts: readonly Row[] = [
  name('1A', 'DUST1040', 'is not the name of an environment variable', 'did you mean "_1A"?'), name('A-B', 'DUST1040', 'is not the name of an environment variable', 'did you mean "A_B"?'),
  name('A=B', 'DUST1040', 'is not the name of an environment variable', 'did you mean "A_B"?', '["A=B"]'), name('', 'DUST1040', 'is empty', 'write a name such as "API_URL"', '[""]'),
  name('A B', 'DUST1040', 'is not the name of an environment variable', 'did you mean "A_B"?', '["A B"]'), name('a.b', 'DUST1040', 'is not the name of an environment variable', 'did you mean "a_b"?', '["a.b"]'),
  ...['PORT', 'AWS_REGION', 'DUST_SERVICE', 'LD_PRELOAD', 'NODE_OPTIONS', 'PATH', 'KUBERNETES_SERVICE_HOST'].map((typed) => name(typed, 'DUST1041', 'is set by the platform', REMOVE)),
  variable('is a bucket', 'BUCKET_SCANS', { buckets: { scans: {} } }, 'is provided by buckets.scans'),
  variable('is the URL of a callee', 'LEDGER_URL', { calls: ['ledger'] }, 'is provided by calls "ledger"'),
  {
    title: 'a variable that a bucket and a callee give',
    typed: { service: { buckets: { 'ledger-url': {} }, calls: ['bucket-ledger'] }, beside: { 'bucket-ledger': {} } },
    code: 'DUST1041',
    path: 'billing.calls[0]',
    value: '"BUCKET_LEDGER_URL"',
    problem: 'is provided by buckets.ledger-url',
    fix: 'rename one of the two',
  },
  {
    title: 'a variable of one environment alone',
    typed: { service: { overrides: { dev: { values: { LEVEL: 'x' } } } } },
    code: 'DUST1045',
    path: 'billing.overrides.dev.values.LEVEL',
    value: '"LEVEL"',
    problem: 'is not a variable of the other environments',
    fix: /^add "LEVEL" to "values" of the service/,
  },
  {
    title: 'a variable that is misspelt in one environment',
    typed: { service: { values: { LEVEL: 'x' }, overrides: { dev: { values: { LEVL: 'y' } } } } },
    code: 'DUST1045',
    path: 'billing.overrides.dev.values.LEVL',
    value: '"LEVL"',
    problem: 'is not a variable of the other environments',
    fix: 'did you mean "LEVEL"?',
  },
  value('true', true, 'DUST1002', 'true', 'is not text', 'put it in quotes: "true"'), value('a number', 1, 'DUST1002', '1', 'is not text', 'put it in quotes: "1"'), value('null', null, 'DUST1002', 'null', 'is not text', 'give it a value, or remove it'),
  value('undefined', undefined, 'DUST1003', undefined, 'is missing', 'give it a value, or remove it'), value('an object', { A: 'b' }, 'DUST1002', 'an object', 'is not text', 'write text'), value('a list', ['a'], 'DUST1002', 'a list', 'is not text', 'write text'),
  value('a dynamic reference', '{{resolve:secretsmanager:prod/root:SecretString}}', 'DUST1006', '"{{resolve:secretsmanager:prod/root:SecretString}}"', /dynamic reference/, /^ask for the secret by its name/),
  value('a pseudo parameter', 'arn:aws:s3:::x-${AWS::AccountId}', 'DUST1006', '"arn:aws:s3:::x-${AWS::AccountId}"', /pseudo parameter/, /^write the account/),
  value('something unresolved', '<unresolved-lazy>', 'DUST1006', '"<unresolved-lazy>"', 'holds an unresolved value', 'write the literal value'),
  ...['\u007f', '\u0085', '\u0000', '\u001b', '\r', '\ud800', '\ufeff', '\u202e'].map((character) => value(`U+${hex(character)}`, `a${character}b`, 'DUST1005', `"a${escaped(character)}b"`, `has the character U+${hex(character)} at position 2`, 'remove the character')),
  ...CREDENTIALS.map((credential, index) => value(`credential ${index + 1}`, credential, 'DUST1008', '"***"', 'looks like a credential', SECRET)),
  value('131 KB', 'a'.repeat(131_000), 'DUST1044', `"${'a'.repeat(80)}\u2026"`, 'has 131000 bytes', 'keep it in a bucket, and read it from there'),
  { title: 'variables of 300 KB in all', typed: { service: { values: { A: 'a'.repeat(100_000), B: 'b'.repeat(100_000), C: 'c'.repeat(100_000) } } }, code: 'DUST1044', path: 'billing.values', problem: /^has 3000\d\d bytes in all$/, fix: /bucket/ },
  { title: 'an argument of 131 KB', typed: { service: http({ args: ['a'.repeat(131_000)] }) }, code: 'DUST1044', path: 'billing.http.args[0]', value: `"${'a'.repeat(80)}\u2026"`, problem: 'has 131000 bytes', fix: /bucket/ },
  { title: 'a key that is a credential', typed: { service: { values: { [CREDENTIALS[0]!]: 'x' } } }, code: 'DUST1008', path: 'billing.values["***"]', value: '"***"', problem: 'looks like a credential', fix: SECRET },
  { title: 'a secret in the place of its name', typed: { service: { secrets: [Secret.provided(CREDENTIALS[2]!)] } }, code: 'DUST1008', path: 'billing.secrets[0]', value: '"***"', problem: 'looks like a credential', fix: SECRET },
  { title: 'a secret that nobody provides', typed: { service: { secrets: [Secret.provided('API_KEY')] }, fleet: { environments: [environment({})] } }, code: 'DUST2004', path: 'billing.secrets[0]', problem: 'environment "dev" has no provider for secret', fix: 'add Provider.secretsManager() to the providers of environment "dev"' },
  {
    title: 'a secret that two environments do not provide',
    typed: { service: { secrets: [Secret.generated('API_KEY')] } },
    code: 'DUST2004',
    path: 'billing.secrets[0]',
    problem: 'environment "dev" has no provider for secret; environment "prod" has no provider for secret',
    fix: 'add Provider.secretsManager() to the providers of environment "dev"; add Provider.secretsManager() to the providers of environment "prod"',
  },
  { title: 'a secret that differs from another in case alone', typed: { service: { secrets: [Secret.provided('API_KEY'), Secret.generated('Api_Key')] }, fleet: { environments: [environment({ providers: [Provider.secretsManager()], cluster: WITH_SECRETS })] } }, code: 'DUST1041', path: 'billing.secrets[1]', value: '"Api_Key"', problem: 'differs from "API_KEY" in case alone', fix: 'rename one of the two' },
  { title: 'more secrets than the policy of a store can name', typed: { service: { secrets: Array.from({ length: 80 }, (_, index) => Secret.provided(`SECRET_NUMBER_${index}`)) }, fleet: { environments: [environment({ providers: [Provider.secretsManager()], cluster: WITH_SECRETS })] } }, code: 'DUST2018', path: 'billing', problem: /^asks for so much that the policy of its namespace's store would have \d{4} characters$/, fix: 'use fewer secrets, or split the service' },
  { title: 'a bucket that nobody provides', typed: { service: { buckets: { scans: {} } }, fleet: { environments: [environment({ providers: [] }), prod()] } }, code: 'DUST2004', path: 'billing.buckets.scans', problem: 'environment "dev" has no provider for bucket', fix: 'add Provider.s3() to the providers of environment "dev"' },
  {
    title: 'sixty buckets',
    typed: { service: { buckets: Object.fromEntries(Array.from({ length: 60 }, (_, index) => [`bucket${index}`, {}])) }, fleet: { environments: [environment({})] } },
    code: 'DUST2018',
    path: 'billing',
    problem: /^asks for so much that the policy of its pods would have [0-9]+ characters$/,
    fix: 'use fewer buckets, or split the service',
  },
  { title: 'a bucket with an underscore', typed: { service: { buckets: { Raw_Scans: {} } } }, code: 'DUST1042', path: 'billing.buckets.Raw_Scans', value: '"Raw_Scans"', problem: /part of a name/, fix: 'did you mean "raw-scans"?' },
  { title: 'a bucket with 25 characters', typed: { service: { buckets: { ['a'.repeat(25)]: {} } } }, code: 'DUST1042', path: `billing.buckets.${'a'.repeat(25)}`, value: `"${'a'.repeat(25)}"`, problem: 'has 25 characters; at most 24', fix: 'shorten it' },
  { title: 'an owner with a space', typed: { service: { owner: 'core services' } }, code: 'DUST1043', path: 'billing.owner', value: '"core services"', problem: 'cannot be a label', fix: 'did you mean "core-services"?' },
  { title: 'an owner of 64 characters', typed: { service: { owner: 'a'.repeat(64) } }, code: 'DUST1043', path: 'billing.owner', value: `"${'a'.repeat(64)}"`, problem: 'has 64 characters; at most 63', fix: 'shorten it' },
];

/** What the CDK knows only later. The number in the text of a token differs from run to run. */
export const tokens: readonly Row[] = [
  token('a name', { name: Aws.ACCOUNT_ID }, JSON.stringify(Aws.ACCOUNT_ID), Aws.ACCOUNT_ID),
  token('a text', { service: { owner: Aws.ACCOUNT_ID } }, 'billing.owner', Aws.ACCOUNT_ID),
  ...[Lazy.string({ produce: () => 'x' }), Fn.ref('Thing'), `${Aws.REGION}-x`].map((text) => token('a text', { service: { values: { A: text } } }, 'billing.values.A', text)),
  token('a number', { service: http({ port: Token.asNumber({ Ref: 'Port' }) }) }, 'billing.http.port', undefined),
  ...[Token.asList({ Ref: 'Names' })].map((list) => token('a list', { service: { calls: list } }, 'billing.calls[0]', list[0])),
  token('an object', { service: http({ cpu: Fn.getAtt('A', 'B') }) }, 'billing.http.cpu', undefined),
  token('an object for a factory', { service: http({ access: Access.internet(Lazy.any({ produce: () => 'x' }) as never) }) }, 'billing.http.access', undefined),
  token('a key', { service: { values: { [Aws.REGION]: 'x' } } }, `billing.values[${JSON.stringify(Aws.REGION)}]`, Aws.REGION),
  token('a slug', { service: { repository: GitHubRepository.of(Aws.ACCOUNT_ID) } }, 'billing.repository', Aws.ACCOUNT_ID),
  token('an account', { fleet: dev({ account: Aws.ACCOUNT_ID }) }, 'app.environments[0].account', Aws.ACCOUNT_ID),
];

function token(what: string, typed: Row['typed'], path: string, text: string | undefined): Row {
  return { title: `a token as ${what}: ${path}`, typed, path, ...(text === undefined ? {} : { value: JSON.stringify(text) }), ...TOKEN };
}

function name(typed: string, code: string, problem: string, fix: string, key = `.${typed}`): Row {
  return { title: `the variable ${JSON.stringify(typed)}`, typed: { service: { values: { [typed]: 'x' } } }, code, path: `billing.values${key}`, value: JSON.stringify(typed), problem, fix };
}

function variable(what: string, typed: string, service: Loose, problem: string): Row {
  return { title: `a variable that ${what}`, typed: { service: { ...service, values: { [typed]: 'x' } }, beside: { ledger: {} } }, code: 'DUST1041', path: `billing.values.${typed}`, value: `"${typed}"`, problem, fix: 'rename the variable' };
}

function value(what: string, typed: unknown, code: string, quoted: string | undefined, problem: string | RegExp, fix: string | RegExp): Row {
  return { title: `the value ${what}`, typed: { service: { values: { A: typed } } }, code, path: 'billing.values.A', ...(quoted === undefined ? {} : { value: quoted }), problem, fix };
}

function hex(character: string): string {
  return character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
}

function escaped(character: string): string {
  return { '\r': '\\r' }[character] ?? `\\u${hex(character).toLowerCase()}`;
}
