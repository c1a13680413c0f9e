import type { Check, Checks } from './check';
import { configReadByOperators } from './operated';
import { readWorld } from './world';
import type { Placed, World } from './world';

const NAMESPACE = 'Namespace|ResourceQuota|LimitRange|Role|RoleBinding|ServiceAccount|NetworkPolicy';
/** Kinds of a store's tenants: an identity whose name is not found in the namespace is taken as a name of the whole store. */
const TENANT = 'Bucket|S3Identity|S3Credentials|S3Policy|S3PolicyBinding';

const KINDS: Readonly<Record<string, RegExp>> = {
  'foundation.yaml': new RegExp(`^(${NAMESPACE}|SecretStore|Certificate|${TENANT})$`),
  'data.yaml': /^(ExternalSecret|Password|Cluster|ScheduledBackup|Redis|PodMonitor|ConfigMap)$/,
  'workload.yaml': /^(Deployment|Service|Ingress|ConfigMap|HorizontalPodAutoscaler|PodDisruptionBudget|CronJob)$/,
  'jobs.yaml': /^Job$/,
  'dust-admin.yaml': new RegExp(`^(${NAMESPACE}|SecretStore|ExternalSecret|ConfigMap|Job)$`),
  'dust-objects.yaml': new RegExp(`^(${NAMESPACE}|ExternalSecret|Password|Seaweed|ResourceReferenceGrant)$`),
  'cluster.yaml': /^(IngressClass|IngressClassParams|PriorityClass|ValidatingAdmissionPolicy|ValidatingAdmissionPolicyBinding)$/,
  'cluster-admin.yaml': /^(ClusterRole|ClusterRoleBinding)$/,
};

/** Config of an operator is data, that of a pod is workload: each is applied with who reads it. */
function isConfigOfItsLayer(world: World, placed: Placed): boolean {
  const byOperator = configReadByOperators(world, placed).includes(placed.object.metadata.name);
  return placed.object.kind !== 'ConfigMap' || (placed.layer === 'data.yaml' ? byOperator : !byOperator);
}

/** Layers hold what their name says, so that applying them in order works. */
const layers: Check = (output) => {
  const world = readWorld(output);
  return world.objects
    .filter((placed) => KINDS[placed.layer]?.test(placed.object.kind) !== true || !isConfigOfItsLayer(world, placed))
    .map(({ at }) => `${at}: does not belong in this layer`);
};

export const layering: Checks = { layers };
