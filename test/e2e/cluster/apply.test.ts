import { readFileSync } from 'node:fs';
import { loadAll } from 'js-yaml';
import type { Live } from './client';
import { Deployed, DUST_ADMIN, DUST_OBJECTS, environmentsOf, spacesOf } from './deployed';
import { differences } from './differences';
import { missing } from './kubelet';
import { madeBy, operate, operated, OPERATORS } from './operators/operate';
import { handedSecret, PROVIDED } from './person';
import { jobsDone, operatorsDone, refusals, replicasOf, rolledOut } from './rollout';
import type { Replicas } from './rollout';
import { exampleOutput } from '../../support/example';
import type { KubernetesObject } from '../../support/synthesize';
import { eventually, pause } from '../support/servers';

const output = exampleOutput();

test('data is in AWS, which the platform prepares, or in the cluster, with a store that services share', () => {
  expect(Object.fromEntries(environmentsOf(output).map((environment) => [environment, spacesOf(output, environment)]))).toEqual({ dev: [DUST_OBJECTS], prod: [DUST_ADMIN], staging: [DUST_ADMIN] });
});

/**
 * Every environment of the example fleet stands in a cluster of its own, and so it does here. No pod gets a node until the
 * Secrets are there: kwok would play pods without them, and Jobs would be done before anybody had a look.
 */
