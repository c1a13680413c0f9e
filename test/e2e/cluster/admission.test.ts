import { setTimeout } from 'node:timers/promises';
import type { Client } from './client';
import { Deployed } from './deployed';
import { deploymentFields, NOBODYS_FIELDS } from './deployment-fields';
import { refusalOf, untilRefused, warnings, withoutBinding } from './policies';
import { exampleOutput } from '../../support/example';

const ENVIRONMENT = 'prod';
const [SERVICE, NEIGHBOUR] = ['catalog', 'identity'] as const;
/** The annotation counts seconds, and kubectl refuses to write the one that is there. */
const ONE_SECOND = 1_000;
const RESTARTED = 'kubectl.kubernetes.io/restartedAt';
const REFUSED_BY = refusalOf(ENVIRONMENT, 'restart-only');

type Patch = readonly [what: string, type: 'strategic' | 'merge' | 'json' | 'apply', body: unknown];

const template = (metadata: unknown) => ({ spec: { template: { metadata } } });
const pods = (spec: unknown) => ({ spec: { template: { spec } } });
const container = (more: object) => pods({ containers: [{ name: SERVICE, ...more }] });
const at = (path: string, value?: unknown) => [value === undefined ? { op: 'remove', path } : { op: 'add', path, value }];
const FIRST = '/spec/template/spec/containers/0';

/** Whatever kubectl and other clients can send. All of these are right in themselves: an administrator may. */
const PATCHES: readonly Patch[] = [
  ['an image', 'strategic', container({ image: 'other' })],
  ['an image', 'json', at(`${FIRST}/image`, 'other')],
  ['an image', 'apply', container({ image: 'other' })],
  ['an image together with a restart', 'strategic', { spec: { template: { metadata: { annotations: { [RESTARTED]: '2026-11-23T10:00:00Z' } }, ...container({ image: 'other' }).spec.template } } }],
  ['a command', 'strategic', container({ command: ['sh'] })],
  ['a command', 'json', at(`${FIRST}/command`, ['sh', '-c', 'id'])],
  ['arguments', 'strategic', container({ args: ['--debug'] })],
  ['arguments', 'apply', container({ args: ['--debug'] })],
  ['a variable', 'strategic', container({ env: [{ name: 'NODE_OPTIONS', value: '--inspect' }] })],
  ['a variable of a Secret', 'json', at(`${FIRST}/env/-`, { name: 'X', valueFrom: { secretKeyRef: { name: 'other', key: 'x' } } })],
  ['a service account', 'merge', pods({ serviceAccountName: 'default' })],
  ['a token of the service account', 'merge', pods({ automountServiceAccountToken: true })],
  ['a volume', 'strategic', pods({ volumes: [{ name: 'secret', secret: { secretName: 'other' } }] })],
  ['a volume', 'json', at('/spec/template/spec/volumes/-', { name: 'node', hostPath: { path: '/' } })],
  ['a mount', 'json', at(`${FIRST}/volumeMounts/-`, { name: 'tmp', mountPath: '/other' })],
  ['one more container', 'strategic', pods({ containers: [{ name: 'other', image: 'other' }] })],
  ['an init container', 'merge', pods({ initContainers: [{ name: 'other', image: 'other' }] })],
  ['the network of the node', 'merge', pods({ hostNetwork: true })],
  ['a weaker security context', 'json', at(`${FIRST}/securityContext`)],
  ['no probe', 'json', at(`${FIRST}/readinessProbe`)],
  ['other limits', 'strategic', container({ resources: { limits: { memory: '9Gi' } } })],
  ['replicas', 'merge', { spec: { replicas: 0 } }],
  ['replicas', 'apply', { spec: { replicas: 9 } }],
  ['a pause', 'merge', { spec: { paused: true } }],
  ['a strategy', 'strategic', { spec: { strategy: { $retainKeys: ['type'], type: 'Recreate' } } }],
  ['a label', 'merge', { metadata: { labels: { 'dust.dev/owner': 'me' } } }],
  ['a label of the pods', 'merge', template({ labels: { another: 'label' } })],
  ['a label less', 'json', at('/metadata/labels/dust.dev~1owner')],
  ['another annotation', 'merge', { metadata: { annotations: { another: 'one' } } }],
  ['another annotation', 'apply', { metadata: { annotations: { another: 'one' } } }],
  ['the same annotation elsewhere', 'merge', { metadata: { annotations: { [RESTARTED]: '2026-11-23T10:00:00Z' } } }],
  ['another annotation of the pods', 'strategic', template({ annotations: { another: 'one' } })],
  ['another annotation of the pods, beside a restart', 'strategic', template({ annotations: { [RESTARTED]: '2026-11-23T10:00:00Z', another: 'one' } })],
  ['an annotation of the pods less', 'json', at('/spec/template/metadata/annotations/dust.dev~1config-hash')],
  ['a finalizer', 'merge', { metadata: { finalizers: ['example.com/stays'] } }],
  ['an owner', 'merge', { metadata: { ownerReferences: [{ apiVersion: 'v1', kind: 'ConfigMap', name: 'a', uid: 'a' }] } }],
  ['who has applied what', 'merge', { metadata: { managedFields: [{}] } }],
  ['a restart at no time', 'strategic', template({ annotations: { [RESTARTED]: 'now' } })],
  ['a restart at an empty time', 'strategic', template({ annotations: { [RESTARTED]: '' } })],
  ['a restart in a month that there is not', 'merge', template({ annotations: { [RESTARTED]: '2026-13-01T10:00:00Z' } })],
  ['a restart with a second line', 'merge', template({ annotations: { [RESTARTED]: '2026-11-23T10:00:00Z\nmore' } })],
  ['a restart at a date', 'merge', template({ annotations: { [RESTARTED]: '2026-11-23' } })],
];

