import type { BuildHost } from './build-host';
import { CA_FILE, LOGS, databaseNames, toDatabase } from './rds-binding';
import type { DatabaseNames, PostgresBinding } from './rds-binding';
import { printInstance } from './rds-instance';
import { prepareDatabase, printDatabaseObjects } from './rds-objects';
import { checkPlaceInNetwork, checkSecretStore, databaseCaOf } from './requirements';
import type { Finding } from '../../lib/issues/issue';
import type { EnvironmentFacts } from '../../lib/plan/environment-facts';
import { DUST_ADMIN, Names } from '../../lib/plan/names';
import { namespaceOf } from '../../lib/plan/namespace-of';
import { NO_BINDING } from '../../lib/providers/contract';
import type { ProviderContract, RequestContext, Runbook } from '../../lib/providers/contract';
import type { PostgresRequest } from '../../lib/requests/postgres';
import { ofAnOwner } from '../../lib/restore/existing';
import { rdsRunbook } from '../../lib/restore/rds';
import { CARRIED } from '../../lib/spec/declared';

/** Amazon RDS for PostgreSQL, an instance for each service. */
export const rds: ProviderContract<PostgresRequest, PostgresBinding, BuildHost> = {
  [CARRIED]: true,
  kind: 'postgres',
  name: 'rds',
  check,
  bind,
  build,
};

function check({ existing, rotation }: PostgresRequest, { environment }: RequestContext): readonly Finding[] {
  return [
    ...checkPlaceInNetwork(environment, 'database'),
    ...checkSecretStore(environment),
    ...(existing === undefined ? checkClientImage(environment) : []),
    ...checkCertificates(environment),
    ...(rotation === undefined || existing !== undefined ? [] : checkRotation(environment)),
  ];
}

function checkClientImage({ name, cluster: { profile } }: EnvironmentFacts): Finding[] {
  if (profile.postgresClientImage !== undefined) return [];
  return [{
    code: 'DUST2023',
    problem: `the profile of environment "${name}" names no image that prepares a database`,
    allowed: 'a profile with postgresClientImage',
    fix: `build and mirror images/postgres-client, and name it in the profile of environment "${name}"`,
  }];
}

/** The function reads and writes the secret from inside the network. */
function checkRotation({ name, network }: EnvironmentFacts): Finding[] {
  if (network.endpointSubnets.length > 0) return [];
  return [{
    code: 'DUST2022',
    problem: `what rotates the password could not reach Secrets Manager in environment "${name}"`,
    allowed: 'an environment with network.endpointSubnets',
    fix: `list the subnets of the interface endpoints of environment "${name}", or remove rotation`,
  }];
}

function checkCertificates(environment: EnvironmentFacts): Finding[] {
  if (databaseCaOf(environment) !== undefined) return [];
  const { name, region } = environment;
  return [{
    code: 'DUST2024',
    problem: `the library knows no certificates of the databases in ${region}`,
    allowed: 'a region whose certificates it knows, or an environment with databaseCa',
    fix: `set databaseCa of environment "${name}" to the bundle that AWS publishes for ${region}`,
  }];
}

function bind(request: PostgresRequest, { prefix, service, environment }: RequestContext): PostgresBinding {
  const names = new Names(prefix);
  const own = databaseNames(request, names, service, environment.name);
  const { objectName, login: { port, database, secret, keyArn } } = own;
  const key = (name: string) => ({ secret: objectName, key: name });
  return {
    ...NO_BINDING,
    ...own,
    values: { PGPORT: String(port), PGDATABASE: database, PGSSLMODE: 'verify-full', PGSSLROOTCERT: CA_FILE },
    secrets: { PGHOST: key('PGHOST'), PGUSER: key('PGUSER'), PGPASSWORD: key('PGPASSWORD'), DATABASE_URL: key('DATABASE_URL') },
    stored: [{ name: secret, byHand: false, ...(keyArn === undefined ? {} : { keyArn }) }],
    peers: [toDatabase(environment, port)],
    restore: request.existing === undefined ? runbookOf(own, service, environment, names) : ofAnOwner(database),
    files: [{ path: CA_FILE, configMap: names.object(service, 'postgres-ca'), content: databaseCaOf(environment) ?? '' }],
    ...(request.existing === undefined ? {
      encryptsVia: ['rds', 'secretsmanager'],
      grantsVia: ['rds'],
      logGroups: LOGS.map((log) => names.logGroup(own.instance, log)),
      adminTasks: prepareDatabase(own, environment, request.rotation !== undefined),
    } : {}),
  };
}

function runbookOf(own: DatabaseNames, service: string, environment: EnvironmentFacts, names: Names): Runbook {
  const { instance, subnetGroup, parameterGroup, backup: { vault }, login: { database } } = own;
  const place = { service, namespace: namespaceOf(service, environment, names), environment: environment.name, region: environment.region };
  const stackName = names.serviceStack(environment.name, service);
  const adminNamespace = namespaceOf(DUST_ADMIN, environment, names);
  return rdsRunbook({ ...place, instance, database, subnetGroup, parameterGroup, vault, stackName, adminNamespace });
}

function build(host: BuildHost, request: PostgresRequest, binding: PostgresBinding): void {
  if (request.existing === undefined) printInstance(host, request, binding);
  printDatabaseObjects(host, binding);
}
