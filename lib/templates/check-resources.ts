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
  trustSizes,
  managedPolicySizes,
  inlinePolicySizes,
  attachedPolicies,
  sessions,
  accessEntries,
  longLivedKeys,
  unknownActions,
  // Behind what is simpler to mend in the same policy.
  trusts,
];

export const JUDGED_TYPES: ReadonlySet<string> = new Set(CHECKS.flatMap(({ types }) => types));

export function checkResources(resources: readonly FinalResource[], fleets: readonly PlannedFleet[]): LocatedFinding[] {
  const judged = resolved(resources);
  const findings: LocatedFinding[] = [];
  for (const one of CHECKS) {
    const found = one.check(judged, fleets);
    findings.push(...found.filter(({ path }) => !findings.some((earlier) => isWithin(earlier.path, path))));
  }
  return findings;
}

/** One mistake is told once: a policy with an action that nobody knows also lets nobody in. */
function isWithin(earlier: string, path: string): boolean {
  return earlier === path || earlier.startsWith(`${path}.`);
}
