import { App, Chart } from 'cdk8s';
import { platformGrant } from './access';
import { addObjects } from './add-objects';
import { limitRange, resourceQuota } from './foundation';
import { denyAll, operatedPolicies } from './network-policy';
import type { TokenGuard } from './token-guard';
import { namespaceManifest } from '../../lib/plan/namespace-manifest';
import type { SpacePlan } from '../../lib/plan/plan-spaces';

/** A namespace of the platform with what services share, closed to all but those who use it. */
export function spaceChart(plan: SpacePlan, guard: TokenGuard): Chart {
  const { namespace, labels, quota, applyGroup, space } = plan;
  const chart = new Chart(new App({ resolvers: [guard] }), space.name, { namespace, disableResourceNameHashes: true, labels: { ...labels } });
  addObjects(chart, [
    { id: 'namespace', manifest: namespaceManifest(plan) },
    { id: 'resource-quota', manifest: resourceQuota(quota) },
    { id: 'limit-range', manifest: limitRange() },
    ...platformGrant(space.applied, applyGroup),
    denyAll(),
    ...space.operated.flatMap(operatedPolicies),
    ...space.objects,
  ]);
  return chart;
}
