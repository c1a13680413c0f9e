import { deploymentPolicy, KEEPS_DEPLOYMENT, ownersStay } from './deployments';

/** Patching a Deployment is running any code in its namespace; a restart is one annotation of it. */
export const restartOnly = deploymentPolicy('restart', {
  ...KEEPS_DEPLOYMENT,
  'the pods may not change': 'object.spec.template.spec == oldObject.spec.template.spec',
  ...ownersStay(),
});
