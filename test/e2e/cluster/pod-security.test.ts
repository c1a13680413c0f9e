import type { Live } from './client';
import { Deployed, DUST_ADMIN, DUST_OBJECTS, environmentsOf } from './deployed';
import { operate } from './operators/operate';
import { exampleOutput } from '../../support/example';

type Change = (spec: any) => void;

/** Each makes a printed pod, which is admitted as it is, into one that Pod Security's level `restricted` refuses. */
const REFUSED: readonly (readonly [string, Change])[] = [
  ['a privileged container', (spec) => { spec.containers[0].securityContext.privileged = true; spec.containers[0].securityContext.allowPrivilegeEscalation = true; }],
  ['privilege escalation', (spec) => { spec.containers[0].securityContext.allowPrivilegeEscalation = true; }],
  ['an added capability', (spec) => { spec.containers[0].securityContext.capabilities.add = ['NET_RAW']; }],
  ['capabilities that are kept', (spec) => { delete spec.containers[0].securityContext.capabilities; }],
  ['a container that runs as root', (spec) => { spec.containers[0].securityContext.runAsUser = 0; }],
  ['a pod that may run as root', (spec) => { spec.securityContext.runAsNonRoot = false; delete spec.containers[0].securityContext.runAsNonRoot; }],
  ['no seccomp profile', (spec) => { delete spec.securityContext.seccompProfile; delete spec.containers[0].securityContext.seccompProfile; }],
  ['the network of the node', (spec) => { spec.hostNetwork = true; spec.containers[0].ports = []; }],
  ['the processes of the node', (spec) => { spec.hostPID = true; }],
  ['a port of the node', (spec) => { spec.containers[0].ports = [{ containerPort: 8000, hostPort: 8000 }]; }],
  ['a folder of the node', (spec) => { spec.volumes.push({ name: 'node', hostPath: { path: '/' } }); }],
  ['a privileged init container', (spec) => { spec.initContainers = [{ ...structuredClone(spec.containers[0]), name: 'init', securityContext: { privileged: true } }]; withoutService(spec.initContainers[0]); }],
  ['a probe of another host', (spec) => { spec.containers[0].livenessProbe = { httpGet: { path: '/', port: 8000, host: '169.254.169.254' } }; spec.restartPolicy = 'Always'; }],
];

const output = exampleOutput();

describe.each(environmentsOf(output))('Pod Security in %s', (environment) => {
  let deployed: Deployed;
  /** Everything that has pods. */
  let workloads: readonly Live[];
  beforeAll(async () => {
    deployed = await Deployed.start(output, environment);
    // Nothing has to run here, and nothing could: there are no Secrets.
    deployed.plane.holdPods();
    deployed.apply();
    operate(deployed.admin);
    workloads = deployed.admin.list('deployments,jobs,statefulsets');
  });
  afterAll(async () => { await deployed?.stop(); });

  test('is asked in every namespace, for a pod of each Deployment and each Job, and of all that operators make', () => {
    expect([...new Set(workloads.map(({ metadata }) => metadata.namespace))].sort()).toEqual([...deployed.namespaces].sort());
    const kindsIn = (space: string): string[] => [...new Set(workloads.filter(({ metadata }) => metadata.namespace === space).map(({ kind }) => kind))].sort();
    expect(deployed.spaces.map((space) => [space, kindsIn(space)])).toEqual(deployed.spaces.map((space) => [space, { [DUST_ADMIN]: ['Job'], [DUST_OBJECTS]: ['Deployment', 'StatefulSet'] }[space]]));
  });

  /** One call for all; each answer names its pod. */
  const dryRun = (change: Change = () => undefined) => {
    const items = workloads.map((workload) => candidate(workload, change));
    const { exitCode, out, error } = deployed.admin.run(['create', '--dry-run=server', '-f', '-'], JSON.stringify({ apiVersion: 'v1', kind: 'List', items }));
    return { exitCode, admitted: out.trim().split('\n').filter((line) => line !== ''), refused: error.trim().split('\n').filter((line) => line !== '') };
  };

  test('admits every pod as it was printed', () => {
    expect(dryRun()).toEqual({ exitCode: 0, admitted: workloads.map((workload) => `pod/${candidateName(workload)} created (server dry run)`), refused: [] });
  });

  test.each(REFUSED)('refuses %s in every namespace', (_what, change) => {
    const { exitCode, admitted, refused } = dryRun(change);
    expect({ exitCode, admitted }).toEqual({ exitCode: 1, admitted: [] });
    expect(refused).toEqual(workloads.map((workload) => expect.stringMatching(new RegExp(`pods "${candidateName(workload)}" is forbidden: violates PodSecurity "restricted:v1\\.\\d+"`))));
  });

  test('warns about a Deployment, a StatefulSet or a Job of such pods, which makes its apply an error', () => {
    const items = workloads.map(({ apiVersion, kind, metadata: { name, namespace }, spec: { selector, template } }) => {
      const spec = { ...kind === 'Job' ? {} : { selector }, template: withoutJob(template) };
      REFUSED[0]![1](spec.template.spec);
      // kubectl says the same words only once, and those of two Jobs would be the same.
      spec.template.spec.containers[0].name = name;
      return { apiVersion, kind, metadata: { name: kind === 'Job' ? `${name}-x` : name, namespace }, spec };
    });
    const line = ['apply', '--server-side', '--force-conflicts', '--dry-run=server', '--warnings-as-errors', '-f', '-'];
    const { exitCode, error } = deployed.admin.run(line, JSON.stringify({ apiVersion: 'v1', kind: 'List', items }));
    expect([exitCode, error.match(/would violate PodSecurity/g)?.length]).toEqual([1, workloads.length]);
  });
});

function candidateName({ metadata: { name } }: Live): string {
  return `candidate-${name}`;
}

function candidate(workload: Live, change: Change): object {
  const { metadata, spec } = withoutJob(workload.spec.template);
  // A StatefulSet gives its pods their claims.
  const claims = (workload.spec.volumeClaimTemplates ?? []) as Live[];
  spec.volumes = [...spec.volumes ?? [], ...claims.map(({ metadata: { name } }) => ({ name, persistentVolumeClaim: { claimName: name } }))];
  change(spec);
  return { apiVersion: 'v1', kind: 'Pod', metadata: { ...metadata, name: candidateName(workload), namespace: workload.metadata.namespace }, spec };
}

/** A copy of a template without the labels that the controller of Jobs has added. */
function withoutJob(template: any): any {
  const copy = structuredClone(template);
  for (const label of Object.keys(copy.metadata.labels)) if (/controller-uid|job-name/.test(label)) delete copy.metadata.labels[label];
  return copy;
}

function withoutService(container: any): void {
  for (const property of ['livenessProbe', 'readinessProbe', 'startupProbe', 'lifecycle', 'ports']) delete container[property];
}
