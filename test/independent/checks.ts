import { awsCriteria } from './aws-criteria';
import { edgeCriteria } from './edge-criteria';
import { forbidden } from './forbidden';
import { network } from './network';
import { ordering } from './ordering';
import { permissions } from './permissions';
import { podSecurity } from './pod-security';
import { rbac } from './rbac';
import { references } from './references';
import { routing } from './routing';
import { seams } from './seams';
import { identitySeams } from './seams-identities';
import { trusts } from './trusts';
import { uniqueness } from './uniqueness';
import { workloadCriteria } from './workload-criteria';
import type { Checks } from './check';

/** Every check by its name. */
export const checks: Checks = {
  ...seams,
  ...identitySeams,
  ...references,
  ...routing,
  ...network,
  ...forbidden,
  ...ordering,
  ...awsCriteria,
  ...trusts,
  ...permissions,
  ...podSecurity,
  ...workloadCriteria,
  ...edgeCriteria,
  ...rbac,
  ...uniqueness,
};
