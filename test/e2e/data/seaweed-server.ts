import { randomUUID } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runFolder } from '../../tools/cache';
import { pythonEnvironment } from '../../tools/python';
import { seaweedProgram } from '../../tools/seaweedfs';
import { AwsClient } from '../aws/aws-client';
import { eventually, freePorts, Servers } from '../support/servers';

/** Who may do what, in SeaweedFS's words: `Read:bucket`, `Write:bucket`, `List:bucket`; a word alone is for every bucket. */
export interface Identity {
  readonly name: string;
  readonly accessKey: string;
  readonly secretKey: string;
  readonly actions: readonly string[];
}

export interface SeaweedPlace {
  readonly address: string;
  readonly port: number;
  /** Whom it knows from the start. @default nobody */
  readonly identities?: readonly Identity[];
  /** Its own configuration as it is printed, with somebody who may do all. @default one of these tests' own */
  readonly configuration?: string;
}

interface Configuration {
  readonly identities: readonly { readonly name: string; readonly actions: readonly string[]; readonly credentials: readonly Pick<Identity, 'accessKey' | 'secretKey'>[] }[];
}

const ADMINISTRATOR: Identity = { name: 'administrator', accessKey: 'administrator', secretKey: 'the administrator\'s own', actions: ['Admin'] };

/** A real SeaweedFS on loopback: master, volume, filer and the S3 gateway in one process. Plain HTTP, as the operator has it. */
export class SeaweedServer {
  private readonly folder = runFolder('seaweedfs');
  private readonly servers = new Servers(join(this.folder, 'logs'));
  private readonly clients: AwsClient[] = [];
  private readonly administrator: AwsClient;
  private readonly configuration: Configuration;
  private readonly ports = new Map<string, number>();

  constructor(private readonly place: SeaweedPlace) {
    const { identities = [], configuration = JSON.stringify(configurationOf([ADMINISTRATOR])) } = place;
    this.configuration = JSON.parse(configuration) as Configuration;
    const all = identities.length === 0 ? configuration : JSON.stringify(this.with(identities));
    writeFileSync(join(this.folder, 's3.json'), all, { mode: 0o600 });
    this.administrator = this.client(this.configuration.identities.find(({ actions }) => actions.includes('Admin'))!.credentials[0]!);
  }

  public get endpoint(): string {
    return `http://${this.place.address}:${this.place.port}`;
  }

  public async start(): Promise<void> {
    // The gateway refuses who shows no keys as soon as it serves; before that it answers nothing.
    const isReady = async (): Promise<boolean> => (await fetch(this.endpoint)).status === 403;
    await this.servers.start({ name: 'seaweedfs', program: seaweedProgram(), line: ['-logtostderr', 'server', ...await this.flags()], isReady, patienceSeconds: 120 });
  }

  /** boto3 with the keys of somebody. */
  public client({ accessKey, secretKey }: Pick<Identity, 'accessKey' | 'secretKey'>): AwsClient {
    const client = new AwsClient(pythonEnvironment('aws'), {
      PATH: process.env.PATH ?? '', HOME: this.folder, AWS_ENDPOINT_URL_S3: this.endpoint, AWS_DEFAULT_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: accessKey, AWS_SECRET_ACCESS_KEY: secretKey,
      // It is older than the checksums that clients send by themselves since 2025.
      AWS_REQUEST_CHECKSUM_CALCULATION: 'when_required', AWS_RESPONSE_CHECKSUM_VALIDATION: 'when_required',
    }, () => this.servers.tails());
    this.clients.push(client);
    return client;
  }

  /**
   * Lets these identities in beside those of its own configuration, and nobody else, while it runs: the operator tells the filer of
   * identities, and the gateway follows it.
   */
  public async allow(identities: readonly Identity[]): Promise<void> {
    const witness: Identity = { name: randomUUID(), accessKey: randomUUID(), secretKey: randomUUID(), actions: ['List'] };
    const body = JSON.stringify(this.with([...identities, witness]));
    const { ok, status } = await fetch(`http://${this.place.address}:${this.ports.get('filer.port')}/etc/iam/identity.json`, { method: 'PUT', body });
    if (!ok) throw new Error(`the filer answers ${status}`);
    const client = this.client(witness);
    await eventually('the gateway knows its identities', 30, async () => client.call('s3', 'list_buckets').then(() => true, () => false));
  }

  public async createBucket(name: string): Promise<void> {
    await this.administrator.call('s3', 'create_bucket', { Bucket: name });
  }

  public async write(bucket: string, key: string, text: string): Promise<void> {
    await this.administrator.call('s3', 'put_object', { Bucket: bucket, Key: key, Body: text });
  }

  public async read(bucket: string, key: string): Promise<string> {
    return (await this.administrator.call('s3', 'get_object', { Bucket: bucket, Key: key })).Body as string;
  }

  public async stop(): Promise<void> {
    for (const client of this.clients.splice(0)) await client.stop();
    await this.servers.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  public get log(): string {
    return readFileSync(join(this.folder, 'logs/seaweedfs.log'), 'utf8');
  }

  private with(identities: readonly Identity[]): Configuration {
    return { identities: [...this.configuration.identities, ...configurationOf(identities).identities] };
  }

  /**
   * Ports are all given, since its own choice adds 10000 to others; beside the address it listens on localhost where it can.
   * The gateway follows identities only where the filer keeps them itself, as it does with small files when it is told to.
   * Every bucket takes several volumes as soon as it is written to: with too few, writing ends in an internal error.
   */
  private async flags(): Promise<string[]> {
    const { address, port } = this.place;
    const ports = ['master.port', 'master.port.grpc', 'volume.port', 'volume.port.grpc', 'filer.port', 'filer.port.grpc', 's3.port.grpc'];
    for (const [index, free] of (await freePorts(ports.length)).entries()) this.ports.set(ports[index]!, free);
    return [
      `-dir=${this.folder}`, `-ip=${address}`, `-ip.bind=${address}`, '-s3', `-s3.port=${port}`, `-s3.config=${join(this.folder, 's3.json')}`,
      ...ports.map((name) => `-${name}=${this.ports.get(name)}`), '-filer.saveToFilerLimit=65536', `-filer.localSocket=${join(this.folder, 'filer.sock')}`,
      '-volume.max=30', '-master.volumeSizeLimitMB=64', '-volume.preStopSeconds=0', '-debug.port=0',
    ];
  }
}

function configurationOf(identities: readonly Identity[]): Configuration {
  return { identities: identities.map(({ accessKey, secretKey, ...identity }) => ({ ...identity, credentials: [{ accessKey, secretKey }] })) };
}
