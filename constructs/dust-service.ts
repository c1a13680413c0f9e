import { Stack, Stage, attachCustomSynthesis } from 'aws-cdk-lib';
import type { Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { isChosen } from './chosen-services';
import { emitUnderAssembly } from './emit';
import type { Fleet, ServiceEntry } from './fleet';
import type { FleetProps } from './fleet-props';
import { Fleets } from './fleets';
import { ServicePrinter } from './service-printer';
import type { PrintedEnvironment } from './service-printer';
import type { DustServiceProps } from './service-props';
import { checkHostStack } from './stack-host';
import { DustError } from '../lib/issues/dust-error';
import { at } from '../lib/issues/issue';
import { judgeServiceName } from '../lib/spec/names';
import { takeOut } from '../lib/spec/take-out';

/**
 * One service: its images, identities, namespace and data in every environment, and the manifests that fit them.
 *
 * In a DustApp, a plain App or a Stage it makes a stack for its builds registry and one for each environment; in a Stack
 * that exists it adds its resources to that stack.
 *
 * @example
 * new DustService(app, 'catalog', {
 *   owner: 'core-services',
 *   repository: GitHubRepository.of('dust-identity/catalog', { ownerId: '4711', repositoryId: '815' }),
 *   http: { port: 8000, access: Access.internet() },
 *   buckets: { scans: {} },
 * });
 */
export class DustService extends Construct {
  private readonly fleet: Fleet;
  private readonly entry: ServiceEntry;

  /** @param id name of the service: a DNS label of at most 40 characters without two hyphens in a row */
  public constructor(scope: Construct, id: string, props: DustServiceProps) {
    super(scope, constructId(scope, id));
    const { taken: { fleet }, rest } = takeOut(props, ['fleet']);
    this.fleet = Fleets.of(this).fleetFor(this, fleet as FleetProps | undefined, id, (first) => this.hostFleet(first));
    // Outside a DustApp, the first service that is in no stack brings along the stacks that all of them share.
    if (enclosingStack(this) === undefined) this.fleet.printShared(Stage.of(this) ?? this.node.root);
    this.entry = this.fleet.add(id, rest);
    this.print();
    this.node.addValidation({ validate: () => this.refuseIssues() });
  }

  /** Names of the environments that it is in, in the order of promotion. */
  public get environments(): string[] {
    return this.entry.plans.map((plan) => plan.environment.name);
  }

  /**
   * The manifests of one environment as an ordinary cdk8s Chart. Objects that are added to it are printed with ours, in
   * the namespace of the service.
   *
   * @throws the issues so far, where the declaration has any
   */
  public chart(environment: string): Chart {
    return this.printed(environment).chart;
  }

  /**
   * The construct that holds the AWS resources of one environment: a Stack of its own, or a child of the existing Stack.
   * Its children have the ids that the documentation lists, such as `BucketScans` and `PodRole`.
   *
   * @throws the issues so far, where the declaration has any
   */
  public resources(environment: string): Construct {
    return this.printed(environment).aws;
  }

  private print(): void {
    const { builds, plans, name } = this.entry;
    const host = enclosingStack(this);
    if (host !== undefined && this.fleet.spec !== undefined) {
      for (const finding of checkHostStack(name, plans, host)) this.fleet.report(finding);
    }
    if (builds === undefined || !isChosen(this.node, name)) return;
    this.entry.printer = new ServicePrinter(this.fleet, builds, plans, this, host === undefined);
  }

  /** Outside a DustApp, the first service of a stage writes the manifests of all of them. */
  private hostFleet(fleet: Fleet): void {
    attachCustomSynthesis(this, {
      onSynthesize: ({ outdir }) => {
        emitUnderAssembly(outdir, fleet.manifestFiles);
        Fleets.of(this).reset();
      },
    });
  }

  private printed(environment: string): PrintedEnvironment {
    const found = this.entry.printer?.environment(environment);
    if (found !== undefined) return found;
    const issues = this.fleet.check();
    if (issues.length > 0) throw new DustError(issues);
    throw new DustError([at(this.entry.name, {
      code: 'DUST2001', value: environment, problem: 'is not an environment that the service is printed for', allowed: this.environments.join(', '), fix: 'name one of them',
    })]);
  }

  private refuseIssues(): string[] {
    Fleets.of(this).check(this);
    return [];
  }
}

/** A name with an issue, and a second service of a name, still become constructs, so that every issue is found. */
function constructId(scope: Construct, name: string): string {
  const legal = typeof name === 'string' && judgeServiceName(name) === undefined;
  if (legal && scope.node.tryFindChild(name) === undefined) return name;
  return `Refused${scope.node.children.length}`;
}

/** The stack around a service, where there is one. */
function enclosingStack(service: Construct): Stack | undefined {
  return service.node.scopes.find((scope): scope is Stack => Stack.isStack(scope));
}
