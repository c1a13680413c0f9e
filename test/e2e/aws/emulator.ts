import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { AwsClient } from './aws-client';
import { Cdk } from './cdk';
import { runFolder } from '../../tools/cache';
import { pythonEnvironment } from '../../tools/python';
import { freePorts, Servers } from '../support/servers';
import type { Server } from '../support/servers';

/** The example's stacks all lie in it. */
const REGION = 'us-east-1';
/** A traceback of the emulator is long. */
const LOG_LINES = 100;

/** What there is in an account before anything is deployed, since environments name it and no stack makes it. */
export interface Network {
  readonly account: string;
  readonly region: string;
  readonly vpc: string;
  readonly subnets: readonly string[];
  /** Security groups of pods. */
  readonly groups: readonly string[];
}

/** AWS as moto plays it, on loopback, empty at first but for networks; nothing is left of it after `stop`. */
export class Emulator {
  public static async start(networks: readonly Network[] = []): Promise<Emulator> {
    const started = new Emulator(pythonEnvironment('aws'), runFolder('aws'), (await freePorts(1))[0]!);
    try {
      await started.boot(networks);
    } catch (error) {
      await started.stop();
      throw error;
    }
    return started;
  }

  private readonly servers: Servers;
  private readonly accounts = new Map<string, Promise<Account>>();
  private readonly clients: AwsClient[] = [];
  private readonly anybody: AwsClient;
  private server?: Server;

  private constructor(private readonly programs: string, private readonly folder: string, private readonly port: number) {
    this.servers = new Servers(join(folder, 'log'));
    mkdirSync(join(folder, 'home'));
    this.anybody = this.client({ AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' });
  }

  /** An administrator of an account, whatever its number: the keys of an assumed role act in the account of that role. */
  public async account(id: string): Promise<Account> {
    if (!this.accounts.has(id)) this.accounts.set(id, this.assume(id));
    return this.accounts.get(id)!;
  }

  /** The last lines of what the emulator said; an answer is among them only when it was the emulator that failed. */
  public log(lines = LOG_LINES): string {
    return this.server?.tail(lines) ?? '';
  }

  /** Types of which the emulator itself says that its CloudFormation does nothing for them. */
  public ignoredTypes(): Set<string> {
    return new Set([...this.log(Infinity).matchAll(/^No Moto CloudFormation support for (\S+)$/gm)].map(([, type]) => type!));
  }

  public async stop(): Promise<void> {
    for (const client of this.clients.splice(0)) await client.stop();
    await this.servers.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async boot(networks: readonly Network[]): Promise<void> {
    this.server = await this.servers.start({
      name: 'moto',
      program: join(this.programs, 'python'),
      line: ['-B', join(__dirname, 'emulator.py'), '--host', '127.0.0.1', '--port', String(this.port)],
      environment: { NETWORKS: JSON.stringify(networks) },
      isReady: async () => (await fetch(`http://127.0.0.1:${this.port}/moto-api/`)).ok,
    });
  }

  private async assume(id: string): Promise<Account> {
    const { Credentials: keys } = await this.anybody.call('sts', 'assume_role', { RoleArn: `arn:aws:iam::${id}:role/administrator`, RoleSessionName: 'test' });
    const credentials = { AWS_ACCESS_KEY_ID: keys.AccessKeyId, AWS_SECRET_ACCESS_KEY: keys.SecretAccessKey, AWS_SESSION_TOKEN: keys.SessionToken };
    const environment = this.environment(credentials);
    return { id, aws: this.client(credentials), cdk: new Cdk(this.folder, environment, () => this.log()) };
  }

  private client(credentials: Record<string, string>): AwsClient {
    const client = new AwsClient(this.programs, this.environment(credentials), () => this.log());
    this.clients.push(client);
    return client;
  }

  /**
   * All that a client of AWS sees. Nothing comes from whoever runs the tests, so neither their profiles nor their proxies nor
   * their certificates can lead it elsewhere. The name of the host has to be this one: moto takes the first label of an
   * address of digits for the bucket of a template's URL, and does not find it.
   */
  private environment(credentials: Record<string, string>): Record<string, string> {
    return {
      PATH: process.env.PATH ?? '',
      HOME: join(this.folder, 'home'),
      AWS_ENDPOINT_URL: `http://localhost:${this.port}`,
      AWS_REGION: REGION,
      AWS_DEFAULT_REGION: REGION,
      AWS_EC2_METADATA_DISABLED: 'true',
      ...credentials,
    };
  }
}

/** What an administrator of one account works with. */
export interface Account {
  readonly id: string;
  readonly aws: AwsClient;
  readonly cdk: Cdk;
}
