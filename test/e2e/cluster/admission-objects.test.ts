import type { Client, Live } from './client';
import { Deployed } from './deployed';
import { refusalOf, untilRefused, withoutBinding } from './policies';
import { exampleOutput } from '../../support/example';

const ALB = 'alb.ingress.kubernetes.io';

type Change = (object: any) => void;
type Case = readonly [what: string, change: Change];

const annotated = (key: string, value: string): Change => ({ metadata }) => { metadata.annotations = { ...metadata.annotations, [key]: value }; };

/** Of every Ingress, by whatever it is served. */
const EXPOSING: readonly Case[] = [
  ['a funnel', annotated('tailscale.com/funnel', 'true')],
  ['a machine of the tailnet', annotated('tailscale.com/expose', 'true')],
  ['another name in the tailnet', annotated('tailscale.com/hostname', 'other')],
  ['another tag', annotated('tailscale.com/tags', 'tag:admin')],
  ['a class of proxies', ({ metadata }) => { metadata.labels['tailscale.com/proxy-class'] = 'other'; }],
  ['security groups', annotated(`${ALB}/security-groups`, 'sg-1')],
  ['an action', annotated(`${ALB}/actions.other`, '{}')],
  ['a condition', annotated(`${ALB}/conditions.other`, '[]')],
  ['a login', annotated(`${ALB}/auth-type`, 'oidc')],
  ['subnets', annotated(`${ALB}/subnets`, 'subnet-1')],
  ['a second load balancer in front', annotated(`${ALB}/frontend-nlb-scheme`, 'internet-facing')],
  ['a snippet', annotated('nginx.ingress.kubernetes.io/configuration-snippet', 'x')],
  ['the old way to name a class', (object) => { delete object.spec.ingressClassName; annotated('kubernetes.io/ingress.class', 'nginx')(object); }],
  ['a name in DNS', annotated('external-dns.alpha.kubernetes.io/hostname', 'www.dust.example')],
  ['another class', ({ spec }) => { spec.ingressClassName = 'nginx'; }],
  ['no class', ({ spec }) => { delete spec.ingressClassName; }],
  ['another host', ({ spec }) => { spec.rules.push({ ...spec.rules[0], host: 'other.dust.example' }); }],
  ['another host of TLS', ({ spec }) => { spec.tls = [{ hosts: ['other.dust.example'] }]; }],
];

const OF_LOAD_BALANCERS: readonly Case[] = [
  ['another scheme', annotated(`${ALB}/scheme`, 'internet-facing')],
  ['another group', annotated(`${ALB}/group.name`, 'dust-prod-identity-internet')],
  ['other ranges', annotated(`${ALB}/inbound-cidrs`, '0.0.0.0/0')],
  ['a port without TLS', annotated(`${ALB}/listen-ports`, '[{"HTTP":8080}]')],
  ['weaker TLS', annotated(`${ALB}/ssl-policy`, 'ELBSecurityPolicy-2016-08')],
  ['another certificate', annotated(`${ALB}/certificate-arn`, 'arn:aws:acm:us-east-1:444455556666:certificate/other')],
  ['any host', ({ spec }) => { delete spec.rules[0].host; }],
  ['a default', ({ spec }) => { spec.defaultBackend = { service: { name: 'other', port: { number: 80 } } }; }],
  ['the class of a neighbour', ({ spec }) => { spec.ingressClassName = 'dust-prod-identity-internet'; }],
];

const OF_TAILNET: readonly Case[] = [
  ['no host of TLS', ({ spec }) => { delete spec.tls; }],
  ['the annotations of a load balancer', annotated(`${ALB}/scheme`, 'internet-facing')],
];

const SERVICES: readonly Case[] = [
  ['a load balancer', ({ spec }) => { spec.type = 'LoadBalancer'; }],
  ['a port of the nodes', ({ spec }) => { spec.type = 'NodePort'; }],
  ['a name elsewhere', ({ spec }) => { Object.assign(spec, { type: 'ExternalName', externalName: 'example.com' }); for (const field of ['clusterIP', 'clusterIPs', 'ipFamilies', 'ipFamilyPolicy']) delete spec[field]; }],
  ['an address of the network', ({ spec }) => { spec.externalIPs = ['203.0.113.7']; }],
  ['a machine of the tailnet', annotated('tailscale.com/expose', 'true')],
  ['an address of the tailnet', annotated('tailscale.com/tailnet-ip', '100.64.0.1')],
  ['a load balancer by its annotation', annotated('service.beta.kubernetes.io/aws-load-balancer-scheme', 'internet-facing')],
  ['a name in DNS', annotated('external-dns.alpha.kubernetes.io/hostname', 'www.dust.example')],
];

