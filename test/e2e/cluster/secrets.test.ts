import { dirname } from 'node:path';
import type { Live } from './client';
import { Deployed } from './deployed';
import { dust, EXAMPLE_MAIN, projectFolder } from '../../support/commands';
import { exampleOutput } from '../../support/example';
import { kubectlProgram } from '../../tools/kubernetes';

const output = exampleOutput();
const ENVIRONMENT = 'prod';

/** What External Secrets writes into the status, in its own words. */
const NOT_FOUND = 'could not get secret data from provider';
const READY = { type: 'Ready', status: 'True', reason: 'SecretSynced', message: 'secret synced' };
const ERROR = { type: 'Ready', status: 'False', reason: 'SecretSyncedError', message: NOT_FOUND };

describe('dust secrets status against a cluster', () => {
  let deployed: Deployed;
  const folder = projectFolder(EXAMPLE_MAIN);
  beforeAll(async () => { deployed = await Deployed.start(output, ENVIRONMENT); });
  afterAll(async () => { await deployed?.stop(); });

  const status = () => {
    const { exitCode, out } = dust(folder, ['secrets', 'status', ENVIRONMENT, '--json'], { KUBECONFIG: deployed.admin.kubeconfig, KUBECACHEDIR: deployed.admin.cache, PATH: `${dirname(kubectlProgram())}:${process.env.PATH}` });
    return { exitCode, ...JSON.parse(out) as { ok: boolean; secrets: { service: string; object: string; variables: string[]; byHand: boolean; state: string; reason?: string }[] } };
  };
  const say = ({ metadata: { name, namespace } }: Live, condition: object) => deployed.admin.must(
    ['patch', 'externalsecret', name, '--namespace', namespace!, '--subresource=status', '--type=merge', '--patch', JSON.stringify({ status: { conditions: [condition] } })],
  );
  const external = () => deployed.admin.list('externalsecrets');

  test('before anything is applied, says so of every secret', () => {
    const { exitCode, ok, secrets } = status();
    expect({ exitCode, ok }).toEqual({ exitCode: 1, ok: false });
    expect(secrets.length).toBeGreaterThan(1);
    expect(new Set(secrets.map(({ state }) => state))).toEqual(new Set(['not applied']));
  });

  test('as long as the controller has said nothing, every secret waits', () => {
    deployed.apply();
    const { exitCode, secrets } = status();
    expect(exitCode).toBe(1);
    expect(secrets.map(({ object }) => object).sort()).toEqual(external().map(({ metadata }) => metadata.name).sort());
    expect(new Set(secrets.map(({ state }) => state))).toEqual(new Set(['waiting']));
  });

  test('names the secret that nobody has filled, and no other', () => {
    const byHand = status().secrets.filter((secret) => secret.byHand).map(({ object }) => object);
    for (const object of external()) say(object, byHand.includes(object.metadata.name) ? ERROR : READY);
    const { exitCode, ok, secrets } = status();
    expect({ exitCode, ok }).toEqual({ exitCode: 1, ok: false });
    expect(secrets.filter(({ state }) => state !== 'ready').map(({ object, state, reason }) => ({ object, state, reason })))
      .toEqual(byHand.map((object) => ({ object, state: 'not filled', reason: NOT_FOUND })));
    expect(byHand.length).toBeGreaterThan(0);
  });

  test('is content when the controller is', () => {
    for (const object of external()) say(object, READY);
    expect(status()).toMatchObject({ exitCode: 0, ok: true });
  });

  test('no pod refers to a secret as optional, and every reference has an object that makes it', () => {
    const made = new Set(external().flatMap(({ metadata, spec }) => spec.data.map(({ secretKey }: any) => `${metadata.namespace}/${spec.target.name}/${secretKey}`)));
    const references = deployed.admin.list('deployments').flatMap(({ metadata, spec }) => spec.template.spec.containers.flatMap(({ env = [] }: any) => env
      .map(({ valueFrom }: any) => ({ optional: valueFrom.secretKeyRef.optional, key: `${metadata.namespace}/${valueFrom.secretKeyRef.name}/${valueFrom.secretKeyRef.key}` }))));
    expect(references.map(({ key }) => key).sort()).toEqual([...made].sort());
    expect(references.filter(({ optional }) => optional !== undefined)).toEqual([]);
  });
});
