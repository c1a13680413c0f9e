import { judge } from './judge';
import type { Loose } from './judge';
import { dev, environment, http, partsOf, prod } from './parts';
import { serviceProps, smallFleet } from '../support/fleets';
import { synthesize } from '../support/synthesize';
import type { DustServiceProps } from 'dust-service';
import { Access, DustService, GitHubRepository, NamespaceNaming } from 'dust-service';

const shared = { ...partsOf.cluster, namespaces: NamespaceNaming.SERVICE_AND_ENVIRONMENT };

describe('no issue is made of', () => {
  test.each<[string, Loose]>([
    ['a name of 40 characters', { name: `a${'b'.repeat(39)}` }],
    ['a name of one letter', { name: 'a' }],
    ['a GitHub environment with a colon', { fleet: dev({ githubEnvironment: 'prod: eu' }) }],
    ['a branch with a slash and a Latin letter', { service: { repository: GitHubRepository.of('acme/billing', { branch: 'release/größe' }) } }],
    ['keys without a value', { service: { buckets: undefined, overrides: undefined, ...http({ replicas: undefined, health: { liveness: undefined } }) } }],
    ['objects without a prototype', { service: { values: Object.assign(Object.create(null), { A: 'b' }) } }],
    ['empty lists and maps', { service: { calls: [], calledBy: [], buckets: {}, secrets: [], values: {}, overrides: {}, egress: [] } }],
    ['a key of another account', { fleet: dev({ keyArn: 'arn:aws:kms:eu-central-1:999988887777:key/1234' }) }],
    ['one cluster whose namespaces are told apart', { fleet: { environments: [environment({ cluster: shared }), environment({ name: 'test', cluster: shared })] } }],
    ['one pod in an ephemeral environment', { service: { overrides: { dev: { replicas: 1 } } }, fleet: dev({}) }],
    ['a limit of exactly the default', { service: http({ cpuLimit: '100m' }) }],
    ['a full host in one environment', { service: { ...http({ access: Access.internet('shop.acme.com') }), environments: ['dev'] } }],
    ['two environments whose names begin with the same letters', { fleet: { environments: [environment({ name: 'prodeu' }), prod()] } }],
  ])('%s', (_what, typed) => {
    const { issues, written } = judge(typed);
    expect(issues).toEqual([]);
    expect(written).not.toEqual([]);
  });
});

describe('a value that is odd but legal reaches the ConfigMap as it was typed:', () => {
  test.each(['0o14', 'true', 'null', '', ' ', '"\n---\nkind: ClusterRole"', '{{ .Values.x }}', '$(VAR)', '${VAR}', 'a\tb', '\u2028', '\u2029', 'größe', '\u{1F680}', '*', '&a', '! b', '# c', '- d', '{', '%'])('%j', (text) => {
    expect(variablesOf({ values: { ODD: text } })).toMatchObject({ ODD: text });
  });

  test.each(['toString', 'valueOf', 'hasOwnProperty', '__defineGetter__'])('the variable %s', (name) => {
    expect(Object.entries(variablesOf({ values: { [name]: 'x' } }))).toContainEqual([name, 'x']);
  });
});

test('the limit of cpu that is too little is one below what a pod is given', () => {
  const output = synthesize(smallFleet(), (app) => void new DustService(app, 'billing', serviceProps()));
  const deployment = output.manifests.get('dev/billing/workload.yaml')!.find(({ kind }) => kind === 'Deployment')!;
  expect(deployment.spec.template.spec.containers[0].resources.requests.cpu).toBe('100m');
  expect(judge({ service: http({ cpuLimit: '99m' }) }).issues.map(({ code }) => code)).toEqual(['DUST1033']);
});

function variablesOf(changes: Partial<DustServiceProps>): Record<string, string> {
  const output = synthesize(smallFleet(), (app) => void new DustService(app, 'billing', serviceProps(changes)));
  return output.manifests.get('dev/billing/workload.yaml')!.find(({ kind }) => kind === 'ConfigMap')!.data;
}
