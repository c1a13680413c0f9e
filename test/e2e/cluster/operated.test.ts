import type { Client, Live } from './client';
import { crowdsOf } from './crowds';
import { Deployed, environmentsOf } from './deployed';
import { operated, OPERATORS } from './operators/operate';
import { reaches, selects } from './reach';
import type { Party } from './reach';
import { operatorsDone, refusals, replicasOf, rolledOut } from './rollout';
import { exampleOutput } from '../../support/example';
import { eventually } from '../support/servers';

const output = exampleOutput();
const withData = environmentsOf(output).filter((environment) => [...output.manifests].some(([file, objects]) => file.startsWith(`${environment}/`) && objects.some(({ kind }) => OPERATORS.some((operator) => operator.kind === kind))));

test('development has its data in the cluster, and nobody else', () => expect(withData).toEqual(['dev']));

/** Operators bring pods into the namespaces of services; no pod gets a node before the fullest moment was tried. */
describe.each(withData)('pods that operators make in %s', (environment) => {
  let deployed: Deployed;
  beforeAll(async () => {
    deployed = await Deployed.start(output, environment);
    deployed.plane.holdPods();
    deployed.apply();
    deployed.provide();
    await eventually('every pod is made', 60, () => deployed.admin.list('deployments,statefulsets,jobs').every(isComplete));
  });
  afterAll(async () => { await deployed?.stop(); });

  test('fit into the quotas beside a rollout at the most replicas, all at once, and one more pod or claim does not', () => {
    const { fitting, tooMany } = crowdsOf(deployed);
    expect(refusals(deployed)).toEqual(new Map());
    try {
      create(deployed.admin, fitting, { refused: 0 });
      create(deployed.admin, tooMany, { refused: 2 * deployed.namespaces.length });
    } finally {
      deployed.admin.must(['delete', 'pods,persistentvolumeclaims', '--all-namespaces', '--selector=crowd', '--now']);
    }
  });

  test('run beside those of the service, each with its volumes', async () => {
    deployed.plane.letPodsRun();
    const least = new Map(replicasOf(deployed).map((one) => [one.service, one.least]));
    await rolledOut(deployed, (service) => least.get(service)!);
    await operatorsDone(deployed);
    expect(refusals(deployed)).toEqual(new Map());
    const claims = deployed.admin.list('persistentvolumeclaims').map(({ metadata }) => `${metadata.namespace}/${metadata.name}`);
    const postgres = kind('Cluster').map(({ metadata: { name, namespace } }) => `${namespace}/${name}-1`);
    const redis = kind('Redis').map(({ metadata: { name, namespace } }) => `${namespace}/${name}-${name}-0`);
    expect(claims.sort()).toEqual([...postgres, ...redis, ...['mount0-objects-volume-0', 'objects-filer-objects-filer-0', 'objects-master-objects-master-0'].map((name) => `dust-objects/${name}`)].sort());
  });

  const kind = (wanted: string): Live[] => operated(deployed.admin).filter((object) => object.kind === wanted);
  const names = (pods: readonly Live[]): string[] => pods.map(({ metadata }) => metadata.name).sort();

  test('are not behind the Service of a service, in its budget, or in what its autoscaler and its spread count', () => {
    const objects = deployed.admin.list('services,poddisruptionbudgets,deployments,endpointslices,replicasets,pods');
    for (const service of deployed.services) {
      const of = (wanted: string): Live[] => objects.filter((object) => object.kind === wanted && object.metadata.namespace === service);
      const called = (wanted: string): Live => of(wanted).find(({ metadata }) => metadata.name === service)!;
      const own = names(of('Pod').filter((pod) => isOf(pod, 'ReplicaSet', names(of('ReplicaSet').filter((set) => isOf(set, 'Deployment', [service]))))));
      const selectedBy = (selector: object): string[] => names(of('Pod').filter(({ metadata }) => selects(selector, metadata.labels!)));
      const { affinity, topologySpreadConstraints } = called('Deployment').spec.template.spec;
      const apart = affinity.podAntiAffinity.preferredDuringSchedulingIgnoredDuringExecution.map(({ podAffinityTerm }: any) => podAffinityTerm.labelSelector);
      const selectors = [{ matchLabels: called('Service').spec.selector }, called('PodDisruptionBudget').spec.selector, { matchLabels: scaledBy(deployed.admin, service) }, ...apart, ...topologySpreadConstraints.map(({ labelSelector }: any) => labelSelector)];
      expect(own.length).toBeGreaterThan(0);
      expect([service, ...selectors.map(selectedBy)]).toEqual([service, ...selectors.map(() => own)]);
      expect(targets(of('EndpointSlice'), service)).toEqual(own);
      expect(called('PodDisruptionBudget').status.expectedPods).toBe(own.length);
    }
  });

  test('are behind the Services of their operators, by the names that services are given', () => {
    const slices = deployed.admin.list('endpointslices');
    const behind = (namespace: string, name: string): string[] => targets(slices.filter(({ metadata }) => metadata.namespace === namespace), name);
    for (const { metadata: { name, namespace } } of kind('Cluster')) expect(['rw', 'ro', 'r'].map((suffix) => behind(namespace!, `${name}-${suffix}`))).toEqual([[`${name}-1`], [], [`${name}-1`]]);
    for (const { metadata: { name, namespace } } of kind('Redis')) expect(behind(namespace!, name)).toEqual([`${name}-0`]);
    for (const { metadata: { name, namespace } } of kind('Seaweed')) expect(behind(namespace!, `${name}-s3`)).toEqual([expect.stringMatching(new RegExp(`^${name}-s3-`))]);
  });

  test('are those that a PodMonitor asks for measurements, on a port that they have', () => {
    const pods = deployed.admin.list('pods');
    const monitors = deployed.admin.list('podmonitors');
    expect(monitors.map(({ metadata }) => metadata.name)).toEqual(kind('Cluster').map(({ metadata }) => metadata.name));
    for (const { metadata: { namespace, name }, spec } of monitors) {
      const asked = pods.filter(({ metadata, status }) => metadata.namespace === namespace && status.phase === 'Running' && selects(spec.selector, metadata.labels!));
      expect(names(asked)).toEqual([`${name}-1`]);
      for (const { port } of spec.podMetricsEndpoints) expect(asked[0]!.spec.containers[0].ports).toContainEqual(expect.objectContaining({ name: port, containerPort: 9187 }));
    }
  });

  test('are reached by their own service and their operator, and by nobody else', () => {
    const objects = deployed.admin.list('pods,networkpolicies');
    const policies = objects.filter(({ kind: one }) => one === 'NetworkPolicy');
    const pods = objects.filter((object) => object.kind === 'Pod' && object.status.phase === 'Running');
    const parties = [...pods.map(partyOf), ...OUTSIDE];
    const owners = new Set(kind('S3Credentials').map(({ metadata }) => metadata.namespace!));
    const found: string[] = [];
    for (const to of pods.map(partyOf).filter(({ labels }) => roleOf(labels) !== 'service')) {
      for (const port of PORTS[roleOf(to.labels)]!) for (const from of parties) if (reaches(policies, from, to, port)) found.push(`${nameOf(from)} → ${nameOf(to)}:${port}`);
    }
    expect([...new Set(found)].sort()).toEqual(expectedEdges(deployed.services, pods.map(partyOf), owners).sort());
  });

  test('keep their private keys: a pod of a service has the certificate of an authority alone', () => {
    const secrets = new Map(deployed.admin.list('secrets').map(({ metadata, data }) => [`${metadata.namespace}/${metadata.name}`, Object.keys(data as object)]));
    const withKeys = [...secrets].filter(([, keys]) => keys.some((key) => key.endsWith('.key'))).map(([name]) => name);
    const mounts = deployed.admin.list('deployments').filter(({ metadata }) => deployed.services.includes(metadata.namespace!)).flatMap(({ metadata, spec }) => spec.template.spec.volumes
      .flatMap(({ secret }: any) => (secret === undefined ? [] : [{ name: `${metadata.namespace}/${secret.secretName}`, keys: secret.items?.map(({ key }: any) => key) }])));
    expect(mounts.map(({ name }) => name).filter((name) => withKeys.includes(name)).length).toBe(kind('Cluster').length + kind('Redis').length);
    expect(mounts.filter(({ keys }) => JSON.stringify(keys) !== '["ca.crt"]')).toEqual([]);
  });
});

