import { Stage } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { finalResources } from './aws/final-resources';
import { checkChosen } from './chosen-services';
import { Fleet } from './fleet';
import type { FleetProps } from './fleet-props';
import { DustError } from '../lib/issues/dust-error';
import { at } from '../lib/issues/issue';
import type { LocatedFinding } from '../lib/issues/issue';
import { JUDGED_TYPES, checkResources } from '../lib/templates/check-resources';

const FLEETS: unique symbol = Symbol.for('dust-service.fleets');

/** The fleets below one root, each with the stage (or stack) that holds its shared stacks. */
export class Fleets {
  public static of(construct: IConstruct): Fleets {
    const root = construct.node.root as IConstruct & { [FLEETS]?: Fleets };
    if (root[FLEETS] === undefined) Object.defineProperty(root, FLEETS, { value: new Fleets(), enumerable: false });
    return root[FLEETS]!;
  }

  private readonly byStage = new Map<IConstruct, Fleet>();
  /** The fleet of the DustApp, which serves every stage below it. */
  private appFleet: Fleet | undefined;
  private checked = false;
  /** Stages whose templates were judged; the CDK completes each of them apart. */
  private readonly judged = new Set<IConstruct>();

  public declareApp(fleet: Fleet): void {
    this.appFleet = fleet;
  }

  /**
   * The fleet that a service belongs to: that of the DustApp, or the one that the service brings along.
   *
   * @param isFirst is called when the stage has no fleet yet
   */
  public fleetFor(construct: IConstruct, props: FleetProps | undefined, name: string, isFirst: (fleet: Fleet) => void): Fleet {
    this.reset();
    if (this.appFleet !== undefined) {
      if (props !== undefined) this.appFleet.report(at(`${name}.fleet`, { code: 'DUST3010', problem: 'is given by the DustApp already', allowed: 'a fleet of its own only outside a DustApp', fix: 'remove it' }));
      return this.appFleet;
    }
    const stage = Stage.of(construct) ?? construct.node.root;
    const known = this.byStage.get(stage);
    if (known !== undefined) {
      if (known.props !== props) known.report(at(`${name}.fleet`, { code: 'DUST3011', problem: 'is not the fleet of the services before it', allowed: 'one fleet in an App or Stage', fix: 'hand the same object to every service' }));
      return known;
    }
    const fleet = new Fleet((props ?? {}) as FleetProps, `${name}.fleet`);
    this.byStage.set(stage, fleet);
    isFirst(fleet);
    return fleet;
  }

  /**
   * Throws one error with every issue of every fleet, and of the templates of the stage that is about to be written; when it
   * returns, all manifests are rendered.
   */
  public check(construct: IConstruct): void {
    const stage = Stage.of(construct) ?? construct.node.root;
    if (this.checked && this.judged.has(stage)) return;
    const declared = this.checked ? [] : this.declaredIssues(construct.node.root);
    const issues = [...declared, ...this.judge(stage), ...(this.checked || declared.length > 0 ? [] : this.all().flatMap((fleet) => fleet.render()))];
    if (issues.length > 0) throw new DustError(issues);
    this.checked = true;
    this.judged.add(stage);
  }

  private declaredIssues(root: IConstruct): LocatedFinding[] {
    const fleets = this.all();
    const names = fleets.flatMap((fleet) => fleet.services.map(({ name }) => name).filter((name) => typeof name === 'string'));
    return [...fleets.flatMap((fleet) => fleet.check()), ...checkChosen(root.node, names)];
  }

  /** Aspects and overrides have been applied to this stage, but not yet to those around it. */
  private judge(stage: IConstruct): LocatedFinding[] {
    const fleets = this.all();
    const stacks = new Set(fleets.flatMap((fleet) => fleet.stacks));
    return checkResources(finalResources(stage, JUDGED_TYPES, stacks), fleets.flatMap(({ planned }) => planned ?? []));
  }

  /** Whether the templates of a stage were found good, and so may have been written. */
  public get hasJudged(): boolean {
    return this.judged.size > 0;
  }

  /** After a synthesis; the next one looks at everything again. */
  public reset(): void {
    this.checked = false;
    this.judged.clear();
  }

  private all(): Fleet[] {
    return [...(this.appFleet === undefined ? [] : [this.appFleet]), ...this.byStage.values()];
  }
}
