import type { Live } from '../client';

const STATUS_PORT = 8000;
/** The operand's own user, where the Cluster names no other. */
const POSTGRES = 26;

/** What the operator gives every container, since the Cluster says nothing of it; `restricted` asks for the same. */
const CONTAINER_SECURITY = {
  seccompProfile: { type: 'RuntimeDefault' }, capabilities: { drop: ['ALL'] }, privileged: false, runAsNonRoot: true, readOnlyRootFilesystem: true, allowPrivilegeEscalation: false,
};
const MOUNTS = [
  { name: 'pgdata', mountPath: '/var/lib/postgresql/data' },
  { name: 'scratch-data', mountPath: '/run' },
  { name: 'scratch-data', mountPath: '/controller' },
  { name: 'shm', mountPath: '/dev/shm' },
];

interface Main {
  readonly name: string;
  readonly env: readonly object[];
}

/** The pod of an instance or of the Job that makes one, which differ by their main container. */
export function databasePod({ metadata: { name: cluster }, spec }: Live, instance: string, { name, env }: Main) {
  const { imageName: image, resources, securityContext, podSecurityContext } = spec;
  if (securityContext !== undefined || podSecurityContext !== undefined) throw new Error('this stand-in knows only the operator\'s own security contexts');
  const shared = { resources, securityContext: CONTAINER_SECURITY };
  const token = { name: 'kube-api-access', mountPath: '/var/run/secrets/kubernetes.io/serviceaccount', readOnly: true };
  const ports = [{ name: 'postgresql', containerPort: 5432 }, { name: 'metrics', containerPort: 9187 }, { name: 'status', containerPort: STATUS_PORT }];
  const probe = { httpGet: { path: '/healthz', port: STATUS_PORT, scheme: 'HTTPS' }, timeoutSeconds: 5 };
  return {
    serviceAccountName: cluster,
    automountServiceAccountToken: false,
    securityContext: { seccompProfile: { type: 'RuntimeDefault' }, runAsUser: POSTGRES, runAsGroup: POSTGRES, runAsNonRoot: true, fsGroup: POSTGRES },
    affinity: antiAffinity(cluster, spec.affinity),
    initContainers: [{ ...shared, name: 'bootstrap-controller', image: 'registry.example/cloudnative-pg:1.30.0', volumeMounts: MOUNTS }],
    containers: [{ ...shared, name, image, env, volumeMounts: [...MOUNTS, token], ...(name === 'postgres' ? { ports } : {}) }],
    volumes: volumes(instance),
    probes: { startupProbe: probe, livenessProbe: probe, readinessProbe: probe },
  };
}

function antiAffinity(cluster: string, { topologyKey }: any): object {
  const labelSelector = { matchExpressions: [['cnpg.io/cluster', cluster], ['cnpg.io/podRole', 'instance']].map(([key, value]) => ({ key, operator: 'In', values: [value] })) };
  return { podAntiAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 100, podAffinityTerm: { labelSelector, topologyKey } }] } };
}

/** With a token of its own: the instance manager reads the Cluster and its Secrets from the API server. */
function volumes(instance: string): object[] {
  return [
    { name: 'pgdata', persistentVolumeClaim: { claimName: instance } },
    { name: 'scratch-data', emptyDir: {} },
    { name: 'shm', emptyDir: { medium: 'Memory' } },
    { name: 'kube-api-access', projected: { sources: [{ serviceAccountToken: { path: 'token', expirationSeconds: 3607 } }, { configMap: { name: 'kube-root-ca.crt', items: [{ key: 'ca.crt', path: 'ca.crt' }] } }] } },
  ];
}
