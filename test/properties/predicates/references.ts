import { placesOf } from '../support/fleet-model';
import type { Invariant } from '../support/invariant';
import { containersOf, environmentOf, neighboursOf, objectIn, objectsOf, clusterObjects, removeObject, selects, workloadsOf } from '../support/kubernetes';
import type { PlacedObject, Workload } from '../support/kubernetes';
import type { Fleet } from '../support/synthesized';

export const noDangling: Invariant = {
  number: 16,
  title: 'whatever an object refers to is there, once',
  predicate: (fleet) => [
    ...workloadsOf(fleet).flatMap((workload) => checkWorkload(fleet, workload)),
    ...objectsOf(fleet, 'Service', 'PodDisruptionBudget', 'NetworkPolicy').flatMap((placed) => checkSelector(fleet, placed)),
    ...objectsOf(fleet, 'HorizontalPodAutoscaler').flatMap((placed) => (named(fleet, placed, placed.object.spec.scaleTargetRef) ? [] : [`${placed.place} scales nothing`])),
    ...objectsOf(fleet, 'Ingress').flatMap((placed) => checkIngress(fleet, placed)),
    ...objectsOf(fleet, 'RoleBinding', 'ClusterRoleBinding').flatMap((placed) => checkBinding(fleet, placed)),
    ...objectsOf(fleet, 'Role').flatMap((placed) => checkResourceNames(fleet, placed)),
    ...objectsOf(fleet, 'IngressClass').flatMap((placed) => checkClass(fleet, placed)),
  ],
  mutations: [
    { title: 'a selector does not match its template', apply: (fleet) => { objectIn(fleet, 'prod', 'web', 'Deployment').spec.template.metadata.labels = { app: 'web' }; } },
    { title: 'a service selects nothing', apply: (fleet) => { objectIn(fleet, 'prod', 'web', 'Service').spec.selector = { app: 'other' }; } },
    { title: 'a service leads to a port that nobody opens', apply: (fleet) => { objectIn(fleet, 'prod', 'web', 'Service').spec.ports[0].targetPort = 'grpc'; } },
    { title: 'a service has another port than its container', apply: (fleet) => { objectIn(fleet, 'prod', 'web', 'Service').spec.ports[0].port = 80; } },
    { title: 'a budget protects nothing', apply: (fleet) => { objectIn(fleet, 'prod', 'web', 'PodDisruptionBudget').spec.selector.matchLabels = { app: 'other' }; } },
    { title: 'a policy selects nothing', apply: (fleet) => { objectIn(fleet, 'prod', 'web', 'NetworkPolicy', 'to-dns').spec.podSelector.matchLabels = { app: 'other' }; } },
    { title: 'an autoscaler scales nothing', apply: (fleet) => { objectIn(fleet, 'prod', 'web', 'HorizontalPodAutoscaler').spec.scaleTargetRef.name = 'other'; } },
    { title: 'an ingress leads nowhere', apply: (fleet) => removeObject(fleet, 'prod', 'web', 'Service') },
    { title: 'an ingress has no class', apply: (fleet) => { objectIn(fleet, 'prod', 'web', 'Ingress').spec.ingressClassName = 'nginx'; } },
    {
      title: 'a class admits another namespace',
      apply: (fleet) => { objectIn(fleet, 'prod', 'cluster', 'IngressClassParams', 'rich-prod-web-internet').spec.namespaceSelector.matchLabels = { 'kubernetes.io/metadata.name': 'archive' }; },
    },
    { title: 'a class has no parameters', apply: (fleet) => removeObject(fleet, 'prod', 'cluster', 'IngressClassParams', 'rich-prod-web-internet') },
    { title: 'a binding has no role', apply: (fleet) => removeObject(fleet, 'prod', 'web', 'Role', 'restart') },
    { title: 'a role names a deployment that is not there', apply: (fleet) => { objectIn(fleet, 'prod', 'web', 'Role', 'restart').rules[0].resourceNames = ['other']; } },
    { title: 'a pod has no service account', apply: (fleet) => removeObject(fleet, 'prod', 'web', 'ServiceAccount') },
    { title: 'a pod has no variables', apply: (fleet) => removeObject(fleet, 'prod', 'web', 'ConfigMap') },
    { title: 'a folder has no volume', apply: (fleet) => { objectIn(fleet, 'prod', 'web', 'Deployment').spec.template.spec.volumes = []; } },
  ],
};

function matching(fleet: Fleet, { environment, object: { metadata: { namespace } } }: PlacedObject, matchLabels: Record<string, string>): Workload[] {
  const neighbours = workloadsOf(fleet).filter((workload) => workload.environment === environment && workload.object.metadata.namespace === namespace);
  return neighbours.filter(({ template }) => selects({ matchLabels }, template.metadata?.labels));
}

function named(fleet: Fleet, placed: PlacedObject, { kind, name }: { kind: string; name: string }): boolean {
  return neighboursOf(fleet, placed, kind).filter(({ metadata }) => metadata.name === name).length === 1;
}

