import type { Live } from './client';
import { Deployed, DUST_OBJECTS, environmentsOf, spacesOf } from './deployed';
import { madeBy, operated } from './operators/operate';
import { seaweedCredentials } from './operators/seaweed-credentials';
import { fillByHand, handedSecret, PROVIDED } from './person';
import { dustSecrets, externalSecrets, READY, say, secretsStatus } from './secrets-command';
import { EXAMPLE_MAIN, projectFolder } from '../../support/commands';
import { exampleOutput } from '../../support/example';

const output = exampleOutput();
const decoded = (value: string): string => Buffer.from(value, 'base64').toString();

/** Nothing is in AWS here: External Secrets makes passwords, and a person brings what it cannot make. */
describe.each(environmentsOf(output).filter((environment) => spacesOf(output, environment).includes(DUST_OBJECTS)))('secrets that are in the cluster of %s alone', (environment) => {
  let deployed: Deployed;
  const folder = projectFolder(EXAMPLE_MAIN);
  beforeAll(async () => { deployed = await Deployed.start(output, environment); });
  afterAll(async () => { await deployed?.stop(); });

  const status = () => secretsStatus(folder, deployed);
  const set = (service: string, value: string) => dustSecrets(folder, deployed.admin, ['set', environment, service, PROVIDED[service]!], `${value}\n`);
  const nameOf = ({ metadata: { name, namespace } }: Live): string => `${namespace}/${name}`;
  const handed = Object.keys(PROVIDED).map((service) => `${service}/${handedSecret(service)}`).sort();
  const secret = (place: string): Live => deployed.admin.list('secrets').find((one) => nameOf(one) === place)!;
  const names = (standing: readonly { service: string; object: string }[]): string[] => standing.map(({ service, object }) => `${service}/${object}`).sort();
  /** Each state with the secrets that are in it. */
  const states = (): Record<string, string[]> => {
    const { secrets } = status();
    return Object.fromEntries([...new Set(secrets.map(({ state }) => state))].sort().map((state) => [state, names(secrets.filter((one) => one.state === state))]));
  };

  test('before anything is applied, are not there, and nobody can fill one', () => {
    const { exitCode, ok, secrets } = status();
    expect({ exitCode, ok }).toEqual({ exitCode: 1, ok: false });
    expect(names(secrets.filter(({ state }) => state === 'not filled'))).toEqual(handed);
    expect(secrets.filter(({ state, byHand }) => state !== (byHand ? 'not filled' : 'not applied'))).toEqual([]);
    const { exitCode: refused, error } = set('catalog', 'too early');
    expect([refused, error]).toEqual([2, expect.stringMatching(/kubectl cannot get namespace catalog/)]);
  });

  test('after that, wait for the controller and for a person', () => {
    deployed.plane.holdPods();
    deployed.apply();
    expect(states()).toEqual({ 'not filled': handed, 'waiting': externalSecrets(deployed).map(nameOf).sort() });
  });

  test('lack those of the person alone when the controller has made its own', () => {
    deployed.makeSecrets();
    say(deployed, () => READY);
    expect(status()).toMatchObject({ exitCode: 1, ok: false });
    expect(states()).toEqual({ 'not filled': handed, 'ready': externalSecrets(deployed).map(nameOf).sort() });
  });

  test('have the person\'s value when the real command has set it, and are all there then', () => {
    for (const service of Object.keys(PROVIDED)) expect(set(service, `first of ${service}`)).toMatchObject({ exitCode: 0, error: '' });
    expect(set('catalog', 'second $(A) {{x}} \'"')).toMatchObject({ exitCode: 0, error: '' });
    expect(decoded(secret(`catalog/${handedSecret('catalog')}`).data[PROVIDED.catalog!] as string)).toBe('second $(A) {{x}} \'"');
    expect(status()).toMatchObject({ exitCode: 0, ok: true });
    deployed.admin.must(['delete', 'secret', handedSecret('identity'), '--namespace', 'identity']);
    expect(states()).toMatchObject({ 'not filled': [`identity/${handedSecret('identity')}`] });
  });

  test('come to what the tests make in the person\'s place', () => {
    const shape = ({ type, metadata: { labels, ownerReferences }, immutable, data }: any) => ({ type, labels, ownerReferences, immutable, keys: Object.keys(data as object) });
    const ofCommand = shape(secret(`catalog/${handedSecret('catalog')}`));
    fillByHand(deployed.admin);
    expect(handed.map((place) => shape(secret(place)))).toEqual(Object.values(PROVIDED).map((variable) => expect.objectContaining({ ...ofCommand, keys: [variable] })));
  });

  test('are made once, each with a password of its own that nobody changes', () => {
    const external = deployed.admin.list('externalsecrets');
    const made = external.map(({ metadata: { namespace }, spec: { target } }) => secret(`${namespace}/${target.name}`));
    const wanted = external.map(({ spec: { target: { template } } }) => ({ type: template.type ?? 'Opaque', immutable: true, labels: { ...template.metadata?.labels, 'reconcile.external-secrets.io/managed': 'true' }, owners: undefined }));
    expect(made.map(({ type, immutable, metadata }) => ({ type, immutable, labels: metadata.labels, owners: (metadata as { ownerReferences?: unknown }).ownerReferences }))).toEqual(wanted);
    expect(new Set(made.map(({ type }) => type))).toEqual(new Set(['Opaque', 'kubernetes.io/basic-auth']));
    const passwords = made.map(({ data }) => /[A-Za-z0-9]{48}/.exec(Object.values(data as Record<string, string>).map(decoded).join('\n'))![0]);
    expect(new Set(passwords).size).toBe(external.length);
    for (const { metadata: { name, namespace }, data } of made) {
      const { exitCode, error } = deployed.admin.run(['patch', 'secret', name, '--namespace', namespace!, '--type=merge', '--patch', JSON.stringify({ stringData: { [Object.keys(data as object)[0]!]: 'changed' } })]);
      expect([exitCode, error]).toEqual([1, expect.stringMatching(/field is immutable when `immutable` is set/)]);
    }
  });

  test('stay when their ExternalSecrets go, and when these come back', () => {
    const contents = (): unknown[] => deployed.admin.list('secrets').filter(({ type }) => type !== 'kubernetes.io/service-account-token').map((one) => [nameOf(one), one.metadata.uid, one.data]);
    const before = contents();
    for (const service of deployed.services) {
      const client = deployed.identity(service, 'workload-apply');
      if (deployed.dataOf(service).length === 0) continue;
      client.must(['delete', 'externalsecrets,passwords', '--all', '--namespace', service]);
    }
    expect(externalSecrets(deployed)).toEqual([]);
    for (const service of deployed.services) if (deployed.dataOf(service).length > 0) deployed.identity(service, 'workload-apply').apply(deployed.dataOf(service));
    deployed.makeSecrets();
    expect(contents()).toEqual(before);
  });

  test('hold nothing that nobody reads', () => {
    const keys = madeBy(seaweedCredentials, operated(deployed.admin)).flatMap(({ metadata, stringData }) => Object.keys(stringData as object).map((key) => `${metadata.namespace}/${metadata.name}/${key}`));
    const templated = deployed.admin.list('externalsecrets').flatMap(({ metadata, spec: { target } }) => Object.keys(target.template.data as object).map((key) => `${metadata.namespace}/${target.name}/${key}`));
    const provided = Object.entries(PROVIDED).map(([service, variable]) => `${service}/${handedSecret(service)}/${variable}`);
    const ofPods = deployed.admin.list('deployments').flatMap(({ metadata, spec }) => spec.template.spec.containers.flatMap(({ env = [] }: any) => env
      .flatMap(({ valueFrom: { secretKeyRef } = {} as any }: any) => (secretKeyRef === undefined ? [] : [{ optional: secretKeyRef.optional, key: `${metadata.namespace}/${secretKeyRef.name}/${secretKeyRef.key}` }]))));
    expect(ofPods.filter(({ optional }) => optional !== undefined)).toEqual([]);
    expect([...new Set([...ofPods.map(({ key }) => key), ...readByOperators(deployed)])].sort()).toEqual([...keys, ...templated, ...provided].sort());
  });
});

/** What a Cluster, a Redis and a Seaweed name of Secrets. */
function readByOperators({ admin }: Deployed): string[] {
  return operated(admin).flatMap(({ kind, metadata: { namespace }, spec }) => {
    if (kind === 'Cluster') return spec.managed.roles.flatMap(({ passwordSecret }: any) => (passwordSecret === undefined ? [] : ['username', 'password'].map((key) => `${namespace}/${passwordSecret.name}/${key}`)));
    const reference = { Redis: spec.kubernetesConfig?.redisSecret, Seaweed: spec.s3?.configSecret }[kind as 'Redis' | 'Seaweed'];
    return reference === undefined ? [] : [`${namespace}/${reference.name}/${reference.key}`];
  }) as string[];
}
