import type { ServicePlan } from './fleet-plan';

/** Where a Namespace says what admission policies hold the objects in it to; only platform-apply writes Namespaces. */
export const FACTS = {
  /** The one role that a store of the namespace may name, without the path that all of them have. */
  secretsRole: 'dust-service/store-role',
  /** Where a release may take images from. */
  imageRepository: 'dust-service/image-repository',
  ingressClass: 'dust-service/ingress-class',
  ingressScheme: 'dust-service/ingress-scheme',
  ingressHost: 'dust-service/ingress-host',
} as const;

/** Who brings the first image of a Deployment that is released; nobody applies anything else by this name. */
export const FIRST_IMAGE = 'dust-first-image';

/** Namespaces of the platform have some of it, those of services all that applies to them. */
export type NamespaceOwner = Pick<ServicePlan, 'namespace' | 'labels' | 'environment'> & Partial<Pick<ServicePlan, 'secretStore' | 'ingress' | 'workload'>>;

export function namespaceFacts({ secretStore, ingress, workload }: NamespaceOwner): Record<string, string> {
  const facts: Record<string, string | undefined> = {
    [FACTS.secretsRole]: secretStore?.role.name,
    [FACTS.imageRepository]: workload?.image.replace(/[:@][^/]*$/, ''),
    [FACTS.ingressClass]: ingress?.className,
    [FACTS.ingressScheme]: ingress === undefined ? undefined : schemeOf(ingress.kind),
    [FACTS.ingressHost]: ingress?.host,
  };
  return Object.fromEntries(Object.entries(facts).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])));
}

/** As the load balancer's controller calls it; a machine of the tailnet has none. */
function schemeOf(kind: NonNullable<ServicePlan['ingress']>['kind']): string | undefined {
  return { internet: 'internet-facing', internal: 'internal', tailscale: undefined }[kind];
}
