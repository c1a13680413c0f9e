import { Aws, Fn, Lazy, Token } from 'aws-cdk-lib';
import fc from 'fast-check';
import { Junk } from './recipe';
import { CREDENTIALS } from './rows/texts';
import { Access, Environment, GitHubRepository, Provider, Secret, Vpn } from 'dust-service';

class Homemade { public readonly name = 'x'; }
class Hostile { public static readonly name: never = { toString: () => { throw new Error('no name'); } } as never; }

const circularObject: Record<string, unknown> = {};
circularObject.self = { again: circularObject };
const circularList: unknown[] = [];
circularList.push(circularList);

/** Texts of every kind, legal and not. */
const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 80 }), fc.string({ unit: 'grapheme', maxLength: 20 }), fc.string({ maxLength: 300 }),
  fc.constantFrom('', ' ', '\n', '\u0000', '\u202e', '__proto__', 'constructor', 'toString',
    'dev', 'prod', 'billing', 'ledger', '1', '0', '-1', 'true', 'null', '10.0.0.0/8', '0.0.0.0/0', '512Mi', '1', '250m', 'a'.repeat(41), '${Token[', '{{resolve:ssm:x}}', '${AWS::Region}', '*', 'a/b', 'https://github.com/a/b', '\n  DUST9999  x  "forged"\n'),
);

/** What only the CDK, the library or a program can make. */
const special = fc.constantFrom<unknown>(
  Aws.ACCOUNT_ID, Token.asNumber({ Ref: 'X' }), Lazy.string({ produce: () => 'x' }), Fn.ref('X'), Token.asList({ Ref: 'X' }), Fn.getAtt('A', 'B'), Lazy.any({ produce: () => 1 }),
  () => 1, Symbol('x'), Symbol.iterator, 10n, new Homemade(), new Hostile(), new Date(0), new Date(NaN), /x/, new Map([['a', 1]]), new Set([1]), new WeakMap(), new Error('x'), Promise.resolve(1), new Uint8Array(2), Buffer.from('x'), new String('x'), new Number(1),
  circularObject, circularList, new Array(3), new Array(100_000_000), Object.create(null), Object.freeze({}), JSON.parse('{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}'),
  Access.internet(), Vpn.tailscale(), GitHubRepository.of('a/b'), Environment.of({} as never), Provider.s3(), Secret.provided('A'), { _declared: null }, { _declared: { type: 'Access', input: null } }, { kind: 'internet' },
  NaN, Infinity, -Infinity, -0, 1e21, -1e300, Number.MAX_SAFE_INTEGER, undefined, null, true, false, [], {}, [[]], [undefined], [null], { '': 1 }, { a: undefined },
);

/** Nothing of these can be read without an exception, so that they are named here and looked up. */
const UNREADABLE: Readonly<Record<string, unknown>> = {
  getter: Object.defineProperty({}, 'port', { enumerable: true, get: () => { throw new Error('a getter'); } }),
  proxy: new Proxy({}, {
    get: () => { throw new Error('get'); },
    getPrototypeOf: () => { throw new Error('prototype'); },
    ownKeys: () => { throw new Error('keys'); },
    has: () => { throw new Error('has'); },
    getOwnPropertyDescriptor: () => { throw new Error('descriptor'); },
  }),
  list: new Proxy([], { get: () => { throw new Error('get'); } }),
  revoked: revoked(),
};

export const unreadable: fc.Arbitrary<Junk> = fc.constantFrom(...Object.keys(UNREADABLE)).map((name) => new Junk(UNREADABLE[name]));

/** A credential alone or in a sentence; what is left of it in a message is a leak. */
export const credential = fc.tuple(fc.constantFrom(...CREDENTIALS), fc.boolean()).map(([secret, alone]) => (alone || /^wJal/.test(secret) ? secret : `see ${secret} there`));

export const junk: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 3, arbitrary: special },
  { weight: 3, arbitrary: text },
  { weight: 2, arbitrary: credential },
  { weight: 2, arbitrary: fc.oneof(fc.integer(), fc.double(), fc.boolean()) },
  { weight: 3, arbitrary: fc.anything({ key: text, withBigInt: true, withDate: true, withMap: true, withSet: true, withNullPrototype: true, withSparseArray: true, withTypedArray: true, withBoxedValues: true, withObjectString: true }) },
  { weight: 1, arbitrary: fc.tuple(fc.integer({ min: 1, max: 120 }), fc.boolean()).map(([levels, asList]) => nested(levels, asList)) },
);

/** Keys that nobody knows. */
export const key: fc.Arbitrary<string> = fc.oneof(text, credential, fc.constantFrom('__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'kind', '_declared', Aws.REGION, ''));

function nested(levels: number, asList: boolean): unknown {
  let value: unknown = 1;
  for (let level = 0; level < levels; level++) value = asList ? [value] : { a: value };
  return value;
}

function revoked(): object {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
}
