import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Client } from './client';
import { ControlPlane } from './control-plane';
import { makeSecrets } from './external-secrets';
import { operate } from './operators/operate';
import { fillByHand } from './person';
import type { Output } from '../../support/synthesize';

/** Files of a service that its workload-apply owns, in the order in which they are applied. */
const WORKLOAD_LAYERS = ['data', 'jobs', 'workload'] as const;
/** The platform's own namespace for what it does with secrets of AWS, and the one for the buckets of a cluster. */
export const DUST_ADMIN = 'dust-admin';
export const DUST_OBJECTS = 'dust-objects';
/** Folders of an environment whose objects have no namespace. */
const WITHOUT_NAMESPACE = ['cluster', 'cluster-admin'];

/** The environments that were printed. */
export function environmentsOf({ folder }: Output): string[] {
  return foldersIn(join(folder, 'manifests'));
}

/**
 * One environment for each set of kinds that services have somewhere, which is all that a cluster could take otherwise; every one with
 * `DUST_SERVERS=all`, as in `npm run e2e:full`.
 */
export function differentEnvironments(output: Output): string[] {
  const all = environmentsOf(output);
  const kindsOf = (environment: string): string => {
    const objects = [...output.manifests].filter(([file]) => file.startsWith(`${environment}/`) && !WITHOUT_NAMESPACE.includes(file.split('/')[1]!)).flatMap(([, found]) => found);
    return [...new Set(objects.map(({ apiVersion, kind }) => `${apiVersion} ${kind}`))].sort().join();
  };
  return process.env.DUST_SERVERS === 'all' ? all : all.filter((environment, index) => !all.slice(0, index).some((earlier) => kindsOf(earlier) === kindsOf(environment)));
}

/** The platform's own namespaces in an environment; a service's folder is known by its foundation. */
export function spacesOf({ folder }: Output, environment: string): string[] {
  const place = join(folder, 'manifests', environment);
  return foldersIn(place).filter((name) => !WITHOUT_NAMESPACE.includes(name) && !isService(join(place, name)));
}

function isService(folder: string): boolean {
  return existsSync(join(folder, 'foundation.yaml'));
}

function foldersIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory()).map(({ name }) => name).sort();
}

/** What an identity of the fleet may do, by the last word of its group. */
export type Capability = 'release' | 'restart' | 'workload-apply';

export interface Step {
  readonly who: Client;
  readonly files: readonly string[];
}

/** The manifests of a fleet for one environment, and a cluster of its own that they go to. */
export class Deployed {
  /** Starts an empty cluster; nothing is applied yet. */
  public static async start(output: Output, environment: string, prefix = 'dust'): Promise<Deployed> {
    return new Deployed(environment, output, prefix, await ControlPlane.start());
  }

  /** The file of one of the platform's own namespaces. */
  public static spaceOf({ folder }: Output, environment: string, space: string): string {
    return join(folder, 'manifests', environment, space, `${space}.yaml`);
  }

  public readonly admin: Client;
  /** Every service of the environment. */
  public readonly services: readonly string[];
  /** The platform's own namespaces of the environment. */
  public readonly spaces: readonly string[];
  /** Every namespace that was printed. */
  public readonly namespaces: readonly string[];
  private readonly folder: string;

  private constructor(public readonly environment: string, public readonly output: Output, private readonly prefix: string, public readonly plane: ControlPlane) {
    this.admin = plane.client;
    this.folder = join(output.folder, 'manifests', environment);
    this.services = foldersIn(this.folder).filter((name) => isService(join(this.folder, name)));
    this.spaces = spacesOf(output, environment);
    this.namespaces = [...this.services, ...this.spaces];
  }

  public async stop(): Promise<void> {
    await this.plane.stop();
  }

  /** The folder that `kubectl apply -k` takes. */
  public get everything(): string {
    return this.folder;
  }

  /** What a cluster's administrator applies once. */
  public get clusterAdmin(): string {
    return join(this.folder, 'cluster-admin/cluster-admin.yaml');
  }

  public get clusterLayer(): string {
    return join(this.folder, 'cluster/cluster.yaml');
  }

  /** What the platform has for services, where no service can look: a file for each of its namespaces. */
  public get spaceFiles(): string[] {
    return this.spaces.map((space) => Deployed.spaceOf(this.output, this.environment, space));
  }

  public foundation(service: string): string {
    return join(this.folder, service, 'foundation.yaml');
  }

  /** The files that workload-apply owns; those that a service does not have are left out. */
  public workload(service: string, layers: readonly (typeof WORKLOAD_LAYERS)[number][] = WORKLOAD_LAYERS): string[] {
    return layers.map((layer) => join(this.folder, service, `${layer}.yaml`)).filter((file) => existsSync(file));
  }

  /** What a service's operators act on. */
  public dataOf(service: string): string[] {
    return this.workload(service, ['data']);
  }

  /** Every file with who applies it, in the order of the layers: cluster, foundation, data, the platform's namespaces, jobs, workload. */
  public get steps(): readonly Step[] {
    const each = (...layers: (typeof WORKLOAD_LAYERS)[number][]): Step[] => this.services
      .map((service) => ({ who: this.identity(service, 'workload-apply'), files: this.workload(service, layers) })).filter(({ files }) => files.length > 0);
    return [
      { who: this.admin, files: [this.clusterAdmin] },
      { who: this.platformApply, files: [this.clusterLayer] },
      { who: this.platformApply, files: this.services.map((service) => this.foundation(service)) },
      ...each('data'),
      { who: this.platformApply, files: this.spaceFiles },
      ...each('jobs', 'workload'),
    ];
  }

  /** Everything again, each file by who owns it, in as few calls as that takes. */
  public applyAgain(): void {
    this.admin.apply([this.clusterAdmin]);
    this.platformApply.apply([this.clusterLayer, ...this.spaceFiles, ...this.services.map((service) => this.foundation(service))]);
    for (const service of this.services) this.identity(service, 'workload-apply').apply(this.workload(service));
  }

  /** Everything at once by an administrator, for tests about something else; the Secrets come when a test asks for them. */
  public apply(): void {
    this.admin.apply([this.clusterAdmin]);
    this.admin.applyFolder(this.everything);
  }

  /** The work of everybody else: operators, External Secrets, and the person who fills in what nobody can generate. */
  public provide(): void {
    operate(this.admin);
    this.makeSecrets();
    fillByHand(this.admin);
  }

  /** The Secrets of all ExternalSecrets, as their controller makes them. */
  public makeSecrets(): void {
    makeSecrets(this.admin, this.environment, this.output);
  }

  public get platformApply(): Client {
    return this.who(`${this.prefix}-${this.environment}`, 'platform-apply');
  }

  /** An identity of a service with the groups that its access entry in the service's stack gives. */
  public identity(service: string, capability: Capability): Client {
    return this.who(`${this.prefix}-${this.environment}-${service}`, capability);
  }

  private who(stack: string, capability: string): Client {
    const groups = this.accessGroups(stack).filter((group) => group.endsWith(`:${capability}`));
    if (groups.length !== 1) throw new Error(`${stack} has ${groups.length} access entries for ${capability}`);
    return this.admin.as(`arn:aws:sts::000000000000:assumed-role/${stack}-${capability}/test`, ...groups);
  }

  private accessGroups(stack: string): string[] {
    const template = this.output.templates.get(stack);
    if (template === undefined) throw new Error(`there is no stack ${stack}`);
    return Object.values(template.Resources).filter(({ Type }) => Type === 'AWS::EKS::AccessEntry').flatMap(({ Properties }) => Properties.KubernetesGroups as string[]);
  }
}
