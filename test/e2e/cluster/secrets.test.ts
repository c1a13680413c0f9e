import type { Live } from './client';
import { Deployed } from './deployed';
import { PROVIDED } from './person';
import { ERROR, externalSecrets, NOT_FOUND, READY, say, secretsStatus } from './secrets-command';
import { EXAMPLE_MAIN, projectFolder } from '../../support/commands';
import { exampleOutput } from '../../support/example';

const output = exampleOutput();
const ENVIRONMENT = 'prod';

describe('dust secrets status against a cluster', () => {
  let deployed: Deployed;
  const folder = projectFolder(EXAMPLE_MAIN);
  beforeAll(async () => { deployed = await Deployed.start(output, ENVIRONMENT); });
  afterAll(async () => { await deployed?.stop(); });

  const status = () => secretsStatus(folder, deployed);
  const nameOf = ({ metadata: { name, namespace } }: Live): string => `${namespace}/${name}`;

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
    expect(secrets.map(({ service, object }) => `${service}/${object}`).sort()).toEqual(externalSecrets(deployed).map(nameOf).sort());
    expect(new Set(secrets.map(({ state }) => state))).toEqual(new Set(['waiting']));
  });

  test('names the secret that nobody has filled, and no other', () => {
    const byHand = status().secrets.filter((secret) => secret.byHand).map(({ service, object, variables }) => ({ service, object, variables }));
    say(deployed, (object) => (byHand.some(({ service, object: name }) => nameOf(object) === `${service}/${name}`) ? ERROR : READY));
    const { exitCode, ok, secrets } = status();
    expect({ exitCode, ok }).toEqual({ exitCode: 1, ok: false });
    expect(secrets.filter(({ state }) => state !== 'ready').map(({ service, object, variables, state, reason }) => ({ service, object, variables, state, reason })))
      .toEqual(byHand.map((secret) => ({ ...secret, state: 'not filled', reason: NOT_FOUND })));
    expect(byHand.flatMap(({ variables }) => variables).sort()).toEqual(Object.values(PROVIDED).sort());
  });

  test('is content when the controller is', () => {
    say(deployed, () => READY);
    expect(status()).toMatchObject({ exitCode: 0, ok: true });
  });

  test('no pod refers to a secret as optional, and every key of a Secret is read by a pod of its namespace', () => {
    const made = deployed.admin.list('externalsecrets').flatMap(({ metadata, spec: { data, target } }) => (target.template === undefined ? data.map(({ secretKey }: any) => secretKey) : Object.keys(target.template.data))
      .map((key: string) => `${metadata.namespace}/${target.name}/${key}`));
    const references = deployed.admin.list('deployments,jobs').flatMap(({ metadata, spec }) => spec.template.spec.containers.flatMap(({ env = [] }: any) => env
      .flatMap(({ valueFrom: { secretKeyRef } = {} as any }: any) => (secretKeyRef === undefined ? [] : [{ optional: secretKeyRef.optional, key: `${metadata.namespace}/${secretKeyRef.name}/${secretKeyRef.key}` }]))));
    expect(references.map(({ key }) => key).sort()).toEqual([...made].sort());
    expect(references.filter(({ optional }) => optional !== undefined)).toEqual([]);
  });
});
