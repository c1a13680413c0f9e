import { fact, literal, literals } from './cel';
import type { AdmissionPolicy } from './policy';
import { FREE_OF_CONTROLLERS, FREE_OF_LOAD_BALANCERS, OF_CONTROLLERS } from '../../../lib/manifests/ingress-annotations';
import type { PlatformPlan } from '../../../lib/plan/fleet-plan';
import { FACTS } from '../../../lib/plan/namespace-facts';
import { LISTEN_PORTS, SSL_POLICY } from '../load-balancer';

/**
 * What nobody may say of a service but its declaration: who reaches it. The class of a load balancer says it too, and
 * wins; what it cannot say, such as security groups and actions, is refused here.
 */
export function exposure({ environment, admission: { labels } }: PlatformPlan): AdmissionPolicy {
  return {
    what: 'exposure',
    namespaces: labels,
    resourceRules: [
      { apiGroups: ['networking.k8s.io'], apiVersions: ['*'], operations: ['CREATE', 'UPDATE'], resources: ['ingresses'] },
      { apiGroups: [''], apiVersions: ['*'], operations: ['CREATE', 'UPDATE'], resources: ['services'] },
    ],
    conditions: { 'not-going': "!(request.operation == 'UPDATE' && has(object.metadata.deletionTimestamp) && object.?spec == oldObject.?spec)" },
    variables: {
      isIngress: "request.resource.resource == 'ingresses'",
      class: fact(FACTS.ingressClass),
      scheme: fact(FACTS.ingressScheme),
      host: fact(FACTS.ingressHost),
      isTailnet: "variables.class == 'tailscale'",
      annotations: 'object.metadata.?annotations.orValue({})',
      read: `variables.annotations.filter(k, k.matches(${literal(OF_CONTROLLERS)}) && !k.matches(${literal(FREE_OF_CONTROLLERS)}) && !(k in ${literals(FREE_OF_LOAD_BALANCERS)}))`,
      planned: planned(environment),
    },
    rules: {
      'a Service is reached from the cluster alone': SERVICE,
      'an Ingress has the class that the Namespace names': "!variables.isIngress || (variables.class != '' && object.spec.?ingressClassName.orValue('') == variables.class)",
      'an Ingress is for the host that the Namespace names': `!variables.isIngress || (${HOSTS})`,
      'annotations that controllers act on say what the declaration says': 'variables.read.all(k, variables.isIngress && variables.planned[?k].orValue([]).exists(v, v == variables.annotations[k]))',
      'labels that the operator of the tailnet acts on are not for services': "object.metadata.?labels.orValue({}).all(k, !k.matches('^([a-z0-9.-]+\\\\.)?tailscale\\\\.com/'))",
      ...required(environment),
    },
  };
}

const SERVICE = "variables.isIngress || (object.spec.?type.orValue('ClusterIP') == 'ClusterIP' && object.spec.?externalIPs.orValue([]).size() == 0)";

/** In a tailnet the name comes from the TLS host alone; a load balancer without a host would answer to any. */
const HOSTS = [
  'object.spec.?tls.orValue([]).all(t, t.?hosts.orValue([]).all(h, h == variables.host))',
  "object.spec.?rules.orValue([]).all(r, r.?host.orValue('') == variables.host || (variables.isTailnet && r.?host.orValue('') == ''))",
  '(variables.isTailnet || !has(object.spec.defaultBackend))',
  '(!variables.isTailnet || object.spec.?tls.orValue([]).exists(t, t.?hosts.orValue([]).size() > 0))',
].join(' && ');

const ALB = 'alb.ingress.kubernetes.io';

/** What each annotation may be, by class and scheme; one that is not listed may not be there. */
function planned({ ingress: { vpn, webAclArn, certificateArn } }: PlatformPlan['environment']): string {
  const entries = (all: Readonly<Record<string, string>>): string => `{${Object.entries(all).map(([key, value]) => `${literal(key)}: [${value}]`).join(', ')}}`;
  const tags = vpn?.kind === 'tailscale' && vpn.tags !== undefined ? { 'tailscale.com/tags': literal(vpn.tags.join(',')) } : {};
  const inbound = vpn?.kind === 'internalLoadBalancer' ? literal(vpn.cidrs.join(',')) : '';
  const loadBalancer = {
    [`${ALB}/scheme`]: 'variables.scheme',
    [`${ALB}/group.name`]: 'variables.class',
    [`${ALB}/listen-ports`]: literal(LISTEN_PORTS),
    [`${ALB}/ssl-redirect`]: literal('443'),
    [`${ALB}/ssl-policy`]: literal(SSL_POLICY),
    ...(certificateArn === undefined ? {} : { [`${ALB}/certificate-arn`]: literal(certificateArn) }),
  };
  const internet = { ...loadBalancer, ...(webAclArn === undefined ? {} : { [`${ALB}/wafv2-acl-arn`]: literal(webAclArn) }) };
  const internal = { ...loadBalancer, ...(inbound === '' ? {} : { [`${ALB}/inbound-cidrs`]: inbound }) };
  return `variables.isTailnet ? ${entries({ 'tailscale.com/http-redirect': literal('true'), ...tags })} : variables.scheme == 'internet-facing' ? ${entries(internet)} : ${entries(internal)}`;
}

/** The parameters of EKS Auto Mode know neither the redirect to TLS nor the firewall, so the annotation must stand there. */
function required({ cluster: { profile }, ingress: { webAclArn } }: PlatformPlan['environment']): Record<string, string> {
  if (!profile.autoMode) return {};
  const there = (key: string, condition: string): string => `!(variables.isIngress && ${condition}) || ${literal(`${ALB}/${key}`)} in variables.annotations`;
  return {
    'a load balancer redirects to TLS': there('ssl-redirect', '!variables.isTailnet'),
    ...(webAclArn === undefined ? {} : { 'a load balancer that faces the internet has the firewall of the environment': there('wafv2-acl-arn', "variables.scheme == 'internet-facing'") }),
  };
}
