import type { Declared } from './check';
import { secretName } from './secrets';
import { ofType, serviceStack } from './world';
import type { Placed, Printed, Stack, World } from './world';

export const INSTANCE = 'AWS::RDS::DBInstance';
export const CACHE = 'AWS::ElastiCache::ReplicationGroup';

/** What the two requests are called in the declaration and in the names of their secrets. */
export type Kept = 'postgres' | 'cache';

export function keptSecret(declared: Declared, environment: string, service: string, kind: Kept, part: string): string {
  return secretName(declared, environment, service, `${kind}/${part}`);
}

/** The database or cache of a stack. */
export function keptIn(stack: Stack | undefined, kind: Kept): Printed | undefined {
  return stack?.printed.find(({ type }) => type === (kind === 'postgres' ? INSTANCE : CACHE));
}

export function portOf(kept: Printed | undefined): number {
  return Number(kept?.properties.Port);
}

/** Whether any service of an environment may have a database or cache. */
export function hasDatabases(declared: Declared, environment: string | undefined): boolean {
  return (declared.environments[environment ?? '']?.databaseSubnets ?? []).length > 0;
}

/** Databases of an environment, whichever service has them. */
export function instancesOf(world: World, environment: string): Printed[] {
  return ofType(world, INSTANCE).filter(({ stack }) => stack.environment === environment);
}

/** What a service of a folder has by its own stack. */
export function keptNear(world: World, { environment, folder }: Pick<Placed, 'environment' | 'folder'>, kind: Kept): Printed | undefined {
  return keptIn(serviceStack(world, environment, folder), kind);
}

/** A secret of the stack, by the end of its name. */
export function secretOf(stack: Stack, declared: Declared, kind: Kept, part: string): Printed | undefined {
  const name = keptSecret(declared, stack.environment ?? '', stack.service ?? '', kind, part);
  return stack.printed.find(({ type, properties }) => type === 'AWS::SecretsManager::Secret' && properties.Name === name);
}

/** The words that a generated secret has beside its random part. */
export function wordsOf(secret: Printed | undefined): Record<string, unknown> {
  const text: unknown = secret?.properties.GenerateSecretString?.SecretStringTemplate;
  return typeof text === 'string' ? (JSON.parse(text) as Record<string, unknown>) : {};
}

export function platformOf(world: World, environment: string | undefined): Stack | undefined {
  return world.stacks.find((stack) => stack.kind === 'platform' && stack.environment === environment);
}
