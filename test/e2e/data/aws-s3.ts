import { rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { Server as HttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { accepts } from './cache-server';
import { certificates } from './certificates';
import { forPython } from './stand-ins';
import type { Server } from './stand-ins';
import { runFolder } from '../../tools/cache';
import { pythonEnvironment } from '../../tools/python';
import { AwsClient } from '../aws/aws-client';
import { freePorts, loopbackAddress, Servers } from '../support/servers';

/** Where Python finds the resolver that asks the table. */
export const RESOLVER = join(__dirname, 'client');

const TOKEN = 'of a service account';
const KEYS = { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' };

/**
 * S3 as moto plays it, under the names of AWS and with TLS. It judges no permissions; Pod Identity's agent gives the keys as
 * it does in a pod.
 */
export class AwsS3 {
  public static async start(region: string): Promise<AwsS3> {
    const started = new AwsS3(region, (await freePorts(1))[0]!);
    await started.boot();
    return started;
  }

  public readonly authority: string;
  public readonly addresses: Readonly<Record<string, Server>>;
  private readonly folder = runFolder('s3');
  private readonly servers = new Servers(join(this.folder, 'logs'));
  private readonly agent = new PodIdentity();
  private readonly line: string[];
  private readonly address = loopbackAddress();
  private readonly token = join(this.folder, 'token');
  private administrator?: AwsClient;

  private constructor(private readonly region: string, private readonly port: number) {
    const host = `s3.${region}.amazonaws.com`;
    const { authority, certificate, key } = certificates(this.folder, 'server', [host, `*.${host}`]);
    this.authority = authority;
    writeFileSync(this.token, TOKEN);
    this.line = ['--host', this.address, '--port', String(port), '--ssl-cert', certificate, '--ssl-key', key];
    // 443 is for root alone, so this one listens elsewhere.
    const server = { address: this.address, port, what: 'moto, with TLS' };
    this.addresses = { [`${host}:443`]: server, [`*.${host}:443`]: server };
  }

  /** What the platform gives a pod: Pod Identity's webhook its variables, and the image authorities of the public. */
  public get platform(): Record<string, string> {
    return { AWS_CONTAINER_CREDENTIALS_FULL_URI: this.agent.url, AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: this.token, AWS_CA_BUNDLE: this.authority };
  }

  public async createBucket(name: string): Promise<void> {
    await this.administrator!.call('s3', 'create_bucket', { Bucket: name });
  }

  public async read(bucket: string, key: string): Promise<string> {
    return (await this.administrator!.call('s3', 'get_object', { Bucket: bucket, Key: key })).Body as string;
  }

  public async stop(): Promise<void> {
    await this.administrator?.stop();
    await this.agent.stop();
    await this.servers.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async boot(): Promise<void> {
    const programs = pythonEnvironment('aws');
    const program = join(programs, 'python');
    const line = ['-B', join(__dirname, '../aws/emulator.py'), ...this.line];
    const server = await this.servers.start({ name: 's3', program, line, isReady: async () => accepts(this.address, this.port) });
    await this.agent.start();
    const environment = { ...KEYS, ...forPython({ addresses: this.addresses, files: {}, platform: {} }), PYTHONPATH: RESOLVER, AWS_CA_BUNDLE: this.authority, AWS_DEFAULT_REGION: this.region };
    this.administrator = new AwsClient(programs, { PATH: process.env.PATH ?? '', HOME: this.folder, AWS_ENDPOINT_URL_S3: `https://s3.${this.region}.amazonaws.com`, ...environment }, () => server.tail());
  }
}

/** The agent that gives pods the credentials of their role. @see https://docs.aws.amazon.com/eks/latest/userguide/pod-id-how-it-works.html */
class PodIdentity {
  private readonly server: HttpServer = createServer(({ headers }, response) => {
    response.statusCode = headers.authorization === TOKEN ? 200 : 401;
    const Expiration = new Date(Date.now() + 3_600_000).toISOString();
    response.end(JSON.stringify({ AccessKeyId: KEYS.AWS_ACCESS_KEY_ID, SecretAccessKey: KEYS.AWS_SECRET_ACCESS_KEY, Token: 'token', Expiration }));
  });

  public get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/v1/credentials`;
  }

  public async start(): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
  }

  public async stop(): Promise<void> {
    this.server.closeAllConnections();
    if (this.server.listening) await new Promise((resolve) => this.server.close(resolve));
  }
}
