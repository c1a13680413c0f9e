import type { Client } from './client';
import { Deployed } from './deployed';
import { refusalOf, untilRefused, withoutBinding } from './policies';
import { exampleOutput } from '../../support/example';

const ENVIRONMENT = 'prod';
const [SERVICE, NEIGHBOUR, NOBODYS] = ['catalog', 'identity', 'default'] as const;
const REFUSED_BY = refusalOf(ENVIRONMENT, 'secret-stores');
const ROLES = 'arn:aws:iam::444455556666:role/dust/prod/secrets';
const roleOf = (service: string): string => `${ROLES}/dust-prod-${service}-secrets`;
const aws = (more: object = {}): any => ({ service: 'SecretsManager', region: 'us-east-1', role: roleOf(SERVICE), ...more });

const store = (namespace: string, provider: object, more: object = {}) => ({ apiVersion: 'external-secrets.io/v1', kind: 'SecretStore', metadata: { name: 'tried', namespace }, spec: { provider, ...more } });
const clusterStore = (provider: object) => ({ apiVersion: 'external-secrets.io/v1', kind: 'ClusterSecretStore', metadata: { name: 'tried' }, spec: { provider } });
const generator = (kind: string, spec: object) => ({ apiVersion: 'generators.external-secrets.io/v1alpha1', kind, metadata: { name: 'tried', namespace: NOBODYS }, spec });

const REFUSED: readonly (readonly [what: string, object: object])[] = [
  ['the role of another namespace', store(SERVICE, { aws: aws({ role: roleOf(NEIGHBOUR) }) })],
  ['its role in another namespace', store(NEIGHBOUR, { aws: aws() })],
  ['its role in the platform\'s namespace', store('dust-admin', { aws: aws() })],
  ['its role in a namespace of nobody', store(NOBODYS, { aws: aws() })],
  ['its role in other letters in a namespace of nobody', store(NOBODYS, { aws: aws({ role: roleOf(SERVICE).toUpperCase() }) })],
  ['the role of a pod in a namespace of nobody', store(NOBODYS, { aws: aws({ role: 'arn:aws:iam::444455556666:role/dust/prod/dust-prod-catalog-pod' }) })],
  ['a further role in a namespace of nobody', store(NOBODYS, { aws: aws({ role: 'arn:aws:iam::444455556666:role/other', additionalRoles: [roleOf(SERVICE)] }) })],
  ['a role by way of Vault', store(NOBODYS, { vault: { server: 'https://vault.example', auth: { iam: { vaultRole: 'x', role: roleOf(SERVICE) } } } })],
  ['a role for the whole cluster', clusterStore({ aws: aws() })],
  ['a role of a generator', generator('STSSessionToken', { region: 'us-east-1', role: roleOf(SERVICE) })],
  ['a role of a generator for images', generator('ECRAuthorizationToken', { region: 'us-east-1', role: roleOf(SERVICE) })],
  ['a role that nobody planned', store(SERVICE, { aws: aws({ role: 'arn:aws:iam::444455556666:role/other' }) })],
  ['no role', store(SERVICE, { aws: { service: 'SecretsManager', region: 'us-east-1' } })],
  ['a further role', store(SERVICE, { aws: aws({ additionalRoles: ['arn:aws:iam::444455556666:role/other'] }) })],
  ['another region', store(SERVICE, { aws: aws({ region: 'eu-west-1' }) })],
  ['another service of AWS', store(SERVICE, { aws: aws({ service: 'ParameterStore' }) })],
  ['tags of its session', store(SERVICE, { aws: aws({ sessionTags: [{ key: 'a', value: 'b' }] }) })],
  ['an external id', store(SERVICE, { aws: aws({ externalID: 'x' }) })],
  ['a prefix', store(SERVICE, { aws: aws({ prefix: 'dust/' }) })],
  ['keys', store(SERVICE, { aws: aws({ auth: { secretRef: { accessKeyIDSecretRef: { name: 'a', key: 'b' } } } }) })],
  ['a service account', store(SERVICE, { aws: aws({ auth: { jwt: { serviceAccountRef: { name: 'other' } } } }) })],
  ['another provider', store(SERVICE, { fake: { data: [] } })],
  ['another controller', store(SERVICE, { aws: aws() }, { controller: 'other' })],
];

const ADMITTED: readonly (readonly [what: string, object: object])[] = [
  ['its own role', store(SERVICE, { aws: aws() })],
  ['that of dust-admin', store('dust-admin', { aws: aws({ role: roleOf('dust-admin') }) })],
  ['another role in a namespace of nobody', store(NOBODYS, { aws: aws({ role: 'arn:aws:iam::444455556666:role/dust/production/other' }) })],
  ['another provider in a namespace of nobody', store(NOBODYS, { fake: { data: [{ key: 'a', value: 'b' }] } })],
  ['another role for the whole cluster', clusterStore({ aws: aws({ role: 'arn:aws:iam::444455556666:role/other' }) })],
];

