import type { Declaration } from '../judge';
import { dev, http, partsOf } from '../parts';
import type { Row } from '../row';
import { Environment, GitHubRepository, Provider, Secret, Vpn } from 'dust-service';

const circular: Record<string, unknown> = { liveness: '/livez' };
circular.liveness = circular;

class Homemade { public readonly port = 8000; }

/** What only callers without types can write. */
export const javaScript: readonly Row[] = [
  unknown('replicaz', { service: http({ replicaz: 2 }) }, 'billing.http.replicaz', 'did you mean "replicas"?'),
  unknown('ownr', { service: { ownr: 'x' } }, 'billing.ownr', 'did you mean "owner"?'),
  unknown('something', { service: { something: true } }, 'billing.something', 'remove it'),
  unknown('the key of a fleet', { service: { flet: 1 } }, 'billing.flet', 'did you mean "fleet"?'),
  unknown('a key of the app', { fleet: { manifestDirectory: 'x' } }, 'app.manifestDirectory', 'did you mean "manifestsDirectory"?'),
  unknown('a key of an environment', { fleet: dev({ ephemral: true }) }, 'app.environments[0].ephemral', 'did you mean "ephemeral"?'),
  unknown('a key of a factory', { service: { repository: GitHubRepository.of('acme/x', { brnch: 'main' } as never) } }, 'billing.repository.brnch', 'did you mean "branch"?'),
  unknown('a key of another factory of the class', { fleet: dev({ ingress: { ...partsOf.ingress, vpn: Vpn.tailscale({ cidrs: [] } as never) } }) }, 'app.environments[0].ingress.vpn.cidrs', 'remove it'),
  unknown('without a value', { service: http({ replicaz: undefined }) }, 'billing.http.replicaz', 'did you mean "replicas"?'),
  unknown('toString', { service: { toString: 'x' } }, 'billing.toString', 'remove it'),
  unknown('the empty key', { service: http({ '': 1 }) }, 'billing.http[""]', 'remove it'),
  unknown('a function', { service: { onStart: () => 1 } }, 'billing.onStart', 'remove it'),
  unknown('a name in a list', { service: { calls: Object.assign(['ledger'], { extra: 1 }) }, beside: { ledger: {} } }, 'billing.calls.extra', 'remove it, or write an object in place of the list', 'is a name in a list'),
  ...['__proto__', 'constructor', 'prototype'].map((key): Row => ({
    title: `the key ${key}`, typed: { service: { values: JSON.parse(`{"${key}":"x"}`) } }, code: 'DUST1007', path: `billing.values.${key}`, problem: 'is a key that JavaScript reserves', fix: 'choose another name',
  })),
  wrong('a list for an object', { service: { http: [] } }, 'billing.http', 'a list', 'is not a plain object', 'write an object: { \u2026 }'),
  wrong('a list for a map', { service: { values: ['A=b'] } }, 'billing.values', 'a list', 'is not a plain object', 'write an object: { \u2026 }'),
  wrong('a list of names for buckets', { service: { buckets: ['scans'] } }, 'billing.buckets', 'a list', 'is not a plain object', 'write an object: { \u2026 }'),
  wrong('an object for a list', { service: { calls: { ledger: true } } }, 'billing.calls', 'an object', 'is not a list', 'write a list: [ \u2026 ]'),
  wrong('a name for a list', { service: { calls: 'ledger' } }, 'billing.calls', '"ledger"', 'is not a list', 'write a list: [ \u2026 ]'),
  wrong('null for an object', { service: { http: null } }, 'billing.http', 'null', 'is not a plain object', 'give it a value, or remove it'),
  wrong('text for a number', { service: http({ port: '8000' }) }, 'billing.http.port', '"8000"', 'is not a number', 'write 8000 without quotes'),
  wrong('80a for a number', { service: http({ port: '80a' }) }, 'billing.http.port', '"80a"', 'is not a number', 'let the application listen on a port such as 8000'),
  wrong('text for true', { fleet: dev({ ephemeral: 'true' }) }, 'app.environments[0].ephemeral', '"true"', 'is not true or false', 'write true without quotes'),
  wrong('a Date', { service: http({ port: new Date(0) }) }, 'billing.http.port', 'an object of class Date', 'is not a number', 'let the application listen on a port such as 8000'),
  wrong('a function', { service: http({ port: () => 8000 }) }, 'billing.http.port', 'a function', 'is not a number', 'let the application listen on a port such as 8000'),
  wrong('a symbol', { service: { owner: Symbol('x') } }, 'billing.owner', 'a symbol', 'is not text', 'write the name of the team, such as "core-services"'),
  wrong('a bigint', { service: http({ port: 8000n }) }, 'billing.http.port', 'a bigint', 'is not a number', 'let the application listen on a port such as 8000'),
  wrong('a boxed text', { service: { owner: new String('x') } }, 'billing.owner', 'an object of class String', 'is not text', 'write the name of the team, such as "core-services"'),
  wrong('minus infinity', { service: { owner: -Infinity } }, 'billing.owner', '-Infinity', 'is not text', 'write the name of the team, such as "core-services"'),
  wrong('a Map', { service: { values: new Map([['A', 'b']]) } }, 'billing.values', 'an object of class Map', 'is not a plain object', 'write an object: { \u2026 }'),
  wrong('an object of a class', { service: { http: new Homemade() } }, 'billing.http', 'an object of class Homemade', 'is not a plain object', 'write an object: { \u2026 }'),
  wrong('a value that contains itself', { service: http({ health: circular }) }, 'billing.http.health.liveness', 'a value that contains itself', 'is not text', 'write a path such as "/readyz"'),
  wrong('a getter', { service: { http: Object.defineProperty({ access: (http({}).http as { access: unknown }).access }, 'port', { enumerable: true, get: () => { throw new Error('no'); } }) } }, 'billing.http.port', 'a value that a getter computes', 'is not a number', 'write the value itself'),
  wrong('a proxy that throws', { service: { http: new Proxy({}, { ownKeys: () => { throw new Error('no'); } }) } }, 'billing.http', 'an object that cannot be read', 'is not a plain object', 'write an object: { \u2026 }'),
  wrong('a revoked proxy', { service: { http: revoked() } }, 'billing.http', 'an object that cannot be read', 'is not a plain object', 'write an object: { \u2026 }'),
  wrong('a value of another factory', { service: http({ access: Vpn.tailscale() }) }, 'billing.http.access', 'a value of Vpn', 'is not an Access', 'write one of them, such as Access.cluster()'),
  wrong('a way of images that is a word', { service: { images: 'release' } }, 'billing.images', '"release"', 'is not an Images', 'write one of them, such as Images.tag()'),
  wrong('the data of a factory', { service: http({ access: { kind: 'internet' } }) }, 'billing.http.access', 'an object', 'is not an Access', 'write one of them, such as Access.cluster()'),
  wrong('a forged factory', { service: http({ access: { _declared: { type: 'Access', input: { kind: 'internet' } } } }) }, 'billing.http.access', 'an object', 'is not an Access', 'write one of them, such as Access.cluster()'),
  wrong('an emptied factory', { service: http({ access: { _declared: null } }) }, 'billing.http.access', 'an object', 'is not an Access', 'write one of them, such as Access.cluster()'),
  wrong('a slug without its factory', { service: { repository: 'acme/billing' } }, 'billing.repository', '"acme/billing"', 'is not a GitHubRepository', "write GitHubRepository.of('OWNER/REPO')"),
  wrong('the name of a secret without its factory', { service: { secrets: ['API_KEY'] } }, 'billing.secrets[0]', '"API_KEY"', 'is not a Secret', "write one of them, such as Secret.provided('API_KEY')"),
  wrong('a Secret for an object', { service: { http: Secret.provided('A') } }, 'billing.http', 'a value of Secret', 'is not a plain object', 'write an object: { \u2026 }'),
  wrong('a number for a factory', { service: { secrets: [Secret.provided(7 as never)] } }, 'billing.secrets[0]', '7', 'is not text', 'write a name such as "API_URL"'),
  wrong('a provider by name', { fleet: dev({ providers: ['s3'] }) }, 'app.environments[0].providers[0]', '"s3"', 'is not a provider', 'write Provider.s3()'),
  wrong('a provider without a list', { fleet: dev({ providers: Provider.s3() }) }, 'app.environments[0].providers', 'a provider', 'is not a list', 'write a list: [ \u2026 ]'),
  wrong('an unknown word', { service: { dataClass: 'confidental' } }, 'billing.dataClass', '"confidental"', 'is not known here', 'did you mean "confidential"?'),
  wrong('a word of another list', { service: { buckets: { scans: { access: 'public' } } } }, 'billing.buckets.scans.access', '"public"', 'is not known here', 'write one of them'),
  wrong('an environment without its factory', { fleet: { environments: ['dev', Environment.of(partsOf)] } }, 'app.environments[0]', '"dev"', 'is not an Environment', 'write Environment.production({ \u2026 })'),
  wrong('a number for the name of a service', { name: 42 }, '42', '42', 'is not the name of a service', 'rename the service'),
  wrong('null for the name of a service', { name: null }, 'null', 'null', 'is not the name of a service', 'rename the service'),
  missing('an owner', { service: { owner: undefined } }, 'billing.owner'),
  missing('an access', { service: { http: { port: 8000 } } }, 'billing.http.access'),
  missing('an item of a list', { service: { calls: [undefined] } }, 'billing.calls[0]', 'give it a value, or remove it'),
  missing('an item of a list with holes', { service: { calls: new Array(1) } }, 'billing.calls[0]', 'give it a value, or remove it'),
  { title: 'a list of a billion holes', typed: { service: { calls: new Array(1_000_000_000) } }, code: 'DUST1009', path: 'billing.calls', problem: 'makes the declaration too large to read', fix: /bucket/ },
  unknown('that holds a hundred levels', { service: http({ health: nested(100) }) }, 'billing.http.health.a', 'remove it'),
  wrong('a hundred levels of lists', { service: http({ args: [listOf(100)] }) }, 'billing.http.args[0]', 'a list', 'is not text', 'write text'),
];

/** The key is what is wrong, and it stands in the path; its value does not matter. */
function unknown(what: string, typed: Declaration, path: string, fix: string, problem = 'is not known here'): Row {
  return { title: `an unknown key: ${what}`, typed, code: 'DUST1001', path, problem, fix };
}

function wrong(what: string, typed: Declaration, path: string, value: string, problem: string, fix: string): Row {
  return { title: what, typed, code: 'DUST1002', path, value, problem, fix };
}

function missing(what: string, typed: Declaration, path: string, fix = 'add it'): Row {
  return { title: `${what} is missing`, typed, code: 'DUST1003', path, problem: 'is missing', fix };
}

function nested(levels: number): object {
  return levels === 0 ? {} : { a: nested(levels - 1) };
}

function listOf(levels: number): unknown {
  return levels === 0 ? [] : [listOf(levels - 1)];
}

function revoked(): object {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
}
