import type { Operator } from './operator';

/**
 * cert-manager with an issuer that answers at once. The Secret stays when its Certificate goes.
 * @see https://cert-manager.io/docs/usage/certificate/
 */
export const certManager: Operator = {
  manager: 'cert-manager',
  resource: 'certificates.cert-manager.io',
  kind: 'Certificate',
  make: ({ metadata: { name, namespace }, spec }) => [{
    apiVersion: 'v1',
    kind: 'Secret',
    type: 'kubernetes.io/tls',
    metadata: {
      name: spec.secretName,
      namespace: namespace!,
      labels: { 'controller.cert-manager.io/fao': 'true' },
      annotations: { 'cert-manager.io/certificate-name': name, 'cert-manager.io/issuer-kind': spec.issuerRef.kind, 'cert-manager.io/issuer-name': spec.issuerRef.name },
    },
    stringData: { 'ca.crt': 'made-up authority', 'tls.crt': 'made-up certificate', 'tls.key': 'made-up key' },
  }],
};