describe.each(environmentsOf(output))('the manifests of %s', (environment) => {
  const hasJobs = spacesOf(output, environment).includes(DUST_ADMIN);
  const testOfJobs = (name: string, check: () => void): void => { if (hasJobs) test(name, check); };
  let deployed: Deployed;
  let replicas: readonly Replicas[];
  beforeAll(async () => {
    deployed = await Deployed.start(output, environment);
    deployed.plane.holdPods();
  });
  afterAll(async () => { await deployed?.stop(); });

  const files = (): string[] => deployed.steps.flatMap((step) => step.files);
  const least = (service: string): number => replicas.find((entry) => entry.service === service)!.least;
  const most = (service: string): number => replicas.find((entry) => entry.service === service)!.most;

  test('are applied layer by layer, each by its owner, without an error or a warning', () => {
    for (const { who, files: layer } of deployed.steps) expect(who.apply(layer)).toContain('serverside-applied');
    replicas = replicasOf(deployed);
  });

  test('make every pod at once, those of all Jobs too', async () => {
    const jobs = deployed.admin.list('jobs').length;
    const expected = replicas.reduce((sum, { service }) => sum + least(service), jobs);
    await eventually(`${expected} pods`, 60, () => deployed.admin.list('pods').length === expected);
    expect(jobs).toBe(objectsIn(deployed.spaceFiles).filter(({ kind }) => kind === 'Job').length);
    expect(refusals(deployed)).toEqual(new Map());
  });

  testOfJobs('leave room for two more pods in dust-admin beside all Jobs', () => {
    const { exitCode, out, error } = deployed.admin.run(['create', '-f', '-'], JSON.stringify({ apiVersion: 'v1', kind: 'List', items: debugPods(deployed, 3) }));
    expect([exitCode, out, error]).toEqual([1, 'pod/debug-1 created\npod/debug-2 created\n', expect.stringMatching(/^Error.*"debug-3" is forbidden: exceeded quota: quota/)]);
    deployed.admin.must(['delete', 'pod', 'debug-1', 'debug-2', '--namespace', DUST_ADMIN, '--now']);
  });

  test('make pods that wait for what External Secrets, operators and a person make, and for nothing else', async () => {
    expect(new Set(deployed.admin.list('pods').map(({ status }) => status.phase))).toEqual(new Set(['Pending']));
    const others = operatorsSecrets(deployed);
    // Pods of operators wait as well: their keys and certificates are made by others.
    operate(deployed.admin, ({ kind }) => kind !== 'Secret');
    await eventually('every pod of the operators is made', 60, () => deployed.admin.list('deployments,statefulsets').every(({ spec, status }) => spec.replicas === undefined || status.replicas === spec.replicas));
    const external = deployed.admin.list('externalsecrets').map(({ metadata, spec }) => `${metadata.namespace} Secret/${spec.target.name}`);
    const handed = Object.keys(PROVIDED).map((service) => `${service} Secret/${handedSecret(service)}`).filter((one) => !external.includes(one));
    expect(handed).toHaveLength(hasJobs ? 0 : Object.keys(PROVIDED).length);
    expect(awaited(missing(deployed.admin))).toEqual([...external, ...others, ...handed].sort());
    deployed.provide();
    expect(missing(deployed.admin)).toEqual([]);
  });

  test('roll out: every Deployment has all its replicas, over as many zones as there are', async () => {
    deployed.plane.letPodsRun();
    await rolledOut(deployed, least);
    await operatorsDone(deployed);
    const zones = new Map(deployed.admin.list('nodes').map(({ metadata }) => [metadata.name, metadata.labels!['topology.kubernetes.io/zone']]));
    const all = deployed.admin.list('pods');
    for (const service of deployed.services) {
      const pods = all.filter(({ metadata, status }) => metadata.namespace === service && metadata.labels!['app.kubernetes.io/name'] === service && status.phase === 'Running');
      expect([service, pods.length]).toEqual([service, least(service)]);
      expect(new Set(pods.map(({ spec }) => zones.get(spec.nodeName))).size).toBe(Math.min(new Set(zones.values()).size, pods.length));
    }
  });

  // That the pods of Jobs do what they are for is shown by test/postgres; kwok ends each of them without running anything.
  testOfJobs('and every Job of dust-admin is done, by one pod that was never repeated', () => {
    const names = objectsIn(deployed.spaceFiles).filter(({ kind }) => kind === 'Job').map(({ metadata }) => metadata.name).sort();
    expect(jobsDone(deployed)).toEqual(names);
    expect(deployed.admin.list('pods', DUST_ADMIN).map(({ metadata, status }) => [metadata.labels!['batch.kubernetes.io/job-name'], status.phase]).sort()).toEqual(names.map((name) => [name, 'Succeeded']));
  });

  test('fit together: each Service reaches all pods, the budget counts them, the autoscaler finds its Deployment', async () => {
    await eventually('every budget counts its pods', 60, () => deployed.admin.list('poddisruptionbudgets').every(({ metadata, status }) => status?.expectedPods === (metadata.name === metadata.namespace ? least(metadata.name) : 1)));
    const objects = deployed.admin.list('services,endpointslices,horizontalpodautoscalers');
    for (const service of deployed.services) {
      const own = objects.filter(({ metadata }) => metadata.namespace === service);
      const slices = own.filter(({ kind, metadata }) => kind === 'EndpointSlice' && metadata.labels!['kubernetes.io/service-name'] === service);
      expect(slices.flatMap(({ endpoints }) => endpoints).filter(({ conditions }) => conditions.ready)).toHaveLength(least(service));
      expect(slices.flatMap(({ ports }) => ports).map(({ name, port }) => [name, port])).toEqual(own.find(({ kind, metadata }) => kind === 'Service' && metadata.name === service)!.spec.ports.map(({ name, port }: any) => [name, port]));
      for (const { status } of own.filter(({ kind }) => kind === 'HorizontalPodAutoscaler')) {
        expect(status.conditions).toContainEqual(expect.objectContaining({ type: 'AbleToScale', status: 'True' }));
      }
    }
  });

  test('are stored as they were printed: nothing is dropped, nothing is changed', () => {
    const printed = objectsIn(files());
    const live = deployed.admin.read(files());
    expect(live.map(({ kind, metadata }) => [kind, metadata.name])).toEqual(printed.map(({ kind, metadata }) => [kind, metadata.name]));
    expect(printed.flatMap((object, index) => differences(object, live[index]!, `${object.metadata.namespace}/${object.kind}/${object.metadata.name}`))).toEqual([]);
  });

  test('change no object when they are applied again, and no Job runs again', async () => {
    await settled(deployed, files());
    // After the server has written the status of a policy, it notes the time of the next apply anew, and of no later one.
    deployed.platformApply.apply([deployed.clusterLayer]);
    const before = versions(deployed.admin.read(files()));
    deployed.applyAgain();
    expect(versions(deployed.admin.read(files()))).toEqual(before);
    expect(before.size).toBe(objectsIn(files()).length);
  });

  test('leave room in the quota for a rollout at the most replicas', async () => {
    scale(deployed, most);
    await rolledOut(deployed, most);
    for (const service of deployed.services) deployed.admin.must(['rollout', 'restart', `deployment/${service}`, '--namespace', service]);
    await rolledOut(deployed, most);
    expect(refusals(deployed)).toEqual(new Map());
  });

  test('have a quota that stops more than that', async () => {
    scale(deployed, () => 1000);
    await eventually('every quota refuses pods', 60, () => deployed.services.every((service) => refusals(deployed).has(service)));
    for (const [, messages] of refusals(deployed)) expect(messages[0]).toContain('exceeded quota: quota');
  });
});