function checkWorkload(fleet: Fleet, workload: Workload): string[] {
  const { place, object, template: { metadata, spec } } = workload;
  const problems: string[] = [];
  if (object.spec.selector !== undefined && !selects(object.spec.selector, metadata?.labels)) problems.push('does not select its own pods');
  if (!named(fleet, workload, { kind: 'ServiceAccount', name: spec.serviceAccountName })) problems.push(`has no service account ${spec.serviceAccountName}`);
  const volumes = new Set((spec.volumes ?? []).map(({ name }: { name: string }) => name));
  for (const container of containersOf(workload)) {
    for (const { configMapRef } of container.envFrom ?? []) {
      if (configMapRef !== undefined && !named(fleet, workload, { kind: 'ConfigMap', name: configMapRef.name })) problems.push(`has no ConfigMap ${configMapRef.name}`);
    }
    for (const { name } of container.volumeMounts ?? []) if (!volumes.has(name)) problems.push(`has no volume ${name}`);
    const ports = (container.ports ?? []).map(({ name }: { name: string }) => name);
    for (const probe of [container.livenessProbe, container.readinessProbe, container.startupProbe]) {
      if (probe?.httpGet !== undefined && !ports.includes(probe.httpGet.port)) problems.push(`probes the port ${probe.httpGet.port}`);
    }
  }
  return problems.map((problem) => `${place} ${problem}`);
}

/** A service, a budget or a policy is about exactly one workload; a policy for the whole namespace is about all. */
function checkSelector(fleet: Fleet, placed: PlacedObject): string[] {
  const { object: { kind, spec }, place } = placed;
  const labels = (kind === 'Service' ? spec.selector : kind === 'NetworkPolicy' ? spec.podSelector.matchLabels : spec.selector.matchLabels) as Record<string, string> | undefined;
  if (kind === 'NetworkPolicy' && labels === undefined) return [];
  const workloads = matching(fleet, placed, labels ?? {});
  // The jobs of the platform are alike, and one policy is for all of them.
  if (placed.folder === 'dust-admin' && workloads.length > 0) return [];
  if (kind === 'NetworkPolicy' && workloads.length === 0 && isOperated(fleet, placed, labels ?? {})) return [];
  if (workloads.length !== 1) return [`${place} selects ${workloads.length} workloads`];
  if (kind !== 'Service') return [];
  const ports = containersOf(workloads[0]!).flatMap((container) => container.ports ?? []);
  return spec.ports.flatMap(({ port, targetPort }: { port: number; targetPort: string | number }) => {
    const target = ports.find(({ name, containerPort }: { name: string; containerPort: number }) => name === targetPort || containerPort === targetPort);
    return target?.containerPort === port ? [] : [`${place} leads from ${port} to ${targetPort}`];
  });
}

/** Pods that an operator makes carry the name of the object that they are made from. */
const OPERATED: Readonly<Record<string, string>> = { 'cnpg.io/cluster': 'Cluster', 'redis_setup_type': 'Redis', 'app.kubernetes.io/instance': 'Seaweed' };

function isOperated(fleet: Fleet, placed: PlacedObject, labels: Readonly<Record<string, string>>): boolean {
  const [label, kind] = Object.entries(OPERATED).find(([key]) => labels[key] !== undefined) ?? ['', ''];
  const name = labels[kind === 'Redis' ? 'app' : label];
  return named(fleet, placed, { kind, name: name ?? '' });
}

function checkIngress(fleet: Fleet, placed: PlacedObject): string[] {
  const { object: { spec }, place, environment } = placed;
  const backends = spec.rules.flatMap((rule: any) => rule.http.paths.map((path: any) => path.backend.service));
  const services = neighboursOf(fleet, placed, 'Service');
  const dead = backends.filter(({ name, port }: any) => !services.some(({ metadata, spec: { ports } }) => metadata.name === name && ports.some((one: any) => one.name === port.name)));
  const classes = objectsOf(fleet, 'IngressClass').filter((one) => one.environment === environment && one.object.metadata.name === spec.ingressClassName);
  const known = spec.ingressClassName === 'tailscale' || classes.length === 1;
  return [...dead.map(({ name }: any) => `${place} leads to ${name}`), ...(known ? [] : [`${place} has the unknown class ${spec.ingressClassName}`])];
}

/** The parameters of a class admit the one namespace whose ingress uses it. */
function checkClass(fleet: Fleet, placed: PlacedObject): string[] {
  const { object: { spec, metadata }, place, environment } = placed;
  const inEnvironment = (kind: string) => objectsOf(fleet, kind).filter((one) => one.environment === environment);
  const parameters = inEnvironment('IngressClassParams').filter(({ object }) => object.metadata.name === spec.parameters.name && object.apiVersion.startsWith(`${spec.parameters.apiGroup}/`));
  const users = inEnvironment('Ingress').filter(({ object }) => object.spec.ingressClassName === metadata.name);
  if (parameters.length !== 1) return [`${place} has ${parameters.length} parameters`];
  if (users.length !== 1) return [`${place} is used by ${users.length} ingresses`];
  const admitted = parameters[0]!.object.spec.namespaceSelector?.matchLabels?.['kubernetes.io/metadata.name'];
  return admitted === users[0]!.object.metadata.namespace ? [] : [`${place} admits ${admitted}`];
}

