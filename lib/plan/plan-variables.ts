import type { EnvironmentFacts } from './environment-facts';
import type { BoundRequest } from './fleet-plan';
import type { LocatedFinding } from '../issues/issue';
import { at } from '../issues/issue';
import { judgeVariableName } from '../spec/names';
import type { ServiceSpec } from '../spec/service';

/** A variable and who provides it, so that a name with two sources can be told. */
interface Variable {
  readonly name: string;
  readonly value: string;
  readonly source: string;
}

/** The plain variables of a running container. Callees add theirs when the whole fleet is known. */
export function planVariables(spec: ServiceSpec, environment: EnvironmentFacts, bound: readonly BoundRequest[]): Readonly<Record<string, string>> {
  return toRecord([...provided(spec, environment, bound), ...written(spec, environment)]);
}

/** Names that the declaration gives although something else provides them. */
export function checkVariables(spec: ServiceSpec, environment: EnvironmentFacts, bound: readonly BoundRequest[]): LocatedFinding[] {
  const sources = new Map(provided(spec, environment, bound).map(({ name, source }) => [name, source]));
  for (const callee of spec.calls) sources.set(callVariable(callee), `calls "${callee}"`);
  return written(spec, environment).flatMap(({ name, source: path }) => {
    const source = sources.get(name);
    if (source === undefined) return [];
    return [at(`${spec.name}.${path}`, { code: 'DUST1041', value: name, problem: `is provided by ${source}`, allowed: 'a name that nothing else provides', fix: 'rename the variable' })];
  });
}

/**
 * `catalog-search` is called at `CATALOG_SEARCH_URL`. A service whose name begins like variables of the platform, such as
 * `aws-endpoint`, is called at `SERVICE_AWS_ENDPOINT_URL`; SDKs would take the other name for their own.
 */
export function callVariable(callee: string): string {
  const name = `${callee.toUpperCase().replace(/-/g, '_')}_URL`;
  return judgeVariableName(name) === undefined ? name : `SERVICE_${name}`;
}

function provided({ name, http }: ServiceSpec, environment: EnvironmentFacts, bound: readonly BoundRequest[]): Variable[] {
  return [
    { name: 'PORT', value: String(http.port), source: 'the platform' },
    { name: 'DUST_SERVICE', value: name, source: 'the platform' },
    { name: 'DUST_ENVIRONMENT', value: environment.name, source: 'the platform' },
    { name: 'AWS_REGION', value: environment.region, source: 'the platform' },
    ...bound.flatMap(({ request, binding }) => Object.entries(binding.values).map(([key, value]) => ({ name: key, value, source: request.path }))),
  ];
}

function written(spec: ServiceSpec, environment: EnvironmentFacts): Variable[] {
  const own = spec.overrides[environment.name]?.values ?? {};
  return [
    ...Object.entries(spec.values).filter(([name]) => !Object.hasOwn(own, name)).map(([name, value]) => ({ name, value, source: `values.${name}` })),
    ...Object.entries(own).map(([name, value]) => ({ name, value, source: `overrides.${environment.name}.values.${name}` })),
  ];
}

function toRecord(variables: readonly Variable[]): Readonly<Record<string, string>> {
  return Object.fromEntries(variables.map(({ name, value }) => [name, value] as const).sort(([a], [b]) => (a < b ? -1 : 1)));
}
