import { ApiObject } from 'cdk8s';
import type { ApiObjectProps, Chart } from 'cdk8s';
import type { ChartObject } from './service-chart';

/** Makes them children of the chart, each under its public id. */
export function addObjects(chart: Chart, objects: readonly ChartObject[]): void {
  for (const { id, manifest } of objects) new ApiObject(chart, id, manifest as ApiObjectProps);
}
