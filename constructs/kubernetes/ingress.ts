import { LISTEN_PORTS, SSL_POLICY, loadBalancerAttributes } from './load-balancer';
import type { ChartObject } from './service-chart';
import type { IIngress } from './types';
import type { IngressPlan, ServicePlan } from '../../lib/plan/fleet-plan';

type Rule = NonNullable<NonNullable<IIngress['spec']>['rules']>[number];

/** How a service is reached from outside: a load balancer of its own, or a machine of the tailnet. */
export function ingress(plan: ServicePlan, edge: IngressPlan): ChartObject {
  const manifest: IIngress = {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: { name: edge.name, annotations: plannedAnnotations(plan) },
    spec: { ingressClassName: edge.className, ...(edge.kind === 'tailscale' ? tailscaleRules(plan, edge) : { rules: [{ host: edge.host, ...paths(plan) }] }) },
  };
  return { id: 'ingress', manifest };
}

/** The annotations that follow from the declaration; none where there is no ingress. */
export function plannedAnnotations(plan: ServicePlan): Record<string, string> {
  if (plan.ingress === undefined) return {};
  return plan.ingress.kind === 'tailscale' ? tailscaleAnnotations(plan.ingress) : loadBalancerAnnotations(plan, plan.ingress);
}

/** The name in the tailnet comes from the TLS host alone; a rule with another host would be ignored. */
function tailscaleRules(plan: ServicePlan, { host }: IngressPlan): Pick<NonNullable<IIngress['spec']>, 'tls' | 'rules'> {
  return { tls: [{ hosts: [host] }], rules: [paths(plan)] };
}

function tailscaleAnnotations({ tailscaleTags }: IngressPlan): Record<string, string> {
  return { 'tailscale.com/http-redirect': 'true', ...(tailscaleTags === undefined ? {} : { 'tailscale.com/tags': tailscaleTags.join(',') }) };
}

/**
 * Most of it stands in the parameters of the class as well, which win; here it is for whoever reads the object, and for
 * EKS Auto Mode, whose parameters know less.
 * @see https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/ingress/annotations/
 */
function loadBalancerAnnotations(plan: ServicePlan, edge: IngressPlan): Record<string, string> {
  const { ingress: { certificateArn, webAclArn }, cluster } = plan.environment;
  const annotations: Record<string, string | undefined> = {
    'scheme': edge.kind === 'internet' ? 'internet-facing' : 'internal',
    'target-type': 'ip',
    'group.name': cluster.profile.autoMode ? undefined : edge.group,
    'listen-ports': LISTEN_PORTS,
    'ssl-redirect': '443',
    'ssl-policy': SSL_POLICY,
    'certificate-arn': certificateArn,
    'inbound-cidrs': edge.inboundCidrs?.join(','),
    'wafv2-acl-arn': edge.kind === 'internet' ? webAclArn : undefined,
    'load-balancer-attributes': loadBalancerAttributes(plan, edge).map(({ key, value }) => `${key}=${value}`).join(','),
    'healthcheck-path': plan.workload.readiness,
    'target-group-attributes': 'deregistration_delay.timeout_seconds=30',
  };
  return Object.fromEntries(Object.entries(annotations).flatMap(([key, value]) => (value === undefined ? [] : [[`alb.ingress.kubernetes.io/${key}`, value]])));
}

function paths({ service }: ServicePlan): Rule {
  return { http: { paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name: service, port: { name: 'http' } } } }] } };
}
