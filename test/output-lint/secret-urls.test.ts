import * as fc from 'fast-check';
import { CACHE, CACHE_VARIABLES, catalog, PLAIN, POSTGRES, POSTGRES_VARIABLES, STACK } from './catalog';
import type { Catalog } from './catalog';
import { render } from './external-secrets';
import type { Rendering } from './external-secrets';
import { externalSecrets, problemsOf } from './pod-secrets';
import { printed } from './printed';
import { judged } from './tools';
import { misread } from './url-readers';
import { RUNS, SEED } from '../properties/support/runs';
import { externalSecretsProgram, pythonClients } from '../tools/judges';
import { nodePackages } from '../tools/node';

const HOST = 'catalog.abc.eu-central-1.rds.amazonaws.com';
const PRINTABLE = Array.from({ length: 95 }, (_, index) => String.fromCharCode(32 + index));

/** Passwords and names of users that some part of a URL, a template or a shell takes for something else. */
const AWKWARD = [
  ...PRINTABLE, ...PRINTABLE.map((character) => `a${character}b`), PRINTABLE.join(''), [...PRINTABLE].reverse().join(''),
  '  ', ' lead', 'trail ', 'a + b', '++', '%20', '%2B', '%41', '%zz', '%', '%%', '%C3%28', '+%20 ', '&amp;', '"\'', '\\\\n', '{{', '}}', '{{ .host }}', '{{/*', '$', '$$', '$(PGHOST)', '${HOME}',
  '//', ':@/?#[]', '@host/', 'a:b@c', '..', './../', '?sslmode=disable', '#fragment', ';', 'null', '0', '1e3', '-', 'é', 'ß', 'Ω≈', '日本語', '😀', 'e\u0301', '\u00a0', '\u2028', '\u202e', '\u{10fffd}', '\t', 'a\nb', '\r\n', '\u007f', '\u0001',
  'x'.repeat(500), '%'.repeat(200),
];

/** What no variable of a container can hold is left out, and no password at all. */
const anyText = fc.oneof(...(['grapheme-ascii', 'grapheme', 'binary'] as const).map((unit) => fc.string({ unit, minLength: 1, maxLength: 64 }))).filter((text) => !text.includes('\0'));
const random = fc.sample(fc.tuple(anyText, anyText), { seed: SEED, numRuns: Math.max(500, RUNS) });
const LOGINS = [...AWKWARD.map((text, index) => [AWKWARD[AWKWARD.length - 1 - index]!, text] as const), ...random];

const { fleets } = printed();
const [example] = fleets;

test('the example fleet has secrets to look at', () => {
  expect(externalSecrets(example!)).not.toEqual([]);
});

const TOOLS = { externalSecrets: externalSecretsProgram, python: pythonClients, packages: nodePackages };

