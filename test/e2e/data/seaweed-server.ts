import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runFolder } from '../../tools/cache';
import { pythonEnvironment } from '../../tools/python';
import { seaweedProgram } from '../../tools/seaweedfs';
import { AwsClient } from '../aws/aws-client';
import { freePorts, Servers } from '../support/servers';

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
  readonly identities: readonly Identity[];
}

const ADMINISTRATOR: Identity = { name: 'administrator', accessKey: 'administrator', secretKey: 'the administrator\'s own', actions: ['Admin'] };

/** A real SeaweedFS on loopback: master, volume, filer and the S3 gateway in one process. Plain HTTP, as the operator has it. */
export class SeaweedServer {
  private readonly folder = runFolder('seaweedfs');
  private readonly servers = new Servers(join(this.folder, 'logs'));
  private readonly clients: AwsClient[] = [];
  private readonly administrator: AwsClient;

  constructor(private readonly place: SeaweedPlace) {
    const identities = [ADMINISTRATOR, ...place.identities].map(({ accessKey, secretKey, ...identity }) => ({ ...identity, credentials: [{ accessKey, secretKey }] }));
    writeFileSync(join(this.folder, 's3.json'), JSON.stringify({ identities }), { mode: 0o600 });
    this.administrator = this.client(ADMINISTRATOR);
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

  public async createBucket(name: string): Promise<void> {
    await this.administrator.call('s3', 'create_bucket', { Bucket: name });
  }

  public async read(bucket: string, key: string): Promise<string> {
    return (await this.administrator.call('s3', 'get_object', { Bucket: bucket, Key: key })).Body as string;
  }

  public async stop(): Promise<void> {
    for (const client of this.clients.splice(0)) await client.stop();
    await this.servers.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /**
   * Ports are all given, since its own choice adds 10000 to others; beside the address it listens on localhost where it can.
   * Every bucket takes several volumes as soon as it is written to: with too few, writing ends in an internal error.
   */
  private async flags(): Promise<string[]> {
    const { address, port } = this.place;
    const ports = ['master.port', 'master.port.grpc', 'volume.port', 'volume.port.grpc', 'filer.port', 'filer.port.grpc', 's3.port.grpc'];
    const free = await freePorts(ports.length);
    return [
      `-dir=${this.folder}`, `-ip=${address}`, `-ip.bind=${address}`, '-s3', `-s3.port=${port}`, `-s3.config=${join(this.folder, 's3.json')}`,
      ...ports.map((name, index) => `-${name}=${free[index]}`), `-filer.localSocket=${join(this.folder, 'filer.sock')}`,
      '-volume.max=30', '-master.volumeSizeLimitMB=64', '-volume.preStopSeconds=0', '-debug.port=0',
    ];
  }
}
