import type { ChartObject } from './service-chart';

export interface GeneratedSecretOptions {
  /** Of the objects and of the Secret that they make. */
  readonly name: string;
  readonly type?: string;
  readonly labels?: Readonly<Record<string, string>>;
  /** The keys of the Secret, over the key `password`. */
  readonly template: Readonly<Record<string, string>>;
}

/** 62^48 values; no symbol, so that whatever reads it needs no quoting. */
const PASSWORD = { length: 48, digits: 8, symbols: 0, noUpper: false, allowRepeat: true };

/**
 * A password that is made in the cluster, once: the Secret stays as it is, whatever becomes of the object that asked for it.
 * Needs External Secrets 0.16 or newer. @see https://external-secrets.io/latest/api/generator/password/
 */
export function generatedSecret({ name, type, labels, template }: GeneratedSecretOptions): ChartObject[] {
  const generator = { apiVersion: 'generators.external-secrets.io/v1alpha1', kind: 'Password', metadata: { name }, spec: PASSWORD };
  const external = {
    apiVersion: 'external-secrets.io/v1',
    kind: 'ExternalSecret',
    metadata: { name },
    spec: {
      refreshPolicy: 'CreatedOnce',
      target: {
        name,
        creationPolicy: 'Orphan',
        deletionPolicy: 'Retain',
        // An ExternalSecret that is made anew would otherwise write another password over the first.
        immutable: true,
        template: {
          engineVersion: 'v2',
          mergePolicy: 'Replace',
          ...(type === undefined ? {} : { type }),
          ...(labels === undefined ? {} : { metadata: { labels: { ...labels } } }),
          data: { ...template },
        },
      },
      dataFrom: [{ sourceRef: { generatorRef: { apiVersion: generator.apiVersion, kind: generator.kind, name } } }],
    },
  };
  return [{ id: `password-${name}`, manifest: generator }, { id: `external-secret-${name}`, manifest: external }];
}

/** What a provider says of the generator; ExternalSecrets everybody may apply. */
export const GENERATOR = { group: 'generators.external-secrets.io', kind: 'Password', resource: 'passwords', layer: 'data' } as const;
