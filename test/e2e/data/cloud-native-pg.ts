import { only } from './known';
import { ManagedRoles } from './managed-roles';
import type { PasswordSecret } from './managed-roles';
import { PostgresServer } from './postgres-server';
import type { PostgresPlace } from './postgres-server';
import { nameOf } from './stand-ins';
import type { KubernetesObject } from '../../support/synthesize';
import type { ServerVersion } from '../../tools/postgres';
import { mustRun } from '../../tools/run';

type Json = Record<string, any>;

/** Where a database listens, and how far it is not as it is printed. */
export type Listening = Pick<PostgresPlace, 'address' | 'port'>;

/**
 * A database as the operator makes it from a printed Cluster. What this does not know of one is an error, so that nothing is left
 * out unseen. The operator enters as the superuser by a socket; here the superuser has a password, which nobody else knows.
 * @see https://github.com/cloudnative-pg/cloudnative-pg/blob/v1.30.0/pkg/management/postgres/initdb.go
 */
export class CloudNativePg {
  public readonly server: PostgresServer;
  public readonly roles: ManagedRoles;

  constructor(version: ServerVersion, private readonly cluster: KubernetesObject, place: Listening = {}) {
    const { parameters, pg_hba: rules } = only(cluster.spec.postgresql as Json, ['parameters', 'pg_hba']);
    this.server = new PostgresServer(version, { ...place, names: namesOf(cluster), hba: hba(rules as string[]), initdb: initdbOptions(initdbOf(cluster)), settings: parameters as Record<string, string> });
    this.roles = new ManagedRoles(this.server);
  }

  public get database(): string {
    return initdbOf(this.cluster).database as string;
  }

  /** The Secret from which a client learns whom to trust; it has the key of the authority, too. */
  public get authority(): { readonly name: string; readonly files: Readonly<Record<'ca.crt' | 'ca.key', string>> } {
    const { authority, authorityKey } = this.server.certificates;
    return { name: `${this.cluster.metadata.name}-ca`, files: { 'ca.crt': authority, 'ca.key': authorityKey } };
  }

  /** Once, when the volume is empty. */
  public async start(): Promise<void> {
    await this.server.listen();
    bootstrap(this.server, this.cluster);
  }

  /** As often as the object or one of its Secrets changes. */
  public reconcile(secretOf: PasswordSecret, cluster: KubernetesObject = this.cluster): string[] {
    return this.roles.reconcile((cluster.spec.managed as Json).roles as Json[], secretOf);
  }

  public async stop(): Promise<void> {
    await this.server.stop();
  }
}

/** The application's database with its owner, and then each statement of the person by itself, by the superuser and there. */
export function bootstrap(server: PostgresServer, cluster: KubernetesObject): void {
  const { database, owner, postInitApplicationSQL: statements } = initdbOf(cluster);
  server.must(`CREATE ROLE "${owner}" LOGIN`);
  server.must(`CREATE DATABASE "${database}" OWNER "${owner}"`);
  for (const statement of statements as string[]) server.must(statement, database as string);
}

function initdbOf({ spec: { bootstrap: { initdb } } }: KubernetesObject): Json {
  return only(initdb as Json, ['database', 'owner', 'dataChecksums', 'encoding', 'localeCollate', 'localeCType', 'postInitApplicationSQL']);
}

/** @see https://github.com/cloudnative-pg/cloudnative-pg/blob/v1.30.0/pkg/specs/jobs.go */
function initdbOptions({ dataChecksums, encoding, localeCollate, localeCType }: Json): string[] {
  return [...(dataChecksums === true ? ['--data-checksums'] : []), `--encoding=${encoding}`, `--lc-collate=${standIn(localeCollate as string)}`, `--lc-ctype=${standIn(localeCType as string)}`];
}

/** A locale that this machine has. */
function standIn(locale: string): string {
  return mustRun('locale', ['-a']).split('\n').includes(locale) ? locale : 'C.UTF-8';
}

/** What is not as it is printed, for the table. */
export function differencesOf(version: ServerVersion, cluster: KubernetesObject): Record<string, string> {
  const { localeCollate, localeCType } = initdbOf(cluster);
  const locales = [...new Set([localeCollate, localeCType] as string[])].filter((one) => standIn(one) !== one);
  return {
    [nameOf(cluster.spec.imageName as string)]: `PostgreSQL ${version} of the packages of these tests`,
    ...Object.fromEntries(locales.map((one) => [`locale ${one}`, `${standIn(one)}, for this machine has no other of UTF-8`])),
  };
}

/** The Service for reading and writing under every name that a certificate of the operator has, and the other two. */
function namesOf({ metadata: { name, namespace } }: KubernetesObject): string[] {
  const services = ['rw', 'r', 'ro'].map((one) => `${name}-${one}`);
  // The short ones of the first Service are what a client may be told; the whole name comes first, for the superuser asks by it.
  return services.flatMap((one) => [`${one}.${namespace}.svc`, one, `${one}.${namespace}`, `${one}.${namespace}.svc.cluster.local`]);
}

/**
 * The rules of the person stand between those of the operator.
 * @see https://github.com/cloudnative-pg/cloudnative-pg/blob/v1.30.0/pkg/postgres/configuration.go
 */
function hba(rules: readonly string[]): string[] {
  const fixed = [
    'local all cnpg_metrics_exporter peer map=cnpg_metrics_exporter', 'local all all peer map=local',
    'hostssl postgres streaming_replica all cert map=cnpg_streaming_replica', 'hostssl replication streaming_replica all cert map=cnpg_streaming_replica',
    'hostssl all cnpg_pooler_pgbouncer all cert map=cnpg_pooler_pgbouncer',
  ];
  return [...fixed, ...rules, 'host all all all scram-sha-256'];
}
