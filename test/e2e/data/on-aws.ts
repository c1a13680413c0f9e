import { readFileSync, rmSync } from 'node:fs';
import { AwsS3 } from './aws-s3';
import { AwsSide } from './aws-side';
import { CacheServer } from './cache-server';
import type { Report } from './client';
import { find, objectsOf, sourcesOf } from './cluster';
import { keptOn } from './kept';
import type { Kept } from './kept';
import { containerOf } from './kubernetes-environment';
import type { Sources } from './kubernetes-environment';
import { PostgresServer } from './postgres-server';
import { JobImage } from './role-job';
import type { JobRun } from './role-job';
import type { Stage } from './stage';
import { local } from './stand-ins';
import type { StandIns } from './stand-ins';
import type { KubernetesObject, Output } from '../../support/synthesize';
import { loopbackAddress } from '../support/servers';

/** Where a service's stack is deployed. */
export interface Deployment {
  readonly service: string;
  readonly environment: string;
  readonly account: string;
  readonly region: string;
  /** What a person has put into the secrets that nobody generates. */
  readonly provided: Readonly<Record<string, string>>;
}

/** An environment whose database is RDS's, its bucket S3's and its cache ElastiCache's, as the service's template asks for them. */
export class OnAws implements Stage {
  public static async start(output: Output, { service, environment, account, region, provided }: Deployment): Promise<OnAws> {
    const stack = `dust-${environment}-${service}`;
    const filled = Object.fromEntries(Object.entries(provided).map(([name, value]) => [`dust/${environment}/${service}/${name}`, value]));
    const aws = new AwsSide(stack, output.templates.get(stack)!, account, region, filled);
    const s3 = await AwsS3.start(region);
    const started = new OnAws(service, objectsOf(output, environment), aws, s3, provided);
    await started.boot();
    return started;
  }

  private readonly postgres: PostgresServer;
  private readonly cache: CacheServer;
  private readonly places = { postgres: loopbackAddress(), cache: loopbackAddress() };

  private constructor(private readonly service: string, public readonly objects: readonly KubernetesObject[], public readonly aws: AwsSide, private readonly s3: AwsS3, private readonly provided: Deployment['provided']) {
    const [database, cache] = [aws.database(), aws.cache()];
    this.postgres = new PostgresServer(18, { address: this.places.postgres, port: database.port, names: [database.host], master: database.master });
    this.cache = new CacheServer({ address: this.places.cache, port: cache.port, names: [cache.host], password: cache.password });
  }

  public get standIns(): StandIns {
    const [database, cache] = [this.aws.database(), this.aws.cache()];
    return {
      addresses: {
        [`${database.host}:${database.port}`]: { address: this.places.postgres, port: database.port, what: 'PostgreSQL 18, TLS and SCRAM only' },
        [`${cache.host}:${cache.port}`]: { address: this.places.cache, port: cache.port, what: 'Redis 7, TLS and a password only' },
        ...this.s3.addresses,
      },
      files: {
        '/etc/dust/postgres/ca.pem': { text: readFileSync(this.postgres.authority, 'utf8'), what: "the authority of the PostgreSQL above, for RDS's" },
        '/etc/dust/cache/ca.pem': { text: readFileSync(this.cache.authority, 'utf8'), what: "the authority of the Redis above, for Amazon's" },
      },
      platform: this.s3.platform,
    };
  }

  public get log(): string {
    return [this.postgres.log, this.cache.log].join('\n');
  }

  /** Of everybody who logs in somewhere, and what a person gave. */
  public get passwords(): string[] {
    const { stored } = this.aws;
    const known = [this.aws.database().master.password, this.aws.cache().password, ...Object.values(this.provided)];
    return [...known, ...Object.values(stored).filter((one) => one.startsWith('{')).flatMap((one) => (JSON.parse(one) as { password?: string }).password ?? [])];
  }

  public sources(): Sources {
    return sourcesOf(this.objects, this.aws.stored);
  }

  /** The role job as it is printed in `dust-admin`, and its image. */
  public async prepare(): Promise<JobRun> {
    const job = containerOf(find(this.objects, 'Job', 'dust-admin', new RegExp(`^${this.service}-postgres-`)), 'task', this.sources());
    const { addresses, files } = this.standIns;
    const ca = '/opt/dust/ca.pem';
    const image = new JobImage(this.postgres.folder);
    const { command, variables } = local(job, { addresses, files: { [ca]: files['/etc/dust/postgres/ca.pem']! }, platform: {} }, this.postgres.folder);
    return image.run(command, variables);
  }

  public async kept(report: Report): Promise<Kept> {
    return keptOn({ postgres: this.postgres, database: this.aws.database().name, cache: this.cache, bucket: this.s3 }, report);
  }

  public async stop(): Promise<void> {
    await Promise.all([this.postgres.stop(), this.cache.stop(), this.s3.stop()]);
    rmSync(this.postgres.folder, { recursive: true, force: true });
  }

  /** RDS makes the database with its instance, and S3 the bucket. */
  private async boot(): Promise<void> {
    try {
      await Promise.all([this.postgres.start(), this.cache.start(), ...this.aws.buckets().map(async (name) => this.s3.createBucket(name))]);
      this.postgres.createDatabase(this.aws.database().name);
    } catch (error) {
      await this.stop();
      throw error;
    }
  }
}
