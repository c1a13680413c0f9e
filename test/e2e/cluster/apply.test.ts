import { readFileSync } from 'node:fs';
import { loadAll } from 'js-yaml';
import { exampleOutput } from '../../support/example';
import type { KubernetesObject } from '../../support/synthesize';
import { eventually, pause } from '../support/servers';
import type { Live } from './client';
import { Deployed, environmentsOf } from './deployed';
import { differences } from './differences';

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

  test('roll out: every Deployment has the replicas that its autoscaler wants, over all zones', async () => {
    const zones = new Map(deployed.admin.list('nodes').map((node) => [node.metadata.name, node.metadata['labels' as never]['topology.kubernetes.io/zone']]));
    for (const service of deployed.services) {
      await scaled(deployed, service, (autoscaler) => autoscaler.spec.minReplicas);
      deployed.admin.must(['rollout', 'status', `deployment/${service}`, '--namespace', service, '--timeout=60s']);
      const pods = deployed.admin.list('pods', service);
      const [autoscaler] = deployed.admin.list('horizontalpodautoscalers', service);
      expect(pods.filter(({ status }) => status.phase === 'Running')).toHaveLength(autoscaler!.spec.minReplicas);
      expect(new Set(pods.map(({ spec }) => zones.get(spec.nodeName))).size).toBe(Math.min(3, pods.length));
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

  test('leave room in the quota for a rollout at the most replicas, and for no more', async () => {
    for (const service of deployed.services) {
      const [autoscaler] = deployed.admin.list('horizontalpodautoscalers', service);
      patchAutoscaler(deployed, service, { minReplicas: autoscaler!.spec.maxReplicas });
      await scaled(deployed, service, () => autoscaler!.spec.maxReplicas);
      deployed.admin.must(['rollout', 'restart', `deployment/${service}`, '--namespace', service]);
      deployed.admin.must(['rollout', 'status', `deployment/${service}`, '--namespace', service, '--timeout=120s']);
      expect(refusals(deployed, service)).toEqual([]);
    }
  });

  test('have a quota that is really enforced', async () => {
    const service = deployed.services[0]!;
    patchAutoscaler(deployed, service, { minReplicas: 200, maxReplicas: 200 });
    await eventually('the quota refuses pods', 60, () => refusals(deployed, service).length > 0);
    expect(refusals(deployed, service)[0]).toContain('exceeded quota: quota');
  });
});

async function scaled(deployed: Deployed, service: string, wanted: (autoscaler: Live) => number): Promise<void> {
  const [autoscaler] = deployed.admin.list('horizontalpodautoscalers', service);
  const all = wanted(autoscaler!);
  try {
    await eventually(`${all} replicas of ${service}`, 60, () => deployed.admin.list('deployments', service)[0]!.status.availableReplicas === all);
  } catch (error) {
    throw new Error(`${String(error)}\n${deployed.admin.explain(service)}`);
  }
}

function patchAutoscaler(deployed: Deployed, service: string, spec: { minReplicas: number; maxReplicas?: number }): void {
  deployed.admin.must(['patch', 'horizontalpodautoscaler', service, '--namespace', service, '--type=merge', '--patch', JSON.stringify({ spec })]);
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
