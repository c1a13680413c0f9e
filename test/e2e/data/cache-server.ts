import { rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { certificates } from './certificates';
import { runFolder } from '../../tools/cache';
import { cachePrograms } from '../../tools/redis';
import { mustRun } from '../../tools/run';
import { Servers } from '../support/servers';

export interface CachePlace {
  readonly address: string;
  readonly port: number;
  /** What the server is called in its certificate. */
  readonly names: readonly string[];
  readonly password: string;
}

/** A real Redis on loopback that answers nobody without TLS and the password, as ElastiCache does. */
export class CacheServer {
  /** The certificate of the authority that made the server's. */
  public readonly authority: string;
  private readonly folder = runFolder('cache');
  private readonly servers = new Servers(join(this.folder, 'logs'));

  constructor(private readonly place: CachePlace) {
    const { authority, certificate, key } = certificates(this.folder, 'server', place.names);
    this.authority = authority;
    const settings = {
      'bind': place.address, 'port': '0', 'tls-port': String(place.port), 'tls-cert-file': certificate, 'tls-key-file': key, 'tls-auth-clients': 'no',
      'requirepass': place.password, 'dir': this.folder, 'save': '', 'appendonly': 'no',
    };
    writeFileSync(this.settings, Object.entries(settings).map(([name, value]) => `${name} ${JSON.stringify(value)}\n`).join(''), { mode: 0o600 });
  }

  private get settings(): string {
    return join(this.folder, 'redis.conf');
  }

  public async start(): Promise<void> {
    const { server, libraries } = cachePrograms();
    const isReady = async (): Promise<boolean> => accepts(this.place.address, this.place.port);
    await this.servers.start({ name: 'cache', program: server, line: [this.settings], environment: { LD_LIBRARY_PATH: libraries }, isReady });
  }

  /** The value of a key, by the server's own client. */
  public read(key: string): string {
    const { client, libraries } = cachePrograms();
    const { address, port, password } = this.place;
    const line = ['--tls', '--cacert', this.authority, '--sni', 'localhost', '-h', address, '-p', String(port), 'GET', key];
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
