import { dnsSuffixOf } from '../spec/aws';
import type { EnvironmentSpec } from '../spec/environment';
import type { FleetSpec } from '../spec/fleet';

/** The host that images come from: a protected environment pulls from its own account and region, the others from the builds registry. */
export function registryOf({ registry }: FleetSpec, environment: EnvironmentSpec): string {
  const { account, region } = environment.protected ? environment : registry;
  return `${account}.dkr.ecr.${region}.${dnsSuffixOf(environment.partition)}`;
}