/** What people may write and nobody is exposed by. */
const HARMLESS: readonly Case[] = [
  ['an interval', annotated(`${ALB}/healthcheck-interval-seconds`, '7')],
  ['a note', annotated('dust.example/note', 'x')],
  ['what kubectl remembers', annotated('kubectl.kubernetes.io/last-applied-configuration', '{}')],
  ['an order of synchronization', annotated('argocd.argoproj.io/sync-wave', '1')],
  ['nothing', () => undefined],
];

const output = exampleOutput();

describe.each([['prod', 'enrollment', OF_LOAD_BALANCERS], ['dev', 'enrollment', OF_TAILNET]] as const)('what is reached in %s', (environment, service, more) => {
  let deployed: Deployed;
  const refusal = refusalOf(environment, 'exposure');
  beforeAll(async () => {
    deployed = await Deployed.start(output, environment);
    deployed.plane.holdPods();
    deployed.apply();
    await untilRefused(() => attempt('ingress', EXPOSING[0]![1]), refusal);
  });
  afterAll(async () => { await deployed?.stop(); });

  /** As the only one who may write it; once as a change of what there is, once as something new. */
  function attempt(kind: string, change: Change, name?: string): ReturnType<Client['run']> {
    const [object] = deployed.admin.list(kind, service) as [Live];
    const wanted: any = { apiVersion: object.apiVersion, kind: object.kind, metadata: { name: name ?? object.metadata.name, namespace: service, labels: { ...object.metadata.labels }, annotations: { ...object.metadata.annotations } }, spec: structuredClone(object.spec) };
    if (name !== undefined) { delete wanted.spec.clusterIP; delete wanted.spec.clusterIPs; }
    change(wanted);
    return deployed.identity(service, 'workload-apply').run([name === undefined ? 'replace' : 'create', '--dry-run=server', '-f', '-'], JSON.stringify(wanted));
  }

  const expectRefused = (kind: string, change: Change) => {
    for (const name of [undefined, 'another']) expect(attempt(kind, change, name)).toEqual(expect.objectContaining({ exitCode: 1, out: '', error: expect.stringContaining(refusal) }));
  };

  test.each([...EXPOSING, ...more])('an Ingress has not: %s', (_what, change) => expectRefused('ingress', change));
  test.each(SERVICES)('a Service has not: %s', (_what, change) => expectRefused('service', change));
  test.each(HARMLESS)('but may have %s', (_what, change) => {
    for (const kind of ['ingress', ...(_what.includes('interval') ? [] : ['service'])]) {
      for (const name of [undefined, 'another']) expect(attempt(kind, change, name)).toMatchObject({ exitCode: 0, error: '' });
    }
  });

  test('a service that nobody reaches from outside has no Ingress', () => {
    const closed = deployed.services.find((name) => deployed.admin.list('ingress', name).length === 0)!;
    const rule = { host: 'x.dust.example', http: { paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name: closed, port: { number: 80 } } } }] } };
    const { exitCode, error } = deployed.identity(closed, 'workload-apply').tryApply({ apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', metadata: { name: 'new', namespace: closed }, spec: { ingressClassName: 'tailscale', rules: [rule] } });
    expect([exitCode, error]).toEqual([1, expect.stringContaining(refusal)]);
  });

  test('all of it is admitted as soon as the binding is away', async () => {
    await withoutBinding(deployed.admin, `dust-${environment}-exposure`, () => attempt('ingress', EXPOSING[0]![1]), refusal, () => {
      for (const [kind, cases] of [['ingress', [...EXPOSING, ...more]], ['service', SERVICES]] as const) {
        for (const [what, change] of cases) {
          const { exitCode, error } = attempt(kind, change);
          expect([what, exitCode, error]).toEqual([what, error === '' ? 0 : 1, expect.stringMatching(/^$|exceeded quota/)]);
        }
      }
    });
  });
});
