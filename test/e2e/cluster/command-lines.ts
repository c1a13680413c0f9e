import { join } from 'node:path';

export interface Ports {
  readonly etcd: number;
  readonly peers: number;
  readonly apiserver: number;
  readonly controllerManager: number;
  readonly scheduler: number;
  readonly kwok: number;
}

/** One simulated node stands in each. */
export const NODE_ZONES = ['us-east-1a', 'us-east-1b', 'us-east-1c'] as const;

interface Surroundings {
  readonly folder: string;
  /** Where etcd keeps its data. */
  readonly store: string;
  readonly programs: string;
  readonly port: Ports;
}

export interface CommandLines {
  readonly etcd: readonly string[];
  readonly apiserver: readonly string[];
  readonly controllerManager: readonly string[];
  readonly scheduler: readonly string[];
  readonly kwok: readonly string[];
}

export function commandLines(around: Surroundings): CommandLines {
  return {
    etcd: etcd(around),
    apiserver: apiserver(around),
    controllerManager: [...client(around, 'controller', around.port.controllerManager),
      `--service-account-private-key-file=${join(around.folder, 'pki/accounts.key')}`,
      `--root-ca-file=${join(around.folder, 'pki/apiserver.crt')}`,
      '--use-service-account-credentials',
      // Answers of a test should not wait for the autoscaler's quarter of a minute.
      '--horizontal-pod-autoscaler-sync-period=2s'],
    scheduler: client(around, 'scheduler', around.port.scheduler),
    kwok: [
      `--config=${join(around.programs, 'stages.yaml')}`,
      `--kubeconfig=${join(around.folder, 'admin.kubeconfig')}`,
      '--manage-all-nodes=true',
      `--server-address=127.0.0.1:${around.port.kwok}`,
      '--node-lease-duration-seconds=40',
    ],
  };
}

function etcd({ store, port }: Surroundings): readonly string[] {
  const peers = `http://127.0.0.1:${port.peers}`;
  const clients = `http://127.0.0.1:${port.etcd}`;
  return [
    // The store lives as long as a test: nothing has to survive a power failure.
    '--data-dir', store, '--unsafe-no-fsync', '--log-level', 'error',
    '--listen-client-urls', clients, '--advertise-client-urls', clients,
    '--listen-peer-urls', peers, '--initial-advertise-peer-urls', peers, '--initial-cluster', `default=${peers}`,
  ];
}

function apiserver({ folder, port }: Surroundings): readonly string[] {
  return [
    `--etcd-servers=http://127.0.0.1:${port.etcd}`,
    '--bind-address=127.0.0.1', '--advertise-address=127.0.0.1', `--secure-port=${port.apiserver}`,
    '--endpoint-reconciler-type=none', '--service-cluster-ip-range=10.96.0.0/16',
    // It makes its own certificate, apiserver.crt, in this folder.
    `--cert-dir=${join(folder, 'pki')}`,
    `--token-auth-file=${join(folder, 'pki/tokens.csv')}`,
    '--service-account-issuer=https://kubernetes.default.svc',
    `--service-account-key-file=${join(folder, 'pki/accounts.pub')}`,
    `--service-account-signing-key-file=${join(folder, 'pki/accounts.key')}`,
    '--authorization-mode=Node,RBAC', '--enable-admission-plugins=NodeRestriction', '--allow-privileged=true', '--profiling=false',
  ];
}

/** What the controller manager and the scheduler share. Health checks need no login, and nothing else is asked of them. */
function client({ folder }: Surroundings, user: string, securePort: number): readonly string[] {
  return [
    `--kubeconfig=${join(folder, `${user}.kubeconfig`)}`,
    '--authentication-skip-lookup', '--bind-address=127.0.0.1', `--secure-port=${securePort}`, `--cert-dir=${join(folder, `pki/${user}`)}`,
    '--leader-elect=false', '--kube-api-qps=300', '--kube-api-burst=600',
  ];
}
