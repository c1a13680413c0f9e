import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LOCAL_NAMES, certificates } from './certificates';
import type { Certificates } from './certificates';
import { runFolder } from '../../tools/cache';
import { clientPrograms, serverPrograms } from '../../tools/postgres';
import type { ServerVersion } from '../../tools/postgres';
import { mustRun, run } from '../../tools/run';
import type { Ended } from '../../tools/run';
import { Servers, freePorts } from '../support/servers';

export interface Login {
  readonly user: string;
  readonly password: string;
}

/** Like RDS's: no superuser, but creates roles and databases, and owns those of the services. */
export const MASTER: Login = { user: 'master', password: 'the master\'s own' };
const SUPERUSER: Login = { user: 'postgres', password: randomBytes(16).toString('hex') };
const CLIENT = clientPrograms();

export interface PostgresPlace {
  /** An address of loopback. @default 127.0.0.1 */
  readonly address?: string;
  /** @default a free one */
  readonly port?: number;
  /** All that the server is called in its certificate. @default the names of this machine */
  readonly names?: readonly string[];
  /** Who may come in, beside the superuser. @default everybody from this machine, with TLS and a password */
  readonly hba?: readonly string[];
  /** Options of initdb. @default UTF-8, sorted by bytes */
  readonly initdb?: readonly string[];
  /** Settings that are somebody's own. @default none */
  readonly settings?: Readonly<Record<string, string>>;
  readonly master?: Login;
}

/** A real server on loopback: TLS and SCRAM only, and every statement in its log. */
export class PostgresServer {
  public readonly folder: string;
  public readonly certificates: Certificates;
  public readonly address: string;
  public port: number;
  private readonly master: Login;
  /** The name by which it is asked for. */
  private readonly host: string;
  private setUp = 0;
  private readonly servers: Servers;
  private readonly programs: string;

  constructor(version: ServerVersion, { address = '127.0.0.1', port = 0, names = LOCAL_NAMES, master = MASTER, ...own }: PostgresPlace = {}) {
    [this.address, this.port, this.master, this.host] = [address, port, master, names[0]!];
    this.folder = runFolder(`postgres-${version}`);
    this.servers = new Servers(join(this.folder, 'logs'));
    this.programs = serverPrograms(version);
    this.certificates = certificates(this.folder, 'server', names);
    writeFileSync(join(this.folder, 'password'), SUPERUSER.password);
    this.initialize(own);
  }

  /** The certificate of the authority that made the server's. */
  public get authority(): string {
    return this.certificates.authority;
  }

  /** What the server has logged since it was set up; before that, the log has the statement with the master's password. */
  public get log(): string {
    return this.whole.slice(this.setUp);
  }

  private get whole(): string {
    return readFileSync(join(this.folder, 'logs/postgres.log'), 'utf8');
  }

  private get data(): string {
    return join(this.folder, 'data');
  }

  /** Starts it with the master, who is no superuser, and a role that stands for what RDS gives its master. */
  public async start(): Promise<void> {
    await this.listen();
    this.must(`CREATE ROLE rds_superuser; GRANT pg_monitor, pg_signal_backend TO rds_superuser;
      CREATE ROLE ${this.master.user} LOGIN CREATEROLE CREATEDB PASSWORD '${this.master.password.replaceAll("'", "''")}'; GRANT rds_superuser TO ${this.master.user}`);
    this.setUp = this.whole.length;
  }

  /** Starts the server alone, on the port that it had or on a free one. */
  public async listen(): Promise<void> {
    if (this.port === 0) [this.port = 0] = await freePorts(1);
    const [program, ...line] = this.asNobody('postgres', ['-D', this.data, '-p', String(this.port)]);
    await this.servers.start({ name: 'postgres', program: program!, line, isReady: () => this.query('SELECT 1').exitCode === 0 });
  }

  public async stop(): Promise<void> {
    await this.servers.stop();
  }

  /** An empty database of the master's, as RDS makes one. */
  public createDatabase(name: string): void {
    this.must(`CREATE DATABASE "${name}" OWNER ${this.master.user}`);
  }

  /** Where a client finds the server, as a pod's environment says it. */
  public variables(database: string, { user, password }: Login): Record<string, string> {
    return { PGHOST: this.host, PGPORT: String(this.port), PGDATABASE: database, PGSSLMODE: 'verify-full', PGSSLROOTCERT: this.authority, PGUSER: user, PGPASSWORD: password };
  }

  /** @param more variables of libpq that replace those of an ordinary client */
  public query(sql: string, database = 'postgres', login: Login = SUPERUSER, more: Readonly<Record<string, string>> = {}): Ended {
    const line = ['--no-psqlrc', '--no-password', '--quiet', '--no-align', '--tuples-only', '--set', 'ON_ERROR_STOP=1'];
    const ended = run(CLIENT.psql, line, { env: { LD_LIBRARY_PATH: CLIENT.libraries, PGHOSTADDR: this.address, ...this.variables(database, login), ...more }, input: sql });
    return { ...ended, out: ended.out.trim() };
  }

  /** As the superuser, unless somebody is named; the answer. */
  public must(sql: string, database?: string, login?: Login): string {
    const { exitCode, out, error } = this.query(sql, database, login);
    if (exitCode !== 0) throw new Error(`${sql}\n${error}`);
    return out;
  }

  private initialize({ hba = ['hostssl all all 127.0.0.0/8 scram-sha-256'], initdb = ['-E', 'UTF8', '--locale', 'C'], settings = {} }: PostgresPlace): void {
    const [program, ...line] = this.asNobody('initdb', ['-D', this.data, '-U', SUPERUSER.user, '--pwfile', join(this.folder, 'password'), '--auth', 'scram-sha-256', '--no-sync', ...initdb]);
    mustRun(program!, line);
    writeFileSync(join(this.data, 'pg_hba.conf'), hba.map((rule) => `${rule}\n`).join(''));
    const { authority, certificate, key } = this.certificates;
    const all = {
      ...settings, listen_addresses: this.address, unix_socket_directories: '', ssl: 'on', ssl_cert_file: certificate, ssl_key_file: key, ssl_ca_file: authority, fsync: 'off',
      log_statement: 'all', log_min_error_statement: 'debug5', log_connections: 'on', log_parameter_max_length: '-1',
    };
    writeFileSync(join(this.data, 'postgresql.auto.conf'), Object.entries(all).map(([name, value]) => `${name} = '${value}'\n`).join(''));
  }

  /**
   * PostgreSQL does not run as root. In a user namespace of its own, root is called nobody there and yet owns its files, which
   * another user could not reach below root's home.
   */
  private asNobody(program: string, line: readonly string[]): string[] {
    mkdirSync(this.folder, { recursive: true });
    const command = [join(this.programs, program), ...line];
    return process.getuid?.() === 0 ? ['unshare', '--user', '--map-user=65534', '--map-group=65534', ...command] : command;
  }
}
