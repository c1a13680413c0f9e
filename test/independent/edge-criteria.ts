import { failed } from './check';
import type { Check, Checks, Declared } from './check';
import { asList, same } from './json';
import { ofKind, portsOf, readWorld, selects } from './world';
import type { Placed, World } from './world';

/** K9: services are inside only, at the port that the container listens on. */
const k9Services: Check = (output) => {
  const world = readWorld(output);
  return ofKind(world, 'Service').flatMap((placed) => {
    const { type, ports, selector, externalIPs } = placed.object.spec;
    const pods = world.pods.filter(
      (pod) => pod.environment === placed.environment && pod.namespace === placed.namespace && selects({ matchLabels: selector }, pod.labels),
    );
    const listening = pods.flatMap(portsOf).map(({ containerPort }) => containerPort);
    return [
      ...(type === 'ClusterIP' && externalIPs === undefined ? [] : [`${placed.at}: is a ${type}`]),
      ...asList<Record<string, any>>(ports)
        .filter(({ port, nodePort }) => !listening.includes(port) || nodePort !== undefined)
        .map(({ port }) => `${placed.at}: port ${port} is not the one of its container`),
    ];
  });
};

const ALB = 'alb.ingress.kubernetes.io/';

/** What makes a load balancer, from annotations or from the class's parameters, by one set of names. */
interface Balancer {
  readonly at: string;
  readonly scheme: string | undefined;
  readonly group: string | undefined;
  readonly cidrs: readonly string[];
  readonly certificates: readonly string[];
  readonly sslPolicy: string | undefined;
  readonly waf: string | undefined;
  readonly redirect: string | undefined;
  readonly attributes: Readonly<Record<string, string>>;
}

function fromAnnotations({ object, at }: Placed): Balancer {
  const value = (name: string) => object.metadata.annotations?.[`${ALB}${name}`];
  const list = (name: string) => (value(name) ?? '').split(',').filter((entry) => entry !== '');
  return {
    at,
    scheme: value('scheme'),
    group: value('group.name'),
    cidrs: list('inbound-cidrs'),
    certificates: list('certificate-arn'),
    sslPolicy: value('ssl-policy'),
    waf: value('wafv2-acl-arn'),
    redirect: value('ssl-redirect'),
    attributes: Object.fromEntries(list('load-balancer-attributes').map((pair) => pair.split('=') as [string, string])),
  };
}

/** Auto Mode's controller calls the certificates otherwise, and knows no web ACL, target type or redirect. */
function isAuto({ object }: Placed): boolean {
  return object.apiVersion.startsWith('eks.amazonaws.com/');
}

function fromParameters(placed: Placed): Balancer {
  const {
    object: { spec },
    at,
  } = placed;
  return {
    at,
    scheme: spec.scheme,
    group: spec.group?.name,
    cidrs: asList(spec.inboundCIDRs),
    certificates: asList<string>(isAuto(placed) ? spec.certificateARNs : spec.certificateArn),
    sslPolicy: spec.sslPolicy,
    waf: spec.wafv2AclArn,
    redirect: spec.sslRedirectPort,
    attributes: Object.fromEntries(asList<{ key: string; value: string }>(spec.loadBalancerAttributes).map(({ key, value }) => [key, value])),
  };
}

function parametersOf(world: World, { environment, object }: Placed): Placed | undefined {
  const ingressClass = ofKind(world, 'IngressClass').find(
    (other) => other.environment === environment && other.object.metadata.name === object.spec.ingressClassName,
  );
  return ofKind(world, 'IngressClassParams').find(
    (other) => other.environment === environment && other.object.metadata.name === ingressClass?.object.spec.parameters?.name,
  );
}

/** A name over its limit ends in a hash of all its parts, the scheme among them; another test changes the scheme. */
const HASHED = /^.{52,54}-[0-9a-f]{8}$/;

function balancerProblems(balancer: Balancer, access: string | undefined, waf: boolean): string[] {
  const { scheme, group = '', cidrs, sslPolicy = '', attributes } = balancer;
  const open = access === 'internet';
  return failed(balancer.at, {
    [`is ${scheme} for a service with access ${access}`]: scheme === (open ? 'internet-facing' : 'internal') && access !== 'cluster',
    'has a group whose name does not carry the scheme': group.endsWith(open ? '-internet' : '-internal') || HASHED.test(group),
    'takes TLS that is not FIPS': /^ELBSecurityPolicy-TLS13-.*FIPS/.test(sslPolicy),
    'keeps no access log': attributes['access_logs.s3.enabled'] === 'true' && (attributes['access_logs.s3.bucket'] ?? '') !== '',
    'can be deleted': !open || attributes['deletion_protection.enabled'] === 'true',
    'has no web ACL': !open || !waf || (balancer.waf ?? '').includes(':wafv2:'),
    'is open to everybody': open || (cidrs.length > 0 && cidrs.every((cidr) => !cidr.endsWith('/0'))),
  });
}

