import type { EnvironmentFacts } from '../../lib/plan/environment-facts';
import { DUST_ADMIN } from '../../lib/plan/names';
import type { Names } from '../../lib/plan/names';
import { tcp } from '../../lib/plan/network-peer';
import type { NetworkPeer } from '../../lib/plan/network-peer';
import { rolePath } from '../../lib/plan/role-maker';
import { KEY_ARN } from '../../lib/policy/statement';
import type { Binding } from '../../lib/providers/contract';
import type { PostgresRequest } from '../../lib/requests/postgres';

/** Every name of one database. */
export interface DatabaseNames {
  readonly instance: string;
  readonly parameterGroup: string;
  readonly subnetGroup: string;
  readonly owner: string;
  /** Name of the application's role in the database. */
  readonly user: string;
  readonly masterSecret: string;
  /** How the application comes in. */
  readonly login: DatabaseLogin;
  readonly backup: { readonly plan: string; readonly vault: string; readonly role: string };
  readonly monitoringRole: string;
  readonly rotationFunction: string;
  readonly objectName: string;
}

interface DatabaseLogin {
  readonly secret: string;
  /** The key of the secret, as in `StoredSecret`. */
  readonly keyArn?: string;
  readonly database: string;
  readonly port: number;
}

export type PostgresBinding = Binding & DatabaseNames;

/** Not the usual one, which is what scanners knock at first. */
export const PORT = 5433;

/** What RDS exports to CloudWatch. */
export const LOGS = ['postgresql', 'upgrade'];

export function databaseNames({ version, existing }: PostgresRequest, names: Names, service: string, environment: string): DatabaseNames {
  return {
    instance: names.databaseInstance(environment, service),
    parameterGroup: names.parameterGroup(environment, service, version),
    subnetGroup: names.subnetGroup(environment),
    owner: names.databaseOwner(service),
    user: names.databaseLogin(service),
    masterSecret: names.secret(environment, service, 'postgres/master'),
    login: existing ?? { secret: names.secret(environment, service, 'postgres/application'), keyArn: KEY_ARN, database: names.database(service), port: PORT },
    backup: {
      plan: names.backupPlan(environment, service),
      vault: names.backupVault(environment),
      role: rolePath(names, environment, DUST_ADMIN, 'backup'),
    },
    monitoringRole: rolePath(names, environment, DUST_ADMIN, 'monitoring'),
    rotationFunction: names.rotationFunction(environment, service),
    objectName: names.object(service, 'postgres'),
  };
}

/** From the pods of the service and from the platform's own job. */
export function toDatabase({ network }: EnvironmentFacts, port: number): NetworkPeer {
  return { name: 'to-postgres', reason: 'Its database', to: { cidrs: network.databaseSubnets.map(({ cidr }) => cidr) }, ports: tcp(port) };
}
