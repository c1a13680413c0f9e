import { faultsOfBlock } from './block';
import { judge, outcomeOf } from './judge';
import type { Loose } from './judge';
import { environment, http, partsOf } from './parts';
import { faultsOf } from './row';
import { serviceProps, smallFleet } from '../support/fleets';
import { synthesize } from '../support/synthesize';
import type { DustServiceProps, FleetProps, Issue } from 'dust-service';
import { Access, DustService, Egress, Environment, GitHubRepository, Issues, Secret, Vpn } from 'dust-service';

const CREDENTIAL = 'AKIA' + 'IOSFODNN7EXAMPLE';

/** More than twenty mistakes of all kinds in one fleet, in no order. */
const fleetOfMistakes: Loose = {
  prefix: 'Acme',
  organizationId: 'acme',
  repository: GitHubRepository.of('acme/*'),
  environments: [
    environment({ account: 111122223333, region: 'eu-central-1a', cluster: { ...partsOf.cluster, name: 'a/b' }, ephemral: true }),
    Environment.of({ ...partsOf, name: 'Prod', network: { vpcId: 'vpc-1', loadBalancerSubnets: [{ id: 'subnet-0123456789abcdef0', cidr: '10.0.0.1/8' }] }, ingress: { domain: 'localhost', vpn: Vpn.internalLoadBalancer({ cidrs: ['0.0.0.0/0'] }) } }),
  ],
  registry: { region: 'eu-central-1' },
};

const servicesOfMistakes: Readonly<Record<string, Loose>> = {
  'web': { ...http({ port: '8000', access: Access.internet('Shop'), replicaz: 2, memory: '512m' }), owner: 'core services', values: { A: true, PORT: '1', KEY: CREDENTIAL }, secrets: [Secret.provided('1A')] },
  'Billing_API': { buckets: { Raw_Scans: { retention: '7 years' } }, egress: [Egress.anywhere({ ports: [], reason: 'no' })] },
  'kube-system': {},
  'catalog': { repository: GitHubRepository.of('https://github.com/acme/catalog', { branch: 'main*' }), http: null },
};

const EXPECTED = [
  'DUST1010 Billing_API', 'DUST1042 Billing_API.buckets.Raw_Scans', 'DUST1034 Billing_API.buckets.Raw_Scans.retention', 'DUST1024 Billing_API.egress[0].reason',
  'DUST1001 app.environments[0].ephemral', 'DUST1002 app.environments[0].account', 'DUST1059 app.environments[0].cluster.name', 'DUST1051 app.environments[0].region',
  'DUST1021 app.environments[1].ingress.domain', 'DUST1023 app.environments[1].ingress.vpn.cidrs[0]', 'DUST1057 app.environments[1].name', 'DUST1023 app.environments[1].network.loadBalancerSubnets[0].cidr', 'DUST1058 app.environments[1].network.vpcId',
  'DUST1056 app.organizationId', 'DUST1054 app.prefix', 'DUST1003 app.registry.account', 'DUST1013 app.repository',
  'DUST1002 catalog.http', 'DUST1012 catalog.repository', 'DUST1015 catalog.repository.branch', 'DUST1011 kube-system',
  'DUST1021 web.http.access', 'DUST1031 web.http.memory', 'DUST1002 web.http.port', 'DUST1001 web.http.replicaz', 'DUST1043 web.owner', 'DUST1040 web.secrets[0]', 'DUST1002 web.values.A', 'DUST1008 web.values.KEY', 'DUST1041 web.values.PORT',
];

function mistakes(names: readonly string[] = Object.keys(servicesOfMistakes)) {
  return outcomeOf((folder) => synthesize(smallFleet(fleetOfMistakes as Partial<FleetProps>), (app) => {
    for (const name of names) new DustService(app, name, serviceProps(servicesOfMistakes[name] as Partial<DustServiceProps>));
  }, { folder }));
}

