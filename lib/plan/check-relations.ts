import { environmentsOf } from './environments-of';
import { at } from '../issues/issue';
import type { LocatedFinding } from '../issues/issue';
import { didYouMean } from '../issues/suggest';
import type { FleetSpec } from '../spec/fleet';
import type { ServiceSpec } from '../spec/service';
import { Names } from './names';
import { planIngress } from './plan-ingress';

/** What the services of one fleet must agree on. */
export function checkRelations(fleet: FleetSpec, specs: readonly ServiceSpec[], allNames: readonly string[]): LocatedFinding[] {
  const byName = new Map(specs.map((spec) => [spec.name, spec]));
  return [...specs.flatMap((spec) => checkCalls(fleet, spec, byName, allNames)), ...checkHosts(fleet, specs)];
}

function checkCalls(fleet: FleetSpec, spec: ServiceSpec, byName: ReadonlyMap<string, ServiceSpec>, allNames: readonly string[]): LocatedFinding[] {
  return spec.calls.flatMap((name, index) => {
    const path = `${spec.name}.calls[${index}]`;
    const callee = byName.get(name);
    if (callee === undefined) {
      // A service with issues of its own has no spec, but it is there.
      if (allNames.includes(name)) return [];
      return [at(path, { code: 'DUST3002', value: name, problem: 'is not a service of the fleet', allowed: allNames.join(', '), fix: didYouMean(name, allNames, 'declare it or remove it') })];
    }
    return [...checkPresence(fleet, spec, callee, path), ...checkAdmission(spec, callee, path)];
  });
}

function checkPresence(fleet: FleetSpec, spec: ServiceSpec, callee: ServiceSpec, path: string): LocatedFinding[] {
  const there = environmentsOf(callee, fleet.environments);
  const missing = environmentsOf(spec, fleet.environments).filter((environment) => !there.includes(environment)).map(({ name }) => name);
  if (missing.length === 0) return [];
  return [at(path, { code: 'DUST3004', value: callee.name, problem: `is not in environment ${missing.map((name) => `"${name}"`).join(', ')}`, allowed: 'services that are in every environment of the caller', fix: `add ${callee.name} to the environment, or take ${spec.name} out of it` })];
}

function checkAdmission(spec: ServiceSpec, callee: ServiceSpec, path: string): LocatedFinding[] {
  if (callee.calledBy === undefined || callee.calledBy.includes(spec.name)) return [];
  return [at(path, { code: 'DUST3006', value: callee.name, problem: `does not list "${spec.name}" in calledBy`, allowed: 'callees that admit the caller', fix: `add "${spec.name}" to calledBy of ${callee.name}` })];
}

/** One host leads to one service; two would take turns. */
function checkHosts(fleet: FleetSpec, specs: readonly ServiceSpec[]): LocatedFinding[] {
  const names = new Names(fleet.prefix);
  const owners = new Map<string, string>();
  const findings: LocatedFinding[] = [];
  for (const spec of [...specs].sort((a, b) => (a.name < b.name ? -1 : 1))) {
    for (const environment of environmentsOf(spec, fleet.environments)) {
      const host = planIngress(spec, environment, names)?.host;
      if (host === undefined) continue;
      const owner = owners.get(host);
      if (owner === undefined || owner === spec.name) owners.set(host, spec.name);
      else findings.push(at(`${spec.name}.http.access`, { code: 'DUST3007', value: host, problem: `is already the host of "${owner}"`, allowed: 'one service at a host', fix: 'choose another name in Access' }));
    }
  }
  return findings;
}
