import type { Check, Checks } from './check';
import { asList, missing } from './json';
import { containersOf, ofKind, readWorld, selects } from './world';
import type { KubernetesObject } from '../support/synthesize';

/** Paths of an Ingress lead to a port of a Service in its namespace. */
const backends: Check = (output) => {
  const world = readWorld(output);
  return ofKind(world, 'Ingress').flatMap((placed) => [
    ...(isWhole(placed.object) ? [] : [`${placed.at}: does not lead all paths of one host to its service`]),
    ...asList<Record<string, any>>(placed.object.spec.rules).flatMap((rule) =>
      asList<Record<string, any>>(rule.http?.paths).flatMap(({ backend }) => {
        const { name, port } = backend.service;
        const service = ofKind(world, 'Service').find(
          (other) => other.environment === placed.environment && other.namespace === placed.namespace && other.object.metadata.name === name,
        );
        const found = asList<{ name?: string; port: number }>(service?.object.spec.ports).some(
          (entry) => entry.name === port.name || entry.port === port.number,
        );
        return found ? [] : [`${placed.at}: there is no Service ${name} with port ${port.name ?? port.number}`];
      }),
    ),
  ]);
};

/** One host, which a tailnet names under `tls`, and everything below `/`. */
function isWhole({ spec }: KubernetesObject): boolean {
  const [rule, ...others] = asList<Record<string, any>>(spec.rules);
  const paths = asList<Record<string, any>>(rule?.http?.paths);
  const host = spec.ingressClassName === 'tailscale' ? spec.tls?.[0]?.hosts?.[0] : rule?.host;
  return others.length === 0 && typeof host === 'string' && paths.length === 1 && paths[0]!.path === '/' && paths[0]!.pathType === 'Prefix';
}

/** A load balancer asks a pod whether it is ready at the path of the readiness probe. */
const healthChecks: Check = (output) => {
  const world = readWorld(output);
  return ofKind(world, 'Ingress').flatMap(({ object, environment, namespace, at }) => {
    const path = object.metadata.annotations?.['alb.ingress.kubernetes.io/healthcheck-path'];
    const pods = world.pods.filter((pod) => pod.environment === environment && pod.namespace === namespace);
    const asked = pods.flatMap((pod) => containersOf(pod).map(({ readinessProbe }) => String(readinessProbe?.httpGet?.path)));
    return object.spec.ingressClassName === 'tailscale' || (path !== undefined && asked.includes(path))
      ? []
      : [`${at}: asks ${path}, the probe asks ${asked.join(', ')}`];
  });
};

/** The controller of a class is the one that reads parameters of that group. */
const CONTROLLERS: Readonly<Record<string, string>> = { 'elbv2.k8s.aws': 'ingress.k8s.aws/alb', 'eks.amazonaws.com': 'eks.amazonaws.com/alb' };

const controllers: Check = (output) =>
  ofKind(readWorld(output), 'IngressClass')
    .filter(({ object: { spec } }) => spec.controller === undefined || spec.controller !== CONTROLLERS[String(spec.parameters?.apiGroup)])
    .map(({ at, object }) => `${at}: controller ${object.spec.controller} does not read its parameters`);

/** Classes that an operator brings along. */
const FOREIGN_CLASSES = new Set(['tailscale']);

/** An Ingress has a class, the class its parameters, and the parameters admit the namespace of the Ingress and no other. */
const ingressClasses: Check = (output) => {
  const world = readWorld(output);
  const used = ofKind(world, 'Ingress').flatMap(({ object, environment, namespace, at }) => {
    if (FOREIGN_CLASSES.has(object.spec.ingressClassName)) return [];
    const ingressClass = ofKind(world, 'IngressClass').find(
      (other) => other.environment === environment && other.object.metadata.name === object.spec.ingressClassName,
    );
    const { kind, name, apiGroup } = ingressClass?.object.spec.parameters ?? {};
    const parameters = ofKind(world, String(kind)).find(
      (other) => other.environment === environment && other.object.metadata.name === name && other.object.apiVersion.startsWith(`${apiGroup}/`),
    );
    if (ingressClass === undefined || parameters === undefined) return [`${at}: class ${object.spec.ingressClassName} or its parameters are missing`];
    const selector = parameters.object.spec.namespaceSelector as Record<string, any> | undefined;
    const labels = ofKind(world, 'Namespace')
      .filter((other) => other.environment === environment)
      .map((other) => ({ 'kubernetes.io/metadata.name': other.object.metadata.name }));
    const admitted = labels.filter((label) => selects(selector, label)).map((label) => label['kubernetes.io/metadata.name']);
    return admitted.length === 1 && admitted[0] === namespace
      ? []
      : [`${parameters.at}: admits namespaces ${admitted.join(', ') || 'nobody'}, not ${namespace} alone`];
  });
  const unused = ofKind(world, 'IngressClass').filter(
    (placed) =>
      !ofKind(world, 'Ingress').some(
        ({ environment, object }) => environment === placed.environment && object.spec.ingressClassName === placed.object.metadata.name,
      ),
  );
  const orphans = ofKind(world, 'IngressClassParams').filter(
    (placed) =>
      !ofKind(world, 'IngressClass').some(
        ({ environment, object }) => environment === placed.environment && object.spec.parameters?.name === placed.object.metadata.name,
      ),
  );
  return [...used, ...[...unused, ...orphans].map(({ at }) => `${at}: nothing uses it`)];
};

/** What a cluster administrator applies once, before the fleet can; it is not part of what is applied on every change. */
const APPLIED_BY_HAND = 'cluster-admin';

function folderOf(file: string): string {
  return file.split('/').slice(0, -1).join('/');
}

/** Kustomizations list exactly what is on the disk, each with its own. */
const kustomizations: Check = ({ manifests }) => {
  const folders = new Set([...manifests.keys()].map(folderOf));
  const listed = [...manifests]
    .filter(([file]) => file.endsWith('/kustomization.yaml'))
    .flatMap(([file, [object]]) => asList<string>((object as KubernetesObject).resources).map((resource) => `${folderOf(file)}/${resource}`));
  const files = [...manifests.keys()].filter((file) => !file.endsWith('/kustomization.yaml'));
  const below = [...folders].filter((folder) => folder.includes('/') && !folder.endsWith(`/${APPLIED_BY_HAND}`));
  return [
    ...listed
      .filter((entry) => !files.includes(entry) && !manifests.has(`${entry}/kustomization.yaml`))
      .map((entry) => `${entry}: is listed and not there`),
    ...missing([...files, ...below], listed).map((entry) => `${entry}: no kustomization lists it`),
    ...[...folders].filter((folder) => !manifests.has(`${folder}/kustomization.yaml`)).map((folder) => `${folder}: has no kustomization`),
    ...listed.filter((entry, index) => listed.indexOf(entry) !== index).map((entry) => `${entry}: is listed twice`),
  ];
};

/** `.dust-files` is the list of all files that were written, for only those may ever be removed. */
const listOfFiles: Check = ({ files, manifests }) => {
  const listed = (files.get('manifests/.dust-files') ?? '').split('\n').filter((line) => line !== '');
  return [
    ...missing(manifests.keys(), listed).map((file) => `${file}: .dust-files does not list it`),
    ...missing(listed, manifests.keys()).map((file) => `${file}: .dust-files lists it and it is not there`),
  ];
};

export const routing: Checks = { backends, healthChecks, controllers, ingressClasses, kustomizations, listOfFiles };
