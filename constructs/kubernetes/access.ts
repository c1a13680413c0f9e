import type { ChartObject } from './service-chart';
import type { IRole, IRoleBinding } from './types';
import type { ServicePlan } from '../../lib/plan/fleet-plan';
import type { AppliedKind } from '../../lib/providers/contract';

type Rules = NonNullable<IRole['rules']>;

/** What the groups of the access entries may do in the namespace, and nowhere else. */
export function accessObjects(plan: ServicePlan): ChartObject[] {
  return [
    ...grant('restart', restartRules(plan.workload.name), plan.restart.group),
    ...(plan.release === undefined ? [] : grant('release', restartRules(plan.workload.name), plan.release.group)),
    ...grant('workload-apply', [...WORKLOAD_APPLY_RULES, ...appliedRules(appliedTo(plan, 'data'))], plan.workloadApply.group),
    ...platformGrant(appliedTo(plan, 'foundation'), plan.platformApplyGroup),
  ];
}

/**
 * `kubectl rollout restart` gets and patches; `rollout status` lists and watches with a field selector on the name, so
 * that the names of resources limit all of it. `kubectl set image` does no more; a policy tells the two apart.
 */
function restartRules(deployment: string): Rules {
  return [{ apiGroups: ['apps'], resources: ['deployments'], resourceNames: [deployment], verbs: ['get', 'list', 'watch', 'patch'] }];
}

/** All that somebody needs who applies a kind of object and removes what is gone. */
export const APPLY = ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete'];

/** What is printed into the layers data, jobs and workload; nothing of the foundation, no reading of Secrets, no exec. */
const WORKLOAD_APPLY_RULES: Rules = [
  { apiGroups: [''], resources: ['configmaps', 'services'], verbs: APPLY },
  { apiGroups: ['apps'], resources: ['deployments'], verbs: APPLY },
  { apiGroups: ['autoscaling'], resources: ['horizontalpodautoscalers'], verbs: APPLY },
  { apiGroups: ['batch'], resources: ['cronjobs', 'jobs'], verbs: APPLY },
  { apiGroups: ['external-secrets.io'], resources: ['externalsecrets'], verbs: APPLY },
  { apiGroups: ['networking.k8s.io'], resources: ['ingresses'], verbs: APPLY },
  { apiGroups: ['policy'], resources: ['poddisruptionbudgets'], verbs: APPLY },
];

/** Kinds that providers print, one rule for each group; a provider has them once for every request. */
export function appliedRules(applied: readonly AppliedKind[]): Rules {
  const groups = [...new Set(applied.map(({ group }) => group))].sort();
  const resourcesOf = (group: string): string[] => [...new Set(applied.filter((one) => one.group === group).map(({ resource }) => resource))].sort();
  return groups.map((group) => ({ apiGroups: [group], resources: resourcesOf(group), verbs: APPLY }));
}

function appliedTo({ bound }: ServicePlan, layer: AppliedKind['layer']): AppliedKind[] {
  return bound.flatMap(({ binding }) => binding.applied).filter((one) => one.layer === layer && one.name === undefined);
}

/** What the cluster-wide role of platform-apply does not hold, since not every cluster has these kinds. */
export function platformGrant(applied: readonly AppliedKind[], group: string): ChartObject[] {
  return applied.length === 0 ? [] : grant('platform-apply', appliedRules(applied), group);
}

/** A role of the namespace and the group that has it. */
export function grant(capability: string, rules: Rules, group: string): ChartObject[] {
  const role: IRole = { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'Role', metadata: { name: capability }, rules };
  const binding: IRoleBinding = {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'RoleBinding',
    metadata: { name: capability },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: capability },
    subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'Group', name: group }],
  };
  return [{ id: `${capability}-role`, manifest: role }, { id: `${capability}-binding`, manifest: binding }];
}
