import { environmentsOf } from './environments-of';
import type { BoundRequest, KeyPlan, ServicePlan } from './fleet-plan';
import { DUST_ADMIN, Names } from './names';
import { namespaceOf } from './namespace-of';
import { planIdentities } from './plan-identities';
import { planIngress, planIngressPeer } from './plan-ingress';
import { planEgress } from './plan-network';
import { planVariables } from './plan-variables';
import { planQuota, planWorkload } from './plan-workload';
import { registryOf } from './registry-of';
import type { Binding, ProviderContract, RequestContext, ResourceRequest } from '../providers/contract';
import { requestKind } from '../requests';
import type { EnvironmentSpec } from '../spec/environment';
import type { FleetSpec } from '../spec/fleet';
import { deepFreeze } from '../spec/freeze';
import type { ServiceSpec } from '../spec/service';

/** Every decision for one service, in each of its environments. What other services add comes with the edges. */
export function planService(fleet: FleetSpec, spec: ServiceSpec): readonly ServicePlan[] {
  return environmentsOf(spec, fleet.environments).map((environment) => deepFreeze(planInEnvironment(fleet, spec, environment)));
}

function planInEnvironment(fleet: FleetSpec, spec: ServiceSpec, environment: EnvironmentSpec): ServicePlan {
  const names = new Names(fleet.prefix);
  const bound = bindRequests(fleet, spec, environment);
  const workload = planWorkload(spec, environment, imageOf(fleet, spec, environment, names));
  const ingress = planIngress(spec, environment, names);
  const key = planKey(spec, environment, bound, names);
  const { providers: _providers, ...facts } = environment;
  return {
    service: spec.name,
    environment: facts,
    stackName: names.serviceStack(environment.name, spec.name),
    namespace: namespaceOf(spec.name, environment, names),
    serviceAccount: spec.name,
    configMap: names.object(spec.name, 'config'),
    labels: labelsOf(fleet.prefix, spec, environment),
    tags: { 'dust:service': spec.name, 'dust:env': environment.name, 'dust:owner': spec.owner, 'dust:data-class': spec.dataClass },
    ...(key === undefined ? {} : { key }),
    ...planIdentities(fleet, spec, environment, bound),
    platformApplyGroup: names.accessGroup(environment.name, undefined, 'platform-apply'),
    logBucket: names.logBucket(environment.name, environment.account),
    bound,
    variables: planVariables(spec, environment, bound),
    workload,
    quota: planQuota(workload, bound),
    ...(ingress === undefined ? {} : { ingress }),
    egress: planEgress(spec, environment, bound),
    ingressPeers: planIngressPeer(ingress, environment, workload.port),
  };
}

/** Each request with what the environment's provider promises for it; a kind without a provider is an issue elsewhere. */
export function bindRequests(fleet: FleetSpec, spec: ServiceSpec, environment: EnvironmentSpec): BoundRequest[] {
  return requestsIn(spec, environment).flatMap((request) => {
    const provider = providerOf(request, environment);
    if (provider === undefined) return [];
    const binding = provider.bind(request, contextOf(fleet, spec, environment));
    keepsContract(provider, request, binding);
    return [{ provider, request, binding }];
  });
}

/** The requests as they are in one environment: with its sizes, and with what serves them there already. */
export function requestsIn(spec: ServiceSpec, environment: EnvironmentSpec): readonly ResourceRequest[] {
  const overrides = (spec.overrides[environment.name] ?? {}) as Readonly<Record<string, object | undefined>>;
  return spec.requests.map((request) => {
    const existing = request.existingIn?.[environment.name];
    return { ...request, ...overrides[requestKind(request.kind).property], ...(existing === undefined ? {} : { existing }) };
  });
}

export function providerOf(request: ResourceRequest, environment: EnvironmentSpec): ProviderContract | undefined {
  return environment.providers.find((provider) => provider.kind === request.kind);
}

export function contextOf(fleet: FleetSpec, spec: ServiceSpec, environment: EnvironmentSpec): RequestContext {
  return { prefix: fleet.prefix, service: spec.name, environment };
}

/** A provider that gives other variables than its kind promises is a fault of the provider, not of a declaration. */
function keepsContract(provider: ProviderContract, request: ResourceRequest, { values, secrets }: Binding): void {
  const contract = requestKind(request.kind).contract(request as never);
  for (const [promised, given] of [[contract.values, values], [contract.secrets, secrets]] as const) {
    const wanted = [...promised].sort().join(' ');
    const found = Object.keys(given).sort().join(' ');
    if (found !== wanted) throw new Error(`provider ${provider.name} must give ${wanted} for ${request.path}, and gives ${found}`);
  }
}

function imageOf(fleet: FleetSpec, spec: ServiceSpec, environment: EnvironmentSpec, names: Names): string {
  return `${registryOf(fleet, environment)}/${names.imageRepository(spec.name)}:env-${environment.name}`;
}

/** There is a key where something is encrypted with it, and nowhere else. */
function planKey(spec: ServiceSpec, environment: EnvironmentSpec, bound: readonly BoundRequest[], names: Names): KeyPlan | undefined {
  const all = (of: (binding: Binding) => readonly string[], own: readonly string[] = []): string[] =>
    [...new Set([...bound.flatMap(({ binding }) => of(binding)), ...own])].sort();
  const registry = environment.protected ? ['ecr'] : [];
  const via = all(({ encryptsVia }) => encryptsVia, registry);
  if (via.length === 0) return undefined;
  return {
    alias: names.keyAlias(environment.name, spec.name),
    via,
    grantsVia: all(({ grantsVia }) => grantsVia, registry),
    logGroups: all(({ logGroups }) => logGroups),
    adminSecrets: all(({ adminTasks }) => adminTasks.flatMap(({ secrets }) => Object.values(secrets).map(({ stored }) => stored))),
    adminRole: names.secretsPath(environment.name) + names.role(environment.name, DUST_ADMIN, 'secrets'),
    ...(environment.keyArn === undefined ? {} : { existingArn: environment.keyArn }),
  };
}

function labelsOf(prefix: string, spec: ServiceSpec, environment: EnvironmentSpec): Readonly<Record<string, string>> {
  return {
    'app.kubernetes.io/name': spec.name,
    'app.kubernetes.io/part-of': prefix,
    'app.kubernetes.io/managed-by': 'dust-service',
    'dust.dev/environment': environment.name,
    'dust.dev/owner': spec.owner,
  };
}