/** The Secrets that operators make and pods refer to, and no others of theirs. */
function operatorsSecrets({ admin }: Deployed): string[] {
  const all = operated(admin);
  const itself = OPERATORS.flatMap((operator) => all.filter(({ kind }) => kind === operator.kind).flatMap((object) => operator.readsItself?.(object) ?? []));
  return OPERATORS.flatMap((operator) => madeBy(operator, all)).filter(({ kind, metadata }) => kind === 'Secret' && !itself.includes(metadata.name)).map(({ metadata }) => `${metadata.namespace} Secret/${metadata.name}`);
}

/** What is missing, each source once and without its keys. */
function awaited(lines: readonly string[]): string[] {
  const sources = lines.map((line) => /^(\S+?)\/\S+ (\S+)/.exec(line)!).map(([, namespace, source]) => `${namespace} ${source}`);
  return [...new Set(sources)].sort();
}

function objectsIn(files: readonly string[]): KubernetesObject[] {
  return files.flatMap((file) => loadAll(readFileSync(file, 'utf8')) as KubernetesObject[]);
}

/** Such as a person starts beside a Job that fails: the image of the Job and a shell. */
function debugPods({ admin }: Deployed, count: number): object[] {
  const { metadata, spec: { containers: [{ env: _env, ...container }], ...rest } } = admin.list('jobs', DUST_ADMIN)[0]!.spec.template;
  const labels = { 'app.kubernetes.io/name': metadata.labels['app.kubernetes.io/name'] };
  return Array.from({ length: count }, (_, index) => ({
    apiVersion: 'v1', kind: 'Pod', metadata: { name: `debug-${index + 1}`, namespace: DUST_ADMIN, labels }, spec: { ...rest, containers: [container] },
  }));
}

/** As many replicas as a busy day would bring. There are no measurements here, so the autoscaler is told by its minimum. */
function scale({ admin, services }: Deployed, count: (service: string) => number): void {
  const autoscaled = new Set(admin.list('horizontalpodautoscalers').map(({ metadata }) => metadata.namespace));
  for (const service of services) {
    const replicas = count(service);
    const [kind, spec] = autoscaled.has(service) ? ['horizontalpodautoscaler', { minReplicas: replicas, maxReplicas: replicas }] : ['deployment', { replicas }];
    admin.must(['patch', kind as string, service, '--namespace', service, '--type=merge', '--patch', JSON.stringify({ spec })]);
  }
}

function versions(objects: readonly Live[]): Map<string, string> {
  return new Map(objects.map(({ kind, metadata }) => [`${kind}/${metadata.namespace ?? ''}/${metadata.name}`, metadata.resourceVersion]));
}

/** Controllers write the status of objects for a while after a rollout; then nothing changes any more by itself. */
async function settled(deployed: Deployed, files: readonly string[]): Promise<void> {
  await eventually('nothing changes by itself', 60, async () => {
    const before = versions(deployed.admin.read(files));
    await pause(5000);
    return JSON.stringify([...versions(deployed.admin.read(files))]) === JSON.stringify([...before]);
  });
}
