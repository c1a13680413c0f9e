import { Access, ClusterProfile, DustService, Environment, GitHubRepository, NamespaceNaming, Vpn, GitHubOidc } from 'dust-service';
import { readWorld } from '../independent/world';
import { uniqueness } from '../independent/uniqueness';
import { forbidden } from '../independent/forbidden';
import { environmentProps, serviceProps, smallFleet } from '../support/fleets';
import { synthesize } from '../support/synthesize';
import type { Declared } from '../independent/check';

function names(environments: any[], services: [string, any][], fleet: any = {}): string[] {
  try {
    const output = synthesize(smallFleet({ environments: environments.map((e) => Environment.of(environmentProps(e))), ...fleet }), (app) => { for (const [n, c] of services) new DustService(app, n, serviceProps(c)); });
    const declared = { environments: Object.fromEntries(environments.map((e) => [e.name, { account: e.account ?? '111122223333', region: e.region ?? 'eu-central-1', cluster: e.cluster?.name ?? `cluster-${e.name}` }])) } as unknown as Declared;
    const stacks = readWorld(output).stacks.map((s) => `${s.stackName}@${s.account}`);
    return [...Object.values({ ...uniqueness, e: forbidden.emptyTemplates! }).flatMap((c) => c(output, declared)), ...stacks.filter((s, i) => stacks.indexOf(s) !== i).map((s) => `stack twice ${s}`)];
  } catch (e) { return [`THROWS ${(e as Error).message}`]; }
}
const shared = { name: 's', profile: ClusterProfile.of({ kubernetesVersion: '1.34' }), namespaces: NamespaceNaming.SERVICE_AND_ENVIRONMENT };
test('probe', () => {
  const out = {
    protectedInRegistry: names([{ name: 'prod', protected: true }], [['billing', {}]]),
    twoProtected: names([{ name: 'prod', protected: true, account: '444455556666' }, { name: 'prod2', protected: true, account: '444455556666' }], [['billing', {}]]),
    envPrefix: names([{ name: 'dev' }, { name: 'dev-eu' }], [['eu-web', { buckets: { a: {} } }], ['web', { buckets: { a: {} } }], ['eu', {}]]),
    buildsEnv: names([{ name: 'builds-eu' }], [['eu-web', {}], ['web', {}]]),
    nsCollide: names([{ name: 'c', cluster: shared }, { name: 'b-c', cluster: shared }], [['a-b', { environments: ['c'] }], ['a', { environments: ['b-c'] }]]),
    tailscaleHosts: names([{ name: 'c' }, { name: 'b-c' }], [['a-b', { environments: ['c'], http: { port: 8000, access: Access.vpn() } }], ['a', { environments: ['b-c'], http: { port: 8000, access: Access.vpn() } }]]),
    sameHost: names([{ name: 'c', ingress: { domain: 'x.example', vpn: Vpn.tailscale() } }, { name: 'd', ingress: { domain: 'x.example', vpn: Vpn.tailscale() } }], [['a', { http: { port: 8000, access: Access.internet() } }]]),
    vpnName: names([{ name: 'c' }], [['a', { http: { port: 8000, access: Access.internet('x') } }], ['b', { http: { port: 8000, access: Access.internet('x') } }]]),
    logs: names([{ name: 'c' }], [['logs', { buckets: { a: {} } }], ['boundary', {}], ['platform', {}], ['platform-apply', {}], ['account', {}], ['platform-workload', {}]]),
    bucketKeys: names([{ name: 'c' }], [['a', { buckets: { 'b-c': {} } }], ['a-b', { buckets: { c: {} } }]]),
    existing: names([{ name: 'c', account: '999988887777', oidc: GitHubOidc.existing() }], [['a', {}]]),
    regions: names([{ name: 'c', region: 'eu-west-1' }, { name: 'd', region: 'us-east-1' }], [['a', { buckets: { b: {} } }]]),
    caseKeys: names([{ name: 'c' }], [['a', { buckets: { b: {}, 'b2': {} } }]]),
    sharedSameRepo: names([{ name: 'c' }], [['a', { repository: GitHubRepository.of('acme/mono', { ownerId: '1', repositoryId: '9' }) }], ['b', { repository: GitHubRepository.of('acme/mono', { ownerId: '1', repositoryId: '9' }) }]]),
    china: names([{ name: 'c', region: 'cn-north-1' }], [['a', { buckets: { b: {} } }]], { registry: { account: '111122223333', region: 'cn-north-1' } }),
  };
  console.log(JSON.stringify(out, null, 1));
});