/** Pods of others, in the namespaces that the profile names, and two that have nothing to do here. */
const OUTSIDE: readonly Party[] = [
  { namespace: 'cnpg-system', labels: { 'app.kubernetes.io/name': 'cloudnative-pg' } },
  { namespace: 'ot-operators', labels: {} },
  { namespace: 'seaweedfs-operator-system', labels: {} },
  { namespace: 'monitoring', labels: {} },
  { namespace: 'cnpg-system', labels: { 'app.kubernetes.io/name': 'another' } },
  { namespace: 'default', labels: { 'app.kubernetes.io/name': 'catalog' } },
];

/** Where pods of a role listen. */
const PORTS: Readonly<Record<string, readonly number[]>> = { postgres: [5432, 8000, 9187], cache: [6379], s3: [8333], master: [9333, 19333], volume: [8444, 18444], filer: [8888, 18888] };

/** Which side of the tests a pod is on, by the labels that operators give and printed manifests do not. */
function roleOf(labels: Party['labels']): string {
  if (labels['cnpg.io/podRole'] === 'instance') return 'postgres';
  if (labels.redis_setup_type !== undefined) return 'cache';
  return labels['app.kubernetes.io/managed-by'] === 'seaweedfs-operator' ? labels['app.kubernetes.io/component']! : 'service';
}

