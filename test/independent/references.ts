import { namespaceOf } from './check';
import type { Check, Checks } from './check';
import { isFilledByHand } from './database-variables';
import { asList } from './json';
import { configReadByOperators } from './operated';
import { secretsMadeIn } from './secret-makers';
import { containersOf, find, hasPort, ofKind, readWorld } from './world';
import type { Pod, Port } from './world';

interface Reference {
  readonly kind: string;
  readonly name: unknown;
}

/** All that a pod takes from its namespace by name. */
function podReferences(pod: Pod): Reference[] {
  const containers = containersOf(pod);
  const sources = [
    ...containers.flatMap(({ envFrom }) => asList<Record<string, any>>(envFrom)),
    ...containers.flatMap(({ env }) =>
      asList<Record<string, any>>(env).map(({ valueFrom }) => ({ configMapRef: valueFrom?.configMapKeyRef, secretRef: valueFrom?.secretKeyRef })),
    ),
  ];
  const volumes = asList<Record<string, any>>(pod.spec.volumes).flatMap((volume) => [
    volume,
    ...asList<Record<string, any>>(volume.projected?.sources),
  ]);
  return [
    { kind: 'ServiceAccount', name: pod.spec.serviceAccountName },
    ...sources.flatMap(({ configMapRef, secretRef }) => [
      { kind: 'ConfigMap', name: configMapRef?.name },
      { kind: 'Secret', name: secretRef?.name },
    ]),
    ...volumes.flatMap(({ configMap, secret, persistentVolumeClaim }) => [
      { kind: 'ConfigMap', name: configMap?.name },
      { kind: 'Secret', name: secret?.secretName ?? secret?.name },
      { kind: 'PersistentVolumeClaim', name: persistentVolumeClaim?.claimName },
    ]),
  ].filter(({ kind, name }) => kind === 'ServiceAccount' || name !== undefined);
}

/** Service accounts, config maps, secrets and claims that pods name exist in the pod's namespace. */
const podsFindWhatTheyName: Check = (output, declared) => {
  const world = readWorld(output);
  return world.pods.flatMap((pod) =>
    podReferences(pod).flatMap(({ kind, name }) => {
      const made = kind === 'Secret' && (secretsMadeIn(world, pod).some((secret) => secret.name === name) || isFilledByHand(world, declared, pod, name));
      return made || find(world, pod, kind, name) !== undefined ? [] : [`${pod.at}: there is no ${kind} ${name} in its namespace`];
    }),
  );
};

/** Every config map is read by a pod, or by an operator for one. */
const configMapsAreUsed: Check = (output) => {
  const world = readWorld(output);
  return ofKind(world, 'ConfigMap')
    .filter(
      (placed) =>
        !configReadByOperators(world, placed).includes(placed.object.metadata.name) &&
        !world.pods.some(
          (pod) =>
            pod.environment === placed.environment &&
            pod.namespace === placed.namespace &&
            podReferences(pod).some(({ kind, name }) => kind === 'ConfigMap' && name === placed.object.metadata.name),
        ),
    )
    .map(({ at }) => `${at}: no pod reads it`);
};

/** Mounts and volumes of a pod are the same set, and no path is mounted twice. */
const volumes: Check = (output) =>
  readWorld(output).pods.flatMap((pod) => {
    const declared = asList<{ name: string }>(pod.spec.volumes).map(({ name }) => name);
    const mounts = containersOf(pod).map(({ volumeMounts }) => asList<{ name: string; mountPath: string }>(volumeMounts));
    const mounted = mounts.flat().map(({ name }) => name);
    return [
      ...mounted.filter((name) => !declared.includes(name)).map((name) => `${pod.at}: mounts ${name}, which is no volume`),
      ...declared.filter((name) => !mounted.includes(name)).map((name) => `${pod.at}: nobody mounts volume ${name}`),
      ...mounts
        .flat()
        .filter(({ mountPath }) => !String(mountPath).startsWith('/'))
        .map(({ name }) => `${pod.at}: ${name} is mounted nowhere`),
      ...declared.filter((name, index) => declared.indexOf(name) !== index).map((name) => `${pod.at}: volume ${name} stands there twice`),
      ...mounts.flatMap((list) =>
        list
          .filter(({ mountPath }, index) => list.findIndex((other) => other.mountPath === mountPath) !== index)
          .map(({ mountPath }) => `${pod.at}: ${mountPath} is mounted twice`),
      ),
    ];
  });

