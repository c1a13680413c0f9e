import { awsCriteria } from './aws-criteria';
import type { Checks } from './check';
import { dataCriteria } from './data-criteria';
import { edgeCriteria } from './edge-criteria';
import { forbidden } from './forbidden';
import { isolations } from './isolation';
import { network } from './network';
import { networkEdges } from './network-edges';
import { ordering } from './ordering';
import { permissions } from './permissions';
import { podSecurity } from './pod-security';
import { policyShape } from './policy-shape';
import { rbac } from './rbac';
import { references } from './references';
import { routing } from './routing';
import { seams } from './seams';
import { identitySeams } from './seams-identities';
import { secretReaders } from './secret-readers';
import { secretStores } from './secret-stores';
import { secretVariables } from './secret-variables';
import { secrets } from './secrets';
import { selectors } from './selectors';
import { trusts } from './trusts';
import { uniqueness } from './uniqueness';
import { workloadCriteria } from './workload-criteria';

/** Every check by its name. */
export const checks: Checks = {
  ...seams,
  ...identitySeams,
  ...references,
  ...routing,
  ...selectors,
  ...network,
  ...networkEdges,
  ...forbidden,
  ...ordering,
  ...awsCriteria,
  ...dataCriteria,
  ...trusts,
  ...policyShape,
  ...permissions,
  ...isolations,
  ...podSecurity,
  ...workloadCriteria,
  ...edgeCriteria,
  ...rbac,
  ...secrets,
  ...secretReaders,
  ...secretStores,
  ...secretVariables,
  ...uniqueness,
};
