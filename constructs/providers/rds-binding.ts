import type { EnvironmentFacts } from '../../lib/plan/environment-facts';
import { DUST_ADMIN } from '../../lib/plan/names';
import type { Names } from '../../lib/plan/names';
import { tcp } from '../../lib/plan/network-peer';
import type { NetworkPeer } from '../../lib/plan/network-peer';
import type { Binding } from '../../lib/providers/contract';
import type { PostgresRequest } from '../../lib/requests/postgres';

/** Every name of one database. */
export interface DatabaseNames {
  readonly instance: string;
  readonly parameterGroup: string;
  readonly subnetGroup: string;
  readonly database: string;
  readonly owner: string;
  readonly login: string;
  readonly masterSecret: string;
  readonly applicationSecret: string;
  readonly backup: { readonly plan: string; readonly vault: string; readonly role: string };
  readonly monitoringRole: string;
  readonly objectName: string;
  readonly caName: string;
}

export type PostgresBinding = Binding & DatabaseNames;

/** Not the usual one, which is what scanners knock at first. */
export const PORT = 5433;
export const CA_FILE = '/etc/dust/postgres/ca.pem';

/** What RDS exports to CloudWatch. */
export const LOGS = ['postgresql', 'upgrade'];

export function databaseNames({ version }: PostgresRequest, names: Names, service: string, environment: string): DatabaseNames {
  return {
    instance: names.databaseInstance(environment, service),
    parameterGroup: names.parameterGroup(environment, service, version),
    subnetGroup: names.subnetGroup(environment),
    database: names.inDatabase('database', service),
    owner: names.inDatabase('databaseOwner', service),
    login: names.inDatabase('databaseLogin', service),
    masterSecret: names.secret(environment, service, 'postgres/master'),
    applicationSecret: names.secret(environment, service, 'postgres/application'),
    backup: {
      plan: names.backupPlan(environment, service),
      vault: names.backupVault(environment),
      role: names.iamPath(environment) + names.role(environment, DUST_ADMIN, 'backup'),
    },
    monitoringRole: names.iamPath(environment) + names.role(environment, DUST_ADMIN, 'monitoring'),
    objectName: names.object(service, 'postgres'),
    caName: names.object(service, 'postgres-ca'),
  };
}

/** From the pods of the service and from the platform's own job. */
export function toDatabase({ network }: EnvironmentFacts): NetworkPeer {
  return { name: 'to-postgres', reason: 'Its database', to: { cidrs: network.databaseSubnets.map(({ cidr }) => cidr) }, ports: tcp(PORT) };
}
