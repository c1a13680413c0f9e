import type { ApiObjectProps } from 'cdk8s';

export interface ExternalSecretOptions {
  /** Of the object and of the Secret that it makes. */
  readonly name: string;
  /** Of the namespace's SecretStore. */
  readonly store: string;
  /** What is read, each with the name in AWS of its secret, and with the property where the secret holds JSON. */
  readonly keys: readonly { readonly key: string; readonly remote: string; readonly property?: string }[];
  /** The keys of the Secret, made of what is read; without it they are what is read. */
  readonly template?: Readonly<Record<string, string>>;
}

/** Often enough that a rotated value arrives soon, and seldom enough to cost little: each reading of a secret is paid for. */
const REFRESH_INTERVAL = '1h';

/**
 * Asks External Secrets for a Secret. It stays when a value cannot be read any more, since running pods need it.
 * @see https://external-secrets.io/latest/api/externalsecret/
 */
export function externalSecret({ name, store, keys, template }: ExternalSecretOptions): { readonly id: string; readonly manifest: ApiObjectProps } {
  const manifest = {
    apiVersion: 'external-secrets.io/v1',
    kind: 'ExternalSecret',
    metadata: { name },
    spec: {
      refreshInterval: REFRESH_INTERVAL,
      secretStoreRef: { name: store, kind: 'SecretStore' },
      target: {
        name,
        creationPolicy: 'Owner',
        deletionPolicy: 'Retain',
        ...(template === undefined ? {} : { template: { engineVersion: 'v2', mergePolicy: 'Replace', data: { ...template } } }),
      },
      data: keys.map(printKey),
    },
  };
  return { id: `external-secret-${name}`, manifest };
}

function printKey({ key, remote, property }: ExternalSecretOptions['keys'][number]): object {
  return { secretKey: key, remoteRef: { key: remote, ...(property === undefined ? {} : { property }) } };
}
