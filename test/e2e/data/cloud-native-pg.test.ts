import { MAY, MAY_NOT, surprises } from './access';
import type { Attempt } from './access';
import { bootstrap, CloudNativePg } from './cloud-native-pg';
import { find, generatedName, objectsOf, sourcesOf } from './cluster';
import { ManagedRoles } from './managed-roles';
import type { PasswordSecret } from './managed-roles';
import { catalogues, forget, service } from './services';
import type { Service } from './services';
import { exampleOutput } from '../../support/example';
import type { KubernetesObject } from '../../support/synthesize';
import { SERVER_VERSIONS } from '../../tools/postgres';

const CATALOG = service('catalog', 'of catalog: %41\'"$(A)');
/** In a cluster it has a server of its own. Here it shares one, so that the rows about neighbours are tried as they are on RDS. */
const BILLING = service('billing');
const ADMINISTRATORS = ['admin_catalog', 'admin_billing'];
/** Rotation between two logins and the groups of RDS are not there. */
const ofAnyProvider = (attempts: readonly Attempt[]): Attempt[] => attempts.filter(({ needs }) => needs === undefined);

const objects = objectsOf(exampleOutput(), 'dev');
const CLUSTER = find(objects, 'Cluster', 'catalog', /./);
const EXTERNAL = find(objects, 'ExternalSecret', 'catalog', /-postgres$/);

type Change = (cluster: KubernetesObject) => void;
const initdb = ({ spec }: KubernetesObject): { postInitApplicationSQL: string[] } => spec.bootstrap.initdb as { postInitApplicationSQL: string[] };
const role = ({ spec }: KubernetesObject): Record<string, any> => spec.managed.roles[0] as Record<string, any>;
const without = (line: RegExp): Change => (cluster) => {
  const before = initdb(cluster).postInitApplicationSQL;
  initdb(cluster).postInitApplicationSQL = before.filter((one) => !line.test(one));
  if (initdb(cluster).postInitApplicationSQL.length !== before.length - 1) throw new Error(`${line.source} is not one line`);
};
const changed = (change: Change): KubernetesObject => {
  const cluster = structuredClone(CLUSTER);
  change(cluster);
  return cluster;
};
const ofBilling = JSON.parse(JSON.stringify(CLUSTER).replaceAll('catalog', 'billing')) as KubernetesObject;

/** The Secret of the role as External Secrets makes it, when the generator has made that password. */
const secretWith = (password: string): PasswordSecret => (name) => sourcesOf([EXTERNAL], { [generatedName(EXTERNAL)]: JSON.stringify({ password }) }).find('Secret', 'catalog', { name })!;

const GRANT = /^GRANT "owner_catalog" TO "app_catalog"$/;
/** What would be printed wrong, and what of the table then ends otherwise; a setup that ends is told by the operator's job. */
const FAULTS: readonly { readonly what: string; readonly change: Change; readonly shows: readonly string[] }[] = [
  { what: 'the login does not act as the owner', change: without(/^ALTER ROLE "app_catalog" SET role/), shows: ['acts as the owner', 'makes tables'] },
  { what: 'PUBLIC keeps the database', change: without(/^REVOKE ALL ON DATABASE/), shows: ['comes in as another service'] },
  { what: 'PUBLIC keeps the schema', change: without(/^REVOKE ALL ON SCHEMA/), shows: ['lets others in', 'sees the schema as PUBLIC'] },
  { what: 'the owner has no temporary tables', change: without(/^GRANT CONNECT, TEMPORARY/), shows: ['makes temporary tables'] },
  { what: 'the login may not come in', change: without(/^GRANT CONNECT ON DATABASE/), shows: ['acts as the owner', 'reads'] },
  { what: 'the owner has no schema', change: without(/^GRANT USAGE, CREATE ON SCHEMA/), shows: ['makes tables'] },
  { what: 'the login is in no role', change: (cluster) => { without(GRANT)(cluster); role(cluster).inRoles = []; }, shows: ['acts as the owner', 'makes tables'] },
  { what: 'the operator takes the role away again', change: (cluster) => { role(cluster).inRoles = []; }, shows: ['acts as the owner', 'makes tables'] },
  { what: 'the login inherits', change: (cluster) => { role(cluster).inherit = true; }, shows: ['has rights of a role that it has not taken'] },
  { what: 'the object does not say that it inherits nothing', change: (cluster) => { delete role(cluster).inherit; }, shows: ['has rights of a role that it has not taken'] },
  { what: 'the login is in one more role', change: (cluster) => { role(cluster).inRoles.push('pg_read_all_data'); }, shows: ['is in any role but the owner\'s'] },
  { what: 'the login is in the administrator\'s role', change: (cluster) => { role(cluster).inRoles.push('admin_catalog'); }, shows: ['becomes the master', 'is in any role but the owner\'s'] },
  { what: 'the login creates databases', change: (cluster) => { role(cluster).createdb = true; }, shows: ['creates databases outside the owner\'s role'] },
  { what: 'the login is a superuser', change: (cluster) => { role(cluster).superuser = true; }, shows: ['becomes a superuser', 'creates roles outside the owner\'s role'] },
  { what: 'the owner can log in', change: (cluster) => { initdb(cluster).postInitApplicationSQL[0] = 'CREATE ROLE "owner_catalog" LOGIN'; }, shows: ['logs in as the owner'] },
  { what: 'the login owns the database', change: (cluster) => { initdb(cluster).postInitApplicationSQL.push('ALTER DATABASE "db_catalog" OWNER TO "owner_catalog"'); }, shows: ['creates schemas', 'renames its schema'] },
];

