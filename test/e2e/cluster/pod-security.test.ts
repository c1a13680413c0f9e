import { Deployed, environmentsOf } from './deployed';
import { exampleOutput } from '../../support/example';

type Change = (spec: any) => void;

/** Each makes a pod of a service, which is admitted as it is, into one that Pod Security's level `restricted` refuses. */
const REFUSED: readonly (readonly [string, Change])[] = [
  ['a privileged container', (spec) => { spec.containers[0].securityContext.privileged = true; spec.containers[0].securityContext.allowPrivilegeEscalation = true; }],
  ['privilege escalation', (spec) => { spec.containers[0].securityContext.allowPrivilegeEscalation = true; }],
  ['an added capability', (spec) => { spec.containers[0].securityContext.capabilities.add = ['NET_RAW']; }],
  ['capabilities that are kept', (spec) => { delete spec.containers[0].securityContext.capabilities; }],
  ['a container that runs as root', (spec) => { spec.containers[0].securityContext.runAsUser = 0; }],
  ['a pod that may run as root', (spec) => { spec.securityContext.runAsNonRoot = false; delete spec.containers[0].securityContext.runAsNonRoot; }],
  ['no seccomp profile', (spec) => { delete spec.securityContext.seccompProfile; delete spec.containers[0].securityContext.seccompProfile; }],
  ['the network of the node', (spec) => { spec.hostNetwork = true; }],
  ['the processes of the node', (spec) => { spec.hostPID = true; }],
  ['a port of the node', (spec) => { spec.containers[0].ports[0].hostPort = spec.containers[0].ports[0].containerPort; }],
  ['a folder of the node', (spec) => { spec.volumes.push({ name: 'node', hostPath: { path: '/' } }); }],
  ['a privileged init container', (spec) => { spec.initContainers = [{ ...structuredClone(spec.containers[0]), name: 'init', securityContext: { privileged: true } }]; withoutProbes(spec.initContainers[0]); }],
  ['a probe of another host', (spec) => { spec.containers[0].livenessProbe.httpGet.host = '169.254.169.254'; }],
];

const output = exampleOutput();

describe.each(environmentsOf(output))('Pod Security in %s', (environment) => {
  let deployed: Deployed;
  beforeAll(async () => {
    deployed = await Deployed.start(output, environment);
    deployed.apply();
  });
  afterAll(async () => { await deployed?.stop(); });

  const dryRun = (service: string, change: Change = () => undefined) => {
    const [deployment] = deployed.admin.list('deployments', service);
    const { metadata, spec } = structuredClone(deployment!.spec.template);
    change(spec);
    const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { ...metadata, name: 'candidate', namespace: service }, spec };
    const { exitCode, error } = deployed.admin.run(['create', '--dry-run=server', '-f', '-'], JSON.stringify(pod));
    return { service, exitCode, error };
  };

  test('admits the pod of every service as it was printed', () => {
    for (const service of deployed.services) expect(dryRun(service)).toEqual({ service, exitCode: 0, error: '' });
  });

  test.each(REFUSED)('refuses %s in every namespace', (_what, change) => {
    for (const service of deployed.services) {
      expect(dryRun(service, change)).toEqual({ service, exitCode: 1, error: expect.stringMatching(/violates PodSecurity "restricted:v1\.\d+"/) });
    }
  });

  test('warns about a Deployment of such pods, which makes its apply an error', () => {
    for (const service of deployed.services) {
      const [{ apiVersion, kind, metadata: { name, namespace }, spec }] = structuredClone(deployed.admin.list('deployments', service)) as [any];
      REFUSED[0]![1](spec.template.spec);
      const { exitCode, error } = deployed.admin.run(
        ['apply', '--server-side', '--force-conflicts', '--dry-run=server', '--warnings-as-errors', '-f', '-'], JSON.stringify({ apiVersion, kind, metadata: { name, namespace }, spec }),
      );
      expect({ exitCode, error }).toEqual({ exitCode: 1, error: expect.stringContaining('would violate PodSecurity') });
    }
  });
});

function withoutProbes(container: any): void {
  for (const probe of ['livenessProbe', 'readinessProbe', 'startupProbe', 'lifecycle']) delete container[probe];
}
