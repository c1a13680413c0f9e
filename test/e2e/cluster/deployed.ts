import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Client } from './client';
import { ControlPlane } from './control-plane';
import type { Output } from '../../support/synthesize';

/** The order in which a service's files are applied; those that a service does not have are left out. */
const WORKLOAD_LAYERS = ['data', 'jobs', 'workload'] as const;
/** Folders of an environment that are no service's. */
const SHARED = ['cluster', 'cluster-admin'];

/** The environments that were printed. */
export function environmentsOf({ folder }: Output): string[] {
  return readdirSync(join(folder, 'manifests'), { withFileTypes: true }).filter((entry) => entry.isDirectory()).map(({ name }) => name).sort();
}

/** What an identity of the fleet may do, by the last word of its group. */
export type Capability = 'restart' | 'workload-apply';

/** The manifests of a fleet for one environment, and a cluster of its own that they go to. */
export class Deployed {
  /** Starts an empty cluster; nothing is applied yet. */
  public static async start(output: Output, environment: string): Promise<Deployed> {
    return new Deployed(environment, output, await ControlPlane.start());
  }

  public readonly admin: Client;
  /** Every service of the environment. */
  public readonly services: readonly string[];
  private readonly folder: string;

  private constructor(public readonly environment: string, private readonly output: Output, private readonly plane: ControlPlane) {
    this.admin = plane.client;
    this.folder = join(output.folder, 'manifests', environment);
    this.services = readdirSync(this.folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && !SHARED.includes(entry.name)).map(({ name }) => name).sort();
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

  public foundation(service: string): string {
    return join(this.folder, service, 'foundation.yaml');
  }

  /** The files that workload-apply owns. */
  public workload(service: string): string[] {
    return WORKLOAD_LAYERS.map((layer) => join(this.folder, service, `${layer}.yaml`)).filter((file) => existsSync(file));
  }

  /** Every file with who applies it, in the order of the layers. */
  public get steps(): { readonly who: Client; readonly files: string[] }[] {
    return [
      { who: this.admin, files: [this.clusterAdmin] },
      { who: this.platformApply, files: [this.clusterLayer] },
      { who: this.platformApply, files: this.services.map((service) => this.foundation(service)) },
      ...this.services.map((service) => ({ who: this.identity(service, 'workload-apply'), files: this.workload(service) })),
    ];
  }

  /** Layer by layer, each by the identity that owns it. */
  public apply(): void {
    for (const { who, files } of this.steps) who.apply(files);
  }

  public get platformApply(): Client {
    return this.who(`dust-${this.environment}`, 'platform-apply');
  }

  /** An identity of a service with the groups that its access entry in the service's stack gives. */
  public identity(service: string, capability: Capability): Client {
    return this.who(`dust-${this.environment}-${service}`, capability);
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
