import type { EnvironmentFacts } from './environment-facts';
import type { BoundRequest } from './fleet-plan';
import { judgeVariableName } from '../spec/names';
import type { ServiceSpec } from '../spec/service';

/**
 * The plain variables of a running container; no name has two sources, which `check-service.ts` sees to. Callees add
 * theirs when the whole fleet is known.
 */
export function planVariables(spec: ServiceSpec, environment: EnvironmentFacts, bound: readonly BoundRequest[]): Readonly<Record<string, string>> {
  const variables = new Map([
    ['PORT', String(spec.http.port)],
    ['DUST_SERVICE', spec.name],
    ['DUST_ENVIRONMENT', environment.name],
    ['AWS_REGION', environment.region],
    ...bound.flatMap(({ binding }) => Object.entries(binding.values)),
    ...Object.entries(spec.values),
    ...Object.entries(spec.overrides[environment.name]?.values ?? {}),
  ] as const);
  return Object.fromEntries([...variables].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/**
 * `catalog-search` is called at `CATALOG_SEARCH_URL`. A service whose name begins like variables of the platform, such as
 * `aws-endpoint`, is called at `SERVICE_AWS_ENDPOINT_URL`; SDKs would take the other name for their own.
 */
export function callVariable(callee: string): string {
  const name = `${callee.toUpperCase().replace(/-/g, '_')}_URL`;
  return judgeVariableName(name) === undefined ? name : `SERVICE_${name}`;
}
