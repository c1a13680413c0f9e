/** A valid value, other than the printed one, for every field that a Deployment has, by the schema that describes it. */
export interface Fields {
  readonly schema: string;
  /** Where it stands, as JSON Patch writes it. */
  readonly at: string;
  readonly values: Readonly<Record<string, unknown>>;
}

const METADATA = {
  annotations: { a: 'b' }, creationTimestamp: '2020-01-01T00:00:00Z', deletionGracePeriodSeconds: 5, deletionTimestamp: '2020-01-01T00:00:00Z', finalizers: ['a.example/b'], generateName: 'x-', generation: 77,
  labels: { a: 'b' }, managedFields: [{}], name: 'other', namespace: 'other', ownerReferences: [{ apiVersion: 'v1', kind: 'ConfigMap', name: 'a', uid: 'b' }], resourceVersion: '1', selfLink: '/x', uid: 'other',
};

/** Its labels must fit the selector. */
const templateMetadata = (service: string) => ({ ...METADATA, labels: { 'app.kubernetes.io/name': service, 'a': 'b' } });

const SPEC = {
  minReadySeconds: 7, paused: true, progressDeadlineSeconds: 777, replicas: 0, revisionHistoryLimit: 0, selector: { matchLabels: { a: 'b' } }, strategy: { type: 'Recreate' },
};

const CONTAINER = {
  args: ['x'], command: ['x'], env: [{ name: 'A', value: 'b' }], envFrom: [{ secretRef: { name: 'other' } }], image: 'other', imagePullPolicy: 'Never', lifecycle: { preStop: { exec: { command: ['x'] } } },
  livenessProbe: { exec: { command: ['x'] } }, name: 'other', ports: [{ containerPort: 22 }], readinessProbe: { exec: { command: ['x'] } }, resizePolicy: [{ resourceName: 'cpu', restartPolicy: 'RestartContainer' }],
  resources: {}, restartPolicy: 'Always', restartPolicyRules: [{ action: 'Restart', exitCodes: { operator: 'In', values: [1] } }], securityContext: { privileged: true }, startupProbe: { exec: { command: ['x'] } },
  stdin: true, stdinOnce: true, terminationMessagePath: '/x', terminationMessagePolicy: 'FallbackToLogsOnError', tty: true, volumeDevices: [{ name: 'tmp', devicePath: '/dev/x' }], volumeMounts: [{ name: 'tmp', mountPath: '/x' }], workingDir: '/x',
};

const POD = {
  activeDeadlineSeconds: 5, affinity: {}, automountServiceAccountToken: true, containers: [{ name: 'other', image: 'other' }], dnsConfig: { nameservers: ['1.1.1.1'] }, dnsPolicy: 'Default', enableServiceLinks: true,
  ephemeralContainers: [{ name: 'other', image: 'other' }], hostAliases: [{ ip: '10.0.0.1', hostnames: ['a'] }], hostIPC: true, hostNetwork: true, hostPID: true, hostUsers: false, hostname: 'other', hostnameOverride: 'other',
  imagePullSecrets: [{ name: 'other' }], initContainers: [{ name: 'other', image: 'other' }], nodeName: 'other', nodeSelector: { a: 'b' }, os: { name: 'linux' }, overhead: { cpu: '1' }, preemptionPolicy: 'Never', priority: 7,
  priorityClassName: 'other', readinessGates: [{ conditionType: 'a' }], resourceClaims: [{ name: 'a', resourceClaimName: 'b' }], resources: { limits: { cpu: '2' } }, restartPolicy: 'Never', runtimeClassName: 'other', schedulerName: 'other',
  schedulingGates: [{ name: 'a.example/b' }], securityContext: {}, serviceAccount: 'other', serviceAccountName: 'other', setHostnameAsFQDN: true, shareProcessNamespace: true, subdomain: 'other', terminationGracePeriodSeconds: 77,
  tolerations: [{ operator: 'Exists' }], topologySpreadConstraints: [],
};

/** A volume that is mounted must stay under its name. */
const volumes = (service: string) => [{ name: 'tmp', hostPath: { path: '/' } }, ...['postgres', 'cache'].map((data) => ({ name: `${service}-${data}-ca`, secret: { secretName: 'other' } }))];

export function deploymentFields(service: string): Fields[] {
  return [
    { schema: 'io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta', at: '/metadata', values: METADATA },
    { schema: 'io.k8s.api.apps.v1.DeploymentSpec', at: '/spec', values: { ...SPEC, template: { metadata: { labels: { 'app.kubernetes.io/name': service } }, spec: { containers: [{ name: 'other', image: 'other' }] } } } },
    { schema: 'io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta', at: '/spec/template/metadata', values: templateMetadata(service) },
    { schema: 'io.k8s.api.core.v1.PodSpec', at: '/spec/template/spec', values: { ...POD, volumes: volumes(service) } },
    { schema: 'io.k8s.api.core.v1.Container', at: '/spec/template/spec/containers/0', values: CONTAINER },
  ];
}

/** What an administrator cannot change either by itself: the server writes it, ignores it, or takes it only with another field or in another kind. */
export const NOBODYS_FIELDS = [
  ...['creationTimestamp', 'deletionGracePeriodSeconds', 'deletionTimestamp', 'generation', 'managedFields', 'name', 'namespace', 'resourceVersion', 'uid'].map((field) => `/metadata/${field}`),
  '/spec/selector',
  ...['activeDeadlineSeconds', 'ephemeralContainers', 'hostnameOverride', 'restartPolicy', 'serviceAccount'].map((field) => `/spec/template/spec/${field}`),
  ...['restartPolicy', 'restartPolicyRules', 'volumeDevices'].map((field) => `/spec/template/spec/containers/0/${field}`),
];
