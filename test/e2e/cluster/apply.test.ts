import { readFileSync } from 'node:fs';
import { loadAll } from 'js-yaml';
import type { Live } from './client';
import { Deployed, environmentsOf } from './deployed';
import { differences } from './differences';
import { exampleOutput } from '../../support/example';
import type { KubernetesObject } from '../../support/synthesize';
import { eventually, pause } from '../support/servers';

const output = exampleOutput();

// Every environment of the example fleet stands in a cluster of its own, and so it does here.
describe.each(environmentsOf(output))('the manifests of %s', (environment) => {
  let deployed: Deployed;
  beforeAll(async () => { deployed = await Deployed.start(output, environment); });
  afterAll(async () => { await deployed?.stop(); });

  const files = () => deployed.steps.flatMap((step) => step.files);

  test('are applied layer by layer, each by its owner, without an error or a warning', () => {
    for (const { who, files: layer } of deployed.steps) expect(who.apply(layer)).toContain('serverside-applied');
  });

  test('roll out: every Deployment has all its replicas, over as many zones as there are', async () => {
    const zones = new Map(deployed.admin.list('nodes').map(({ metadata }) => [metadata.name, metadata.labels!['topology.kubernetes.io/zone']]));
    for (const service of deployed.services) {
      const { least } = replicas(deployed, service);
      await rolledOut(deployed, service, least);
      const pods = deployed.admin.list('pods', service).filter(({ status }) => status.phase === 'Running');
      expect(pods).toHaveLength(least);
      expect(new Set(pods.map(({ spec }) => zones.get(spec.nodeName))).size).toBe(Math.min(new Set(zones.values()).size, pods.length));
    }
  });

  test('fit together: each Service reaches all pods, the budget counts them, the autoscaler finds its Deployment', async () => {
    for (const service of deployed.services) {
      const { least } = replicas(deployed, service);
      await eventually(`the budget of ${service} counts its pods`, 60, () => deployed.admin.list('poddisruptionbudgets', service)[0]!.status.expectedPods === least);
      const [{ spec }] = deployed.admin.list('services', service) as [Live];
      const slices = deployed.admin.list('endpointslices', service);
      expect(slices.flatMap(({ endpoints }) => endpoints).filter(({ conditions }) => conditions.ready)).toHaveLength(least);
      expect(slices.flatMap(({ ports }) => ports).map(({ name, port }) => [name, port])).toEqual(spec.ports.map(({ name, port }: any) => [name, port]));
      for (const { status } of deployed.admin.list('horizontalpodautoscalers', service)) {
        expect(status.conditions).toContainEqual(expect.objectContaining({ type: 'AbleToScale', status: 'True' }));
      }
    }
  });

  test('are stored as they were printed: nothing is dropped, nothing is changed', () => {
    for (const file of files()) {
      const printed = loadAll(readFileSync(file, 'utf8')) as KubernetesObject[];
      const live = deployed.admin.read([file]);
      expect(live).toHaveLength(printed.length);
      expect(printed.flatMap((object, index) => differences(object, live[index]!, `${object.kind}/${object.metadata.name}`))).toEqual([]);
    }
  });

  test('change no object when they are applied again', async () => {
    await settled(deployed, files());
    const before = versions(deployed.admin.read(files()));
    deployed.apply();
    expect(versions(deployed.admin.read(files()))).toEqual(before);
    expect(before.size).toBeGreaterThan(20);
  });

  test('leave room in the quota for a rollout at the most replicas', async () => {
    for (const service of deployed.services) {
      const { most } = replicas(deployed, service);
      scale(deployed, service, most);
      await rolledOut(deployed, service, most);
      deployed.admin.must(['rollout', 'restart', `deployment/${service}`, '--namespace', service]);
      await rolledOut(deployed, service, most);
      expect(refusals(deployed, service)).toEqual([]);
    }
  });

  test('have a quota that stops more than that', async () => {
    for (const service of deployed.services) {
      scale(deployed, service, 1000);
      await eventually(`the quota of ${service} refuses pods`, 60, () => refusals(deployed, service).length > 0);
      expect(refusals(deployed, service)[0]).toContain('exceeded quota: quota');
    }
  });
});

/** How many replicas a Deployment has at the least and, with an autoscaler, at the most. */
function replicas({ admin }: Deployed, service: string): { readonly least: number; readonly most: number } {
  const [autoscaler] = admin.list('horizontalpodautoscalers', service);
  if (autoscaler !== undefined) return { least: autoscaler.spec.minReplicas, most: autoscaler.spec.maxReplicas };
  const [deployment] = admin.list('deployments', service);
  return { least: deployment!.spec.replicas, most: deployment!.spec.replicas };
}

async function rolledOut({ admin }: Deployed, service: string, count: number): Promise<void> {
  try {
    await eventually(`${count} replicas of ${service}`, 60, () => admin.list('deployments', service)[0]!.status.availableReplicas === count);
  } catch (error) {
    throw new Error(`${String(error)}\n${admin.explain(service)}`);
  }
  admin.must(['rollout', 'status', `deployment/${service}`, '--namespace', service, '--timeout=120s']);
}

/** As many replicas as a busy day would bring. There are no measurements here, so the autoscaler is told by its minimum. */
function scale({ admin }: Deployed, service: string, count: number): void {
  const patch = (kind: string, spec: object) => admin.must(['patch', kind, service, '--namespace', service, '--type=merge', '--patch', JSON.stringify({ spec })]);
  if (admin.list('horizontalpodautoscalers', service).length > 0) patch('horizontalpodautoscaler', { minReplicas: count, maxReplicas: count });
  else patch('deployment', { replicas: count });
}

/** Pods that could not be made, in the words of the event. */
function refusals(deployed: Deployed, service: string): string[] {
  return deployed.admin.list('events', service).filter(({ reason }) => reason === 'FailedCreate').map(({ message }) => message as string);
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
