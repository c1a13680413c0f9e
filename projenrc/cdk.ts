import { JsonFile } from 'projen';
import type { awscdk } from 'projen';

/** The main job: the real CDK CLI on the example fleet. cdk.json holds no `build`, since it would run on every CLI call. */
export function configureCdk(project: awscdk.AwsCdkConstructLibrary): void {
  const synth = project.addTask('synth', { description: 'Templates and manifests of the example fleet' });
  synth.spawn(project.compileTask);
  synth.exec('cdk synth -q', { receiveArgs: true });
  const benchmark = project.addTask('benchmark', { description: 'What a synthesis costs, by the number of services' });
  benchmark.spawn(project.compileTask);
  benchmark.exec('node build/benchmark/run.js', { receiveArgs: true });
  new JsonFile(project, 'cdk.json', {
    marker: false,
    obj: {
      app: 'node build/examples/dust/main.js',
      output: 'cdk.out',
      versionReporting: false,
      notices: false,
      context: { 'cli-telemetry': false },
    },
  });
}
