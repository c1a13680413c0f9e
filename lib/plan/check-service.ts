import { checkPermissions } from './check-permissions';
import { environmentsOf } from './environments-of';
import type { BoundRequest } from './fleet-plan';
import { Names } from './names';
import { namespaceOf } from './namespace-of';
import { podStatements, storeStatements } from './plan-identities';
import { checkIngress } from './plan-ingress';
import { bindRequests, contextOf, providerOf, requestsIn } from './plan-service';
import { callVariable } from './plan-variables';
import { at } from '../issues/issue';
import type { LocatedFinding } from '../issues/issue';
import { mergeFindings } from '../issues/merge';
import { didYouMean, listed } from '../issues/suggest';
import { MAX_POLICY_CHARACTERS, policySize } from '../policy/merge';
import type { ResourceRequest } from '../providers/contract';
import { requestKind } from '../requests';
import type { EnvironmentSpec } from '../spec/environment';
import type { FleetSpec } from '../spec/fleet';
import { joinPath } from '../spec/path';
import { checkRepository } from '../spec/repository';
import type { ServiceSpec } from '../spec/service';

/** What a declaration and the environments of its fleet must agree on. */
export function checkServiceInFleet(fleet: FleetSpec, spec: ServiceSpec): LocatedFinding[] {
  const environments = environmentsOf(spec, fleet.environments);
  return mergeFindings([
    ...checkRepository(fleet.gitHub, spec.repository, `${spec.name}.repository`),
    ...checkEnvironmentNames(fleet, spec),
    ...checkSources(spec),
    ...checkCase(spec),
    ...spec.requests.flatMap((request) => checkExisting(fleet, spec, request)),
    ...environments.flatMap((environment) => {
      const bound = bindRequests(fleet, spec, environment);
      return [
        ...requestsIn(spec, environment).flatMap((request) => checkProvider(fleet, spec, request, environment)),
        ...checkIngress(spec, environment),
        ...checkNamespace(fleet, spec, environment),
        ...checkReplicas(spec, environment),
        ...checkMaxReplicas(spec, environment),
        ...checkPolicySizes(spec, environment, bound),
        ...checkPermissions(fleet, spec, environment, bound),
        ...checkCredentials(spec, environment, bound),
      ];
    }),
  ]);
}

function checkEnvironmentNames({ environments }: FleetSpec, spec: ServiceSpec): LocatedFinding[] {
  const known = environments.map(({ name }) => name);
  const own = environmentsOf(spec, environments).map(({ name }) => name);
  const unknown = (name: string, path: string): LocatedFinding[] => known.includes(name) ? [] : [at(`${spec.name}.${path}`, {
    code: 'DUST2001', value: name, problem: 'is not an environment of the fleet', allowed: listed(known), fix: didYouMean(name, known, 'name one of them'),
  })];
  const useless = (name: string, path: string): LocatedFinding[] => own.includes(name) || !known.includes(name) ? [] : [at(`${spec.name}.${path}`, {
    code: 'DUST2001', value: name, problem: 'is not an environment of the service', allowed: listed(own), fix: `remove it, or add "${name}" to "environments"`,
  })];
  const findings = [
    ...(spec.environments ?? []).flatMap((name, index) => unknown(name, `environments[${index}]`)),
    ...Object.keys(spec.overrides).flatMap((name) => [...unknown(name, joinPath('overrides', name)), ...useless(name, joinPath('overrides', name))]),
  ];
  if (spec.environments?.length === 0) {
    findings.push(at(`${spec.name}.environments`, { code: 'DUST2001', problem: 'is empty', allowed: listed(known), fix: 'name an environment, or leave it out for all of them' }));
  }
  return findings;
}

