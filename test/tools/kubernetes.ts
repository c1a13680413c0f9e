import { readFileSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { installed } from './cache';
import { goModule, goPrograms } from './go';

const MODULE = join(__dirname, 'kubernetes');
const KWOK = join(__dirname, 'kwok');

/** kubectl of the version that the tests' servers have, since the machine's own may be older or missing. */
export function kubectlProgram(): string {
  const folder = goPrograms({
    name: 'kubectl', notice: 'built from its Go module, about 2 minutes', module: MODULE,
    programs: { kubectl: 'k8s.io/kubernetes/cmd/kubectl' }, tags: TAGS, linkerFlags: versionFlags,
  });
  return join(folder, 'kubectl');
}

/** etcd, the API server, the controller manager and the scheduler in one folder, and the simulated nodes' kwok. */
export function controlPlanePrograms(): string {
  const servers = goPrograms({
    name: 'control-plane', notice: 'built from Go modules, about 10 minutes', module: MODULE,
    programs: { 'control-plane': '.' }, tags: TAGS, linkerFlags: versionFlags,
  });
  const kwok = goPrograms({ name: 'kwok', notice: 'built from its Go module, about a minute', module: KWOK, programs: { kwok: 'sigs.k8s.io/kwok/cmd/kwok' } });
  return installed({
    name: 'cluster', notice: 'the programs of a control plane side by side', sources: [__filename], versions: [servers, kwok],
    make: (folder) => {
      for (const name of ['etcd', 'kube-apiserver', 'kube-controller-manager', 'kube-scheduler']) {
        symlinkSync(join(servers, 'control-plane'), join(folder, name));
      }
      symlinkSync(join(kwok, 'kwok'), join(folder, 'kwok'));
      writeFileSync(join(folder, 'stages.yaml'), stages());
    },
  });
}

const TAGS = 'selinux,notest,grpcnotrace';

/** Without them the server calls itself v0.0.0, which kubectl cannot parse. */
function versionFlags(): string {
  const { version } = goModule(MODULE, 'k8s.io/kubernetes');
  const [, major, minor] = /^v(\d+)\.(\d+)\./.exec(version)!;
  const values = { gitVersion: version, gitMajor: major, gitMinor: minor, gitTreeState: 'clean' };
  return ['k8s.io/component-base/version', 'k8s.io/client-go/pkg/version']
    .flatMap((place) => Object.entries(values).map(([name, value]) => `-X ${place}.${name}=${value}`)).join(' ');
}

/** What simulated nodes and pods do: kwok has none of it built in, so it is read from kwok's own module. */
function stages(): string {
  const root = join(goModule(KWOK, 'sigs.k8s.io/kwok').folder, 'kustomize/stage');
  const pods = readdirSync(join(root, 'pod/fast')).filter((name) => name.startsWith('pod-')).map((name) => `pod/fast/${name}`);
  const nodes = ['node/fast/node-initialize.yaml', 'node/heartbeat-with-lease/node-heartbeat-with-lease.yaml'];
  return [...nodes, ...pods].map((path) => readFileSync(join(root, path), 'utf8')).join('\n---\n');
}
