import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { load } from 'js-yaml';
import type { Client } from './client';
import { Deployed } from './deployed';
import { refusalOf, untilRefused, withoutBinding } from './policies';
import { environmentProps, smallFleet } from '../../support/fleets';
import { synthesize } from '../../support/synthesize';
import { Access, DustService, Environment, GitHubRepository, Images } from 'dust-service';

const [ENVIRONMENT, SERVICE, NEIGHBOUR] = ['prod', 'shop', 'bank'] as const;
const REPOSITORY = '444455556666.dkr.ecr.eu-central-1.amazonaws.com/acme/shop';
const DIGEST = 'ab'.repeat(32);
const REFUSED_BY = refusalOf(ENVIRONMENT, 'release-only').replace('dust-', 'acme-');

const output = synthesize(smallFleet({ environments: [Environment.of(environmentProps({ name: ENVIRONMENT, account: '444455556666', protected: true }))] }), (app) => {
  for (const name of [SERVICE, NEIGHBOUR]) {
    const repository = GitHubRepository.of(`acme/${name}`, { ownerId: '1', repositoryId: name === SERVICE ? '3' : '4' });
    new DustService(app, name, { owner: 'core', repository, http: { port: 8000, access: Access.cluster() }, images: Images.release() });
  }
});

const IMAGES: readonly (readonly [what: string, image: string])[] = [
  ['a tag', `${REPOSITORY}:env-prod`],
  ['a tag with a digest', `${REPOSITORY}:env-prod@sha256:${DIGEST}`],
  ['no tag', REPOSITORY],
  ['another repository', `${REPOSITORY.replace('shop', 'bank')}@sha256:${DIGEST}`],
  ['a repository that begins alike', `${REPOSITORY}-admin@sha256:${DIGEST}`],
  ['a repository below it', `${REPOSITORY}/admin@sha256:${DIGEST}`],
  ['the same name in another registry', `${REPOSITORY.replace('444455556666', '444455556667')}@sha256:${DIGEST}`],
  ['the same name behind another host', `evil.example/${REPOSITORY}@sha256:${DIGEST}`],
  ['a digest that is short', `${REPOSITORY}@sha256:${DIGEST.slice(1)}`],
  ['a digest that is long', `${REPOSITORY}@sha256:${DIGEST}a`],
  ['a digest in capitals', `${REPOSITORY}@sha256:${DIGEST.toUpperCase()}`],
  ['another algorithm', `${REPOSITORY}@sha512:${DIGEST}${DIGEST}`],
];

const template = (spec: object) => ({ spec: { template: { spec } } });
const released = { name: SERVICE, image: `${REPOSITORY}@sha256:${DIGEST}` };

/** Each together with an image that may be. */
const PATCHES: readonly (readonly [what: string, patch: object])[] = [
  ['a command', template({ containers: [{ ...released, command: ['sh'] }] })],
  ['a variable', template({ containers: [{ ...released, env: [{ name: 'A', value: 'b' }] }] })],
  ['another policy of pulling', template({ containers: [{ ...released, imagePullPolicy: 'Never' }] })],
  ['one more container', template({ containers: [released, { name: 'other', image: released.image }] })],
  ['an init container', template({ initContainers: [{ name: 'other', image: released.image }] })],
  ['another service account', template({ serviceAccountName: 'default', containers: [released] })],
  ['replicas', { spec: { replicas: 9, ...template({ containers: [released] }).spec } }],
  ['a label', { metadata: { labels: { a: 'b' } }, ...template({ containers: [released] }) }],
  ['another annotation of the pods', { spec: { template: { metadata: { annotations: { a: 'b' } }, spec: { containers: [released] } } } }],
  ['who has applied what', { metadata: { managedFields: [{}] } }],
];

