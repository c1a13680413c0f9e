import { exposure } from './exposure';
import { namespaces } from './namespaces';
import { policyObjects } from './policy';
import { releaseOnly } from './release-only';
import { restartOnly } from './restart-only';
import { secretStores } from './secret-stores';
import type { PlatformPlan } from '../../../lib/plan/fleet-plan';
import type { ChartObject } from '../service-chart';

/** The same for all services of an environment, those included that come later: what differs stands in their Namespaces. */
export function admissionPolicies(plan: PlatformPlan): ChartObject[] {
  const { names } = plan.admission;
  return [
    ...policyObjects(names['restart-only'], restartOnly),
    ...policyObjects(names['release-only'], releaseOnly),
    ...policyObjects(names.namespaces, namespaces(plan)),
    ...policyObjects(names['secret-stores'], secretStores(plan)),
    ...policyObjects(names.exposure, exposure(plan)),
  ];
}
