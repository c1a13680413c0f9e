import type { PlatformPlan } from './fleet-plan';
import { DUST_ADMIN } from './names';
import type { Names } from './names';
import { roleMaker } from './role-maker';
import type { MakeRole } from './role-maker';
import { storeOf } from './store-of';
import { adminSecretPermissions, backupPermissions, monitoringPermissions } from '../policy/database-permissions';
import { controllerTrust, serviceTrust } from '../policy/role';
import type { EnvironmentSpec } from '../spec/environment';

type Databases = Pick<PlatformPlan, 'databases' | 'adminStore'>;

/** What the databases of an environment share. Nothing where no subnet is given: then it can have none in AWS. */
export function planDatabases(environment: EnvironmentSpec, names: Names): Databases {
  const { name, account, network } = environment;
  if (network.databaseSubnets.length === 0) return {};
  const role = roleMaker(names, name, DUST_ADMIN);
  const vault = names.backupVault(name);
  const backup = backupPermissions(names.databaseInstance(name, '*'), vault, environment);
  return {
    databases: {
      subnetIds: network.databaseSubnets.map(({ id }) => id),
      subnetGroup: names.subnetGroup(name),
      cacheSubnetGroup: names.cacheSubnetGroup(name),
      backupVault: vault,
      backupKeyAlias: names.keyAlias(name, DUST_ADMIN),
      backupRole: role('backup', `Keeps snapshots of the databases in ${name}`, serviceTrust('backup.amazonaws.com', account), backup),
      monitoringRole: role('monitoring', `Measures the databases in ${name}`, serviceTrust('monitoring.rds.amazonaws.com', account), monitoringPermissions(environment)),
    },
    ...planAdminStore(environment, names, role),
  };
}

/** The store of the platform's own namespace exists before the services do, so its secrets are known by their pattern. */
function planAdminStore(environment: EnvironmentSpec, names: Names, role: MakeRole): Databases {
  const { name, cluster: { externalSecretsRoleArn } } = environment;
  if (externalSecretsRoleArn === undefined) return {};
  const patterns = ['master', 'application'].map((secret) => names.secret(name, '*', `postgres/${secret}`));
  const description = `Reads the secrets of databases in ${name} for the jobs of ${DUST_ADMIN}`;
  const reading = role('secrets', description, controllerTrust(externalSecretsRoleArn), adminSecretPermissions(patterns, environment));
  return { adminStore: storeOf({ ...reading, path: names.secretsPath(name) }, environment) };
}