/** A variable that two sources of the declaration give; those that a provider fills are known without it. */
function checkSources(spec: ServiceSpec): LocatedFinding[] {
  const owners = new Map<string, { readonly source: string; readonly sharedBy?: string }>();
  const claim = (name: string, source: string, path: string, sharedBy?: string, fix = 'rename one of the two'): LocatedFinding[] => {
    const owner = owners.get(name);
    if (owner === undefined) owners.set(name, { source, ...(sharedBy === undefined ? {} : { sharedBy }) });
    if (owner === undefined || (sharedBy !== undefined && owner.sharedBy === sharedBy)) return [];
    return [at(`${spec.name}.${path}`, { code: 'DUST1041', value: name, problem: `is provided by ${owner.source}`, allowed: 'a name that nothing else provides', fix })];
  };
  const found = spec.requests.flatMap((request) => {
    const { values, secrets } = requestKind(request.kind).contract(request as never);
    return [
      ...values.flatMap((name) => claim(name, request.path, request.path, request.kind)),
      ...secrets.flatMap((name) => claim(name, request.path, request.path)),
    ];
  });
  found.push(...spec.calls.flatMap((callee) => claim(callVariable(callee), `calls "${callee}"`, `calls[${spec.typedCalls.indexOf(callee)}]`)));
  const written = [
    ...Object.keys(spec.values).map((name) => ({ name, path: `values.${name}` })),
    ...Object.entries(spec.overrides).flatMap(([environment, { values }]) => Object.keys(values ?? {}).map((name) => ({ name, path: `${joinPath('overrides', environment)}.values.${name}` }))),
  ];
  // Several environments may give a value to one variable, so written names do not claim anything from each other.
  return [...found, ...written.flatMap(({ name, path }) => (owners.has(name) ? claim(name, path, path, undefined, 'rename the variable') : []))];
}

/** What exists is named for environments that the service is in. */
function checkExisting({ environments }: FleetSpec, spec: ServiceSpec, { path, existingIn = {} }: ResourceRequest): LocatedFinding[] {
  const own = environmentsOf(spec, environments).map(({ name }) => name);
  return Object.keys(existingIn).filter((name) => !own.includes(name)).map((name) => at(`${spec.name}.${joinPath(`${path}.existing`, name)}`, {
    code: 'DUST2001', value: name, problem: 'is not an environment of the service', allowed: listed(own), fix: didYouMean(name, own, 'name one of them'),
  }));
}

function checkProvider(fleet: FleetSpec, spec: ServiceSpec, request: ResourceRequest, environment: EnvironmentSpec): LocatedFinding[] {
  const path = `${spec.name}.${request.path}`;
  const provider = providerOf(request, environment);
  if (provider !== undefined) return provider.check(request, contextOf(fleet, spec, environment)).map((finding) => at(path, finding));
  return [at(path, {
    code: 'DUST2004',
    problem: `environment "${environment.name}" has no provider for ${request.kind}`,
    allowed: 'an environment whose providers serve the request',
    fix: fixOf(request.kind, environment.name),
  })];
}

function fixOf(kind: string, environment: string): string {
  const { servedBy } = requestKind(kind);
  return servedBy === undefined ? `remove it; no provider of this version serves ${kind}` : `add ${servedBy} to the providers of environment "${environment}"`;
}

/** The foundation of a service would deny an operator its connections and its privileges. */
function checkNamespace(fleet: FleetSpec, spec: ServiceSpec, environment: EnvironmentSpec): LocatedFinding[] {
  const namespace = namespaceOf(spec.name, environment, new Names(fleet.prefix));
  const { tailscaleNamespace, cloudNativePg, seaweedFs, redisOperator, prometheus } = environment.cluster.profile;
  const operators = [
    ["Tailscale's operator", tailscaleNamespace], ['CloudNativePG', cloudNativePg?.namespace], ["SeaweedFS's operator", seaweedFs?.namespace],
    ['the Redis operator', redisOperator?.namespace], ['Prometheus', prometheus?.namespace], ['External Secrets', 'external-secrets'], ['cert-manager', 'cert-manager'],
  ] as const;
  return operators.filter(([, taken]) => taken === namespace).map(([whose]) => at(spec.name, {
    code: 'DUST2019', value: namespace, problem: `is the namespace of ${whose} in environment "${environment.name}"`, allowed: 'a namespace of its own', fix: 'rename the service',
  }));
}

