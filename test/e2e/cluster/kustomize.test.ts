import { Deployed, environmentsOf } from './deployed';
import { exampleOutput } from '../../support/example';

const output = exampleOutput();

// Who has no pipeline applies an environment with one command; nobody has applied anything before.
test.each(environmentsOf(output))('one `kubectl apply -k` of %s makes everything, and a second one changes nothing', async (environment) => {
  const deployed = await Deployed.start(output, environment);
  try {
    const apply = () => deployed.admin.must(['apply', '--server-side', '--validate=strict', '--warnings-as-errors', '-k', deployed.everything]);
    const made = apply().trim().split('\n');
    expect(made.every((line) => line.endsWith('serverside-applied'))).toBe(true);
    for (const service of deployed.services) {
      deployed.admin.must(['rollout', 'status', `deployment/${service}`, '--namespace', service, '--timeout=60s']);
      const files = [deployed.foundation(service), ...deployed.workload(service)];
      expect(deployed.admin.read(files).length).toBeGreaterThan(files.length);
    }
    expect(apply().trim().split('\n').sort()).toEqual(made.sort());
    for (const { files } of deployed.steps.slice(1)) expect(deployed.admin.run(['diff', '--server-side', ...files.flatMap((file) => ['-f', file])])).toEqual({ exitCode: 0, out: '', error: '' });
  } finally {
    await deployed.stop();
  }
});
