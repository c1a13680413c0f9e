import { covers } from './covers';
import { PARTITION_ARN } from './statement';
import type { Statement } from './statement';
import type { EnvironmentFacts } from '../plan/environment-facts';
import type { PermissionSpec } from '../spec/permission';

/** What declarations ask for or permit, for one environment. */
export function declaredStatements(permissions: readonly PermissionSpec[], environment: EnvironmentFacts, word: string): readonly Statement[] {
  return permissions.map(({ actions, resources, reason }, index) => ({
    sid: `${word}${index + 1}`,
    actions: [...new Set(actions)].sort(),
    resources: [...new Set(resources.map((resource) => inEnvironment(resource, environment)))].sort(),
    reason,
  }));
}

/** The words in angle brackets, and the environment's own partition, are those of the environment. */
function inEnvironment(resource: string, { name, account, region, partition }: EnvironmentFacts): string {
  return resource
    .replace(/<account>/g, account)
    .replace(/<region>/g, region)
    .replace(/<environment>/g, name)
    .replace(new RegExp(`^arn:(?:<partition>|${partition}):`), PARTITION_ARN);
}

/** One action on one resource. */
export interface Access {
  readonly action: string;
  readonly resource: string;
}

/** The first action on a resource that no statement of a boundary covers; conditions are the affair of each statement. */
export function firstOutside(asked: readonly Statement[], boundary: readonly Statement[]): Access | undefined {
  for (const { actions, resources } of asked) {
    for (const action of actions) {
      const within = boundary.filter((statement) => statement.actions.includes(action)).flatMap((statement) => statement.resources);
      const resource = resources.find((one) => !within.some((pattern) => covers(pattern, one)));
      if (resource !== undefined) return { action, resource };
    }
  }
  return undefined;
}
