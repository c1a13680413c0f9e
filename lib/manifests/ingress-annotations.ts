/** Keys of the load balancer's controller that say how pods are reached, and nothing of who reaches them. */
export const FREE_OF_LOAD_BALANCERS = [
  'backend-protocol', 'backend-protocol-version', 'group.order', 'healthcheck-interval-seconds', 'healthcheck-path', 'healthcheck-port', 'healthcheck-protocol', 'healthcheck-timeout-seconds',
  'healthy-threshold-count', 'load-balancer-attributes', 'success-codes', 'tags', 'target-group-attributes', 'target-node-labels', 'target-type', 'unhealthy-threshold-count',
].map((key) => `alb.ingress.kubernetes.io/${key}`);
