import type { TrustDocument } from './accepts';
import type { TrustStatement } from '../policy/role';
import { PARTITION } from '../policy/statement';

/** The policy of a planned trust in GitHub, as a template will hold it. */
export function plannedDocument({ principal, actions, conditions }: TrustStatement): TrustDocument {
  return { Statement: [{ Effect: 'Allow', Principal: { Federated: 'federated' in principal ? principal.federated.replace(PARTITION, 'aws') : '' }, Action: [...actions], Condition: conditions }] };
}
