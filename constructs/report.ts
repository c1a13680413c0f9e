import { writeFileSync } from 'node:fs';
import type { IConstruct } from 'constructs';
import { REPORT_CONTEXT } from './context';
import type { Emission } from './emit';
import type { Fleet } from './fleet';
import { Issues } from './issues';
import { describePlan } from '../lib/plan/describe-plan';
import { describeTrust } from '../lib/trust/describe-trust';

/** What a run did, or why it did nothing. */
type Outcome = { readonly fleet: Fleet; readonly emission: Emission } | { readonly error: unknown };

/** Tells the `dust` command what happened in this process, where it asked for it. */
export function report(construct: IConstruct, outcome: Outcome): void {
  const file: unknown = construct.node.tryGetContext(REPORT_CONTEXT);
  if (typeof file !== 'string') return;
  writeFileSync(file, JSON.stringify('error' in outcome ? failure(outcome.error) : success(outcome.fleet, outcome.emission)));
}

function failure(error: unknown): object {
  const issues = Issues.of(error);
  return { issues, ...(issues.length > 0 ? {} : { error: error instanceof Error ? error.message : String(error) }) };
}

function success(fleet: Fleet, emission: Emission): object {
  const printed = fleet.services.filter(({ printer }) => printer !== undefined);
  const services = printed.map(({ name, plans }) => ({
    service: name,
    environments: plans.map((plan) => describePlan(plan, fleet.edgesOf(plan.service, plan.environment.name))),
  }));
  return { issues: [], manifests: emission, services, trust: describeTrust(fleet.federatedRoles), ...fleet.identities };
}
