import type { TrustDocument } from './accepts';
import type { TrustStatement } from '../policy/role';

/** The policy of a planned trust in GitHub, as a template will hold it. */
export function plannedDocument({ principal, actions, conditions }: TrustStatement): TrustDocument {
  return { Statement: [{ Effect: 'Allow', Principal: { Federated: 'federated' in principal ? { 'Fn::Sub': principal.federated } : '' }, Action: [...actions], Condition: conditions }] };
}
