import { accessEntries } from './checks/access-entries';
import { attachedPolicies } from './checks/attached-policies';
import { longLivedKeys } from './checks/long-lived-keys';
import { inlinePolicySizes, managedPolicySizes } from './checks/policy-sizes';
import { sessions } from './checks/sessions';
import { trustSizes } from './checks/trust-sizes';
import { trusts } from './checks/trusts';
import { unknownActions } from './checks/unknown-actions';
import type { FinalResource } from './final-resource';
import { resolved } from './known-names';
import type { PlannedFleet, TemplateCheck } from './template-check';
import type { LocatedFinding } from '../issues/issue';

/** Everything that is judged on the templates as they will be written, whoever made or changed a resource. */
const CHECKS: readonly TemplateCheck[] = [
  trusts,
  trustSizes,
  managedPolicySizes,
  inlinePolicySizes,
  attachedPolicies,
  sessions,
  accessEntries,
  longLivedKeys,
  unknownActions,
];

export const JUDGED_TYPES: ReadonlySet<string> = new Set(CHECKS.flatMap(({ types }) => types));

export function checkResources(resources: readonly FinalResource[], fleets: readonly PlannedFleet[]): LocatedFinding[] {
  const judged = resolved(resources);
  return CHECKS.flatMap((one) => one.check(judged, fleets));
}
