import { LAYERS, layerOf, orderOf } from './layers';
import type { PlacedKind } from './layers';
import type { Manifest, ManifestFile } from './manifest';
import { toYaml } from './yaml';

/** The files of one service in one environment: a layer each, and what kustomize needs to find them. */
export function serviceFiles(environment: string, service: string, manifests: readonly Manifest[], placed: readonly PlacedKind[]): ManifestFile[] {
  const folder = `${environment}/${service}`;
  const layers = LAYERS.map((layer) => ({ name: `${layer}.yaml`, objects: sorted(manifests.filter((manifest) => layerOf(manifest, placed) === layer)) }));
  const written = layers.filter(({ objects }) => objects.length > 0);
  return [
    ...written.map(({ name, objects }) => ({ path: `${folder}/${name}`, content: toYaml(objects) })),
    kustomization(folder, written.map(({ name }) => name)),
  ];
}

/** What is cluster-wide in an environment, or the platform's own. `cluster-admin` is applied once by an administrator and by nobody else. */
export function clusterFiles(environment: string, folder: string, manifests: readonly Manifest[]): ManifestFile[] {
  const path = `${environment}/${folder}`;
  return [{ path: `${path}/${folder}.yaml`, content: toYaml(sorted(manifests)) }, kustomization(path, [`${folder}.yaml`])];
}

/** All of an environment that its pipelines apply. */
export function environmentKustomization(environment: string, folders: readonly string[]): ManifestFile {
  return kustomization(environment, folders);
}

function kustomization(folder: string, resources: readonly string[]): ManifestFile {
  return { path: `${folder}/kustomization.yaml`, content: toYaml([{ apiVersion: 'kustomize.config.k8s.io/v1beta1', kind: 'Kustomization', resources }]) };
}

function sorted(manifests: readonly Manifest[]): Manifest[] {
  const key = (manifest: Manifest): string => `${String(orderOf(manifest.kind)).padStart(3, '0')} ${manifest.kind} ${manifest.metadata.name}`;
  return [...manifests].sort((a, b) => (key(a) < key(b) ? -1 : 1));
}
