import { ApiObject } from 'cdk8s';
import type { BuildHost } from './build-host';
import { toDatabase } from './rds-binding';
import type { DatabaseNames, PostgresBinding } from './rds-binding';
import { databaseCaOf } from './requirements';
import { postgresUrlTemplate } from '../../lib/manifests/secret-url';
import type { EnvironmentFacts } from '../../lib/plan/environment-facts';
import { ROLE_FILES } from '../../lib/postgres/role-job';
import type { AdminTask } from '../../lib/providers/contract';
import { POSTGRES_CA_FILE } from '../../lib/requests/postgres';
import { externalSecret } from '../kubernetes/external-secret';

/** What the service's namespace sees of its database: the login of the application. */
export function printDatabaseObjects({ chart, plan }: BuildHost, { objectName, login: { secret, database, port } }: PostgresBinding): void {
  const { id, manifest } = externalSecret({
    name: objectName,
    store: plan.secretStore!.name,
    keys: ['host', 'username', 'password'].map((property) => ({ key: property, remote: secret, property })),
    template: {
      PGHOST: '{{ .host }}',
      PGUSER: '{{ .username }}',
      PGPASSWORD: '{{ .password }}',
      DATABASE_URL: postgresUrlTemplate({ port, database, caFile: POSTGRES_CA_FILE }),
    },
  });
  new ApiObject(chart, id, manifest);
}

/** RDS makes a database and its master; who may do what in it, a job of the platform says. */
export function prepareDatabase(names: DatabaseNames, environment: EnvironmentFacts, rotates: boolean): readonly AdminTask[] {
  const { objectName, masterSecret, owner, user, login } = names;
  const { postgresClientImage } = environment.cluster.profile;
  const ca = databaseCaOf(environment);
  if (postgresClientImage === undefined || ca === undefined) return [];
  const secret = (stored: string, property: string) => ({ stored, property });
  return [{
    name: objectName,
    image: postgresClientImage,
    command: ['sh', '/opt/dust/roles.sh'],
    files: { ...ROLE_FILES, 'ca.pem': ca },
    variables: {
      PGPORT: String(login.port),
      PGDATABASE: login.database,
      PGSSLMODE: 'verify-full',
      PGSSLROOTCERT: '/opt/dust/ca.pem',
      APPLICATION_OWNER: owner,
      // What AWS's rotation calls the second login; made here, it becomes the owner as the first does.
      ...(rotates ? { APPLICATION_CLONE: `${user}_clone` } : {}),
    },
    secrets: {
      PGHOST: secret(masterSecret, 'host'),
      PGUSER: secret(masterSecret, 'username'),
      PGPASSWORD: secret(masterSecret, 'password'),
      // Name and password belong together: whoever changes one of them changes both.
      APPLICATION_USER: secret(login.secret, 'username'),
      APPLICATION_PASSWORD: secret(login.secret, 'password'),
    },
    peer: toDatabase(environment, login.port),
  }];
}
