import { ApiObject } from 'cdk8s';
import type { Chart } from 'cdk8s';
import { isClusterScoped } from '../../lib/manifests/layers';
import type { Manifest } from '../../lib/manifests/manifest';

/** Every object of a chart, ours and those that people added, as it will be written. */
export function renderChart(chart: Chart): Manifest[] {
  return chart.node.findAll().filter((node) => ApiObject.isApiObject(node)).map((object) => withScope((object as ApiObject).toJson() as Manifest));
}

/** cdk8s gives every object the chart's namespace, also those that stand in none. */
function withScope(manifest: Manifest): Manifest {
  if (!isClusterScoped(manifest.kind)) return manifest;
  const { namespace: _namespace, ...metadata } = manifest.metadata;
  return { ...manifest, metadata };
}