describe('an identity for releases', () => {
  let deployed: Deployed;
  const file = (service: string) => join(dirname(deployed.foundation(service)), 'initial.yaml');
  const release = () => deployed.identity(SERVICE, 'release');
  const setImage = (client: Client, image: string, container: string = SERVICE, ...more: string[]) => client.run(['set', 'image', `deployment/${SERVICE}`, `${container}=${image}`, '--namespace', SERVICE, ...more]);
  const live = () => deployed.admin.list('deployments', SERVICE)[0]!;
  const imageOf = (): unknown => live().spec.template.spec.containers[0].image;
  const applier = () => deployed.identity(SERVICE, 'workload-apply');

  beforeAll(async () => {
    deployed = await Deployed.start(output, ENVIRONMENT, 'acme');
    deployed.admin.apply([deployed.clusterAdmin]);
    deployed.platformApply.apply([deployed.clusterLayer]);
    deployed.platformApply.apply(deployed.services.map((service) => deployed.foundation(service)));
  });
  afterAll(async () => { await deployed?.stop(); });

  test('no file that is applied again has an image, and the first one is in none that a kustomization lists', () => {
    expect(existsSync(file(SERVICE))).toBe(true);
    expect((load(readFileSync(join(dirname(file(SERVICE)), 'kustomization.yaml'), 'utf8')) as { resources: string[] }).resources).not.toContain('initial.yaml');
    expect(readFileSync(deployed.workload(SERVICE, ['workload'])[0]!, 'utf8')).not.toMatch(/\bimage:/);
  });

  test('has nothing to do before there is a Deployment, and an apply then says what is missing', () => {
    expect(applier().run(['apply', '--server-side', ...deployed.workload(SERVICE).flatMap((one) => ['-f', one])])).toMatchObject({ exitCode: 1, error: expect.stringContaining('image: Required value') });
    expect(setImage(release(), released.image)).toMatchObject({ exitCode: 1, error: expect.stringContaining('not found') });
  });

  test('releases what every later apply keeps', async () => {
    for (const service of [SERVICE, NEIGHBOUR]) {
      const line = /^# Once, before workload.yaml: kubectl (.*)$/m.exec(readFileSync(file(service), 'utf8'))![1]!;
      deployed.identity(service, 'workload-apply').must([...line.replace('initial.yaml', file(service)).split(' ')]);
      deployed.identity(service, 'workload-apply').apply(deployed.workload(service));
    }
    expect(imageOf()).toBe(`${REPOSITORY}:env-prod`);
    await untilRefused(() => setImage(release(), 'other', SERVICE, '--dry-run=server'), REFUSED_BY);
    for (const digest of [DIGEST, 'cd'.repeat(32)]) {
      expect(setImage(release(), `${REPOSITORY}@sha256:${digest}`)).toMatchObject({ exitCode: 0 });
      release().must(['rollout', 'status', `deployment/${SERVICE}`, '--namespace', SERVICE, '--timeout=120s']);
      applier().apply(deployed.workload(SERVICE));
      applier().must(['apply', '--server-side', '--force-conflicts', ...deployed.workload(SERVICE).flatMap((one) => ['-f', one])]);
      expect(imageOf()).toBe(`${REPOSITORY}@sha256:${digest}`);
    }
  });

  test('what is applied can still change and go', () => {
    const [path] = deployed.workload(SERVICE, ['workload']) as [string];
    const changed = readFileSync(path, 'utf8').replace('progressDeadlineSeconds: 600', 'progressDeadlineSeconds: 601').replace(/ {2}revisionHistoryLimit: 5\n/, '');
    applier().must(['apply', '--server-side', '-f', '-'], changed);
    expect(live().spec).toMatchObject({ progressDeadlineSeconds: 601, revisionHistoryLimit: 10 });
    applier().apply([path]);
  });

  test('the first image comes back by nobody\'s mistake', () => {
    const { exitCode, error } = applier().run(['apply', '--server-side', '--field-manager=dust-first-image', '-f', file(SERVICE)]);
    expect([exitCode, error]).toEqual([1, expect.stringContaining('conflict')]);
  });

  test('restarts, too', () => { release().must(['rollout', 'restart', `deployment/${SERVICE}`, '--namespace', SERVICE]); });

  test.each(IMAGES)('is refused by the policy with %s', (_what, image) => {
    expect(setImage(deployed.admin, image, SERVICE, '--dry-run=server')).toMatchObject({ exitCode: 0 });
    expect(setImage(release(), image)).toMatchObject({ exitCode: 1, error: expect.stringContaining(REFUSED_BY) });
  });

  test.each(PATCHES)('is refused by the policy when it changes %s', (_what, patch) => {
    const line = ['patch', 'deployment', SERVICE, '--type=strategic', '--patch', JSON.stringify(patch), '--namespace', SERVICE, '--dry-run=server'];
    expect(deployed.admin.run(line)).toMatchObject({ exitCode: 0 });
    expect(release().run(line)).toMatchObject({ exitCode: 1, error: expect.stringContaining(REFUSED_BY) });
  });

  test('leaves a container alone whose image is not of its repository, and sets one beside it that is', () => {
    const add = [{ op: 'add', path: '/spec/template/spec/containers/-', value: { name: 'proxy', image: 'other' } }, { op: 'add', path: '/spec/template/spec/initContainers', value: [{ name: 'migrate', image: `${REPOSITORY}:env-prod` }] }];
    deployed.admin.must(['patch', 'deployment', SERVICE, '--type=json', '--patch', JSON.stringify(add), '--namespace', SERVICE]);
    expect(setImage(release(), released.image, 'proxy')).toMatchObject({ exitCode: 1, error: expect.stringContaining(REFUSED_BY) });
    expect(setImage(release(), released.image, 'migrate')).toMatchObject({ exitCode: 0 });
  });

  test('is refused everything else by RBAC, and its neighbour, too', () => {
    const refused = (...line: string[]) => expect([line, release().run(line)]).toEqual([line, expect.objectContaining({ exitCode: 1, error: expect.stringMatching(/forbidden/i) })]);
    refused('rollout', 'restart', `deployment/${NEIGHBOUR}`, '--namespace', NEIGHBOUR);
    refused('get', 'secrets', '--namespace', SERVICE);
    refused('delete', 'deployment', SERVICE, '--namespace', SERVICE);
    refused('scale', 'deployment', SERVICE, '--replicas=0', '--namespace', SERVICE);
    refused('delete', 'validatingadmissionpolicybinding', 'acme-prod-release-only');
  });

  test('sets any image as soon as the binding is away', async () => {
    const attempt = () => setImage(release(), 'other', SERVICE, '--dry-run=server');
    await withoutBinding(deployed.admin, 'acme-prod-release-only', attempt, REFUSED_BY, () => expect(attempt()).toMatchObject({ exitCode: 0 }));
  });
});
