import { NAME_RULES } from '../../../lib/plan/name-rules';
import { Names } from '../../../lib/plan/names';

const names = new Names('dust');
const longest = `a${'-b'.repeat(19)}c`;

describe('a physical name', () => {
  test.each([
    ['stack of an account', names.accountStack('111122223333'), 'dust-account-111122223333'],
    ['stack of a platform', names.platformStack('prod'), 'dust-prod'],
    ['stack of a service', names.serviceStack('prod', 'catalog'), 'dust-prod-catalog'],
    ['stack of builds', names.serviceStack('builds', 'catalog'), 'dust-builds-catalog'],
    ['role of a service', names.role('prod', 'catalog', 'restart'), 'dust-prod-catalog-restart'],
    ['role of a platform', names.role('prod', undefined, 'platform-apply'), 'dust-prod-platform-apply'],
    ['boundary', names.boundary('prod'), 'dust-prod-boundary'],
    ['path', names.iamPath('prod'), '/dust/prod/'],
    ['bucket', names.bucket('prod', 'catalog', 'scans', '444455556666'), 'dust-prod-catalog-scans-444455556666'],
    ['log bucket', names.logBucket('prod', '444455556666'), 'dust-prod-logs-444455556666'],
    ['path of roles that read secrets', names.secretsPath('prod'), '/dust/prod/secrets/'],
    ['secret', names.secret('prod', 'catalog', 'API_KEY'), 'dust/prod/catalog/API_KEY'],
    ['object of a secret', names.secretObject('catalog', 'API_KEY'), 'catalog-secret-api-key'],
    ['database instance', names.databaseInstance('prod', 'catalog'), 'dust-prod-catalog'],
    ['parameter group', names.parameterGroup('prod', 'catalog', '17'), 'dust-prod-catalog-postgres17'],
    ['subnet group of databases', names.subnetGroup('prod'), 'dust-prod-databases'],
    ['subnet group of caches', names.cacheSubnetGroup('prod'), 'dust-prod-caches'],
    ['cache', names.cacheGroup('prod', 'catalog'), 'dust-prod-catalog'],
    ['database', names.database('raw-images'), 'db_raw_images'],
    ['owner in a database', names.databaseOwner('pg-tools'), 'owner_pg_tools'],
    ['login in a database', names.databaseLogin('select'), 'app_select'],
    ['vault of backups', names.backupVault('prod'), 'dust-prod'],
    ['plan of backups', names.backupPlan('prod', 'catalog'), 'dust-prod-catalog'],
    ['function of AWS that rotates', names.rotationFunction('prod', 'catalog'), 'dust-prod-catalog-postgres'],
    ['log group', names.logGroup('dust-prod-catalog', 'postgresql'), '/aws/rds/instance/dust-prod-catalog/postgresql'],
    ['image repository', names.imageRepository('catalog'), 'dust/catalog'],
    ['alias of a key', names.keyAlias('prod', 'catalog'), 'alias/dust/prod/catalog'],
    ['alias of the builds key', names.buildsKeyAlias(), 'alias/dust/builds'],
    ['namespace', names.namespace('catalog', undefined), 'catalog'],
    ['namespace in a shared cluster', names.namespace('catalog', 'dev'), 'catalog-dev'],
    ['group of an access entry', names.accessGroup('prod', 'catalog', 'restart'), 'dust:prod:catalog:restart'],
    ['group of a load balancer', names.loadBalancerGroup('prod', 'catalog', 'internet'), 'dust-prod-catalog-internet'],
  ])('(%s) is what people expect', (_what, name, expected) => expect(name).toBe(expected));

  test('over its limit keeps its beginning and ends in a hash of the whole', () => {
    const one = names.role('production-west', longest, 'workload-apply');
    const two = names.role('production-west', `${longest.slice(0, -1)}d`, 'workload-apply');
    expect(one).toMatch(/^dust-production-west-a-b-b.*-[0-9a-f]{8}$/);
    expect(one.length).toBeLessThanOrEqual(64);
    expect(two).not.toBe(one);
  });

  test('never leaves a hyphen before the hash', () => {
    for (let length = 1; length <= 19; length++) {
      const service = `a${'-b'.repeat(length)}`;
      expect(names.bucket('production-west', service, 'some-key', '111122223333')).not.toMatch(/--/);
      expect(names.bucket('production-wes', service, 'somekey', '111122223333')).not.toMatch(/--/);
    }
  });

  test('of an object of a secret never meets that of another variable', () => {
    const variables = ['API_KEY', 'API__KEY', '_API_KEY', 'API_KEY_', 'Api_Key', 'api_key', 'APIKEY'];
    const objects = variables.map((variable) => names.secretObject('catalog', variable));
    expect(new Set(objects).size).toBe(variables.length);
    for (const object of objects) expect(object).toMatch(/^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/);
  });

  test('of a key with a hyphen does not meet that of a service with one', () => {
    expect(names.bucket('prod', 'a', 'b-c', '1')).not.toBe(names.bucket('prod', 'a-b', 'c', '1'));
    expect(names.bucket('prod', 'a', 'b-c', '1')).toMatch(/^dust-prod-a-b-c-[0-9a-f]{8}-1$/);
  });

  test.each([
    ['databaseInstance', (service: string) => names.databaseInstance('production-west', service)],
    ['cacheGroup', (service: string) => names.cacheGroup('production-west', service)],
    ['parameterGroup', (service: string) => names.parameterGroup('production-west', service, '17')],
    ['backupPlan', (service: string) => names.backupPlan('production-west', service)],
    ['database', (service: string) => names.database(service)],
    ['databaseOwner', (service: string) => names.databaseOwner(service)],
    ['databaseLogin', (service: string) => names.databaseLogin(service)],
  ] as const)('of kind %s is legal for every length of a service', (kind, make) => {
    const made = Array.from({ length: 20 }, (_, length) => make(`a${'-b'.repeat(length)}`));
    for (const name of made) {
      expect(name).toMatch(NAME_RULES[kind].alphabet);
      expect(name.length).toBeLessThanOrEqual(NAME_RULES[kind].max);
    }
    expect(new Set(made).size).toBe(made.length);
  });

  test.each(Object.keys(NAME_RULES).filter((kind) => kind !== 'policy'))('of kind %s is made by the method of that name', (kind) => {
    expect(typeof names[kind as keyof Names]).toBe('function');
  });

  test('has a row in the table, whatever method makes it', () => {
    const methods = Object.getOwnPropertyNames(Names.prototype).filter((name) => name !== 'constructor');
    expect(methods.filter((name) => !(name in NAME_RULES))).toEqual([]);
  });

  test.each(Object.entries(NAME_RULES))('of kind %s has a source for its limit', (_kind, rule) => {
    expect(rule.source).toMatch(/^https:\/\//);
    expect(rule.max).toBeGreaterThan(0);
  });
});
