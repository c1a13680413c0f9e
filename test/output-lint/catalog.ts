import type { Judged } from './pod-secrets';
import { postgresUrlTemplate, redisUrlTemplate } from '../../lib/manifests/secret-url';
import type { KubernetesObject, Resource } from '../support/synthesize';

export const POSTGRES = 'dust/prod/catalog/postgres/application';
export const CACHE = 'dust/prod/catalog/cache';

const CA_FILE = '/etc/dust/postgres/ca bundle.pem';
const NAMESPACE = 'catalog';

type Texts = Readonly<Record<string, string>>;

/** An object that makes a Secret from the properties of one secret. */
function external(name: string, remote: string, properties: readonly string[], data: Texts): KubernetesObject {
  return {
    ...object('external-secrets.io/v1', 'ExternalSecret', name),
    spec: {
      refreshInterval: '1h', secretStoreRef: { name: 'secrets', kind: 'SecretStore' },
      target: { name, creationPolicy: 'Owner', deletionPolicy: 'Retain', template: { engineVersion: 'v2', data: { ...data } } },
      data: properties.map((property) => ({ secretKey: property, remoteRef: { key: remote, property } })),
    },
  };
}

function object(apiVersion: string, kind: string, name: string): KubernetesObject {
  return { apiVersion, kind, metadata: { name, namespace: NAMESPACE } };
}

export const POSTGRES_VARIABLES = {
  PGHOST: '{{ .host }}',
  PGUSER: '{{ .username }}',
  PGPASSWORD: '{{ .password }}',
  DATABASE_URL: postgresUrlTemplate({ port: 5433, database: 'catalog_1', caFile: CA_FILE }),
};
export const CACHE_VARIABLES = {
  REDIS_HOST: '{{ .host }}',
  REDIS_PORT: '{{ .port }}',
  REDIS_PASSWORD: '{{ .password }}',
  REDIS_URL: redisUrlTemplate('{{ .port }}'),
};

/** What is known of the database and the cache without any secret. */
export const PLAIN = { PGPORT: '5433', PGDATABASE: 'catalog_1', PGSSLMODE: 'verify-full', PGSSLROOTCERT: CA_FILE, REDIS_TLS: 'true' };

export interface Catalog extends Judged {
  readonly postgres: KubernetesObject;
  readonly cache: KubernetesObject;
  readonly container: Record<string, any>;
}

/** A service with a database and a cache, as it would be printed. */
export function catalog(): Catalog {
  const postgres = external('catalog-postgres', POSTGRES, ['host', 'username', 'password'], POSTGRES_VARIABLES);
  const cache = external('catalog-cache', CACHE, ['host', 'port', 'password'], CACHE_VARIABLES);
  const env = [postgres, cache].flatMap(({ metadata: { name }, spec }) => Object.keys(spec.target.template.data as object)
    .map((key) => ({ name: key, valueFrom: { secretKeyRef: { name, key } } })));
  const container = { name: 'catalog', env, envFrom: [{ configMapRef: { name: 'catalog-config' } }] };
  const config = { ...object('v1', 'ConfigMap', 'catalog-config'), data: { ...PLAIN } };
  const deployment = { ...object('apps/v1', 'Deployment', 'catalog'), spec: { template: { spec: { containers: [container] } } } };
  const Resources = {
    Postgres: secret(POSTGRES, '{"username":"catalog","host":"${Endpoint}"}'),
    Cache: secret(CACHE, '{"host":"${Endpoint}","port":${Port}}'),
  };
  return {
    postgres, cache, container,
    manifests: new Map([['prod/catalog/data.yaml', [postgres, cache]], ['prod/catalog/workload.yaml', [config, deployment]]]),
    templates: new Map([[STACK, { Resources }]]),
  };
}

export const STACK = 'dust-prod-catalog';

/** A secret with a random password beside what CloudFormation knows. */
function secret(Name: string, written: string): Resource {
  const GenerateSecretString = { GenerateStringKey: 'password', SecretStringTemplate: { 'Fn::Sub': written } };
  return { Type: 'AWS::SecretsManager::Secret', Properties: { Name, GenerateSecretString } };
}