/** What a Namespace may not say of itself, or its store would be believed. */
const LIES: readonly (readonly [what: string, merge: object])[] = [
  ['that it has the role of a neighbour', { metadata: { annotations: { 'dust-service/store-role': `dust-prod-${NEIGHBOUR}-secrets` } } }],
  ['that it has the images of a neighbour', { metadata: { annotations: { 'dust-service/image-repository': `444455556666.dkr.ecr.us-east-1.amazonaws.com/dust/${NEIGHBOUR}` } } }],
  ['that its images are elsewhere', { metadata: { annotations: { 'dust-service/image-repository': `evil.example/dust/${SERVICE}` } } }],
  ['that it is a neighbour', { metadata: { labels: { 'app.kubernetes.io/name': NEIGHBOUR } } }],
];

const output = exampleOutput();

describe('stores of secrets', () => {
  let deployed: Deployed;
  const who = (): readonly (readonly [string, Client])[] => [['an administrator', deployed.admin], ['platform-apply', deployed.platformApply]];
  const attempt = (client: Client, object: object) => client.run(['apply', '--server-side', '--force-conflicts', '--dry-run=server', '--validate=strict', '-f', '-'], JSON.stringify(object));
  const worst = () => attempt(deployed.admin, REFUSED[0]![1]);

  /** The platform's part of all services but one is there; that one is new. */
  beforeAll(async () => {
    deployed = await Deployed.start(output, ENVIRONMENT);
    deployed.plane.holdPods();
    deployed.admin.apply([deployed.clusterAdmin]);
    deployed.platformApply.apply([deployed.clusterLayer]);
    deployed.platformApply.apply([...deployed.spaceFiles, ...deployed.services.filter((service) => service !== SERVICE).map((service) => deployed.foundation(service))]);
  });
  afterAll(async () => { await deployed?.stop(); });

  test('of a service that is new need no other policy: platform-apply applies its foundation and the layer of the cluster', async () => {
    const policies = () => deployed.admin.list('validatingadmissionpolicies').map(({ metadata }) => [metadata.name, metadata.generation]);
    const before = policies();
    deployed.platformApply.apply([deployed.clusterLayer, deployed.foundation(SERVICE)]);
    deployed.identity(SERVICE, 'workload-apply').apply(deployed.workload(SERVICE));
    expect(policies()).toEqual(before);
    await untilRefused(worst, REFUSED_BY);
  });

  test.each(REFUSED)('may not name %s, whoever writes them', (_what, object) => {
    const { error } = attempt(deployed.admin, object);
    expect(error).toContain(REFUSED_BY);
    if ((object as { kind: string }).kind === 'SecretStore') expect(attempt(deployed.platformApply, object)).toMatchObject({ exitCode: 1, out: '', error: expect.stringContaining(REFUSED_BY) });
  });

  test.each(ADMITTED)('may name %s', (_what, object) => expect(attempt(deployed.admin, object)).toMatchObject({ exitCode: 0, error: '' }));

  test('that are there may not become what they could not be', () => {
    for (const [, client] of who()) {
      const patch = JSON.stringify({ spec: { provider: { aws: { role: roleOf(NEIGHBOUR) } } } });
      expect(client.run(['patch', 'secretstore', 'secrets', '--type=merge', '--patch', patch, '--namespace', SERVICE])).toMatchObject({ exitCode: 1, error: expect.stringContaining(REFUSED_BY) });
    }
  });

  test('lose their finalizers when they go, and nothing else', () => {
    const line = (verb: string, ...more: string[]) => deployed.admin.run([verb, 'secretstore', 'going', '--namespace', SERVICE, ...more]);
    deployed.admin.must(['create', '-f', '-'], JSON.stringify({ ...store(SERVICE, { aws: aws() }), metadata: { name: 'going', namespace: SERVICE, finalizers: ['example.com/waits'] } }));
    expect(line('delete', '--wait=false')).toMatchObject({ exitCode: 0 });
    expect(line('patch', '--type=merge', '--patch', JSON.stringify({ spec: { provider: { aws: { role: roleOf(NEIGHBOUR) } } } }))).toMatchObject({ exitCode: 1, error: expect.stringContaining(REFUSED_BY) });
    expect(line('patch', '--type=merge', '--patch', '{"metadata":{"finalizers":null}}')).toMatchObject({ exitCode: 0 });
  });

  test.each(LIES)('are not helped by a Namespace that says %s', (_what, merge) => {
    for (const [, client] of who()) {
      expect(client.run(['patch', 'namespace', SERVICE, '--type=merge', '--patch', JSON.stringify(merge)])).toMatchObject({ exitCode: 1, error: expect.stringContaining(refusalOf(ENVIRONMENT, 'namespaces')) });
    }
  });

  test('may name anything as soon as the binding is away', async () => {
    await withoutBinding(deployed.admin, `dust-${ENVIRONMENT}-secret-stores`, worst, REFUSED_BY, () => {
      for (const [what, object] of REFUSED) expect([what, attempt(deployed.admin, object)]).toEqual([what, expect.objectContaining({ exitCode: 0 })]);
    });
  });

  test('platform-apply reads no Secret and starts no shell, in a new namespace either', () => {
    const refused = (...line: string[]) => expect([line, deployed.platformApply.run(line)]).toEqual([line, expect.objectContaining({ exitCode: 1, error: expect.stringMatching(/forbidden/i) })]);
    refused('get', 'secrets', '--namespace', SERVICE);
    refused('create', 'token', SERVICE, '--namespace', SERVICE);
    refused('exec', 'any', '--namespace', SERVICE, '--', 'true');
  });
});
