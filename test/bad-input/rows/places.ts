import type { Loose } from '../judge';
import { dev, http, partsOf } from '../parts';
import type { Row } from '../row';
import { Access, ClusterDns, ClusterProfile, Egress, Vpn } from 'dust-service';

const LABELS = 'write lower-case letters and digits, with hyphens only between them';
const REASON = 'the card processor';

/** Ports, hosts, paths, folders and ranges. */
export const places: readonly Row[] = [
  ...[0, 80, 1023, 65_536, 8000.5, -1, Infinity, 1e21].map((port) => server({ port }, 'port', 'DUST1020', String(port), 'is not a port that a container without root can open', 'let the application listen on a port such as 8000')),
  egress('has port 0', Egress.cidr('203.0.113.0/24', { ports: [443, 0], reason: REASON }), 'DUST1020', 'ports[1]', '0', 'is not a port'),
  egress('has no port', Egress.anywhere({ ports: [], reason: REASON }), 'DUST1020', 'ports', undefined, 'has no port, which would open every port', 'list the ports, such as [443]'),
  egress('has host bits', Egress.cidr('203.0.113.7/24', { ports: [443], reason: REASON }), 'DUST1023', '', '"203.0.113.7/24"', 'has host bits set', 'did you mean "203.0.113.0/24"?'),
  egress('is everything', Egress.cidr('0.0.0.0/0', { ports: [443], reason: REASON }), 'DUST1023', '', '"0.0.0.0/0"', 'is the whole internet', /Egress\.anywhere/),
  egress('has no length', Egress.cidr('203.0.113.7', { ports: [443], reason: REASON }), 'DUST1023', '', '"203.0.113.7"', 'has no length', /"203\.0\.113\.7\/32"/),
  egress('is IPv6', Egress.cidr('2001:db8::/32', { ports: [443], reason: REASON }), 'DUST1023', '', '"2001:db8::/32"', 'is a range of IPv6'),
  egress('is the metadata of the node', Egress.cidr('169.254.169.254/32', { ports: [80], reason: REASON }), 'DUST1023', '', '"169.254.169.254/32"', /local to the node/, 'remove it'),
  egress('has no reason', Egress.anywhere({ ports: [443], reason: 'x' }), 'DUST1024', 'reason', '"x"', 'is no reason', 'say why, for the review and the evidence'),
  ...['/livez ok', 'livez'].map((typed) => server({ health: { liveness: typed } }, 'health.liveness', 'DUST1022', `"${typed}"`, 'is not a path of a URL', typed === 'livez' ? 'did you mean "/livez"?' : 'write a path such as "/readyz"')),
  { ...server({ health: { liveness: '/health', readiness: '/health' } }, 'health', 'DUST1022', '"/health"', 'answers both probes', 'let one path say whether the process lives, and another whether it can serve now') },
  folder('/var/run/secrets/x', 'is where credentials are mounted', 'remove it'), folder('/run', 'hides a folder of the image', 'name the folder in it, such as "/run/app"'),
  folder('tmp/cache', 'is not an absolute folder', 'did you mean "/tmp/cache"?'), folder('/var/cache/', 'is not an absolute folder', 'did you mean "/var/cache"?'),
  folder('/var/../etc', 'is not an absolute folder', /without "\.\."/), folder('/etc/nginx', 'hides a folder of the image', 'let the application write elsewhere, such as to "/var/lib/app"'), folder('/var', 'hides a folder of the image', 'name the folder in it, such as "/var/app"'),
  folder('/tmp/cache', 'lies in /tmp, which is writable already', 'remove it'),
  { ...server({ writable: ['/var/a/b', '/var/a'] }, 'writable[1]', 'DUST1025', '"/var/a"', 'holds /var/a/b, which is writable already', 'remove /var/a/b, or name other folders') },
  ...hosts(),
  environment('a subnet has host bits', { network: { ...partsOf.network, loadBalancerSubnets: [{ id: 'subnet-0123456789abcdef0', cidr: '10.0.0.1/8' }] } }, 'network.loadBalancerSubnets[0].cidr', 'DUST1023', '"10.0.0.1/8"', 'has host bits set', 'did you mean "10.0.0.0/8"?'),
  environment('a VPN is the whole internet', { ingress: { domain: 'dev.acme.example', vpn: Vpn.internalLoadBalancer({ cidrs: ['0.0.0.0/0'] }) } }, 'ingress.vpn.cidrs[0]', 'DUST1023', '"0.0.0.0/0"', 'is the whole internet', 'list the ranges'),
  environment('a VPN has no ranges', { ingress: { domain: 'dev.acme.example', vpn: Vpn.internalLoadBalancer({ cidrs: [] }) } }, 'ingress.vpn.cidrs', 'DUST2014', undefined, /admits everybody/, 'list the ranges of the VPN'),
  environment('a tag is no tag', { ingress: { domain: 'dev.acme.example', vpn: Vpn.tailscale({ tags: ['k8s'] }) } }, 'ingress.vpn.tags[0]', 'DUST1061', '"k8s"', 'is not a tag of the tailnet', 'did you mean "tag:k8s"?'),
  environment('a tailnet has no tags', { ingress: { domain: 'dev.acme.example', vpn: Vpn.tailscale({ tags: [] }) } }, 'ingress.vpn.tags', 'DUST1061', undefined, 'has no tag', /leave it out/),
  environment('a domain is one label', { ingress: { domain: 'localhost' } }, 'ingress.domain', 'DUST1021', '"localhost"', 'is not a domain', /^write the domain/),
  environment('a domain has 190 characters', { ingress: { domain: `${'a.'.repeat(94)}aa` } }, 'ingress.domain', 'DUST1021', `"${'a.'.repeat(40)}\u2026"`, 'has 190 characters; at most 189'),
  environment('a DNS cache has no length', { cluster: cluster({ dns: ClusterDns.nodeLocal('169.254.20.10') }) }, 'cluster.profile.dns', 'DUST1023', '"169.254.20.10"', 'has no length', /"169\.254\.20\.10\/32"/),
  environment('Auto Mode has no address of DNS', { cluster: cluster({ autoMode: true }) }, 'cluster.profile.dns', 'DUST2020', undefined, /^would leave every pod without DNS/, /ClusterDns\.addressBlock/),
  environment('a namespace is none', { cluster: cluster({ tailscaleNamespace: 'Bad_NS' }) }, 'cluster.profile.tailscaleNamespace', 'DUST1062', '"Bad_NS"', 'is not a namespace', 'did you mean "bad-ns"?'),
];