describe.each(SERVER_VERSIONS)('on PostgreSQL %d, set up as CloudNativePG does, the application', (version) => {
  let postgres: CloudNativePg;
  let roles: ManagedRoles;
  const secretOf = secretWith(CATALOG.login.password);
  const rolesOf = ({ spec }: KubernetesObject): Record<string, any>[] => spec.managed.roles as Record<string, any>[];
  const found = (attempts: readonly Attempt[], one: Service = CATALOG): string[] => surprises(postgres.server, one, BILLING, ofAnyProvider(attempts), 'admin_catalog');

  const words = (attempts: readonly Attempt[]): string[] => found(attempts).map((line) => line.split(':')[0]!);

  /** Both services as new, and what the operator then did with the role of the first. */
  const setUp = (cluster: KubernetesObject): string[] => {
    forget(postgres.server, [CATALOG, BILLING], ADMINISTRATORS);
    bootstrap(postgres.server, ofBilling);
    bootstrap(postgres.server, cluster);
    roles = new ManagedRoles(postgres.server);
    roles.reconcile(rolesOf(ofBilling), () => ({ username: BILLING.login.user, password: BILLING.login.password }));
    return roles.reconcile(rolesOf(cluster), secretOf);
  };

  beforeAll(async () => {
    postgres = new CloudNativePg(version, CLUSTER);
    await postgres.start();
    setUp(CLUSTER);
  });
  afterAll(async () => postgres?.stop());

  // The operator puts its password into the namespace of the service.
  test('nobody comes in as the owner of the database', () => {
    expect(postgres.server.must("SELECT string_agg(rolname || ' ' || rolcanlogin, ', ') FROM pg_roles, pg_database WHERE pg_roles.oid = datdba AND datname = 'db_catalog'")).toBe('admin_catalog false');
  });

  test.each(ofAnyProvider(MAY))('may: $what', (attempt) => expect(found([attempt])).toEqual([]));
  test.each(ofAnyProvider(MAY_NOT))('may not: $what', (attempt) => expect(found([attempt])).toEqual([]));

  test('comes in with TLS alone, because of the printed rule', async () => {
    const plain = (): string => postgres.server.query('SELECT 1', CATALOG.database, CATALOG.login, { PGSSLMODE: 'disable' }).error;
    expect(plain()).toMatch('pg_hba.conf rejects connection for host');
    expect(plain()).toMatch('no encryption');
    const open = new CloudNativePg(version, changed(({ spec }) => { spec.postgresql.pg_hba = []; }));
    await open.start();
    open.reconcile(secretOf);
    const { exitCode } = open.server.query('SELECT 1', CATALOG.database, CATALOG.login, { PGSSLMODE: 'disable' });
    await open.stop();
    expect(exitCode).toBe(0);
  });

  test('has its printed settings, and SCRAM keeps its password', () => {
    for (const [name, value] of Object.entries(CLUSTER.spec.postgresql.parameters as object)) expect(postgres.server.must(`SHOW ${name}`)).toBe(value);
    expect(postgres.server.must("SELECT rolpassword LIKE 'SCRAM-SHA-256$%' FROM pg_authid WHERE rolname = 'app_catalog'")).toBe('t');
    expect(postgres.server.must("SELECT current_setting('data_checksums'), pg_encoding_to_char(encoding) FROM pg_database WHERE datname = 'db_catalog'")).toBe('on|UTF8');
  });

  test('is left as it is by a second look', () => {
    setUp(CLUSTER);
    const before = catalogues(postgres.server, CATALOG.database);
    expect(roles.reconcile(rolesOf(CLUSTER), secretOf)).toEqual([]);
    expect(catalogues(postgres.server, CATALOG.database)).toBe(before);
  });

  test('has another password as soon as the Secret has, and keeps everything else', () => {
    const next: Service = { ...CATALOG, login: { ...CATALOG.login, password: 'another: ;\\' } };
    expect(postgres.server.query('SELECT 1', CATALOG.database, next.login).error).toMatch('password authentication failed');
    expect(roles.reconcile(rolesOf(CLUSTER), secretWith(next.login.password))).toHaveLength(1);
    expect(postgres.server.query('SELECT 1', CATALOG.database, CATALOG.login).error).toMatch('password authentication failed');
    expect(found([...MAY, ...MAY_NOT], next)).toEqual([]);
    expect(postgres.server.log).not.toContain(next.login.password);
    expect(postgres.server.log).not.toContain(CATALOG.login.password);
  });

  test('would be seen to have its password in the log', () => {
    postgres.server.must(`ALTER ROLE app_catalog PASSWORD '${CATALOG.login.password.replaceAll("'", "''")}'`);
    expect(postgres.server.log).toContain(CATALOG.login.password.replaceAll("'", "''"));
  });

  test.each([
    ['inherits', 'ALTER ROLE app_catalog INHERIT'], ['is a superuser', 'ALTER ROLE app_catalog SUPERUSER'], ['has another password', "ALTER ROLE app_catalog PASSWORD 'by hand'"],
    ['is in one more role', 'GRANT admin_catalog TO app_catalog'], ['has left its role', 'REVOKE owner_catalog FROM app_catalog'],
  ])('is as it was after somebody has changed that it %s', (_, statement) => {
    setUp(CLUSTER);
    postgres.server.must(statement, CATALOG.database);
    expect(roles.reconcile(rolesOf(CLUSTER), secretOf)).toHaveLength(1);
    expect(words([...MAY.slice(0, 1), ...MAY_NOT])).toEqual([]);
  });

  /** The operator makes the login again, and not what the initial SQL has said of it: whoever drops it has to say that again. */
  test('does not come in again by itself when somebody has dropped it', () => {
    setUp(CLUSTER);
    postgres.server.must('DROP OWNED BY app_catalog; DROP ROLE app_catalog', CATALOG.database);
    expect(roles.reconcile(rolesOf(CLUSTER), secretOf)).toEqual([expect.stringMatching(/^CREATE ROLE "app_catalog" .* IN ROLE "owner_catalog"$/)]);
    expect(postgres.server.query('SELECT 1', CATALOG.database, CATALOG.login).error).toMatch('permission denied for database');
    for (const line of initdb(CLUSTER).postInitApplicationSQL.filter((one) => /^(ALTER ROLE|GRANT CONNECT ON)/.test(one))) postgres.server.must(line, CATALOG.database);
    expect(words([...MAY, ...MAY_NOT])).toEqual([]);
  });

  test('has no role while its Secret is another\'s', () => {
    const another: PasswordSecret = () => ({ username: 'app_billing', password: 'x' });
    expect(() => roles.reconcile(rolesOf(CLUSTER), another)).toThrow("wrong username 'app_billing' in secret, expected 'app_catalog'");
  });

  test.each(FAULTS)('is seen to be wrong when $what', ({ change, shows }) => {
    setUp(changed(change));
    const seen = words([...MAY, ...MAY_NOT.filter((one) => shows.includes(one.what))]);
    expect(seen).toEqual(expect.arrayContaining([...shows]));
  });

  test.each([['the owner', /^CREATE ROLE "owner_catalog"/, 'role "owner_catalog" does not exist'], ['the login', /^CREATE ROLE "app_catalog"/, 'role "app_catalog" does not exist']])(
    'is not set up at all without %s', (_, line, says) => expect(() => setUp(changed(without(line)))).toThrow(says),
  );

  test('has its role by either of two lines, which is why none of them is missed alone', () => {
    const done = setUp(changed(without(GRANT)));
    expect(done).toEqual([
      expect.stringMatching(/^ALTER ROLE "app_catalog"/), 'GRANT "owner_catalog" TO "app_catalog"', expect.stringMatching(/^ALTER ROLE "admin_catalog" .*NOLOGIN/),
    ]);
    expect(found([...MAY, ...MAY_NOT])).toEqual([]);
  });
});