/** IAM takes policies up to a size; it would say so only during the deployment. */
function checkPolicySizes(spec: ServiceSpec, environment: EnvironmentSpec, bound: readonly BoundRequest[]): LocatedFinding[] {
  const policies = [
    { whose: 'its pods', things: 'buckets', about: 35, statements: podStatements(spec, environment, bound) },
    { whose: "its namespace's store", things: 'secrets', about: 50, statements: storeStatements(environment, bound) },
  ];
  return policies.flatMap(({ whose, things, about, statements }) => {
    const size = policySize(statements);
    if (size <= MAX_POLICY_CHARACTERS) return [];
    return [at(spec.name, {
      code: 'DUST2018',
      problem: `asks for so much that the policy of ${whose} would have ${size} characters`,
      allowed: `${MAX_POLICY_CHARACTERS}, IAM's limit; about ${about} ${things}`,
      fix: `use fewer ${things}, or split the service`,
    })];
  });
}

/** An SDK looks for variables before it asks for the credentials of the pod, so it would ask AWS with keys of another store. */
function checkCredentials(spec: ServiceSpec, environment: EnvironmentSpec, bound: readonly BoundRequest[]): LocatedFinding[] {
  const given = bound.find(({ binding }) => Object.keys(binding.credentials).length > 0);
  if (given === undefined || podStatements(spec, environment, bound).length === 0) return [];
  return [at(`${spec.name}.permissions`, {
    code: 'DUST2031',
    problem: `would have no effect in environment "${environment.name}", where ${given.provider.name} gives the pods keys of its own for ${given.request.path}`,
    allowed: 'permissions of AWS, or a store of buckets with keys of its own, in one environment',
    fix: `remove permissions, or serve ${given.request.kind} in environment "${environment.name}" by a provider of AWS`,
  })];
}

/** AWS keeps names apart that differ in case alone; DNS and people do not. */
function checkCase(spec: ServiceSpec): LocatedFinding[] {
  const seen = new Map<string, string>();
  return spec.requests.flatMap((request) => {
    const name = `${request.kind} ${request.key.toLowerCase()}`;
    const earlier = seen.get(name);
    if (earlier === undefined) seen.set(name, request.key);
    if (earlier === undefined || earlier === request.key) return [];
    return [at(`${spec.name}.${request.path}`, {
      code: 'DUST1041', value: request.key, problem: `differs from "${earlier}" in case alone`, allowed: 'a name that nothing else has in any case', fix: 'rename one of the two',
    })];
  });
}

/** Fewer pods than this and a node that is drained takes the service down. */
function minReplicas(environment: EnvironmentSpec): number {
  if (environment.protected) return 3;
  return environment.ephemeral ? 1 : 2;
}

function checkReplicas(spec: ServiceSpec, environment: EnvironmentSpec): LocatedFinding[] {
  const own = spec.overrides[environment.name];
  const { replicas, maxReplicas } = { ...spec.http, ...own };
  if (replicas === undefined) return [];
  const least = Math.max(minReplicas(environment), (maxReplicas ?? replicas) > replicas ? 2 : 1);
  if (replicas >= least) return [];
  const path = own?.replicas === undefined ? 'http' : joinPath('overrides', environment.name);
  return [at(`${spec.name}.${path}.replicas`, {
    code: 'DUST2017',
    value: replicas,
    problem: `is too few for environment "${environment.name}"`,
    allowed: '3 or more in a protected environment, 2 or more below an autoscaler and wherever data may not be lost',
    fix: `set overrides.${environment.name}.replicas to ${least}`,
  })];
}

/** Where a declaration does not say how many pods run, the environment does, and `maxReplicas` must admit them. */
function checkMaxReplicas(spec: ServiceSpec, environment: EnvironmentSpec): LocatedFinding[] {
  const own = spec.overrides[environment.name];
  const { replicas, maxReplicas } = { ...spec.http, ...own };
  const started = environment.protected ? 3 : 2;
  if (replicas !== undefined || maxReplicas === undefined || maxReplicas >= started) return [];
  const path = own?.maxReplicas === undefined ? 'http' : joinPath('overrides', environment.name);
  return [at(`${spec.name}.${path}.maxReplicas`, {
    code: 'DUST1032', value: maxReplicas, problem: `is less than the ${started} replicas of environment "${environment.name}"`, allowed: 'maxReplicas of at least replicas', fix: 'raise maxReplicas, or set replicas as well',
  })];
}
