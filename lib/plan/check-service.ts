import { environmentsOf } from './environments-of';
import { checkIngress } from './plan-ingress';
import { bindRequests, contextOf, providerOf } from './plan-service';
import { checkVariables } from './plan-variables';
import { at } from '../issues/issue';
import type { LocatedFinding } from '../issues/issue';
import { didYouMean } from '../issues/suggest';
import type { EnvironmentSpec } from '../spec/environment';
import type { FleetSpec } from '../spec/fleet';
import type { ServiceSpec } from '../spec/service';

/** What a declaration and the environments of its fleet must agree on. */
export function checkServiceInFleet(fleet: FleetSpec, spec: ServiceSpec): LocatedFinding[] {
  return [
    ...checkEnvironmentNames(fleet, spec),
    ...environmentsOf(spec, fleet.environments).flatMap((environment) => {
      const missing = checkProviders(fleet, spec, environment);
      const rest = [...checkIngress(spec, environment), ...checkSizesIn(spec, environment)];
      return [...missing, ...rest, ...(missing.length > 0 ? [] : checkVariables(spec, environment, bindRequests(fleet, spec, environment)))];
    }),
  ];
}

function checkEnvironmentNames({ environments }: FleetSpec, spec: ServiceSpec): LocatedFinding[] {
  const known = environments.map(({ name }) => name);
  const unknown = (name: string, path: string): LocatedFinding[] => known.includes(name) ? [] : [at(`${spec.name}.${path}`, {
    code: 'DUST2001', value: name, problem: 'is not an environment of the fleet', allowed: known.join(', '), fix: didYouMean(name, known, 'name one of them'),
  })];
  const findings = [
    ...(spec.environments ?? []).flatMap((name, index) => unknown(name, `environments[${index}]`)),
    ...Object.keys(spec.overrides).flatMap((name) => unknown(name, `overrides.${name}`)),
  ];
  if (spec.environments?.length === 0) {
    findings.push(at(`${spec.name}.environments`, { code: 'DUST2001', problem: 'is empty', allowed: known.join(', '), fix: 'name an environment, or leave it out for all of them' }));
  }
  return findings;
}

function checkProviders(fleet: FleetSpec, spec: ServiceSpec, environment: EnvironmentSpec): LocatedFinding[] {
  return spec.requests.flatMap((request) => {
    const path = `${spec.name}.${request.path}`;
    const provider = providerOf(request, environment);
    if (provider !== undefined) return provider.check(request, contextOf(fleet, spec, environment)).map((finding) => at(path, finding));
    return [at(path, {
      code: 'DUST2004',
      problem: `environment "${environment.name}" has no provider for ${request.kind}`,
      allowed: 'an environment whose providers serve the request',
      fix: `add a provider for ${request.kind} to environment "${environment.name}"`,
    })];
  });
}

/** An override replaces one size; together with the declared ones and the defaults they must still fit. */
function checkSizesIn(spec: ServiceSpec, environment: EnvironmentSpec): LocatedFinding[] {
  const sizes = { ...spec.http, ...spec.overrides[environment.name] };
  const replicas = sizes.replicas ?? (environment.protected ? 3 : 2);
  if (sizes.maxReplicas === undefined || sizes.maxReplicas >= replicas) return [];
  const own = spec.overrides[environment.name]?.maxReplicas !== undefined;
  return [at(`${spec.name}.${own ? `overrides.${environment.name}` : 'http'}.maxReplicas`, {
    code: 'DUST1032', value: sizes.maxReplicas, problem: `is less than the ${replicas} replicas of environment "${environment.name}"`, allowed: 'at least replicas', fix: 'raise maxReplicas or lower replicas',
  })];
}