/** Probes ask a port that their own container has; `PORT` is one of them. */
const probePorts: Check = (output) => {
  const world = readWorld(output);
  return world.pods.flatMap((pod) =>
    containersOf(pod).flatMap((container) => {
      const ports = asList<Port>(container.ports);
      const probes = ['livenessProbe', 'readinessProbe', 'startupProbe'].flatMap((name) =>
        container[name] === undefined ? [] : [[name, container[name]] as const],
      );
      const config = asList<Record<string, any>>(container.envFrom).flatMap(
        ({ configMapRef }) => find(world, pod, 'ConfigMap', configMapRef?.name)?.object.data?.PORT ?? [],
      );
      return [
        ...probes
          .filter(([, probe]) => !hasPort(ports, probe.httpGet?.port ?? probe.tcpSocket?.port))
          .map(([name]) => `${pod.at}: ${name} asks a port that ${container.name} does not have`),
        ...(config as string[])
          .filter((port) => !hasPort(ports, Number(port)))
          .map((port) => `${pod.at}: PORT is ${port}, which ${container.name} does not have`),
      ];
    }),
  );
};

/** A restart role's list of Deployments and a binding's role are names of the same namespace. */
const roleBindings: Check = (output) => {
  const world = readWorld(output);
  const bindings = world.objects.filter(({ object }) => /^(Cluster)?RoleBinding$/.test(object.kind));
  const dangling = bindings
    .filter((placed) => {
      const { kind, name } = placed.object.roleRef;
      return find(world, { environment: placed.environment, namespace: kind === 'Role' ? placed.namespace : undefined }, kind, name) === undefined;
    })
    .map(({ at, object }) => `${at}: there is no ${object.roleRef.kind} ${object.roleRef.name}`);
  const unbound = world.objects
    .filter(({ object }) => /^(Cluster)?Role$/.test(object.kind))
    .filter(
      (role) =>
        !bindings.some(
          (binding) =>
            binding.environment === role.environment &&
            binding.object.roleRef.kind === role.object.kind &&
            binding.object.roleRef.name === role.object.metadata.name &&
            binding.namespace === role.namespace,
        ),
    )
    .map(({ at }) => `${at}: nothing binds it`);
  const resourceNames = ofKind(world, 'Role').flatMap((placed) =>
    asList<Record<string, any>>(placed.object.rules).flatMap((rule) =>
      asList<string>(rule.resourceNames)
        .filter((name) => rule.resources.includes('deployments') && find(world, placed, 'Deployment', name) === undefined)
        .map((name) => `${placed.at}: there is no Deployment ${name}`),
    ),
  );
  const foreign = bindings
    .filter(({ object }) =>
      [object.roleRef, ...asList<Record<string, any>>(object.subjects)].some(({ apiGroup }) => apiGroup !== 'rbac.authorization.k8s.io'),
    )
    .map(({ at }) => `${at}: names something of another API group`);
  return [...dangling, ...unbound, ...resourceNames, ...foreign];
};

function isName(name: unknown): boolean {
  return typeof name === 'string' && /^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/.test(name);
}

const CLUSTER_SCOPED =
  /^(Namespace|ClusterRole|ClusterRoleBinding|IngressClass|IngressClassParams|PriorityClass|ValidatingAdmissionPolicy|ValidatingAdmissionPolicyBinding)$/;

/** Objects of a service are in its one namespace, those of the cluster in none, and no two are the same object. */
const namespaces: Check = (output, declared) => {
  const world = readWorld(output);
  const seen = new Map<string, string>();
  return world.objects.flatMap(({ object, environment, folder, namespace, at }) => {
    const expected = CLUSTER_SCOPED.test(object.kind) ? undefined : namespaceOf(declared, environment, folder);
    const identity = [environment, object.apiVersion.replace(/\/.*/, ''), object.kind, namespace, object.metadata.name].join(' ');
    const before = seen.get(identity);
    seen.set(identity, at);
    const home = ofKind(world, 'Namespace').some(
      (placed) => placed.environment === environment && placed.folder === folder && placed.object.metadata.name === namespace,
    );
    return [
      ...(isName(object.metadata.name) ? [] : [`${at}: has no name`]),
      ...(namespace === expected ? [] : [`${at}: is in namespace ${namespace}, not in ${expected}`]),
      ...(namespace === undefined || home ? [] : [`${at}: its folder has no Namespace ${namespace}`]),
      ...(before === undefined ? [] : [`${at}: stands there twice`]),
      ...(object.kind !== 'Namespace' || object.metadata.name === namespaceOf(declared, environment, folder)
        ? []
        : [`${at}: is not the namespace of ${folder}`]),
    ];
  });
};

export const references: Checks = {
  podsFindWhatTheyName,
  configMapsAreUsed,
  volumes,
  probePorts,
  roleBindings,
  namespaces,
};
