import type { Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import type { IConstruct } from 'constructs';
import { AccountStack } from './aws/account-stack';
import { PlatformStack } from './aws/platform-stack';
import type { FleetProps } from './fleet-props';
import { adminChart } from './kubernetes/admin-chart';
import { clusterAdminChart, clusterChart } from './kubernetes/cluster-chart';
import { renderChart } from './kubernetes/render';
import { spaceChart } from './kubernetes/space-chart';
import { TokenGuard } from './kubernetes/token-guard';
import type { ServicePrinter } from './service-printer';
import { at } from '../lib/issues/issue';
import type { LocatedFinding } from '../lib/issues/issue';
import type { ManifestFile } from '../lib/manifests/manifest';
import { clusterFiles, environmentKustomization } from '../lib/manifests/service-files';
import { checkBoundaries } from '../lib/plan/check-boundaries';
import { checkRelations } from '../lib/plan/check-relations';
import { checkServiceInFleet } from '../lib/plan/check-service';
import { describeIdentities } from '../lib/plan/describe-identities';
import type { IdentitiesDescription } from '../lib/plan/describe-identities';
import { federatedRoles, placedPlans } from '../lib/plan/federated-roles';
import type { FederatedRole } from '../lib/plan/federated-roles';
import type { BuildsPlan, PlatformPlan, ServicePlan, SharedPlan } from '../lib/plan/fleet-plan';
import { DUST_ADMIN } from '../lib/plan/names';
import { planAdmin } from '../lib/plan/plan-admin';
import { planBuilds } from '../lib/plan/plan-builds';
import { Edges } from '../lib/plan/plan-edges';
import { planService } from '../lib/plan/plan-service';
import { planShared } from '../lib/plan/plan-shared';
import { planSpaces } from '../lib/plan/plan-spaces';
import { parseFleet } from '../lib/spec/fleet';
import type { FleetSpec } from '../lib/spec/fleet';
import { rootPath } from '../lib/spec/path';
import { parseService } from '../lib/spec/service';
import type { ServiceSpec } from '../lib/spec/service';
import type { PlannedFleet } from '../lib/templates/template-check';
import { checkClosures } from '../lib/trust/check-closures';

/** One service of a fleet, as far as it could be read. */
export interface ServiceEntry {
  readonly name: string;
  /** Undefined where the declaration has issues. */
  readonly spec: ServiceSpec | undefined;
  readonly plans: readonly ServicePlan[];
  /** Undefined where there are no plans. */
  readonly builds: BuildsPlan | undefined;
  /** What prints it; undefined where it has issues or was not chosen. */
  printer?: ServicePrinter;
}

/** All services that share one set of environments, with every issue found so far. */
export class Fleet {
  public readonly spec: FleetSpec | undefined;
  /** The plan of the stacks that no service owns; undefined where the fleet has issues. */
  private readonly shared: SharedPlan | undefined;
  private readonly findings: LocatedFinding[] = [];
  private readonly entries: ServiceEntry[] = [];
  private readonly platforms = new Map<string, PlatformStack>();
  private accounts: readonly AccountStack[] = [];
  private registryStack: AccountStack | undefined;
  private edges: Edges | undefined;
  private files: readonly ManifestFile[] = [];

  public constructor(public readonly props: FleetProps, private readonly path: string) {
    this.spec = parseFleet(props, this.findings, path);
    const shared = this.spec === undefined ? undefined : planShared(this.spec);
    const oversized = shared === undefined ? [] : checkBoundaries(shared, path);
    this.findings.push(...oversized);
    // A boundary that is too large is told where it is declared, and not a second time where it would be printed.
    this.shared = oversized.length > 0 ? undefined : shared;
  }

  /** The stacks that no service owns, each under an id that no service can have; once, however often it is asked for. */
  public printShared(scope: IConstruct): void {
    if (this.spec === undefined || this.shared === undefined || this.platforms.size > 0) return;
    const accounts = new Construct(scope as Construct, 'Account');
    const platforms = new Construct(scope as Construct, 'Platform');
    const byAccount = new Map(this.shared.accounts.map((plan) => [plan.account, new AccountStack(accounts, plan.account, plan)]));
    this.accounts = [...byAccount.values()];
    this.registryStack = byAccount.get(this.spec.registry.account);
    for (const plan of this.shared.platforms) {
      const stack = new PlatformStack(platforms, plan.environment.name, plan);
      const account = byAccount.get(plan.environment.account);
      if (account !== undefined) stack.addStackDependency(account);
      this.platforms.set(plan.environment.name, stack);
    }
  }

  public platform(environment: string): PlatformStack | undefined {
    return this.platforms.get(environment);
  }

  public get buildsRegistry(): AccountStack | undefined {
    return this.registryStack;
  }

  /** Reads a service into the fleet. Its issues are kept, not thrown. */
  public add(name: string, props: unknown): ServiceEntry {
    const path = name === '' ? `services[${this.entries.length}]` : rootPath(name);
    const found: LocatedFinding[] = [];
    if (this.entries.some((entry) => entry.name === name)) found.push(at(path, DUPLICATE));
    const parsed = parseService(name, props, found, path);
    if (parsed !== undefined && this.spec !== undefined) found.push(...checkServiceInFleet(this.spec, parsed));
    const sound = parsed !== undefined && this.spec !== undefined && found.length === 0;
    const plans = sound ? planService(this.spec, parsed) : [];
    const builds = sound && plans.length > 0 ? planBuilds(this.spec, parsed) : undefined;
    const entry: ServiceEntry = { name, spec: parsed, plans, builds };
    this.findings.push(...found);
    this.entries.push(entry);
    this.edges = undefined;
    return entry;
  }

  /** Adds an issue that only the place of a service shows. */
  public report(finding: LocatedFinding): void {
    this.findings.push(finding);
  }

  /** Both ends of every call; asked for only when every service is declared. */
  public edgesOf(service: string, environment: string) {
    this.edges ??= new Edges(this.spec!, this.specs());
    return this.edges.of(service, environment);
  }

  /** Everything that is wrong, found without printing anything. */
  public check(): LocatedFinding[] {
    if (this.spec === undefined) return [...this.findings];
    return [
      ...this.findings,
      ...checkRelations(this.spec, this.specs(), this.entries.map(({ name }) => name)),
      ...checkClosures(this.federatedRoles, this.path),
    ];
  }

  /** Completes and renders every chart, and keeps the files; what cannot be rendered is returned. */
  public render(): LocatedFinding[] {
    if (this.shared === undefined) return [];
    const printers = this.entries.flatMap(({ printer }) => printer ?? []);
    const rendered = printers.map((printer) => printer.render());
    this.files = [
      ...rendered.flatMap(({ files }) => files),
      ...this.shared.platforms.flatMap((platform) => this.environmentFiles(platform)),
    ];
    return rendered.flatMap(({ findings }) => findings);
  }

  /** Every role that GitHub may assume, of all services, chosen or not. */
  public get federatedRoles(): FederatedRole[] {
    if (this.spec === undefined || this.shared === undefined) return [];
    return federatedRoles(this.shared, this.builds, this.entries.flatMap(({ plans }) => plans));
  }

  /** What the trust of the fleet consists of, whichever services were chosen. */
  public get identities(): IdentitiesDescription {
    const places = placedPlans(this.shared!, this.builds, this.entries.flatMap(({ plans }) => plans)).map(([, place]) => place);
    return describeIdentities(this.spec!, places, this.federatedRoles);
  }

  public get manifestFiles(): readonly ManifestFile[] {
    return this.files;
  }

  /** The folders of services that were not chosen this time; what they hold stays. */
  public get unprintedFolders(): string[] {
    return this.entries.filter(({ printer }) => printer === undefined).flatMap(({ plans }) => plans.map((plan) => `${plan.environment.name}/${plan.service}/`));
  }

  public get services(): readonly ServiceEntry[] {
    return this.entries;
  }

  /** What the checks of templates compare them with; undefined where the fleet has issues. */
  public get planned(): PlannedFleet | undefined {
    if (this.spec === undefined || this.shared === undefined) return undefined;
    return { spec: this.spec, shared: this.shared, services: this.specs(), builds: this.builds, plans: this.entries.flatMap(({ plans }) => plans) };
  }

  /** Every stack that holds something of the fleet. */
  public get stacks(): readonly Stack[] {
    return [...this.accounts, ...this.platforms.values(), ...this.entries.flatMap(({ printer }) => printer?.stacks ?? [])];
  }

  private get builds(): BuildsPlan[] {
    return this.entries.flatMap(({ builds }) => builds ?? []);
  }

  private specs(): ServiceSpec[] {
    return this.entries.flatMap(({ spec }) => spec ?? []);
  }

  private environmentFiles(platform: PlatformPlan): ManifestFile[] {
    const environment = platform.environment.name;
    const plans = this.entries
      .flatMap((entry) => entry.plans)
      .filter((plan) => plan.environment.name === environment)
      .sort((a, b) => (a.service < b.service ? -1 : 1));
    const cluster = renderChart(clusterChart(platform, plans, new TokenGuard(`cluster (${environment})`)));
    const admin = planAdmin(this.spec!.prefix, platform, plans);
    const dustAdmin = admin === undefined ? [] : renderChart(adminChart(admin, new TokenGuard(`${DUST_ADMIN} (${environment})`)));
    const clusterAdmin = renderChart(clusterAdminChart(platform, new TokenGuard(`cluster-admin (${environment})`)));
    const spaces = planSpaces(this.spec!.prefix, platform, plans).map((plan) => [plan.space.name, renderChart(spaceChart(plan, new TokenGuard(`${plan.space.name} (${environment})`)))] as const);
    const folders = ([['cluster', cluster], [BY_ADMINISTRATORS, clusterAdmin], [DUST_ADMIN, dustAdmin], ...spaces] as const).filter(([, objects]) => objects.length > 0);
    const applied = folders.map(([folder]) => folder).filter((folder) => folder !== BY_ADMINISTRATORS);
    return [
      ...folders.flatMap(([folder, objects]) => clusterFiles(environment, folder, objects)),
      environmentKustomization(environment, [...applied, ...plans.map(({ service }) => service)]),
    ];
  }
}

/** What no pipeline applies. */
const BY_ADMINISTRATORS = 'cluster-admin';

const DUPLICATE = { code: 'DUST3001', problem: 'is declared twice', allowed: 'one declaration of a service', fix: 'rename or remove one of them' } as const;
