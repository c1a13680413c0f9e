import { declarationsOf } from './build-fleet';
import type { FleetModel } from './fleet-model';
import { Fleet } from '../../../constructs/fleet';
import type { LocatedFinding } from '../../../lib/issues/issue';
import type { ServicePlan } from '../../../lib/plan/fleet-plan';
import { Edges } from '../../../lib/plan/plan-edges';
import { contextOf, requestsIn } from '../../../lib/plan/plan-service';
import type { Binding, RequestContext, ResourceRequest } from '../../../lib/providers/contract';
import type { EnvironmentSpec } from '../../../lib/spec/environment';
import type { ServiceSpec } from '../../../lib/spec/service';

/** What was decided for a fleet, of which nothing is printed: a hundred times as quick as an output. */
export interface PlannedFleet {
  readonly plans: readonly ServicePlan[];
  readonly findings: readonly LocatedFinding[];
  /** Every request of every service in every environment, as a provider is asked for it. */
  readonly asked: readonly { readonly request: ResourceRequest; readonly context: RequestContext; readonly environment: EnvironmentSpec; readonly spec: ServiceSpec }[];
  readonly variablesOf: (plan: ServicePlan) => readonly string[];
}

export function planOf(model: FleetModel): PlannedFleet {
  const { fleet: props, services } = declarationsOf(model);
  const fleet = new Fleet(props, 'app');
  const entries = services.map(({ name, props: service }) => fleet.add(name, service));
  const specs = entries.flatMap(({ spec }) => spec ?? []);
  const { spec: parsed } = fleet;
  if (parsed === undefined) return { plans: [], findings: fleet.check(), asked: [], variablesOf: () => [] };
  const edges = new Edges(parsed, specs);
  const asked = specs.flatMap((spec) => parsed.environments.filter(({ name }) => spec.environments === undefined || spec.environments.includes(name)).flatMap((environment) =>
    requestsIn(spec, environment).map((request) => ({ request, environment, spec, context: contextOf(parsed, spec, environment) }))));
  const variablesOf = ({ service, environment, variables, bound }: ServicePlan): string[] =>
    [...new Set([...Object.keys(variables), ...Object.keys(edges.of(service, environment.name).variables), ...bound.flatMap(({ binding }) => Object.keys({ ...binding.secrets, ...binding.credentials }))])].sort();
  return { plans: entries.flatMap(({ plans }) => plans), findings: fleet.check(), asked, variablesOf };
}

/** What an application finds of a binding: variables, keys and files, and nothing that only an SDK reads. */
export function promiseOf({ values, secrets, files }: Pick<Binding, 'values' | 'secrets' | 'files'>): string {
  return JSON.stringify([Object.keys(values).sort(), Object.keys(secrets).sort(), files.map(({ path }) => path).sort()]);
}
