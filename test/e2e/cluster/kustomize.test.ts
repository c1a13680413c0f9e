import { Deployed, DUST_ADMIN, environmentsOf } from './deployed';
import { jobsDone, operatorsDone, replicasOf, rolledOut } from './rollout';
import { exampleOutput } from '../../support/example';

const output = exampleOutput();

// Who has no pipeline applies an environment with one command; nobody has applied anything before.
test.each(environmentsOf(output))('one `kubectl apply -k` of %s makes everything, and a second one changes nothing', async (environment) => {
  const deployed = await Deployed.start(output, environment);
  try {
    deployed.plane.holdPods();
    const made = deployed.admin.applyFolder(deployed.everything).trim().split('\n');
    expect(made.every((line) => line.endsWith('serverside-applied'))).toBe(true);
    deployed.provide();
    deployed.plane.letPodsRun();
    const replicas = new Map(replicasOf(deployed).map(({ service, least }) => [service, least]));
    await rolledOut(deployed, (service) => replicas.get(service)!);
    await operatorsDone(deployed);
    if (deployed.spaces.includes(DUST_ADMIN)) expect(jobsDone(deployed).length).toBeGreaterThan(1);
    expect(deployed.admin.applyFolder(deployed.everything).trim().split('\n').sort()).toEqual(made.sort());
    // What an administrator applies once is the only thing that it leaves out.
    const files = deployed.steps.flatMap((step) => step.files).filter((file) => file !== deployed.clusterAdmin);
    expect(deployed.admin.run(['diff', '--server-side', ...files.flatMap((file) => ['-f', file])])).toEqual({ exitCode: 0, out: '', error: '' });
    expect(deployed.admin.read(files)).toHaveLength(made.length);
  } finally {
    await deployed.stop();
  }
});
