import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { get } from 'node:https';
import { join } from 'node:path';
import { Client } from './client';
import { commandLines, NODE_ZONES } from './command-lines';
import type { Ports } from './command-lines';
import { simulatedNode } from './nodes';
import { storeWithDefinitions } from './store';
import { runFolder } from '../../tools/cache';
import { controlPlanePrograms } from '../../tools/kubernetes';
import { eventually, freePorts, Servers } from '../support/servers';

/** Who may talk to the API server: the cluster's own parts and an administrator, each by a token of this start. */
const USERS = [
  { name: 'admin', user: 'admin', groups: 'system:masters' },
  { name: 'controller', user: 'system:kube-controller-manager', groups: '' },
  { name: 'scheduler', user: 'system:kube-scheduler', groups: '' },
] as const;

/**
 * A real control plane on loopback with a store of its own: etcd, API server, controller manager, scheduler, and kwok, which
 * plays the nodes. Certificates and accounts are made anew each time; nothing is left of it after `stop`.
 */
export class ControlPlane {
  /** Starts one with three simulated nodes in three zones and the definitions of all operators. */
  public static async start(): Promise<ControlPlane> {
    return ControlPlane.on(await storeWithDefinitions(ControlPlane.prepare));
  }

  /** Starts one on a copy of a store, or on an empty one; a start that fails leaves nothing behind. */
  private static async on(store?: string): Promise<ControlPlane> {
    const started = new ControlPlane(controlPlanePrograms(), await ports());
    try {
      if (store !== undefined) cpSync(store, started.store, { recursive: true });
      await started.boot();
      if (store !== undefined) await started.addNodes();
    } catch (error) {
      await started.stop();
      throw error;
    }
    return started;
  }

  /** Makes a store that holds the definitions and nothing else. */
  private static async prepare(this: void, definitions: readonly string[], target: string): Promise<void> {
    const empty = await ControlPlane.on();
    try {
      await empty.install(definitions);
      await empty.servers.stop();
      cpSync(empty.store, target, { recursive: true });
    } finally {
      await empty.stop();
    }
  }

  /** kubectl as an administrator of the cluster; `as` impersonates somebody. */
  public readonly client: Client;
  /** Where its certificates, data and logs are, until it is stopped. */
  public readonly folder = runFolder('cluster');
  private readonly processes = new Map<string, number>();
  private readonly servers = new Servers(join(this.folder, 'log'));

  private constructor(private readonly programs: string, private readonly port: Ports) {
    this.client = new Client(join(this.folder, 'admin.kubeconfig'), join(this.folder, 'kubectl-cache'), () => this.servers.tails());
  }

  /** The process ids of its servers. */
  public get pids(): number[] {
    return [...this.processes.values()];
  }

  /** From now on no pod gets a node, and so none runs, until `letPodsRun`. Cordoned nodes would come back one by one. */
  public holdPods(): void {
    process.kill(this.processes.get('kube-scheduler')!, 'SIGSTOP');
  }

  public letPodsRun(): void {
    process.kill(this.processes.get('kube-scheduler')!, 'SIGCONT');
  }

  public async stop(): Promise<void> {
    await this.servers.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  private get store(): string {
    return join(this.folder, 'etcd');
  }

  private async boot(): Promise<void> {
    this.writeAccounts();
    const lines = commandLines({ folder: this.folder, store: this.store, programs: this.programs, port: this.port });
    await this.server('etcd', lines.etcd, () => answers('http', this.port.etcd, '/health'));
    await this.server('kube-apiserver', lines.apiserver, () => answers('https', this.port.apiserver, '/readyz'));
    await Promise.all([
      this.server('kube-controller-manager', lines.controllerManager, () => answers('https', this.port.controllerManager, '/healthz')),
      this.server('kube-scheduler', lines.scheduler, () => answers('https', this.port.scheduler, '/healthz')),
      this.server('kwok', lines.kwok, () => answers('http', this.port.kwok, '/healthz')),
    ]);
  }

  private async server(name: string, line: readonly string[], isReady: () => Promise<boolean> | boolean): Promise<void> {
    const { pid } = await this.servers.start({ name, program: join(this.programs, name), line, isReady });
    this.processes.set(name, await pid);
  }

  private writeAccounts(): void {
    mkdirSync(join(this.folder, 'pki'));
    const { privateKey, publicKey } = generateKeyPairSync('rsa', {
      modulusLength: 2048, publicKeyEncoding: { type: 'spki', format: 'pem' }, privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    });
    writeFileSync(join(this.folder, 'pki/accounts.key'), privateKey, { mode: 0o600 });
    writeFileSync(join(this.folder, 'pki/accounts.pub'), publicKey);
    const tokens = USERS.map((entry) => ({ ...entry, token: randomBytes(24).toString('hex') }));
    writeFileSync(join(this.folder, 'pki/tokens.csv'), tokens.map(({ token, user, groups }) => `${token},${user},${user},${groups}\n`).join(''), { mode: 0o600 });
    for (const { name, token } of tokens) writeFileSync(join(this.folder, `${name}.kubeconfig`), this.kubeconfig(token), { mode: 0o600 });
  }

  private kubeconfig(token: string): string {
    return JSON.stringify({
      'apiVersion': 'v1',
      'kind': 'Config',
      'clusters': [{ name: 'test', cluster: { 'server': `https://127.0.0.1:${this.port.apiserver}`, 'certificate-authority': join(this.folder, 'pki/apiserver.crt') } }],
      'users': [{ name: 'test', user: { token } }],
      'contexts': [{ name: 'test', context: { cluster: 'test', user: 'test' } }],
      'current-context': 'test',
    });
  }

  /** Waits until they are Ready and accounts are made, which shows that kwok and the controllers do their work. */
  private async addNodes(): Promise<void> {
    this.client.must(['create', '-f', '-'], JSON.stringify({ apiVersion: 'v1', kind: 'List', items: NODE_ZONES.map((zone, index) => simulatedNode(index, zone)) }));
    await eventually('nodes are ready', 60, () => this.client.list('nodes').every(({ status }) => hasCondition(status, 'Ready')));
    await eventually('accounts are made', 60, () => this.client.list('serviceaccounts', 'default').length > 0);
  }

  private async install(definitions: readonly string[]): Promise<void> {
    this.client.must(['create', '--validate=false', ...definitions.flatMap((file) => ['-f', file])]);
    await eventually('definitions are established', 60, () => this.client.list('customresourcedefinitions').every(({ status }) => hasCondition(status, 'Established')));
  }
}

async function ports(): Promise<Ports> {
  const [etcd, peers, apiserver, controllerManager, scheduler, kwok] = await freePorts(6) as [number, number, number, number, number, number];
  return { etcd, peers, apiserver, controllerManager, scheduler, kwok };
}

function hasCondition(status: any, type: string): boolean {
  return (status?.conditions ?? []).some((condition: any) => condition.type === type && condition.status === 'True');
}

/** The server's certificate is made by itself a moment before, so health is asked for without checking it. */
async function answers(scheme: 'http' | 'https', port: number, path: string): Promise<boolean> {
  if (scheme === 'http') return (await fetch(`http://127.0.0.1:${port}${path}`)).ok;
  return new Promise((resolve) => {
    const request = get({ host: '127.0.0.1', port, path, rejectUnauthorized: false, timeout: 2000 }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    });
    request.on('error', () => resolve(false)).on('timeout', () => request.destroy());
  });
}
