import type { BuildHost } from './build-host';
import { CA_FILE, LOGS, PORT, databaseNames, toDatabase } from './rds-binding';
import type { PostgresBinding } from './rds-binding';
import { printInstance } from './rds-instance';
import { prepareDatabase, printDatabaseObjects } from './rds-objects';
import { checkPlaceInNetwork, checkSecretStore, databaseCaOf } from './requirements';
import type { Finding } from '../../lib/issues/issue';
import { Names } from '../../lib/plan/names';
import { NO_BINDING } from '../../lib/providers/contract';
import type { ProviderContract, RequestContext } from '../../lib/providers/contract';
import type { PostgresRequest } from '../../lib/requests/postgres';
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

function check(_request: PostgresRequest, { environment }: RequestContext): readonly Finding[] {
  const { name, region, cluster: { profile } } = environment;
  const findings = [...checkPlaceInNetwork(environment, 'database'), ...checkSecretStore(environment)];
  if (profile.postgresClientImage === undefined) {
    findings.push({
      code: 'DUST2023',
      problem: `the profile of environment "${name}" names no image that prepares a database`,
      allowed: 'a profile with postgresClientImage',
      fix: `build and mirror images/postgres-client, and name it in the profile of environment "${name}"`,
    });
  }
  if (databaseCaOf(environment) === undefined) {
    findings.push({
      code: 'DUST2024',
      problem: `the library knows no certificates of the databases in ${region}`,
      allowed: 'a region whose certificates it knows, or an environment with databaseCa',
      fix: `set databaseCa of environment "${name}" to the bundle that AWS publishes for ${region}`,
    });
  }
  return findings;
}

function bind(request: PostgresRequest, { prefix, service, environment }: RequestContext): PostgresBinding {
  const names = new Names(prefix);
  const own = databaseNames(request, names, service, environment.name);
  const { instance, objectName, applicationSecret, caName, database } = own;
  const secret = (key: string) => ({ secret: objectName, key });
  return {
    ...NO_BINDING,
    ...own,
    values: { PGPORT: String(PORT), PGDATABASE: database, PGSSLMODE: 'verify-full', PGSSLROOTCERT: CA_FILE },
    secrets: { PGHOST: secret('PGHOST'), PGUSER: secret('PGUSER'), PGPASSWORD: secret('PGPASSWORD'), DATABASE_URL: secret('DATABASE_URL') },
    stored: [{ name: applicationSecret, byHand: false }],
    peers: [toDatabase(environment)],
    files: [{ path: CA_FILE, configMap: caName, key: 'ca.pem' }],
    encryptsVia: ['rds', 'secretsmanager'],
    grantsVia: ['rds'],
    logGroups: LOGS.map((log) => names.databaseLogGroup(instance, log)),
    adminTasks: prepareDatabase(own, environment),
  };
}

function build(host: BuildHost, request: PostgresRequest, binding: PostgresBinding): void {
  printInstance(host, request, binding);
  printDatabaseObjects(host, binding);
}
