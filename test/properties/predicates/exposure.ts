import { VPN_CIDR } from '../support/build-fleet';
import { exposureOf, hostOf, placesOf } from '../support/fleet-model';
import type { EnvironmentModel, Exposure, ServiceModel } from '../support/fleet-model';
import type { Invariant } from '../support/invariant';
import { objectIn, objectsOf } from '../support/kubernetes';
import type { PlacedObject } from '../support/kubernetes';
import type { Fleet } from '../support/synthesized';

const ALB = 'alb.ingress.kubernetes.io/';

export const declaredExposure: Invariant = {
  number: 19,
  title: 'exactly the services with access from the internet face it',
  predicate: (fleet) => [
    ...placesOf(fleet.model).flatMap(({ service, environment }) => checkPlace(fleet, service, environment)),
    ...objectsOf(fleet, 'Service').filter(({ object: { spec } }) => (spec.type ?? 'ClusterIP') !== 'ClusterIP' || spec.externalIPs !== undefined)
      .map(({ place }) => `${place} is reached from outside`),
  ],
  mutations: [
    { title: 'an internal service faces the internet by its ingress', apply: (fleet) => { annotations(fleet, 'archive')[`${ALB}scheme`] = 'internet-facing'; } },
    {
      title: 'an internal service faces the internet by its class',
      apply: (fleet) => { objectIn(fleet, 'prod', 'cluster', 'IngressClassParams', 'rich-prod-archive-internal').spec.scheme = 'internet-facing'; },
    },
    { title: 'an internal service admits everybody by its ingress', apply: (fleet) => { annotations(fleet, 'archive')[`${ALB}inbound-cidrs`] = '10.9.0.0/16,0.0.0.0/0'; } },
    {
      title: 'an internal service admits everybody by its class',
      apply: (fleet) => { objectIn(fleet, 'prod', 'cluster', 'IngressClassParams', 'rich-prod-archive-internal').spec.inboundCIDRs = ['::/0']; },
    },
    {
      title: 'the class of an internal service names no ranges',
      apply: (fleet) => delete objectIn(fleet, 'prod', 'cluster', 'IngressClassParams', 'rich-prod-archive-internal').spec.inboundCIDRs,
    },
    {
      title: 'a service for the internet is internal',
      apply: (fleet) => { objectIn(fleet, 'prod', 'cluster', 'IngressClassParams', 'rich-prod-web-internet').spec.scheme = 'internal'; },
    },
    {
      title: 'a service of the cluster has an ingress',
      apply: (fleet) => {
        const ingress = objectIn(fleet, 'prod', 'web', 'Ingress');
        ingress.metadata.namespace = 'worker';
        fleet.objects.find(({ object }: { object: unknown }) => object === ingress).folder = 'worker';
      },
    },
    {
      title: 'a machine of the tailnet is open to the internet',
      apply: (fleet) => { objectIn(fleet, 'dev', 'archive', 'Ingress').metadata.annotations['tailscale.com/funnel'] = 'true'; },
    },
    { title: 'an ingress has another host', apply: (fleet) => { objectIn(fleet, 'prod', 'web', 'Ingress').spec.rules[0].host = 'evil.example'; } },
    { title: 'plain HTTP is served', apply: (fleet) => delete annotations(fleet, 'web')[`${ALB}ssl-redirect`] },
    { title: 'a service is a load balancer', apply: (fleet) => { objectIn(fleet, 'prod', 'worker', 'Service').spec.type = 'LoadBalancer'; } },
  ],
};

function annotations(fleet: Parameters<typeof objectIn>[0], service: string): Record<string, string> {
  return objectIn(fleet, 'prod', service, 'Ingress').metadata.annotations;
}

function checkPlace(fleet: Fleet, service: ServiceModel, environment: EnvironmentModel): string[] {
  const exposure = exposureOf(service, environment);
  const place = `${environment.name}/${service.name}`;
  const ingresses = objectsOf(fleet, 'Ingress').filter(({ environment: one, folder }) => one === environment.name && folder === service.name);
  if (exposure === 'none') return ingresses.map((ingress) => `${ingress.place} is not declared`);
  const [ingress] = ingresses;
  if (ingress === undefined || ingresses.length > 1) return [`${place} has ${ingresses.length} ingresses`];
  const hosts = [...(ingress.object.spec.tls ?? []).flatMap(({ hosts: names }: { hosts: string[] }) => names), ...ingress.object.spec.rules.flatMap(({ host }: { host?: string }) => host ?? [])];
  const problems = hosts.join() === hostOf(service, environment) ? [] : [`has the hosts ${hosts.join()}`];
  const checked = exposure === 'tailscale' ? checkTailnet(ingress) : checkLoadBalancer(fleet, ingress, exposure);
  return [...problems, ...checked].map((problem) => `${place} ${problem}`);
}

function checkTailnet({ object: { metadata, spec } }: PlacedObject): string[] {
  const keys = Object.keys(metadata.annotations ?? {});
  const known = ['tailscale.com/http-redirect', 'tailscale.com/tags'];
  return [...keys.filter((key) => !known.includes(key)).map((key) => `has the annotation ${key}`), ...(spec.ingressClassName === 'tailscale' ? [] : [`has the class ${spec.ingressClassName}`])];
}

/** The class wins over the annotations, so both must say the same. */
function checkLoadBalancer(fleet: Fleet, { object: { metadata, spec }, environment }: PlacedObject, exposure: Exclude<Exposure, 'none' | 'tailscale'>): string[] {
  const scheme = exposure === 'internet' ? 'internet-facing' : 'internal';
  const cidrs = exposure === 'internal' ? [VPN_CIDR] : undefined;
  const parameters = objectsOf(fleet, 'IngressClassParams').find((one) => one.environment === environment && one.object.metadata.name === spec.ingressClassName)?.object.spec ?? {};
  const said = metadata.annotations ?? {};
  const problems: string[] = [];
  if (said[`${ALB}scheme`] !== scheme) problems.push(`has the scheme ${said[`${ALB}scheme`]}`);
  if (parameters.scheme !== scheme) problems.push(`has a class with the scheme ${parameters.scheme}`);
  if (said[`${ALB}inbound-cidrs`] !== cidrs?.join()) problems.push(`admits ${said[`${ALB}inbound-cidrs`]}`);
  if (JSON.stringify(parameters.inboundCIDRs) !== JSON.stringify(cidrs)) problems.push(`has a class that admits ${JSON.stringify(parameters.inboundCIDRs)}`);
  if (said[`${ALB}ssl-redirect`] !== '443') problems.push('serves plain HTTP');
  const foreign = Object.keys(said).filter((key) => !key.startsWith(ALB) || /snippet|actions\.|conditions\.|security-groups/.test(key));
  return [...problems, ...foreign.map((key) => `has the annotation ${key}`)];
}
