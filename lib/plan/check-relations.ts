import { checkAdoptions } from './check-adoptions';
import { environmentsOf } from './environments-of';
import { Names } from './names';
import { planIngress } from './plan-ingress';
import { at } from '../issues/issue';
import type { LocatedFinding } from '../issues/issue';
import { mergeFindings } from '../issues/merge';
import { didYouMean, listed } from '../issues/suggest';
import type { FleetSpec } from '../spec/fleet';
import { judgeServiceName } from '../spec/names';
import type { ServiceSpec } from '../spec/service';

/** What the services of one fleet must agree on. */
export function checkRelations(fleet: FleetSpec, specs: readonly ServiceSpec[], allNames: readonly string[]): LocatedFinding[] {
  const services = new Services(fleet, specs, allNames);
  return mergeFindings([
    ...specs.flatMap((spec) => checkCalls(services, spec)),
    ...specs.flatMap((spec) => checkCallers(services, spec)),
    ...checkHosts(fleet, specs),
    ...checkAdoptions(fleet, specs),
  ]);
}

class Services {
  /** The names that can be meant. A name with an issue of its own is no suggestion. */
  public readonly names: readonly string[];
  private readonly byName: ReadonlyMap<string, ServiceSpec>;
  private readonly declared: ReadonlySet<string>;

  public constructor(private readonly fleet: FleetSpec, specs: readonly ServiceSpec[], allNames: readonly string[]) {
    this.byName = new Map(specs.map((spec) => [spec.name, spec]));
    this.declared = new Set(allNames);
    this.names = [...this.declared].filter((name) => typeof name === 'string' && judgeServiceName(name) === undefined).sort();
  }

  /** Undefined where there is no such service, or where it has issues of its own. */
  public spec(name: string): ServiceSpec | undefined {
    return this.byName.get(name);
  }

  public isDeclared(name: string): boolean {
    return this.declared.has(name);
  }

  public namesFor(spec: ServiceSpec): string[] {
    return this.names.filter((name) => name !== spec.name);
  }

  public environments(spec: ServiceSpec): readonly string[] {
    return environmentsOf(spec, this.fleet.environments).map(({ name }) => name);
  }

  /** Whether every environment that it names is there; where one is misspelt, that alone is told. */
  public hasKnownEnvironments({ environments }: ServiceSpec): boolean {
    const known = this.fleet.environments.map(({ name }) => name);
    return environments === undefined || (environments.length > 0 && environments.every((name) => known.includes(name)));
  }
}

function checkCalls(services: Services, spec: ServiceSpec): LocatedFinding[] {
  return spec.calls.flatMap((name) => {
    const path = `${spec.name}.calls[${spec.typedCalls.indexOf(name)}]`;
    if (!services.isDeclared(name)) return [unknownService(services, spec, name, path)];
    const callee = services.spec(name);
    return callee === undefined ? [] : [...checkPresence(services, spec, callee, path), ...checkAdmission(services, spec, callee, path)];
  });
}

function checkCallers(services: Services, spec: ServiceSpec): LocatedFinding[] {
  return (spec.calledBy ?? []).flatMap((name, index) => services.isDeclared(name) ? [] : [unknownService(services, spec, name, `${spec.name}.calledBy[${index}]`)]);
}

function unknownService(services: Services, spec: ServiceSpec, name: string, path: string): LocatedFinding {
  const known = services.namesFor(spec);
  return at(path, { code: 'DUST3002', value: name, problem: 'is not a service of the fleet', allowed: listed(known), fix: didYouMean(name, known, 'declare it or remove it') });
}

function checkPresence(services: Services, spec: ServiceSpec, callee: ServiceSpec, path: string): LocatedFinding[] {
  if (!services.hasKnownEnvironments(callee)) return [];
  const there = services.environments(callee);
  const missing = services.environments(spec).filter((name) => !there.includes(name)).map((name) => `"${name}"`);
  if (missing.length === 0) return [];
  const environments = missing.join(', ');
  return [at(path, { code: 'DUST3004', value: callee.name, problem: `is not in environment ${environments}`, allowed: 'services that are in every environment of the caller', fix: `add ${environments} to "environments" of ${callee.name}, or take ${spec.name} out of it` })];
}

/** A callee with a misspelt caller is told about that one; the caller itself has nothing to mend. */
function checkAdmission(services: Services, spec: ServiceSpec, callee: ServiceSpec, path: string): LocatedFinding[] {
  if (callee.calledBy === undefined || callee.calledBy.includes(spec.name) || !callee.calledBy.every((name) => services.isDeclared(name))) return [];
  return [at(path, { code: 'DUST3006', value: callee.name, problem: `does not list "${spec.name}" in calledBy`, allowed: 'callees that admit the caller', fix: `add "${spec.name}" to calledBy of ${callee.name}` })];
}

interface Host {
  readonly host: string;
  readonly service: string;
  readonly environment: string;
}

/** One host leads to one service in one environment; two would take turns. */
function checkHosts(fleet: FleetSpec, specs: readonly ServiceSpec[]): LocatedFinding[] {
  const owners = new Map<string, Host>();
  const pairs = new Set<string>();
  return hostsOf(fleet, specs).flatMap((one) => {
    const owner = owners.get(one.host);
    if (owner === undefined) owners.set(one.host, one);
    if (owner === undefined || (owner.service === one.service && owner.environment === one.environment)) return [];
    const path = `${one.service}.http.access`;
    if (owner.service !== one.service) return [at(path, { code: 'DUST3007', value: one.host, problem: `is already the host of "${owner.service}"`, allowed: 'one service at a host', fix: 'choose another name in Access' })];
    // All services of two environments with one domain have this mistake in common, so the first of them tells it.
    const pair = `${owner.environment} ${one.environment}`;
    if (pairs.has(pair)) return [];
    pairs.add(pair);
    return [at(path, { code: 'DUST3007', value: one.host, problem: `is its host in environment "${owner.environment}" and in environment "${one.environment}"`, allowed: 'one environment at a host', fix: `give environment "${one.environment}" an ingress.domain of its own` })];
  });
}

function hostsOf(fleet: FleetSpec, specs: readonly ServiceSpec[]): Host[] {
  const names = new Names(fleet.prefix);
  const sorted = [...specs].sort((a, b) => (a.name < b.name ? -1 : 1));
  return sorted.flatMap((spec) => environmentsOf(spec, fleet.environments).flatMap((environment) => {
    const host = planIngress(spec, environment, names)?.host;
    return host === undefined ? [] : [{ host, service: spec.name, environment: environment.name }];
  }));
}