function hosts(): Row[] {
  const row = (typed: string, problem: string, fix: string): Row => ({ ...server({ access: Access.internet(typed) }, 'access', 'DUST1021', JSON.stringify(typed), problem, fix), title: `the host ${typed}` });
  return [
    row('Shop', 'is not a host name', 'did you mean "shop"?'), row('foo_bar.acme.com', 'is not a host name', 'did you mean "foo-bar.acme.com"?'), row('*.acme.com', 'is a wildcard', 'did you mean "acme.com"?'),
    row('shop.acme.com.', 'ends with a dot', 'did you mean "shop.acme.com"?'), row('https://shop.acme.com/x', 'has a scheme', 'did you mean "shop.acme.com"?'), row('shop.acme.com:443', 'has a port', 'did you mean "shop.acme.com"?'),
    row('10.0.0.1', 'is an address', 'write a name'), row('', 'is empty', LABELS), row('a b', 'is not a host name', LABELS), row('-shop', 'is not a host name', LABELS),
    { ...row(`${'a'.repeat(64)}.com`, 'has a label of more than 63 characters', 'shorten it') }, { ...row('m\u00fcller.example', 'has letters that DNS does not carry', 'write the name as DNS carries it, which begins with "xn--"'), value: '"m\\u00fcller.example"' },
    { ...row(`${'a.'.repeat(126)}com`, 'has 255 characters; at most 253', 'shorten it'), value: `"${'a.'.repeat(40)}\u2026"` },
    row('shop.acme.com', 'is one host for several environments', 'write "shop", or name one environment in "environments"'),
    { ...row('long', 'cannot be a name of the tailnet in environment "dev"', 'write one short label'), typed: { service: { ...http({ access: Access.vpn('a'.repeat(60)) }), environments: ['dev'] } }, value: `"${'a'.repeat(60)}"` },
  ];
}

function cluster(profile: Loose): Loose {
  return { name: 'dev', profile: ClusterProfile.of({ kubernetesVersion: '1.34', ...profile }) };
}

function server(changes: Loose, key: string, code: string, value: string, problem: string, fix: string): Row {
  return { title: `${key} ${value}`, typed: { service: http(changes) }, code, path: `billing.http.${key}`, value, problem, fix };
}

function folder(typed: string, problem: string, fix: string | RegExp): Row {
  return { ...server({ writable: [typed] }, 'writable[0]', 'DUST1025', `"${typed}"`, problem, ''), fix };
}

type Text = string | RegExp;

function egress(what: string, rule: Egress, code: string, key: string, value: string | undefined, problem: Text, fix?: Text): Row {
  const path = key === '' ? 'billing.egress[0]' : `billing.egress[0].${key}`;
  return { title: `egress that ${what}`, typed: { service: { egress: [rule] } }, code, path, ...(value === undefined ? {} : { value }), problem, ...(fix === undefined ? {} : { fix }) };
}

function environment(title: string, changes: Loose, key: string, code: string, value: string | undefined, problem: Text, fix?: Text): Row {
  return { title, typed: { fleet: dev(changes) }, code, path: `app.environments[0].${key}`, ...(value === undefined ? {} : { value }), problem, ...(fix === undefined ? {} : { fix }) };
}
