import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { get } from 'node:https';
import { join } from 'node:path';
import { runFolder } from '../../tools/cache';
import { definitionFiles } from '../../tools/definitions';
import { controlPlanePrograms } from '../../tools/kubernetes';
import { eventually, freePorts, Servers } from '../support/servers';
import { Client } from './client';
import type { Live } from './client';
import { commandLines, NODE_ZONES } from './command-lines';
import type { Ports } from './command-lines';
import { simulatedNode } from './nodes';

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
  /** Starts one with three simulated nodes in three zones; `definitions: false` leaves the operators' definitions out. */
  public static async start({ definitions = true }: { readonly definitions?: boolean } = {}): Promise<ControlPlane> {
    const started = new ControlPlane(controlPlanePrograms(), await ports());
    try {
      await started.boot();
      if (definitions) await started.installDefinitions();
    } catch (error) {
      await started.stop();
      throw error;
    }
    return started;
  }

  /** kubectl as an administrator of the cluster; `as` impersonates somebody. */
  public readonly client: Client;
  private readonly folder = runFolder('cluster');
  private readonly servers = new Servers(join(this.folder, 'log'));

  private constructor(private readonly programs: string, private readonly port: Ports) {
    this.client = new Client(join(this.folder, 'admin.kubeconfig'), join(this.folder, 'kubectl-cache'), () => this.servers.tails());
  }

  public async stop(): Promise<void> {
    await this.servers.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async boot(): Promise<void> {
    this.writeAccounts();
    const lines = commandLines({ folder: this.folder, programs: this.programs, port: this.port });
    await this.server('etcd', lines.etcd, () => answers('http', this.port.etcd, '/health'));
    await this.server('kube-apiserver', lines.apiserver, () => answers('https', this.port.apiserver, '/readyz'));
    await Promise.all([
      this.server('kube-controller-manager', lines.controllerManager, () => answers('https', this.port.controllerManager, '/healthz')),
      this.server('kube-scheduler', lines.scheduler, () => answers('https', this.port.scheduler, '/healthz')),
    ]);
    await this.server('kwok', lines.kwok, () => this.hasNodes());
  }

  private async server(name: string, line: readonly string[], isReady: () => Promise<boolean> | boolean): Promise<void> {
    await this.servers.start({ name, program: join(this.programs, name), line, isReady });
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
      apiVersion: 'v1',
      kind: 'Config',
      clusters: [{ name: 'test', cluster: { 'server': `https://127.0.0.1:${this.port.apiserver}`, 'certificate-authority': join(this.folder, 'pki/apiserver.crt') } }],
      users: [{ name: 'test', user: { token } }],
      contexts: [{ name: 'test', context: { cluster: 'test', user: 'test' } }],
      'current-context': 'test',
    });
  }

  /** True as soon as every node is there and Ready, which shows that the controllers and kwok do their work. */
  private hasNodes(): boolean {
    const nodes = this.client.list('nodes');
    if (nodes.length < NODE_ZONES.length) {
      this.client.create(NODE_ZONES.map((zone, index) => simulatedNode(index, zone)));
      return false;
    }
    const account = this.client.run(['get', 'serviceaccount', 'default', '--namespace', 'default']);
    return account.exitCode === 0 && nodes.every(({ status }) => hasCondition(status, 'Ready'));
  }

  private async installDefinitions(): Promise<void> {
    this.client.must(['create', '--validate=false', ...definitionFiles().flatMap((file) => ['-f', file])]);
    await eventually('custom resource definitions established', 60, () => this.client.list('customresourcedefinitions').every(isEstablished));
  }
}

async function ports(): Promise<Ports> {
  const [etcd, peers, apiserver, controllerManager, scheduler, kwok] = await freePorts(6) as [number, number, number, number, number, number];
  return { etcd, peers, apiserver, controllerManager, scheduler, kwok };
}

function isEstablished({ status }: Live): boolean {
  return hasCondition(status, 'Established');
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
