import type { ChildProcess } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { MASTER } from './postgres-server';
import type { Login, PostgresServer } from './postgres-server';
import { JobImage } from './role-job';
import type { JobRun, Shell } from './role-job';
import type { Service } from './services';
import { RESTORE_DRILL } from '../../../lib/postgres/restore-drill';
import type { ServerVersion } from '../../tools/postgres';
import { restorePrograms } from '../../tools/restore-programs';
import { mustRun } from '../../tools/run';

/** A role on the target that may create databases and nothing else. */
export const DRILLER: Login = { user: 'driller', password: 'the driller\'s own' };

/** An image with nothing but a shell, psql, pg_dump and pg_restore, and the drill in it. */
export class RestoreDrill {
  private readonly image: JobImage;
  private readonly script: string;

  /** @param stubs programs that stand in for those of PostgreSQL */
  constructor(folder: string, version: ServerVersion, { shell = 'sh', stubs = {} }: { shell?: Shell; stubs?: Readonly<Record<string, string>> } = {}) {
    const { folder: bin, libraries } = restorePrograms(version);
    const programs = Object.fromEntries(['psql', 'pg_dump', 'pg_restore'].map((name) => [name, join(bin, name)]));
    this.image = new JobImage(folder, shell, { tools: ['sh'], programs: { ...programs, ...this.written(folder, stubs) }, libraries });
    this.script = join(this.image.folder, 'restore-drill.sh');
    writeFileSync(this.script, RESTORE_DRILL);
  }

  public async run(environment: Readonly<Record<string, string>>, onStart?: (job: ChildProcess) => void): Promise<JobRun> {
    return this.image.run(['sh', this.script], environment, onStart);
  }

  private written(folder: string, stubs: Readonly<Record<string, string>>): Record<string, string> {
    return Object.fromEntries(Object.entries(stubs).map(([name, text]) => {
      const file = join(folder, `stub-${name}-${process.hrtime.bigint()}`);
      writeFileSync(file, `#!/bin/sh\n${text}\n`, { mode: 0o755 });
      return [name, file];
    }));
  }
}

/** The source as the service's container sees it, and the target. */
export function drillVariables(source: PostgresServer, { database, login }: Service, target: PostgresServer, { user, password } = DRILLER): Record<string, string> {
  return {
    ...source.variables(database, login),
    DRILL_HOST: 'localhost', DRILL_PORT: String(target.port), DRILL_USER: user, DRILL_PASSWORD: password, DRILL_SSLROOTCERT: target.authority,
  };
}

/** Databases, roles and sessions: what a drill must leave as it was. */
export function traces(server: PostgresServer): string {
  return server.must(`SELECT datname FROM pg_database UNION ALL SELECT rolname FROM pg_roles UNION ALL SELECT 'session of ' || usename FROM pg_stat_activity
    WHERE backend_type = 'client backend' AND pid <> pg_backend_pid() ORDER BY 1`);
}

/** What a person does after a loss: the role job has run in an empty database, and the service's login restores a dump into it. */
export function restoreByHand(version: ServerVersion, source: PostgresServer, target: PostgresServer, { database, login }: Service, restored: string): void {
  const { folder, libraries } = restorePrograms(version);
  const dump = join(target.folder, `${restored}.dump`);
  const environment = (server: PostgresServer, name: string): Record<string, string> => ({ LD_LIBRARY_PATH: libraries, ...server.variables(name, login) });
  mustRun(join(folder, 'pg_dump'), ['--format=custom', `--file=${dump}`], { env: environment(source, database) });
  mustRun(join(folder, 'pg_restore'), ['--no-owner', '--no-privileges', '--exit-on-error', `--dbname=${restored}`, dump], { env: environment(target, restored) });
}

export function createDriller(server: PostgresServer): void {
  server.must(`CREATE ROLE ${DRILLER.user} LOGIN CREATEDB PASSWORD '${DRILLER.password.replaceAll("'", "''")}'`);
}

/** What nobody may read anywhere. */
export function passwords({ login }: Service): string[] {
  return [login.password, DRILLER.password, MASTER.password];
}
