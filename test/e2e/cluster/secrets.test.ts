import { dirname } from 'node:path';
import type { Live } from './client';
import { Deployed, DUST_ADMIN } from './deployed';
import { dust, EXAMPLE_MAIN, projectFolder } from '../../support/commands';
import { exampleOutput } from '../../support/example';
import { kubectlProgram } from '../../tools/kubernetes';

const output = exampleOutput();
const ENVIRONMENT = 'prod';

/** What External Secrets writes into the status, in its own words. */
const NOT_FOUND = 'could not get secret data from provider';
const READY = { type: 'Ready', status: 'True', reason: 'SecretSynced', message: 'secret synced' };
const ERROR = { type: 'Ready', status: 'False', reason: 'SecretSyncedError', message: NOT_FOUND };

/** What the example declares as `Secret.provided`. */
const PROVIDED = ['OIDC_CLIENT_SECRET', 'SMTP_PASSWORD', 'STRIPE_API_KEY'];

describe('dust secrets status against a cluster', () => {
  let deployed: Deployed;
  const folder = projectFolder(EXAMPLE_MAIN);
  beforeAll(async () => { deployed = await Deployed.start(output, ENVIRONMENT); });
  afterAll(async () => { await deployed?.stop(); });

  const status = () => {
    // The check of the templates takes seconds each time, and is not what this is about.
    const environment = { KUBECONFIG: deployed.admin.kubeconfig, KUBECACHEDIR: deployed.admin.cache, PATH: `${dirname(kubectlProgram())}:${process.env.PATH}`, CDK_VALIDATION: 'false' };
    const { exitCode, out } = dust(folder, ['secrets', 'status', ENVIRONMENT, '--json'], environment);
    return { exitCode, ...JSON.parse(out) as { ok: boolean; secrets: { service: string; object: string; variables: string[]; byHand: boolean; state: string; reason?: string }[] } };
  };
  /** What the controller has to say about each secret. */
  const say = (conditionOf: (object: Live) => object) => {
    const items = external().map((object) => ({ apiVersion: object.apiVersion, kind: object.kind, metadata: { name: object.metadata.name, namespace: object.metadata.namespace }, status: { conditions: [conditionOf(object)] } }));
    deployed.admin.must(['apply', '--server-side', '--field-manager=external-secrets', '--subresource=status', '-f', '-'], JSON.stringify({ apiVersion: 'v1', kind: 'List', items }));
  };
  /** Those that pods of services wait for; what dust-admin reads is no service's. */
  const external = () => deployed.admin.list('externalsecrets').filter(({ metadata }) => metadata.namespace !== DUST_ADMIN);
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
    expect(secrets.map(({ service, object }) => `${service}/${object}`).sort()).toEqual(external().map(nameOf).sort());
    expect(new Set(secrets.map(({ state }) => state))).toEqual(new Set(['waiting']));
  });

  test('names the secret that nobody has filled, and no other', () => {
    const byHand = status().secrets.filter((secret) => secret.byHand).map(({ service, object, variables }) => ({ service, object, variables }));
    say((object) => (byHand.some(({ service, object: name }) => nameOf(object) === `${service}/${name}`) ? ERROR : READY));
    const { exitCode, ok, secrets } = status();
    expect({ exitCode, ok }).toEqual({ exitCode: 1, ok: false });
    expect(secrets.filter(({ state }) => state !== 'ready').map(({ service, object, variables, state, reason }) => ({ service, object, variables, state, reason })))
      .toEqual(byHand.map((secret) => ({ ...secret, state: 'not filled', reason: NOT_FOUND })));
    expect(byHand.flatMap(({ variables }) => variables).sort()).toEqual(PROVIDED);
  });

  test('is content when the controller is', () => {
    say(() => READY);
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