const output = exampleOutput();

describe('an identity for restarts', () => {
  let deployed: Deployed;
  beforeAll(async () => {
    deployed = await Deployed.start(output, ENVIRONMENT);
    deployed.apply();
    await untilRefused(() => send(restart(), PATCHES[0]!), REFUSED_BY);
  });
  afterAll(async () => { await deployed?.stop(); });

  const restart = () => deployed.identity(SERVICE, 'restart');
  const expectRefused = ({ exitCode, out, error }: ReturnType<Client['run']>, by: string) => expect({ exitCode, out, error }).toEqual({ exitCode: 1, out: '', error: expect.stringContaining(by) });

  test('restarts its Deployment and sees the rollout end, twice', async () => {
    const rollout = (word: string, ...more: string[]) => restart().must(['rollout', word, `deployment/${SERVICE}`, '--namespace', SERVICE, ...more]);
    for (const _time of ['adds the annotation', 'changes it']) {
      rollout('restart');
      rollout('status', '--timeout=120s');
      await setTimeout(ONE_SECOND);
    }
    for (const time of ['2026-11-23T10:00:00Z', '2026-11-23T10:00:00.123456789+01:00']) {
      for (const type of ['strategic', 'merge', 'apply'] as const) expect(send(restart(), ['', type, template({ annotations: { [RESTARTED]: time } })])).toMatchObject({ exitCode: 0 });
    }
  });

  test.each(PATCHES)('is refused by the policy when it changes %s (%s)', (...patch) => {
    expect(send(deployed.admin, patch)).toMatchObject({ exitCode: 0 });
    expectRefused(send(restart(), patch), REFUSED_BY);
  });

  test('is refused with every field that this version of the server knows', () => {
    const { components: { schemas } } = JSON.parse(deployed.admin.must(['get', '--raw', '/openapi/v3/apis/apps/v1'])) as { components: { schemas: Record<string, { properties: object }> } };
    const free: string[] = [];
    for (const { schema, at: place, values } of deploymentFields(SERVICE)) {
      expect([schema, Object.keys(values).sort()]).toEqual([schema, Object.keys(schemas[schema]!.properties).sort()]);
      for (const [field, value] of Object.entries(values)) {
        const patch = ['', 'json', at(`${place}/${field}`, value)] as const;
        if (changes(send(deployed.admin, patch, '--output=json').out)) expectRefused(send(restart(), patch), REFUSED_BY);
        else free.push(`${place}/${field}`);
      }
    }
    expect(free).toEqual(NOBODYS_FIELDS);
  });

  test('changes whatever it likes as soon as the binding is away', async () => {
    const [image] = PATCHES;
    await withoutBinding(deployed.admin, `dust-${ENVIRONMENT}-restart-only`, () => send(restart(), image!), REFUSED_BY, () => {
      for (const patch of PATCHES) expect([patch, send(restart(), patch)]).toEqual([patch, expect.objectContaining({ exitCode: 0 })]);
    });
  });

  test('cannot take policy or binding away', () => {
    for (const kind of ['validatingadmissionpolicy', 'validatingadmissionpolicybinding']) {
      for (const name of deployed.admin.list(kind).map(({ metadata }) => metadata.name)) {
        expectRefused(restart().run(['delete', kind, name]), 'cannot delete resource');
        expectRefused(restart().run(['patch', kind, name, '--type=merge', '--patch', '{"metadata":{"labels":{"a":"b"}}}']), 'cannot');
      }
    }
  });

  test('writes nothing even where RBAC gives it everything by mistake', () => {
    const group = `dust:${ENVIRONMENT}:${SERVICE}:restart`;
    deployed.admin.must(['create', 'clusterrolebinding', 'mistake', '--clusterrole=cluster-admin', `--group=${group}`]);
    const pod = deployed.admin.list('pods', NEIGHBOUR)[0]!.metadata.name;
    const lines = [
      ['rollout', 'restart', `deployment/${NEIGHBOUR}`, '--namespace', NEIGHBOUR], ['scale', 'deployment', SERVICE, '--replicas=0', '--namespace', SERVICE], ['delete', 'deployment', SERVICE, '--namespace', SERVICE],
      ['run', 'shell', '--image=other', '--namespace', 'default'], ['delete', 'pod', pod, '--namespace', NEIGHBOUR], ['exec', pod, '--namespace', NEIGHBOUR, '--', 'true'],
      ['create', 'secret', 'generic', 'other', '--namespace', SERVICE], ['create', 'rolebinding', 'more', '--clusterrole=admin', '--user=me', '--namespace', SERVICE], ['create', 'token', SERVICE, '--namespace', SERVICE],
      ['create', 'namespace', 'other'], ['label', 'namespace', SERVICE, 'a=b'], ['label', 'node', '--all', 'a=b'], ['create', 'deployment', 'other', '--image=other', '--namespace', SERVICE],
      ['patch', 'deployment', SERVICE, '--subresource=status', '--type=merge', '--patch', '{"status":{"replicas":7}}', '--namespace', SERVICE],
    ];
    try {
      restart().must(['rollout', 'restart', `deployment/${SERVICE}`, '--namespace', SERVICE]);
      for (const line of lines) expect([line, restart().run(line)]).toEqual([line, expect.objectContaining({ exitCode: 1, error: expect.stringContaining(REFUSED_BY) })]);
    } finally {
      deployed.admin.must(['delete', 'clusterrolebinding', 'mistake']);
    }
  });

  test('the server finds no fault with the types of any policy', () => expect(warnings(deployed.admin)).toEqual([]));

  function send(client: Client, [, type, body]: Patch, ...more: string[]): ReturnType<Client['run']> {
    const where = ['--namespace', SERVICE, '--dry-run=server', ...more];
    if (type !== 'apply') return client.run(['patch', 'deployment', SERVICE, `--type=${type}`, '--patch', JSON.stringify(body), ...where]);
    const object = { apiVersion: 'apps/v1', kind: 'Deployment', ...body as object, metadata: { ...(body as { metadata?: object }).metadata, name: SERVICE } };
    return client.run(['apply', '--server-side', '--force-conflicts', '--field-manager=somebody', '--validate=false', ...where, '-f', '-'], JSON.stringify(object));
  }

  /** Whether the server would write something else than there is. */
  function changes(answer: string): boolean {
    if (answer === '') return false;
    const plain = (text: string) => {
      const { metadata: { resourceVersion: _version, generation: _generation, managedFields: _fields, ...metadata }, ...rest } = JSON.parse(text) as { metadata: Record<string, unknown> };
      return JSON.stringify([metadata, rest]);
    };
    return plain(answer) !== plain(deployed.admin.must(['get', 'deployment', SERVICE, '--namespace', SERVICE, '--output=json']));
  }
});