function partyOf({ metadata: { namespace, labels = {} } }: Live): Party {
  return { namespace: namespace!, labels };
}

function nameOf({ namespace, labels }: Party): string {
  const role = roleOf(labels);
  return `${namespace}/${role === 'service' ? labels['app.kubernetes.io/name'] ?? 'any' : role}`;
}

/** Who has to reach what: nothing of this is read from a policy. */
function expectedEdges(services: readonly string[], parties: readonly Party[], owners: ReadonlySet<string>): string[] {
  const from = (sources: readonly string[], to: string, ports: readonly number[]): string[] => sources.flatMap((source) => ports.map((port) => `${source} → ${to}:${port}`));
  const has = (namespace: string, role: string): boolean => parties.some((party) => party.namespace === namespace && roleOf(party.labels) === role);
  const parts = ['master', 'volume', 'filer', 's3'];
  return [
    ...services.filter((service) => has(service, 'postgres')).flatMap((service) => [
      ...from([`${service}/${service}`, `${service}/postgres`, 'cnpg-system/cloudnative-pg'], `${service}/postgres`, [5432]),
      ...from([`${service}/postgres`, 'cnpg-system/cloudnative-pg'], `${service}/postgres`, [8000]),
      ...from(['monitoring/any'], `${service}/postgres`, [9187]),
    ]),
    ...services.filter((service) => has(service, 'cache')).flatMap((service) => from([`${service}/${service}`, 'ot-operators/any'], `${service}/cache`, [6379])),
    ...from([...owners].map((service) => `${service}/${service}`), 'dust-objects/s3', [8333]),
    ...parts.slice(0, 3).flatMap((part) => from([...parts.map((one) => `dust-objects/${one}`), 'seaweedfs-operator-system/any'], `dust-objects/${part}`, PORTS[part]!)),
  ];
}

function isComplete({ kind, spec, status }: Live): boolean {
  return (kind === 'Job' ? status.active : status.replicas) === (kind === 'Job' ? 1 : spec.replicas);
}

function isOf({ metadata }: Live, kind: string, names: readonly string[]): boolean {
  const { ownerReferences = [] } = metadata as unknown as { ownerReferences?: { kind: string; name: string }[] };
  return ownerReferences.some((owner) => owner.kind === kind && names.includes(owner.name));
}

/** The pods that a Service leads to. */
function targets(slices: readonly Live[], service: string): string[] {
  return slices.filter(({ metadata }) => metadata.labels!['kubernetes.io/service-name'] === service).flatMap(({ endpoints }) => (endpoints ?? []).map(({ targetRef }: any) => targetRef.name as string)).sort();
}

/** The labels by which an autoscaler finds the pods that it measures, as the server gives them to it. */
function scaledBy(admin: Client, service: string): Record<string, string> {
  const { status: { selector } } = JSON.parse(admin.must(['get', '--raw', `/apis/apps/v1/namespaces/${service}/deployments/${service}/scale`])) as { status: { selector: string } };
  return Object.fromEntries(selector.split(',').map((one) => one.split('=') as [string, string]));
}

/** Makes all but those that a quota refuses, in its words. */
function create(admin: Client, items: readonly object[], { refused }: { readonly refused: number }): void {
  const { exitCode, out, error } = admin.run(['create', '-f', '-'], JSON.stringify({ apiVersion: 'v1', kind: 'List', items }));
  const lines = error.split('\n').filter((line) => line.includes('exceeded quota: quota'));
  expect({ exitCode, made: out.match(/ created/g)?.length ?? 0, refused: lines.length, error: refused === 0 ? error : '' }).toEqual({ exitCode: refused === 0 ? 0 : 1, made: items.length - refused, refused, error: '' });
}
