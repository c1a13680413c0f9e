import * as fc from 'fast-check';
import { Access, Egress, Environment, GitHubRepository, Permission, Provider, Secret, Vpn } from 'dust-service';

const circular: Record<string, unknown> = {};
circular.itself = circular;

/** Nested so deep that a recursive reader without a limit runs out of stack. */
function nested(depth: number): unknown {
  let value: unknown = 'bottom';
  for (let level = 0; level < depth; level++) value = level % 2 === 0 ? [value] : { value };
  return value;
}

const thrower = (): never => { throw new Error('a getter of the caller'); };
const { proxy: revoked, revoke } = Proxy.revocable({}, {});
revoke();

/** Objects that answer a question with an exception, or that pretend to come from a factory; not even fast-check can print them. */
export const HOSTILE: readonly (readonly [title: string, value: unknown])[] = [
  ['an object with a getter that throws', Object.defineProperty({}, 'port', { get: thrower, enumerable: true })],
  ['a list with a getter that throws', [Object.defineProperty({}, 'a', { get: thrower, enumerable: true })]],
  ['a proxy without keys', new Proxy({}, { ownKeys: thrower })],
  ['a proxy without values', new Proxy({ a: 1 }, { get: thrower })],
  ['a proxy without descriptors', new Proxy({ a: 1 }, { getOwnPropertyDescriptor: thrower })],
  ['a proxy of a list', new Proxy([1], { get: thrower })],
  ['a proxy without a prototype', new Proxy({}, { getPrototypeOf: thrower })],
  ['a revoked proxy', revoked],
  ['a declaration that is null', { _declared: null }],
  ['a declaration without anything', { _declared: {} }],
  ['a declaration without input', { _declared: { type: 'Access' } }],
  ['a declaration whose input is null', { _declared: { type: 'Access', input: null } }],
  ['a declaration of another class', { _declared: { type: 'Environment', input: { name: 1 } } }],
  ['a declaration whose class is a number', { _declared: { type: 1, input: [] } }],
  ['a declaration that throws', { get _declared() { return thrower(); } }],
  ['a function with a declaration', Object.assign(() => 1, { _declared: { type: 'Access', input: {} } })],
  ['an object that cannot be printed', { toString: thrower, toJSON: thrower, [Symbol.toPrimitive]: thrower }],
];

/** What a JavaScript caller can hand over where something else is meant. Values of other factories are among them. */
const VALUES: readonly unknown[] = [
  undefined, null, true, false, 0, -1, 1.5, 70_000, 1e21, -1e300, Number.NaN, Number.POSITIVE_INFINITY, 10n, Symbol('x'), () => 1, class Some {}, new Date(0), new Map([['a', 1]]), new Set([1]),
  /x/, new Error('x'), [], [[]], [undefined], new Array(3), {}, Object.create(null), Object.create({ inherited: 1 }), circular, nested(50), nested(20_000), Array.from({ length: 1000 }, () => ({})),
  JSON.parse('{"__proto__": {"polluted": true}}'), JSON.parse('{"constructor": {"prototype": {"polluted": true}}}'), { toString: null }, { valueOf: 1, then: 1 }, { length: 5 }, { '': 'x' }, new Proxy({}, {}),
  Access.internet(), Access.vpn('x'), Egress.anywhere({ ports: [1], reason: 'A reason' }), Environment.of({} as never), GitHubRepository.of('a/b'), Provider.s3(), Provider.rds(), Secret.provided('X'), Secret.existing('X', {}), Permission.of(['sqs:SendMessage'], ['*'], 'A reason'), Vpn.tailscale(),
];

const TEXTS: readonly string[] = [
  '', ' ', '\n', '.', '..', '/', '*', '?', '${', '../../etc/passwd', 'C:\\x', 'CON', 'A', 'a'.repeat(10_000), 'a-'.repeat(20_000), '\u0000', '\ud800', '\u202e', 'раypal', 'ok\n', '\u212a', 'x\u2028y',
  '{{resolve:secretsmanager:prod/root:SecretString}}', '${Token[TOKEN.1]}', '<unresolved-token>', `AKIA${'A'.repeat(16)}`, '-----BEGIN RSA PRIVATE KEY-----', 'postgres://user:password@host/db',
  'acme/*', 'https://github.com/a/b.git', 'refs/heads/main', 'main*', 'arn:aws:s3:::x', 'arn:aws-us-gov:lambda:us-gov-west-1:111122223333:function:f', '0.0.0.0/0', '10.0.0.1/8', '169.254.169.254/32', '999.1.1.1/8', '::/0',
  'arn:<partition>:s3:::<environment>*', 'arn:<partition>:secretsmanager:<region>:<account>:secret:rich/dev/*', 'kms:Decrypt', 's3:*', 'legacy-Ab12cD', 'rich/prod/ledger/postgres/master', 'db.t4g.medium', '20Gi',
  '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n', 'x'.repeat(100_001), 'select', 'a; DROP DATABASE a; --', 'registry.example/psql:latest', 'sg-0123456789abcdef0',
  'us-gov-west-1', 'cn-north-1', 'mars-north-1', '1', '512MB', '1e3', '-1', '99999999999999999999', '__proto__', 'constructor', 'toString', 'kube-system', 'default', 'builds', 'dev', 'prod', 'a', 'b',
];

export const garbageText: fc.Arbitrary<string> = fc.oneof(fc.constantFrom(...TEXTS), fc.string({ unit: 'binary', maxLength: 40 }), fc.string({ maxLength: 60 }));

export const garbage: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...VALUES) },
  { weight: 2, arbitrary: garbageText },
  { weight: 1, arbitrary: fc.anything({ withBigInt: true, withDate: true, withMap: true, withNullPrototype: true, withSparseArray: true, withTypedArray: true }) },
);

export const garbageKey: fc.Arbitrary<string> = fc.oneof(fc.constantFrom('replicaz', '', 'toString', 'constructor', 'kind', '_declared', 'a b', '0'), fc.string({ maxLength: 10 }));
