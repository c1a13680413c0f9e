import { capabilityOf, glob, globAction, grantsOf } from '../../independent/iam';
import type { Statement } from '../../independent/iam';
import type { World } from '../../independent/world';

/** What IAM answers to somebody who has these statements and no others: one denial outweighs, and silence is one. */
export function allows(statements: readonly Statement[], action: string, resource: string): boolean {
  const matching = statements.filter(({ actions, resources }) => actions.some((one) => globAction(one, action)) && resources.some((one) => glob(one, resource)));
  const conditional = matching.find(({ conditions }) => Object.keys(conditions).length > 0);
  if (conditional !== undefined) throw new Error(`${conditional.sid} has a condition, which is not known here`);
  return matching.some(({ effect }) => effect === 'Allow') && matching.every(({ effect }) => effect === 'Allow');
}

/** Everything that the pods of a service are allowed on AWS. */
export function podStatements(world: World, environment: string, service: string): Statement[] {
  const own = grantsOf(world).filter(({ role }) => role.stack.environment === environment && role.stack.service === service && capabilityOf(role) === 'pod');
  return own.map(({ statement }) => statement);
}
