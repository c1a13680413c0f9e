import { isolated } from './predicates/isolation';
import type { FleetModel, PermissionModel, ServiceModel } from './support/fleet-model';
import { richFleet } from './support/rich-fleet';
import { outcomeOf } from './support/synthesized';

const [dev] = richFleet.environments;
const ALL = 'arn:<partition>';
const HERE = '<region>:<account>';
const rows: readonly (readonly [action: string, resource: string])[] = [
  ['s3:GetObject', `${ALL}:s3:::rich-<environment>-*`],
  ['s3:GetObject', `${ALL}:s3:::*-scans-*/*`],
  ['s3:ListBucket', `${ALL}:s3:::?ich-dev-archive-scans-111122223333`],
  ['s3:PutObject', `${ALL}:s3:::rich-dev-logs-<account>/*`],
  ['secretsmanager:GetSecretValue', `${ALL}:secretsmanager:${HERE}:secret:rich/*`],
  ['secretsmanager:GetSecretValue', `${ALL}:secretsmanager:${HERE}:secret:*/master-??????`],
  ['rds:ModifyDBInstance', `${ALL}:rds:${HERE}:db:*`],
  ['rds:CopyDBSnapshot', `${ALL}:rds:${HERE}:snapshot:*`],
  ['rds:RestoreDBInstanceFromDBSnapshot', `${ALL}:rds:${HERE}:snapshot:rds:rich-dev-*`],
  ['rds:CopyDBSnapshot', `${ALL}:rds:${HERE}:snapshot:awsbackup:*`],
  ['rds:RestoreDBInstanceToPointInTime', `${ALL}:rds:${HERE}:auto-backup:*`],
  ['rds-db:connect', `${ALL}:rds-db:${HERE}:dbuser:*/dust_master`],
  ['elasticache:ModifyReplicationGroup', `${ALL}:elasticache:${HERE}:replicationgroup:*`],
  ['elasticache:CopySnapshot', `${ALL}:elasticache:${HERE}:snapshot:*`],
  ['logs:GetLogEvents', `${ALL}:logs:${HERE}:log-group:/aws/rds/*`],
  ['ecr:PutImage', `${ALL}:ecr:${HERE}:repository/rich/archive`],
  ['backup:DeleteRecoveryPoint', `${ALL}:backup:${HERE}:recovery-point:*`],
  ['backup:DeleteRecoveryPoint', `${ALL}:rds:${HERE}:snapshot:awsbackup:job-*`],
  ['elasticache:DescribeCacheClusters', `${ALL}:elasticache:${HERE}:cluster:rich-*`],
  ['backup:StartRestoreJob', `${ALL}:backup:${HERE}:backup-vault:rich-dev`],
];

/** The rich fleet in one environment, whose services all make what they ask for, and one that asks for something of theirs. */
function fleetWith(changes: Partial<ServiceModel>, permissions: readonly PermissionModel[]): FleetModel {
  const services = richFleet.services.map(({ postgres, cache, buckets, secrets: _secrets, permissions: _permissions, ...service }): ServiceModel => ({
    ...service, buckets: service.name === 'ledger' ? {} : buckets, overrides: {}, ...(postgres === undefined ? {} : { postgres: {} }), ...(cache === undefined ? {} : { cache: {} }),
    ...(service.name === 'archive' ? { secrets: { SMTP_PASSWORD: 'provided' } } : {}),
    ...(service.name === 'web' ? changes : {}),
  }));
  return { ...richFleet, environments: [{ ...dev!, permissions }], services };
}

function reached(model: FleetModel): readonly string[] {
  const outcome = outcomeOf(model);
  return 'fleet' in outcome ? isolated.predicate(outcome.fleet) : [];
}

describe('10: what is permitted and reaches things of the fleet is refused', () => {
  test('the fleet itself is not', () => expect(outcomeOf(fleetWith({}, []))).toHaveProperty('fleet'));

  test.each(rows)('%s on %s', (action, resource) => {
    const permission = { actions: [action], resources: [resource], reason: 'It would be useful' };
    expect(reached(fleetWith({ permissions: [permission] }, [permission]))).toEqual([]);
  });
});

describe('10: what the fleet makes for one service is not adopted by another one', () => {
  test.each<readonly [string, Partial<ServiceModel>]>([
    ['a secret', { secrets: { STOLEN: { dev: { name: 'rich/dev/archive/SMTP_PASSWORD' } } } }],
    ['the login of an application', { secrets: { STOLEN: { dev: { name: 'rich/dev/ledger/postgres/application' } } } }],
    ['the master of a database', { secrets: { STOLEN: { dev: { name: 'rich/dev/ledger/postgres/master' } } } }],
    ['a database', { postgres: { existing: { dev: { secret: 'rich/dev/ledger/postgres/master', database: 'db_ledger', port: 5433 } } } }],
    ['a cache', { cache: { existing: { dev: { secret: 'rich/dev/ledger/cache/password' } } } }],
    ['a bucket', { buckets: { stolen: { existing: { dev: { name: 'rich-dev-archive-scans-111122223333' } } } } }],
    ['the bucket of logs', { buckets: { stolen: { existing: { dev: { name: 'rich-dev-logs-111122223333' } } } } }],
  ])('%s', (_what, changes) => {
    expect(reached(fleetWith(changes, []))).toEqual([]);
    expect(outcomeOf(fleetWith(changes, []))).toHaveProperty('issues');
  });
});

describe('10: one service may use what is there already', () => {
  const [first, second] = richFleet.environments;
  const secretIn = (name: string, environments: readonly string[]) => ({ secrets: { KEY: Object.fromEntries(environments.map((environment) => [environment, { name }])) } });
  const permissions: PermissionModel[] = [{ actions: ['secretsmanager:DescribeSecret', 'secretsmanager:GetSecretValue'], resources: [`${ALL}:secretsmanager:${HERE}:secret:shared/*`], reason: 'It was there before' }];
  const fleetOf = (services: readonly Partial<ServiceModel>[]): FleetModel => ({
    ...richFleet,
    environments: [first!, second!].map((environment) => ({ ...environment, permissions })),
    services: services.map((changes, index) => ({ ...richFleet.services[2]!, name: `s${index}`, calls: [], ...changes })),
  });

  test('in two environments of one account', () => {
    expect(outcomeOf(fleetOf([secretIn('shared/key', ['dev', 'staging'])]))).toHaveProperty('fleet');
  });

  test.each<readonly [string, readonly Partial<ServiceModel>[]]>([
    ['in two environments of one account, for two services', [{ ...secretIn('shared/key', ['dev']), environments: ['dev'] }, { ...secretIn('shared/key', ['staging']), environments: ['staging'] }]],
    ['for two purposes of two services', [secretIn('shared/key', ['dev', 'staging']), { cache: { existing: { dev: { secret: 'shared/key' } } } }]],
  ])('but not %s', (_what, services) => {
    const outcome = outcomeOf(fleetOf(services));
    expect('issues' in outcome ? outcome.issues.map(({ code }) => code) : []).toEqual(['DUST3008']);
  });
});
