import type { KubernetesObject } from '../../../support/synthesize';

const CLASS = 'simulated';
/** More than all claims of an environment at once. */
const COUNT = 40;

/** A class of storage that claims have by default, and volumes of it: nobody makes them here when a claim comes. */
export function volumes(): KubernetesObject[] {
  return [
    {
      apiVersion: 'storage.k8s.io/v1', kind: 'StorageClass', provisioner: 'kubernetes.io/no-provisioner', volumeBindingMode: 'Immediate',
      metadata: { name: CLASS, annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' } },
    },
    ...Array.from({ length: COUNT }, (_, index) => ({
      apiVersion: 'v1',
      kind: 'PersistentVolume',
      metadata: { name: `simulated-${index}` },
      spec: { storageClassName: CLASS, capacity: { storage: '100Gi' }, accessModes: ['ReadWriteOnce'], hostPath: { path: `/simulated/${index}` } },
    })),
  ];
}
