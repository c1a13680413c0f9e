import type { EnvironmentFacts } from './environment-facts';
import type { Names } from './names';

/** The namespace of a service; it carries the environment's name where several environments share a cluster. */
export function namespaceOf(service: string, environment: EnvironmentFacts, names: Names): string {
  return names.namespace(service, environment.cluster.namespaces === 'service' ? undefined : environment.name);
}
