import type { Json } from './json';

/** Where the resources of one template come to be. */
export interface StackFacts {
  readonly name: string;
  /** Undefined where only CloudFormation knows it. */
  readonly account: string | undefined;
  readonly region: string | undefined;
  readonly partition: string | undefined;
  /** Whether the fleet put something of its own into it. */
  readonly ofFleet: boolean;
}

/** One resource as it will stand in a template, whoever made or changed it. */
export interface FinalResource {
  /** Where it stands in the tree of constructs, such as `Platform/prod/PlatformApplyRole`. */
  readonly place: string;
  readonly stack: StackFacts;
  readonly logicalId: string;
  readonly type: string;
  readonly properties: Json;
}

/** The resources of one type. */
export function ofType(resources: readonly FinalResource[], ...types: readonly string[]): readonly FinalResource[] {
  return resources.filter(({ type }) => types.includes(type));
}

/** A property as an issue names its place. */
export function propertyPath({ place }: FinalResource, property: string): string {
  return `${place} ${property}`;
}
