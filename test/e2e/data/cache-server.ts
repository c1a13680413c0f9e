import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { certificates } from './certificates';
import type { Certificates } from './certificates';
import { runFolder } from '../../tools/cache';
import { cachePrograms } from '../../tools/redis';
import { mustRun } from '../../tools/run';
import { Servers } from '../support/servers';

export interface CachePlace {
  readonly address: string;
  readonly port: number;
  /** All that the server is called in its certificate. */
  readonly names: readonly string[];
  readonly password: string;
  /** Lines of its configuration after all others. @default none */
  readonly more?: string;
}

/** A real Redis on loopback that answers nobody without TLS and the password, as ElastiCache does. */
export class CacheServer {
  public readonly certificates: Certificates;
  private readonly folder = runFolder('cache');
  private readonly servers = new Servers(join(this.folder, 'logs'));

  constructor(public readonly place: CachePlace) {
    this.certificates = certificates(this.folder, 'server', place.names);
    const { certificate, key } = this.certificates;
    const settings = {
      'bind': place.address, 'port': '0', 'tls-port': String(place.port), 'tls-cert-file': certificate, 'tls-key-file': key, 'tls-auth-clients': 'no',
      'requirepass': place.password, 'dir': this.folder, 'save': '', 'appendonly': 'no',
    };
    writeFileSync(this.settings, Object.entries(settings).map(([name, value]) => `${name} ${JSON.stringify(value)}\n`).join('').concat(place.more ?? ''), { mode: 0o600 });
  }

  /** The certificate of the authority that made the server's. */
  public get authority(): string {
    return this.certificates.authority;
  }

  public get log(): string {
    return readFileSync(join(this.folder, 'logs/cache.log'), 'utf8');
  }

  private get settings(): string {
    return join(this.folder, 'redis.conf');
  }

  public async start(): Promise<void> {
    const { server, libraries } = cachePrograms();
    const isReady = async (): Promise<boolean> => accepts(this.place.address, this.place.port);
    await this.servers.start({ name: 'cache', program: server, line: [this.settings], environment: { LD_LIBRARY_PATH: libraries }, isReady });
  }

  /** What the server answers to a command, by its own client. */
  public ask(...command: readonly string[]): string {
    const { client, libraries } = cachePrograms();
    const { address, port, password, names } = this.place;
    const line = ['--tls', '--cacert', this.authority, '--sni', names[0]!, '-h', address, '-p', String(port), ...command];
    return mustRun(client, line, { env: { LD_LIBRARY_PATH: libraries, REDISCLI_AUTH: password } }).trim();
  }

  public async stop(): Promise<void> {
    await this.servers.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Whether somebody listens there. */
export async function accepts(address: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, address, () => { socket.destroy(); resolve(true); });
    socket.once('error', () => resolve(false));
  });
}
