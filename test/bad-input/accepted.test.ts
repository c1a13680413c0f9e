import { judge } from './judge';
import type { Loose } from './judge';
import { dev, environment, http, partsOf, prod } from './parts';
import { operatorEnvironmentProps, operatorProfileProps, serviceProps, smallFleet } from '../support/fleets';
import { synthesize } from '../support/synthesize';
import type { ClusterProfileProps, DustServiceProps, EnvironmentProps } from 'dust-service';
import { Access, ClusterProfile, DustService, Environment, GitHubRepository, NamespaceNaming, Permission, Provider, Secret } from 'dust-service';

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

const PROTECTED = { name: 'prod', account: '444455556666', protected: true, ephemeral: false };
const KEPT = { providers: [Provider.cloudNativePg({ objectStore: 'backups' }), Provider.s3(), Provider.elastiCache(), Provider.secretsManager()] };
const EVERYTHING = { postgres: {}, cache: {}, buckets: { scans: {} }, secrets: [Secret.generated('A'), Secret.provided('B')] };

/** A fleet of one environment with the operators of a cluster. */
function operated(changes: Partial<EnvironmentProps> = {}, profile: Partial<ClusterProfileProps> = {}): Loose {
  return { environments: [Environment.of(operatorEnvironmentProps({ name: 'dev', ...changes }, profile))] };
}

describe('no issue is made, in a cluster with operators, of', () => {
  const { name, ...development } = operatorEnvironmentProps({ name: 'dev' });
  const orders = [Permission.of(['sqs:SendMessage'], ['*'], 'The orders of another team')];

  test.each<[string, Loose]>([
    ['everything in an ephemeral environment', { service: EVERYTHING, fleet: operated() }],
    ['everything in what Environment.development() makes', { service: EVERYTHING, fleet: { environments: [Environment.development({ name, ...development, providers: undefined } as never)] } }],
    ['a protected database with backups', { service: { postgres: {} }, fleet: operated({ ...PROTECTED, ...KEPT }) }],
    ['a database that lasts, with backups', { service: { postgres: {} }, fleet: operated({ ephemeral: false, ...KEPT }) }],
    ['a cache that lasts, and a secret that a person has', { service: { cache: {}, secrets: [Secret.provided('KEY')] }, fleet: operated({ ephemeral: false }) }],
    ['operators that nobody uses', { fleet: operated({ providers: [] }, { prometheus: {}, storageClass: 'gp3' }) }],
    ['no operators where nobody asks for anything', { fleet: operated({}, { cloudNativePg: undefined as never, seaweedFs: undefined as never, redisOperator: undefined as never }) }],
    ['a class of RDS in the override of the environment that has it', { service: { postgres: {}, overrides: { prod: { postgres: { instanceClass: 'db.r8g.large' } } } }, fleet: mixed() }],
    ['storage in the override of a cluster', { service: { postgres: {}, overrides: { dev: { postgres: { storage: '100Gi' } } } }, fleet: mixed() }],
    ['a database of each version that has an image', { service: { postgres: { version: '15' } }, fleet: operated() }],
    ['permissions beside databases, caches and secrets of the cluster', { service: { postgres: {}, cache: {}, secrets: EVERYTHING.secrets, permissions: orders }, fleet: operated({ permissions: orders }) }],
    ['a store of the smallest and of the largest size', { service: { buckets: { scans: {} } }, fleet: operated({ providers: [Provider.seaweedFs({ storage: '65536Gi' })] }) }],
    ['one cluster with two stores whose namespaces are told apart', { service: EVERYTHING, fleet: twoOnOne() }],
    ['a service called "objects"', { name: 'objects', service: { buckets: { scans: {} } }, fleet: operated() }],
    ['labels of Prometheus with a domain', { service: { postgres: {} }, fleet: operated({}, { prometheus: { labels: { 'acme.example/team': 'core' } } }) }],
    ['an issuer in every namespace', { service: { cache: {} }, fleet: operated({}, { certificateIssuer: { name: 'ca', kind: 'Issuer' as never } }) }],
  ])('%s', (_what, typed) => {
    const { issues, written } = judge(typed);
    expect(issues).toEqual([]);
    expect(written).not.toEqual([]);
  });
});

/** Development by operators, production by AWS. */
function mixed(): Loose {
  const aws = operatorEnvironmentProps({ ...PROTECTED, providers: [Provider.rds(), Provider.s3(), Provider.elastiCache(), Provider.secretsManager()] });
  return { environments: [Environment.of(operatorEnvironmentProps({ name: 'dev' })), Environment.of(aws)] };
}

function twoOnOne(): Loose {
  const on = (name: string): Environment => {
    const props = operatorEnvironmentProps({ name });
    return Environment.of({ ...props, cluster: { ...props.cluster, name: 'one', profile: ClusterProfile.of(operatorProfileProps()), namespaces: NamespaceNaming.SERVICE_AND_ENVIRONMENT } });
  };
  return { environments: [on('dev'), on('test')] };
}

test.each([[{}, 1], [{ ...PROTECTED, ...KEPT }, 3]] as const)('a database of CloudNativePG in an environment with %j has %d instances, and backups where data may not be lost', (changes, instances) => {
  const output = synthesize(smallFleet(operated(changes as Partial<EnvironmentProps>)), (app) => void new DustService(app, 'billing', serviceProps({ postgres: {} })));
  const data = output.manifests.get(`${instances === 1 ? 'dev' : 'prod'}/billing/data.yaml`)!;
  expect(data.find(({ kind }) => kind === 'Cluster')!.spec.instances).toBe(instances);
  expect(data.filter(({ kind }) => kind === 'ScheduledBackup')).toHaveLength(instances === 1 ? 0 : 1);
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
