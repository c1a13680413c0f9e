import { readFileSync, rmSync } from 'node:fs';
import { CacheServer } from './cache-server';
import type { Report } from './client';
import { CloudNativePg, differencesOf } from './cloud-native-pg';
import { find, generate, objectsOf, sourcesOf } from './cluster';
import { keptOn } from './kept';
import type { Kept } from './kept';
import { Sources } from './kubernetes-environment';
import type { Data } from './kubernetes-environment';
import { cachePlace, certificateOf } from './redis-operator';
import { bucketsOf, generateKeys, granteesOf, identityOf, secretOfKeys } from './s3-identities';
import { SeaweedServer } from './seaweed-server';
import type { Stage } from './stage';
import { nameOf } from './stand-ins';
import type { StandIns } from './stand-ins';
import type { KubernetesObject, Output } from '../../support/synthesize';
import type { Ended } from '../../tools/run';
import { loopbackAddress } from '../support/servers';

/** Where a service runs beside its data. */
export interface Place {
  readonly service: string;
  readonly environment: string;
  /** What a person has put into the secrets that nobody generates. */
  readonly provided: Data;
}

type Objects = readonly KubernetesObject[];
const VERSION = 18;

/** An environment whose database, bucket and cache are in the cluster, as the operators make them of what is printed. */
export class OnCluster implements Stage {
  public static async start(output: Output, place: Place): Promise<OnCluster> {
    const started = new OnCluster(objectsOf(output, place.environment), place);
    await started.boot();
    return started;
  }

  /** What was generated once, by names of `generate` and `generateKeys`; it may be changed by hand. */
  public readonly stored: Record<string, string>;
  public readonly postgres: CloudNativePg;
  public readonly cache: CacheServer;
  public readonly store: SeaweedServer;
  private readonly places = { postgres: loopbackAddress(), cache: loopbackAddress(), store: loopbackAddress() };

  private constructor(public readonly objects: Objects, private readonly place: Place) {
    this.stored = { ...generate(objects), ...generateKeys(objects) };
    this.postgres = new CloudNativePg(VERSION, this.find('Cluster'), { address: this.places.postgres, port: 5432 });
    const made = sourcesOf(objects, this.stored);
    this.cache = new CacheServer({ address: this.places.cache, ...cachePlace(this.find('Redis'), objects, made) });
    const { metadata: { namespace = '' }, spec: { s3: { configSecret } } } = find(objects, 'Seaweed', 'dust-objects', /./);
    const configuration = made.find('Secret', namespace, configSecret as { name: string })![configSecret.key as string]!;
    this.store = new SeaweedServer({ address: this.places.store, port: 8333, configuration });
  }

  public get standIns(): StandIns {
    const { service } = this.place;
    const [{ metadata: pg }, { metadata: redis }, seaweed] = [this.find('Cluster'), this.find('Redis'), find(this.objects, 'Seaweed', 'dust-objects', /./)];
    const { image, s3: { port = 8333 } } = seaweed.spec;
    return {
      addresses: {
        [`${pg.name}-rw.${service}.svc:5432`]: { address: this.places.postgres, port: 5432, what: `PostgreSQL ${VERSION}, set up as CloudNativePG does` },
        [`${redis.name}.${service}.svc:6379`]: { address: this.places.cache, port: 6379, what: 'Redis 7, with the settings of its operator' },
        [`${seaweed.metadata.name}-s3.${seaweed.metadata.namespace}.svc:${port}`]: { address: this.places.store, port: 8333, what: 'SeaweedFS' },
      },
      files: {},
      platform: {},
      differences: {
        ...differencesOf(VERSION, this.find('Cluster')),
        [nameOf(this.find('Redis').spec.kubernetesConfig.image as string)]: 'Redis of this machine\'s Debian, which keeps nothing on a disk',
        [nameOf(image as string)]: 'SeaweedFS of January 2023, which has a right to write and none to delete',
      },
    };
  }

  public get log(): string {
    return [this.postgres.server.log, this.cache.log, this.store.log].join('\n');
  }

  public get passwords(): string[] {
    return [...Object.values(this.stored).flatMap((one) => Object.values(JSON.parse(one) as Record<string, string>)), ...Object.values(this.place.provided)];
  }

  /** What is there with other objects or other values; servers keep what they were started with. */
  public sources(objects: Objects = this.objects, stored: Data = this.stored): Sources {
    const sources = sourcesOf(objects, stored);
    for (const one of objects.filter(({ kind }) => kind === 'S3Credentials')) {
      const { name, data } = secretOfKeys(one, stored);
      sources.add('Secret', one.metadata.namespace!, name, data);
    }
    const { service } = this.place;
    const { name, files } = this.postgres.authority;
    sources.add('Secret', service, name, read(files));
    const { authority, certificate, key } = this.cache.certificates;
    const secret = certificateOf(this.find('Redis'), this.objects).spec.secretName as string;
    sources.add('Secret', service, secret, read({ 'ca.crt': authority, 'tls.crt': certificate, 'tls.key': key }));
    this.addProvided(sources);
    return sources;
  }

  /** The operators' work, as often as something changes: the role with its password, and who may use the store. */
  public async prepare(objects: Objects = this.objects, stored: Data = this.stored): Promise<Pick<Ended, 'exitCode' | 'error'>> {
    const sources = this.sources(objects, stored);
    try {
      this.postgres.reconcile((name) => sources.find('Secret', this.place.service, { name })!, find(objects, 'Cluster', this.place.service, /./));
      await this.store.allow(granteesOf(objects, stored).map(identityOf));
      return { exitCode: 0, error: '' };
    } catch (error) {
      return { exitCode: 1, error: (error as Error).message };
    }
  }

  public async kept(report: Report): Promise<Kept> {
    const { server, database } = this.postgres;
    return keptOn({ postgres: server, database, cache: this.cache, bucket: this.store }, report);
  }

  public async stop(): Promise<void> {
    await Promise.all([this.postgres.stop(), this.cache.stop(), this.store.stop()]);
    rmSync(this.postgres.server.folder, { recursive: true, force: true });
  }

  /** The service's own of a kind. */
  private find(kind: string): KubernetesObject {
    return find(this.objects, kind, this.place.service, /./);
  }

  /** In the Secrets that the Deployment asks for, as `dust secrets set` makes them. */
  private addProvided(sources: Sources): void {
    const [container] = this.find('Deployment').spec.template.spec.containers as Record<string, any>[];
    for (const [variable, value] of Object.entries(this.place.provided)) {
      const { valueFrom: { secretKeyRef } } = (container!.env as Record<string, any>[]).find(({ name }) => name === variable) as Record<string, any>;
      sources.add('Secret', this.place.service, secretKeyRef.name as string, { [secretKeyRef.key as string]: value });
    }
  }

  private async boot(): Promise<void> {
    try {
      await Promise.all([this.postgres.start(), this.cache.start(), this.store.start()]);
      for (const { name } of bucketsOf(this.objects)) await this.store.createBucket(name);
    } catch (error) {
      await this.stop();
      throw error;
    }
  }
}

function read(files: Data): Data {
  return Object.fromEntries(Object.entries(files).map(([key, file]) => [key, readFileSync(file, 'utf8')]));
}
