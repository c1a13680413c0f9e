import { Stack, Stage } from 'aws-cdk-lib';
import type { CfnResource } from 'aws-cdk-lib';
import type { Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { BuildsStack } from './aws/builds-stack';
import { printServiceKey, printServiceResources } from './aws/service-resources';
import { stackProps } from './aws/stack-props';
import type { Fleet } from './fleet';
import { firstImage, HOW_TO_APPLY } from './kubernetes/first-image';
import { plannedAnnotations } from './kubernetes/ingress';
import { renderChart } from './kubernetes/render';
import { addEdgeObjects, addServiceObjects, serviceChart } from './kubernetes/service-chart';
import { TokenGuard } from './kubernetes/token-guard';
import type { LocatedFinding } from '../lib/issues/issue';
import { checkExposure } from '../lib/manifests/check-exposure';
import { checkObjects } from '../lib/manifests/check-objects';
import type { ManifestFile } from '../lib/manifests/manifest';
import { serviceFiles } from '../lib/manifests/service-files';
import { toYaml } from '../lib/manifests/yaml';
import type { BuildsPlan, ServicePlan } from '../lib/plan/fleet-plan';

/** Both halves of one service, printed from its plans. */
export class ServicePrinter {
  private readonly printed = new Map<string, PrintedEnvironment>();
  private readonly builds: BuildsStack | undefined;
  private completed = false;

  public constructor(
    private readonly fleet: Fleet,
    private readonly buildsPlan: BuildsPlan,
    plans: readonly ServicePlan[],
    private readonly scope: Construct,
    /** Whether the resources go into stacks of their own, or into a stack that the person has. */
    private readonly ownStacks: boolean,
  ) {
    this.builds = ownStacks ? this.printBuilds() : undefined;
    for (const plan of plans) this.printed.set(plan.environment.name, this.printEnvironment(plan));
  }

  public environment(name: string): PrintedEnvironment | undefined {
    return this.printed.get(name);
  }

  /** The stacks that hold its resources; one of them may be a person's own. */
  public get stacks(): readonly Stack[] {
    const own = [...this.printed.values()].map(({ aws }) => Stack.of(aws));
    return this.builds === undefined ? own : [this.builds, ...own];
  }

  /** The files of all charts, and the tokens found in them. */
  public render(): { files: ManifestFile[]; findings: LocatedFinding[] } {
    this.complete();
    const files: ManifestFile[] = [];
    const findings: LocatedFinding[] = [];
    for (const { plan, chart, guard } of this.printed.values()) {
      guard.findings.length = 0;
      const manifests = renderChart(chart);
      const place = `${plan.service} (${plan.environment.name})`;
      findings.push(...guard.findings, ...checkObjects(place, plan.namespace, manifests));
      const { className, host } = plan.ingress ?? {};
      findings.push(...checkExposure(place, { name: plan.service, annotations: plannedAnnotations(plan), className, host }, manifests));
      const placed = plan.bound.flatMap(({ binding }) => binding.applied);
      files.push(...serviceFiles(plan.environment.name, plan.service, manifests, placed));
      // No kustomization lists it, so that no later apply takes the image back.
      if (plan.release !== undefined) files.push({ path: `${plan.environment.name}/${plan.service}/initial.yaml`, content: HOW_TO_APPLY + toYaml([firstImage(plan)]) });
    }
    return { files, findings };
  }

  /** Objects for the edges of calls are added once, when every service is declared. */
  private complete(): void {
    if (this.completed) return;
    this.completed = true;
    for (const { plan, chart } of this.printed.values()) addEdgeObjects(chart, plan, this.fleet.edgesOf(plan.service, plan.environment.name));
  }

  private printBuilds(): BuildsStack {
    const builds = new BuildsStack(this.scope, 'builds', this.buildsPlan);
    waitFor(builds, this.fleet.buildsRegistry);
    return builds;
  }

  private printEnvironment(plan: ServicePlan): PrintedEnvironment {
    const { environment, service } = plan;
    const aws = this.ownStacks
      ? new Stack(this.scope, environment.name, stackProps({ ...environment, stackName: plan.stackName, tags: plan.tags }, `${service} in ${environment.name}`))
      : new Construct(this.scope, environment.name);
    for (const earlier of [this.fleet.platform(environment.name), this.builds]) waitFor(Stack.of(aws), earlier);
    const guard = new TokenGuard(`${service} (${environment.name})`);
    const chart = serviceChart(plan, guard);
    addServiceObjects(chart, plan, () => this.fleet.edgesOf(service, environment.name));
    const keyArn = printServiceKey(aws, plan);
    const granted: CfnResource[] = [];
    const stored: CfnResource[] = [];
    for (const { provider, request, binding } of plan.bound) provider.build({ plan, aws, chart, keyArn, granted, stored }, request, binding);
    printServiceResources(aws, plan, keyArn, { granted, stored });
    return { plan, aws, chart, guard };
  }
}

export interface PrintedEnvironment {
  readonly plan: ServicePlan;
  /** A stack, or a construct inside the person's own stack. */
  readonly aws: Construct;
  readonly chart: Chart;
  readonly guard: TokenGuard;
}

/** Orders two stacks. Those of different stages are deployed apart, and the CDK cannot order them. */
function waitFor(stack: Stack, earlier: Stack | undefined): void {
  if (earlier !== undefined && Stage.of(stack) === Stage.of(earlier)) stack.addStackDependency(earlier);
}
