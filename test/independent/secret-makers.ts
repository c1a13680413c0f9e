import { asList } from './json';
import { operatedObjects } from './operated';
import { externalSecretsIn, filled, keysOf, targetOf, textsOf } from './secret-templates';
import { ofKind } from './world';
import type { Placed, World } from './world';

type Near = Pick<Placed, 'environment' | 'namespace'>;

/** A Secret that something printed leads to, and what is behind each of its keys. */
export interface MadeSecret {
  readonly source: Placed;
  readonly name: string;
  readonly values: Readonly<Record<string, string>>;
}

function near(world: World, kind: string, { environment, namespace }: Near): Placed[] {
  return ofKind(world, kind).filter((placed) => placed.environment === environment && placed.namespace === namespace);
}

/** Values that an operator chooses; two of them are never the same. */
function chosen(source: Placed, name: string, keys: readonly string[]): MadeSecret {
  return { source, name, values: Object.fromEntries(keys.map((key) => [key, `<${source.object.kind} ${source.namespace}/${source.object.metadata.name}#${key}>`])) };
}

function fromExternal(source: Placed): MadeSecret {
  const texts = textsOf(source);
  return { source, name: targetOf(source), values: Object.fromEntries(keysOf(source).map((key) => [key, filled(source, texts[key]!)])) };
}

/** A key pair of an identity: what is behind the keys is the identity's, by whatever object it came. */
function fromCredentials(source: Placed): MadeSecret {
  const { identityRef, secretRef = {} } = source.object.spec;
  const identity = String(identityRef?.name);
  return {
    source, name: String(secretRef.name ?? source.object.metadata.name),
    values: {
      [String(secretRef.accessKeyField ?? 'accessKey')]: `<S3Identity ${source.namespace}/${identity}#accessKey>`,
      [String(secretRef.secretKeyField ?? 'secretKey')]: `<S3Identity ${source.namespace}/${identity}#secretKey>`,
    },
  };
}

const LOGIN = ['username', 'user', 'password', 'dbname', 'host', 'port', 'pgpass', 'uri', 'jdbc-uri', 'fqdn-uri', 'fqdn-jdbc-uri'];

function fromDatabase(source: Placed): MadeSecret[] {
  const { metadata, spec } = source.object;
  return [
    chosen(source, `${metadata.name}-ca`, ['ca.crt', 'ca.key']),
    chosen(source, `${metadata.name}-server`, ['tls.crt', 'tls.key']),
    chosen(source, `${metadata.name}-replication`, ['tls.crt', 'tls.key']),
    ...(spec.bootstrap?.initdb?.secret === undefined ? [chosen(source, `${metadata.name}-app`, LOGIN)] : []),
    ...(spec.enableSuperuserAccess === true ? [chosen(source, `${metadata.name}-superuser`, LOGIN)] : []),
  ];
}

/** All Secrets of a namespace that something printed leads to. */
export function secretsMadeIn(world: World, place: Near): MadeSecret[] {
  return [
    ...externalSecretsIn(world, place).map(fromExternal),
    ...near(world, 'S3Credentials', place).map(fromCredentials),
    ...near(world, 'Certificate', place).map((source) => chosen(source, String(source.object.spec.secretName), ['tls.crt', 'tls.key', 'ca.crt'])),
    ...operatedObjects(world, 'Cluster').filter(({ environment, namespace }) => environment === place.environment && namespace === place.namespace).flatMap(fromDatabase),
  ];
}

/** The value behind a key of a Secret, or nothing where nobody makes that key, or two do. */
export function valueOf(world: World, place: Near, { name, key }: Record<string, any>): string | undefined {
  const makers = secretsMadeIn(world, place).filter((made) => made.name === name);
  return makers.length === 1 ? makers[0]!.values[String(key)] : undefined;
}

export function isMadeByNobody(world: World, place: Near, name: unknown): boolean {
  return !secretsMadeIn(world, place).some((made) => made.name === name);
}

/** What a person puts into a Secret by that key; nothing printed says what it is. */
export function byHand(key: unknown): string {
  return `<by hand ${String(key)}>`;
}

/** Keys of Secrets that operators read for what they run. */
export function keysReadByOperators(world: World, place: Near): string[] {
  const own = (kind: string) => operatedObjects(world, kind).filter(({ environment, namespace }) => environment === place.environment && namespace === place.namespace);
  return [
    ...own('Cluster').flatMap(({ object }) => asList<Record<string, any>>(object.spec.managed?.roles).flatMap(({ passwordSecret }) => ['username', 'password'].map((key) => `${passwordSecret?.name} ${key}`))),
    ...own('Redis').map(({ object }) => `${object.spec.kubernetesConfig?.redisSecret?.name} ${object.spec.kubernetesConfig?.redisSecret?.key}`),
    ...own('Seaweed').map(({ object }) => `${object.spec.s3?.configSecret?.name} ${object.spec.s3?.configSecret?.key}`),
  ];
}