function checkBinding(fleet: Fleet, placed: PlacedObject): string[] {
  const { object: { roleRef }, place, environment } = placed;
  const roles = clusterObjects(fleet).filter(({ object, environment: other }) => other === environment && object.kind === roleRef.kind && object.metadata.name === roleRef.name
    && (roleRef.kind === 'ClusterRole' || object.metadata.namespace === placed.object.metadata.namespace));
  return roles.length === 1 ? [] : [`${place} binds ${roles.length} roles`];
}

function checkResourceNames(fleet: Fleet, placed: PlacedObject): string[] {
  return placed.object.rules.filter(({ resources }: any) => resources.includes('deployments')).flatMap(({ resourceNames = [] }: any) => resourceNames)
    .filter((name: string) => !named(fleet, placed, { kind: 'Deployment', name })).map((name: string) => `${placed.place} names the deployment ${name}`);
}

const PLATFORM_KINDS: Readonly<Record<string, readonly string[]>> = { 'cluster': ['IngressClass', 'IngressClassParams', 'ValidatingAdmissionPolicy', 'ValidatingAdmissionPolicyBinding'], 'cluster-admin': ['ClusterRole', 'ClusterRoleBinding'] };

/** Kinds without a namespace that a service could grant itself something by. */
const CLUSTER_SCOPED = /^(?:Cluster.*|IngressClass.*|PriorityClass|StorageClass|PersistentVolume|CustomResourceDefinition|.*Admission.*|.*WebhookConfiguration|APIService|Node)$/;

export const ownNamespace: Invariant = {
  number: 17,
  title: 'every object of a service stands in the namespace of the service',
  predicate: (fleet) => [
    ...clusterObjects(fleet).flatMap((placed) => checkNamespace(fleet, placed)),
    ...placesOf(fleet.model).flatMap(({ service, environment }) => {
      const own = clusterObjects(fleet).filter((placed) => placed.environment === environment.name && placed.folder === service.name && placed.object.kind === 'Namespace');
      return own.length === 1 ? [] : [`${environment.name}/${service.name} has ${own.length} namespaces`];
    }),
  ],
  mutations: [
    { title: 'an object stands in another namespace', apply: (fleet) => { objectIn(fleet, 'prod', 'web', 'Service').metadata.namespace = 'archive'; } },
    { title: 'an object has no namespace', apply: (fleet) => delete objectIn(fleet, 'prod', 'web', 'Role', 'restart').metadata.namespace },
    { title: 'a service has a cluster role', apply: (fleet) => { objectIn(fleet, 'prod', 'web', 'Role', 'restart').kind = 'ClusterRole'; } },
    { title: 'the namespace is missing', apply: (fleet) => removeObject(fleet, 'prod', 'web', 'Namespace') },
    { title: 'the namespace is that of another service', apply: (fleet) => { objectIn(fleet, 'prod', 'web', 'Namespace').metadata.name = 'archive'; } },
    {
      title: 'the namespaces of a shared cluster do not say their environment',
      apply: (fleet) => {
        const own = fleet.objects.filter(({ environment, folder, object }: PlacedObject) => environment === 'dev' && folder === 'web' && object.metadata?.namespace !== undefined);
        for (const { object } of own) object.metadata.namespace = 'web';
      },
    },
    { title: 'Pod Security is only audited', apply: (fleet) => delete objectIn(fleet, 'prod', 'web', 'Namespace').metadata.labels['pod-security.kubernetes.io/enforce'] },
  ],
};

function checkNamespace(fleet: Fleet, placed: PlacedObject): string[] {
  const { object: { apiVersion, kind, metadata }, folder, place } = placed;
  if (folder in PLATFORM_KINDS) return PLATFORM_KINDS[folder]!.includes(kind) && metadata.namespace === undefined ? [] : [`${place} is no object of the platform`];
  const expected = environmentOf(fleet, placed).sharedCluster ? `${folder}-${placed.environment}` : folder;
  if (CLUSTER_SCOPED.test(kind) && apiVersion !== 'postgresql.cnpg.io/v1') return [`${place} is not for a service to have`];
  if (kind !== 'Namespace') return metadata.namespace === expected ? [] : [`${place} stands in ${metadata.namespace}`];
  const enforced = metadata.labels?.['pod-security.kubernetes.io/enforce'] === 'restricted';
  return [...(metadata.name === expected && metadata.namespace === undefined ? [] : [`${place} is not ${expected}`]), ...(enforced ? [] : [`${place} does not enforce restricted`])];
}
