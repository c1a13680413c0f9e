import type { Declared } from '../independent/check';
import { checks } from '../independent/checks';
import { environmentProps, serviceProps, smallFleet } from '../support/fleets';
import { synthesize } from '../support/synthesize';
import type { Output } from '../support/synthesize';
import { Access, ClusterProfile, DustService, Environment, NamespaceNaming, Vpn } from 'dust-service';
import type { DustServiceProps, EnvironmentProps } from 'dust-service';

type Named = Partial<EnvironmentProps> & { readonly name: string };

/** Names that meet, or nothing where the library refuses the fleet, as it should. */
function meetings(check: string, environments: readonly Named[], services: Readonly<Record<string, Partial<DustServiceProps>>>): string[] {
  const fleet = smallFleet({ environments: environments.map((props) => Environment.of(environmentProps(props))) });
  let printed: Output;
  try {
    printed = synthesize(fleet, (app) => Object.entries(services).forEach(([name, props]) => new DustService(app, name, serviceProps(props))));
  } catch (error) {
    return String(error).includes('nothing was written') ? [] : [String(error)];
  }
  const places = environments.map(({ name, account = '111122223333', region = 'eu-central-1', cluster }) => [name, { account, region, cluster: cluster?.name ?? name }]);
  return checks[check]!(printed, { environments: Object.fromEntries(places) } as unknown as Declared);
}

const shared = { name: 'shared', profile: ClusterProfile.of({ kubernetesVersion: '1.34' }), namespaces: NamespaceNaming.SERVICE_AND_ENVIRONMENT };

describe('fleets whose names meet are refused', () => {
  // The foundation of such a service would enforce its quota, its default-deny and `restricted` on the operator's proxies.
  test('where a service takes the namespace of the operator of Tailscale', () => {
    expect(meetings('k1Namespaces', [{ name: 'dev' }], { tailscale: {} })).toEqual([]);
  });

  // Stack, role and policy names of environment "builds-eu" with "web" are those of the builds of "eu-web".
  test('where an environment begins like the builds registry', () => {
    expect(meetings('stackNames', [{ name: 'builds-eu' }], { 'web': {}, 'eu-web': {} })).toEqual([]);
  });

  test.each<[string, string, Named[], Record<string, Partial<DustServiceProps>>]>([
    ['the start of another environment', 'physicalNames', [{ name: 'dev' }, { name: 'dev-eu' }], { 'web': {}, 'eu-web': {} }],
    ['a protected environment beside the registry', 'physicalNames', [{ name: 'prod', protected: true }], { web: {} }],
    ['two protected environments in one place', 'physicalNames', ['eu', 'us'].map((name) => ({ name, protected: true, account: '444455556666' })), { web: {} }],
    ['one host for two services', 'hosts', [{ name: 'dev' }], { a: { http: { port: 8000, access: Access.internet('x') } }, b: { http: { port: 8000, access: Access.internet('x') } } }],
    ['one namespace of two environments in a shared cluster', 'objectsOfSharedClusters', ['c', 'b-c'].map((name) => ({ name, cluster: shared })), { 'a-b': { environments: ['c'] }, 'a': { environments: ['b-c'] } }],
    ['buckets of services that begin alike', 'physicalNames', [{ name: 'dev' }], { 'a': { buckets: { 'b-c': {} } }, 'a-b': { buckets: { c: {} } } }],
  ])('or kept apart: %s', (_, check, environments, services) => {
    expect(meetings(check, environments, services)).toEqual([]);
  });
});

describe('probes', () => {
  // resources.md, K4: a probe of liveness that asks what readiness asks kills pods that only wait for somebody.
  test('of one path for both are refused', () => {
    const http = { port: 8000, access: Access.cluster(), health: { liveness: '/health', readiness: '/health' } };
    expect(meetings('k4Containers', [{ name: 'dev' }], { web: { http } })).toEqual([]);
  });
});

describe('the group of a load balancer', () => {
  const groupOf = (name: string, access: Access) => {
    const environments = [Environment.of(environmentProps({ name: 'environment-0123', ingress: { domain: 'acme.example', vpn: Vpn.internalLoadBalancer({ cidrs: ['10.9.0.0/16'] }) } }))];
    const printed = synthesize(smallFleet({ prefix: 'abcdefghij', environments }), (app) => void new DustService(app, name, serviceProps({ http: { port: 8000, access } })));
    return printed.manifests.get('environment-0123/cluster/cluster.yaml')!.find(({ kind }) => kind === 'IngressClassParams')!.spec.group.name as string;
  };

  test.each(['web', 's'.repeat(40)])('is another one after a change of scheme: %s', (name) => {
    expect(groupOf(name, Access.internet('x'))).not.toBe(groupOf(name, Access.vpn('x')));
  });
});

describe('the hash of a config map', () => {
  const hashOf = (values: Record<string, string>) => {
    const printed = synthesize(smallFleet(), (app) => void new DustService(app, 'web', serviceProps({ values })));
    const deployment = printed.manifests.get('dev/web/workload.yaml')!.find(({ kind }) => kind === 'Deployment')!;
    return deployment.spec.template.metadata.annotations['dust.dev/config-hash'] as string;
  };

  test('changes with a value, with a name, and with nothing else', () => {
    const [same, again, value, name] = [{ A: 'b' }, { A: 'b' }, { A: 'c' }, { B: 'b' }].map(hashOf);
    expect(again).toBe(same);
    expect(new Set([same, value, name]).size).toBe(3);
  });
});
