/** Keys of the load balancer's controller that say how pods are reached, and nothing of who reaches them. */
export const FREE_OF_LOAD_BALANCERS = [
  'backend-protocol', 'backend-protocol-version', 'group.order', 'healthcheck-interval-seconds', 'healthcheck-path', 'healthcheck-port', 'healthcheck-protocol', 'healthcheck-timeout-seconds',
  'healthy-threshold-count', 'load-balancer-attributes', 'success-codes', 'tags', 'target-group-attributes', 'target-node-labels', 'target-type', 'unhealthy-threshold-count',
].map((key) => `alb.ingress.kubernetes.io/${key}`);

/** Prefixes under which controllers of clusters read what they do; whatever else people write down is theirs. */
export const OF_CONTROLLERS = '^([a-z0-9.-]+\\.)?(kubernetes\\.io|k8s\\.io|k8s\\.aws|tailscale\\.com|external-dns\\.io)/|/(configuration|server|auth|stream)-snippet$';
export const FREE_OF_CONTROLLERS = '^((kubectl|app|config|internal\\.config|service)\\.kubernetes\\.io/|external-dns\\.alpha\\.kubernetes\\.io/ttl$)';

/** Whether a controller acts on an annotation in a way that may change who reaches a service. The cluster's policy asks the same. */
export function decidesReach(key: string): boolean {
  return new RegExp(OF_CONTROLLERS).test(key) && !new RegExp(FREE_OF_CONTROLLERS).test(key) && !FREE_OF_LOAD_BALANCERS.includes(key);
}