/** The fields that parameters of a class enforce are those of the annotations, so that neither weakens the other. */
function agrees(one: Balancer, other: Balancer): boolean {
  const { at: _, ...left } = one;
  const { at: __, ...right } = other;
  return same(left, right);
}

const DANGEROUS = /snippet|\/actions\.|\/conditions\.|security-groups|funnel/;

/** K9: an Ingress is a load balancer with TLS only and just the openness that was declared, held by its class too. */
const k9Ingresses: Check = (output, declared) => {
  const world = readWorld(output);
  return ofKind(world, 'Ingress').flatMap((placed) => {
    const { annotations = {} } = placed.object.metadata;
    const dangerous = Object.keys(annotations)
      .filter((key) => DANGEROUS.test(key))
      .map((key) => `${placed.at}: has annotation ${key}`);
    if (placed.object.spec.ingressClassName === 'tailscale') return [...dangerous, ...tailscaleProblems(placed, declared)];
    const parameters = parametersOf(world, placed);
    if (parameters === undefined) return [...dangerous, `${placed.at}: nothing holds its settings`];
    const [annotated, enforced, auto] = [fromAnnotations(placed), fromParameters(parameters), isAuto(parameters)];
    const full = auto ? { ...annotated, group: enforced.group } : annotated;
    const access = declared.services[placed.folder]?.access;
    const waf = declared.environments[placed.environment]?.waf === true;
    return [
      ...dangerous,
      ...balancerProblems(enforced, access, waf && !auto),
      ...balancerProblems(full, access, waf),
      ...tlsProblems(placed),
      ...(agrees(full, auto ? { ...enforced, waf: full.waf, redirect: full.redirect } : enforced)
        ? []
        : [`${placed.at}: its annotations are not what ${parameters.at} enforces`]),
      ...(auto && annotated.group !== undefined ? [`${placed.at}: Auto Mode takes no group from an annotation`] : []),
      ...(auto || parameters.object.spec.targetType === 'ip' ? [] : [`${placed.at}: sends to nodes`]),
    ];
  });
};

function tlsProblems({ object, at }: Placed): string[] {
  const annotations = object.metadata.annotations ?? {};
  const listeners = JSON.parse(annotations[`${ALB}listen-ports`] ?? '[]') as Record<string, number>[];
  return failed(at, {
    'has a listener without TLS that does not redirect':
      listeners.some(({ HTTPS }) => HTTPS === 443) &&
      (annotations[`${ALB}ssl-redirect`] === '443' || !listeners.some(({ HTTP }) => HTTP !== undefined)),
    'sends to nodes': annotations[`${ALB}target-type`] === 'ip',
  });
}

function tailscaleProblems({ object, at, environment, folder }: Placed, declared: Declared): string[] {
  const hosts = asList<{ hosts: string[] }>(object.spec.tls).flatMap((tls) => tls.hosts);
  return failed(at, {
    'is not declared as VPN': declared.services[folder]?.access === 'vpn' && declared.environments[environment]?.vpn === 'tailscale',
    'answers without TLS': object.metadata.annotations?.['tailscale.com/http-redirect'] === 'true',
    'is no machine of the environment': hosts.length === 1 && hosts[0]!.endsWith(`-${environment}`) && !hosts[0]!.includes('.'),
  });
}

/** K9: an Ingress for each service that was declared open, in each of its environments, and for no other. */
const ingressesAreDeclared: Check = (output, declared) => {
  const world = readWorld(output);
  const present = ofKind(world, 'Ingress')
    .map(({ environment, folder }) => `${environment}/${folder}`)
    .sort();
  const expected = Object.entries(declared.services)
    .filter(([, { access }]) => access !== 'cluster')
    .flatMap(([service, { environments }]) => environments.map((environment) => `${environment}/${service}`))
    .sort();
  return same(present, expected) ? [] : [`Ingresses are ${present.join(', ')}; declared are ${expected.join(', ')}`];
};

export const edgeCriteria: Checks = { k9Services, k9Ingresses, ingressesAreDeclared };