judged('External Secrets', TOOLS, (tools) => {
  const dataOf = (rendering: Rendering): Record<string, string> => ('data' in rendering ? rendering.data : { error: rendering.error });

  test('gives a pod the login and the URL of a database, whatever the login holds', () => {
    const questions = LOGINS.map(([username, password]) => ({ manifest: catalog().postgres, values: { [POSTGRES]: JSON.stringify({ host: HOST, username, password }) } }));
    const made = render(tools.externalSecrets, questions).map(dataOf);
    expect(made.map(({ DATABASE_URL: _url, ...rest }) => rest)).toEqual(LOGINS.map(([PGUSER, PGPASSWORD]) => ({ PGHOST: HOST, PGUSER, PGPASSWORD })));
    const expected = { host: HOST, port: 5433, database: PLAIN.PGDATABASE, sslmode: 'verify-full', sslrootcert: PLAIN.PGSSLROOTCERT };
    expect(misread(tools, LOGINS.map(([user, password], index) => ({ name: JSON.stringify([user, password]), url: made[index]!.DATABASE_URL!, expected: { ...expected, user, password } })))).toEqual([]);
  });

  test('gives a pod the password and the URL of a cache, whatever the password holds', () => {
    const questions = LOGINS.map(([, password]) => ({ manifest: catalog().cache, values: { [CACHE]: JSON.stringify({ host: HOST, port: 6380, password }) } }));
    const made = render(tools.externalSecrets, questions).map(dataOf);
    expect(made.map(({ REDIS_URL: _url, ...rest }) => rest)).toEqual(LOGINS.map(([, REDIS_PASSWORD]) => ({ REDIS_HOST: HOST, REDIS_PORT: '6380', REDIS_PASSWORD })));
    expect(misread(tools, LOGINS.map(([, password], index) => ({ name: JSON.stringify(password), url: made[index]!.REDIS_URL!, expected: { host: HOST, port: 6380, database: 0, tls: true, password } })))).toEqual([]);
  });

  test.each(fleets)('gives every container of $title what it reads, and URLs that say what is beside them', (fleet) => {
    expect(problemsOf(fleet, tools)).toEqual([]);
  });

  const template = (variables: Record<string, string>) => ({ postgres }: Catalog): void => { postgres.spec.target.template.data = { ...POSTGRES_VARIABLES, ...variables }; };
  const withoutEncoding = (text: string): string => text.replaceAll(/ \| urlquery \| replace "\+" "%20"/g, '');
  const reference = ({ container }: Catalog, name: string) => container.env.find((variable: any) => variable.name === name).valueFrom.secretKeyRef;
  const resource = ({ templates }: Catalog, id: string) => templates.get(STACK)!.Resources[id]!;

  test.each<[string, (world: Catalog) => void, string]>([
    ['a password that is in a URL as it is', template({ DATABASE_URL: withoutEncoding(POSTGRES_VARIABLES.DATABASE_URL) }), 'DATABASE_URL in psycopg: ProgrammingError'],
    ['a space that became a plus sign', template({ DATABASE_URL: POSTGRES_VARIABLES.DATABASE_URL.replaceAll(' | replace "+" "%20"', '') }), 'DATABASE_URL in psycopg.password is "password+of+'],
    ['a password of a cache that is in a URL as it is', ({ cache }) => { cache.spec.target.template.data.REDIS_URL = withoutEncoding(CACHE_VARIABLES.REDIS_URL); }, 'REDIS_URL in redis-py: ValueError'],
    ['a URL of another user', template({ DATABASE_URL: POSTGRES_VARIABLES.DATABASE_URL.replace('.username', '.password') }), 'in node-postgres.user is "password of'],
    ['a URL of another port', ({ manifests }) => { Object.assign(manifests.get('prod/catalog/workload.yaml')![0]!.data, { PGPORT: '5432' }); }, 'in asyncpg.port is 5433 instead of 5432'],
    ['a URL that asks for no TLS', template({ DATABASE_URL: POSTGRES_VARIABLES.DATABASE_URL.replace('verify-full', 'disable') }), 'in psycopg.sslmode is "disable"'],
    ['a URL of a cache without TLS', ({ cache }) => { cache.spec.target.template.data.REDIS_URL = CACHE_VARIABLES.REDIS_URL.replace('rediss', 'redis'); }, 'REDIS_URL is for no library that is known'],
    ['a property that the secret does not have', ({ postgres }) => { postgres.spec.data[0].remoteRef.property = 'hostname'; }, 'key hostname does not exist in secret'],
    ['a property of a secret that is a text', (world) => { delete resource(world, 'Postgres').Properties.GenerateSecretString.SecretStringTemplate; }, 'key host does not exist in secret'],
    ['a secret that no template makes', (world) => { resource(world, 'Postgres').Properties.Name = 'dust/prod/catalog/postgres'; }, 'Secret does not exist'],
    ['a key of a template that is misspelt', template({ PGPASSWORD: '{{ .pasword }}' }), 'map has no entry for key "pasword"'],
    ['a function that the engine does not have', template({ PGPASSWORD: '{{ .password | percent }}' }), 'function "percent" not defined'],
    ['a field that is misspelt', ({ postgres }) => { postgres.spec.data[0].remoteRef.proprty = 'host'; }, 'unknown field "proprty"'],
    ['a key that the Secret does not have', (world) => { reference(world, 'PGHOST').key = 'HOST'; }, 'reads key HOST of Secret catalog/catalog-postgres, which has DATABASE_URL, PGHOST, PGPASSWORD, PGUSER'],
    ['a Secret that nobody makes', (world) => { reference(world, 'PGHOST').name = 'catalog-postgre'; }, 'reads Secret catalog/catalog-postgre, which nobody makes'],
    ['a fetched key that the template leaves out', ({ postgres }) => { delete postgres.spec.target.template.data.PGUSER; }, 'reads key PGUSER of Secret'],
  ])('reports %s', (_what, change, problem) => {
    const world = catalog();
    expect(problemsOf(world, tools)).toEqual([]);
    change(world);
    expect(problemsOf(world, tools).join('\n')).toContain(problem);
  });
});
