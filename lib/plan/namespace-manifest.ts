import { namespaceFacts } from './namespace-facts';
import type { NamespaceOwner } from './namespace-facts';
import { KEPT } from '../manifests/kept';

export interface NamespaceManifest {
  readonly apiVersion: 'v1';
  readonly kind: 'Namespace';
  readonly metadata: {
    readonly name: string;
    readonly labels: Readonly<Record<string, string>>;
    readonly annotations: Readonly<Record<string, string>>;
  };
}

/**
 * The namespace of a service. Both halves print it: the foundation always, with what policies believe; AWS where a kubectl
 * provider is named, without.
 * @see https://kubernetes.io/docs/concepts/security/pod-security-standards/
 */
export function namespaceManifest(owner: NamespaceOwner, facts = namespaceFacts(owner)): NamespaceManifest {
  const { namespace, labels, environment } = owner;
  const version = `v${environment.cluster.profile.kubernetesVersion}`;
  const levels = ['enforce', 'audit', 'warn'].flatMap((mode) => [
    [`pod-security.kubernetes.io/${mode}`, 'restricted'],
    [`pod-security.kubernetes.io/${mode}-version`, version],
  ]);
  return {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: {
      name: namespace,
      labels: { ...labels, ...Object.fromEntries(levels) },
      // A namespace takes all data in it along.
      annotations: { ...KEPT, ...facts },
    },
  };
}
