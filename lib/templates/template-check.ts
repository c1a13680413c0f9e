import type { FinalResource } from './final-resource';
import type { LocatedFinding } from '../issues/issue';
import type { BuildsPlan, ServicePlan, SharedPlan } from '../plan/fleet-plan';
import type { FleetSpec } from '../spec/fleet';
import type { ServiceSpec } from '../spec/service';

/** What a fleet planned, for checks that compare it with what is printed. */
export interface PlannedFleet {
  readonly spec: FleetSpec;
  readonly shared: SharedPlan;
  readonly services: readonly ServiceSpec[];
  readonly builds: readonly BuildsPlan[];
  readonly plans: readonly ServicePlan[];
}

/** One thing that the templates must satisfy. */
export interface TemplateCheck {
  /** Types of resources that it looks at; only those of all checks are collected. */
  readonly types: readonly string[];
  /**
   * @param resources of every check's types, with the functions of CloudFormation resolved
   */
  check(resources: readonly FinalResource[], fleets: readonly PlannedFleet[]): LocatedFinding[];
}
