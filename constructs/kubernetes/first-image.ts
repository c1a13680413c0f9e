import type { IDeployment } from './types';
import type { ServicePlan } from '../../lib/plan/fleet-plan';
import { FIRST_IMAGE } from '../../lib/plan/namespace-facts';

/**
 * What a Deployment needs to be admitted and later applies leave to others: an image. It is applied once, by a manager
 * of its own, which then owns next to nothing; Pod Security lets no pod of it run before the rest is there.
 * @see https://kubernetes.io/docs/reference/using-api/server-side-apply/#transferring-ownership
 */
export function firstImage({ workload: { name, image }, namespace, service }: ServicePlan): IDeployment {
  const labels = { 'app.kubernetes.io/name': service };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace },
    spec: { selector: { matchLabels: labels }, template: { metadata: { labels }, spec: { containers: [{ name, image }] } } },
  };
}

/** For whoever opens the file. */
export const HOW_TO_APPLY = `# Once, before workload.yaml: kubectl apply --server-side --field-manager=${FIRST_IMAGE} -f initial.yaml\n`;