describe('a fleet with thirty mistakes', () => {
  const { issues, block, written } = mistakes();

  test('tells all of them at once', () => expect(issues.map(({ code, path }) => `${code} ${path}`).sort()).toEqual([...EXPECTED].sort()));
  test('prints them in the form of the design', () => expect(faultsOfBlock(block, issues)).toEqual([]));
  test('begins with their number', () => expect(block.split('\n')[0]).toBe('dust-service: 30 problems, nothing was written'));
  test('writes nothing', () => expect(written).toEqual([]));
  test('does not show the credential', () => expect(block).not.toContain(CREDENTIAL));
  test('says the same in whatever order the services stand', () => expect(mistakes(Object.keys(servicesOfMistakes).reverse()).block).toBe(block));
  test('says the same again', () => expect(mistakes().block).toBe(block));
});

test('the block is what the design shows', () => {
  const { block } = judge({ service: { repository: GitHubRepository.of('acme/*') } });
  expect(block).toBe([
    'dust-service: 1 problem, nothing was written', '',
    '  DUST1013  billing.repository  "acme/*" contains "*"',
    '            allowed: one OWNER/REPO, such as "acme/billing"',
    '            fix: name the repository; any repository of acme could assume the role otherwise', '',
  ].join('\n'));
});

test('an issue is data, and an error of another kind holds none', () => {
  const { issues } = judge({ service: { owner: '' } });
  expect(issues).toEqual([{ code: 'DUST1043', path: 'billing.owner', value: '""', problem: 'is empty', allowed: expect.any(String), fix: expect.any(String) }]);
  expect([Issues.of(new Error('x')), Issues.of(undefined), Issues.of({ issues })]).toEqual([[], [], []]);
});

describe('these checks turn red', () => {
  const { issues, block } = judge({ service: { owner: '', ...http({ port: 80 }) } });
  const [first, second] = issues as [Issue, Issue];

  test('not on a good block', () => expect(faultsOfBlock(block, issues)).toEqual([]));
  test.each<[string, string, readonly Issue[], RegExp]>([
    ['another header', block.replace('2 problems', '2 issues'), issues, /form/],
    ['another indent', block.replace('            fix', '      fix'), issues, /form/],
    ['an issue left out of the text', block.split('\n').slice(0, -4).join('\n'), issues, /form/],
    ['a mark that turns text around', `${block}\u202e`, issues, /terminal/],
    ['two issues out of order', block, [second, first], /does not come after/],
    ['an issue told twice', block, [first, first], /does not come after/],
    ['a wrong code', block, [{ ...first, code: 'DUST1' }], /no code/],
    ['an empty fix', block, [{ ...first, fix: '' }], /fix is empty/],
    ['two lines', block, [{ ...first, problem: 'a\nb' }], /several lines/],
    ['an undefined', block, [{ ...first, problem: 'is undefined' }], /shows the program/],
    ['a long value', block, [{ ...first, value: 'a'.repeat(84) }], /84 characters/],
  ])('on %s', (_what, text, found, fault) => expect(faultsOfBlock(text, found)).toContainEqual(expect.stringMatching(fault)));

  const row = { title: 'x', typed: {}, code: second.code, path: second.path, value: second.value!, problem: second.problem, fix: second.fix };
  const told = { issues: [second], block: '', written: [] };
  test('not on a mistake that is told well', () => expect(faultsOf(row, told)).toEqual([]));
  test.each<[string, Partial<Issue>]>([['code', { code: 'DUST1001' }], ['path', { path: 'x' }], ['value', { value: '"x"' }], ['problem', { problem: 'x' }], ['fix', { fix: 'x' }]])('on another %s', (key, change) => {
    expect(faultsOf(row, { ...told, issues: [{ ...second, ...change }] })).toEqual([expect.stringContaining(key)]);
  });
  test('on no issue', () => expect(faultsOf(row, { ...told, issues: [] })).toEqual([expect.stringContaining('told 0 times')]));
  test('on two issues', () => expect(faultsOf(row, { ...told, issues })).toEqual([expect.stringContaining('told 2 times')]));
  test('on something written', () => expect(faultsOf(row, { ...told, written: ['manifests/x.yaml'] })).toEqual(['wrote manifests/x.yaml']));
});
