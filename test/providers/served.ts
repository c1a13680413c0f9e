import { providerWith } from './providers';
import type { Contract } from './providers';
import { Fleet } from '../../constructs/fleet';
import type { ServicePlan } from '../../lib/plan/fleet-plan';
import type { Binding, RequestContext, ResourceRequest } from '../../lib/providers/contract';
import { requestKind } from '../../lib/requests';
import { parseFleet } from '../../lib/spec/fleet';
import { read } from '../../lib/spec/read';
import { operatorEnvironmentProps, serviceProps, smallFleet } from '../support/fleets';
import { synthesize } from '../support/synthesize';
import type { KubernetesObject, Output, Template } from '../support/synthesize';
import { DustService, Environment, Issues, NamespaceNaming } from 'dust-service';
import type { DustServiceProps, EnvironmentProps, FleetProps } from 'dust-service';

/** A service in an environment, with what was promised to it and what was printed for it. */
export interface Place {
  readonly service: string;
  readonly environment: string;
  readonly plan: ServicePlan;
  readonly template: Template;
  /** What stands in its own folder. */
  readonly objects: readonly KubernetesObject[];
  /** What stands in its environment, the folders of the platform included. */
  readonly around: readonly KubernetesObject[];
}

/** A small fleet that one provider serves: two services in two environments of one cluster. */
export interface Served {
  readonly contract: Contract;
  readonly output: Output;
  readonly places: readonly Place[];
}

export const ENVIRONMENTS = ['dev', 'test'] as const;
export const SERVICES = ['catalog', 'other'] as const;

function fleetOf(contract: Contract): FleetProps {
  return smallFleet({ environments: ENVIRONMENTS.map((name) => Environment.of(shared(operatorEnvironmentProps({ name, providers: [providerWith(contract)] })))) });
}

function shared(props: EnvironmentProps): EnvironmentProps {
  return { ...props, cluster: { ...props.cluster, name: 'shared', namespaces: NamespaceNaming.SERVICE_AND_ENVIRONMENT } };
}

/** The output of the fleet, or what it is refused for. */
export function serve(contract: Contract, ask: Partial<DustServiceProps>): Served | { readonly refused: readonly string[] } {
  try {
    return printed(contract, ask);
  } catch (error) {
    const issues = Issues.of(error);
    if (issues.length === 0) throw error;
    return { refused: issues.map(({ code, path, problem }) => `it is refused: ${code} ${path} ${problem}`) };
  }
}

function printed(contract: Contract, ask: Partial<DustServiceProps>): Served {
  const output = synthesize(fleetOf(contract), (app) => { for (const name of SERVICES) new DustService(app, name, serviceProps(ask)); });
  const places = plansWith(contract, ask).map((plan): Place => {
    const { service, environment: { name: environment }, stackName } = plan;
    const below = (folder: string): KubernetesObject[] =>
      [...output.manifests].filter(([path]) => path.startsWith(folder)).flatMap(([, documents]) => documents).filter(({ kind }) => kind !== 'Kustomization');
    return { service, environment, plan, template: output.templates.get(stackName)!, objects: below(`${environment}/${service}/`), around: below(`${environment}/`) };
  });
  return { contract, output, places };
}

/** The plans of the same fleet, without printing it. */
export function plansWith(contract: Contract, ask: Partial<DustServiceProps>, services: readonly string[] = SERVICES): ServicePlan[] {
  const fleet = new Fleet(fleetOf(contract), 'app');
  return services.flatMap((name) => fleet.add(name, serviceProps(ask)).plans);
}

/** Everything that an environment could say to a provider, and how a parser would have it. */
export function contextIn(changes: Partial<EnvironmentProps> = {}, service = 'catalog', profile: Parameters<typeof operatorEnvironmentProps>[1] = {}): RequestContext {
  const findings: never[] = [];
  const props = shared(operatorEnvironmentProps({ name: 'dev', ...changes }, profile));
  const fleet = parseFleet(smallFleet({ environments: [Environment.of(props)] }), findings, 'app');
  if (fleet === undefined) throw new Error(`the environment is refused: ${JSON.stringify(findings)}`);
  return { prefix: fleet.prefix, service, environment: fleet.environments[0]! };
}

/** Requests as the parser makes them. */
export function requestsOf(kind: string, input: unknown): readonly ResourceRequest[] {
  const { schema, requests } = requestKind(kind);
  const findings: never[] = [];
  const captured = read(schema, input, kind, findings);
  if (captured === undefined || findings.length > 0) throw new Error(`the request is refused: ${JSON.stringify(findings)}`);
  return requests(captured as never);
}

export function requestOf(kind: string, input: unknown = {}): ResourceRequest {
  return requestsOf(kind, input)[0]!;
}

/** What a place was promised, all requests together. */
export function bindingsOf({ plan }: Place): Binding[] {
  return plan.bound.map(({ binding }) => binding);
}
