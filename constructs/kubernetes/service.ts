import type { ChartObject } from './service-chart';
import type { IService } from './types';
import type { ServicePlan } from '../../lib/plan/fleet-plan';

/** Service port equals container port: network policies of the VPC CNI demand it. */
export function serviceObject({ service, workload }: ServicePlan): ChartObject {
  const manifest: IService = {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: service },
    spec: {
      type: 'ClusterIP',
      selector: { 'app.kubernetes.io/name': service },
      ports: [{ name: 'http', port: workload.port, targetPort: 'http', protocol: 'TCP' }],
    },
  };
  return { id: 'service', manifest };
}
