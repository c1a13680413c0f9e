import { admin } from './admin';
import { admission } from './admission';
import { awsCriteria } from './aws-criteria';
import { bucketSeams } from './bucket-seams';
import { cacheCriteria } from './cache-criteria';
import { databasePods } from './certificates';
import type { Checks } from './check';
import { clusterBuckets } from './cluster-buckets';
import { clusterCache } from './cluster-cache';
import { clusterNetwork } from './cluster-network';
import { clusterPostgres } from './cluster-postgres';
import { clusterSecrets } from './cluster-secrets';
import { clusterStore } from './cluster-store';
import { configCriteria } from './config-criteria';
import { dataCriteria } from './data-criteria';
import { databaseNetwork } from './database-network';
import { databaseVariables } from './database-variables';
import { edgeCriteria } from './edge-criteria';
import { forbidden } from './forbidden';
import { isolations } from './isolation';
import { keyCriteria } from './key-criteria';
import { layering } from './layers';
import { names } from './names';
import { network } from './network';
import { networkEdges } from './network-edges';
import { ordering } from './ordering';
import { permissions } from './permissions';
import { podSecurity } from './pod-security';
import { policyShape } from './policy-shape';
import { protections } from './protected-images';
import { rbac } from './rbac';
import { rdsCriteria } from './rds-criteria';
import { reaches } from './reach';
import { references } from './references';
import { routing } from './routing';
import { seams } from './seams';
import { identitySeams } from './seams-identities';
import { secretReaders } from './secret-readers';
import { secretStores } from './secret-stores';
import { secretVariables } from './secret-variables';
import { secrets } from './secrets';
import { selectors } from './selectors';
import { serviceRoles } from './service-roles';
import { trustTables } from './trust-table';
import { trusts } from './trusts';
import { uniqueness } from './uniqueness';
import { workloadCriteria } from './workload-criteria';

/** Every check by its name. */
export const checks: Checks = {
  ...seams,
  ...bucketSeams,
  ...identitySeams,
  ...references,
  ...routing,
  ...layering,
  ...selectors,
  ...network,
  ...networkEdges,
  ...forbidden,
  ...ordering,
  ...awsCriteria,
  ...dataCriteria,
  ...trusts,
  ...trustTables,
  ...policyShape,
  ...permissions,
  ...reaches,
  ...protections,
  ...isolations,
  ...podSecurity,
  ...workloadCriteria,
  ...edgeCriteria,
  ...rbac,
  ...admission,
  ...secrets,
  ...secretReaders,
  ...secretStores,
  ...secretVariables,
  ...uniqueness,
  ...admin,
  ...cacheCriteria,
  ...databasePods,
  ...configCriteria,
  ...databaseNetwork,
  ...databaseVariables,
  ...keyCriteria,
  ...names,
  ...rdsCriteria,
  ...serviceRoles,
  ...clusterBuckets,
  ...clusterCache,
  ...clusterNetwork,
  ...clusterPostgres,
  ...clusterSecrets,
  ...clusterStore,
};
