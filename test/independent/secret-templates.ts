import { failed } from './check';
import { asList } from './json';
import { ofKind } from './world';
import type { Placed, World } from './world';

/** A key and the secret of AWS that it is filled from, or one property of it. */
export interface Fetched {
  readonly secretKey: string;
  readonly remote: string;
  readonly property?: string;
}

export function fetchedBy({ object }: Placed): Fetched[] {
  return asList<Record<string, any>>(object.spec?.data).map(({ secretKey, remoteRef }) => ({
    secretKey: String(secretKey),
    remote: String(remoteRef?.key),
    ...(remoteRef?.property === undefined ? {} : { property: String(remoteRef.property) }),
  }));
}

/** Objects of External Secrets that make a value up, which an ExternalSecret takes in place of fetching one. */
export function generatorsOf({ object }: Placed): Record<string, any>[] {
  return asList<Record<string, any>>(object.spec?.dataFrom).flatMap(({ sourceRef }) => asList<Record<string, any>>(sourceRef?.generatorRef));
}

/** All that a template may use: what was fetched, or the one key of a generator of passwords. */
export function partsOf(placed: Placed): Fetched[] {
  return [...fetchedBy(placed), ...generatorsOf(placed).map(({ kind, name }) => ({ secretKey: 'password', remote: `${kind} ${placed.namespace}/${name}` }))];
}

/** The Secret that an ExternalSecret makes. */
export function targetOf({ object }: Placed): string {
  return String(object.spec?.target?.name ?? object.metadata.name);
}

/** The ExternalSecrets of a namespace. */
export function externalSecretsIn(world: World, { environment, namespace }: Pick<Placed, 'environment' | 'namespace'>): Placed[] {
  return ofKind(world, 'ExternalSecret').filter((placed) => placed.environment === environment && placed.namespace === namespace);
}

/** Texts of a template by key; without one, each key is what was fetched. */
export function textsOf(placed: Placed): Readonly<Record<string, string>> {
  const { template } = placed.object.spec?.target ?? {};
  if (template === undefined) return Object.fromEntries(partsOf(placed).map(({ secretKey }) => [secretKey, `{{ .${secretKey} }}`]));
  return (template.data ?? {}) as Record<string, string>;
}

/** The keys that a Secret has in the end. */
export function keysOf(placed: Placed): string[] {
  return Object.keys(textsOf(placed));
}

const PLACE = /\{\{ *\.(\w+) *(?:\| *urlquery *\| *replace "\+" "%20" *)?\}\}/g;

/** What External Secrets would put there, every fetched part written as `<secret#property>`. */
export function filled(placed: Placed, text: string): string {
  return text.replace(PLACE, (whole, key: string) => {
    const part = partsOf(placed).find(({ secretKey }) => secretKey === key);
    return part === undefined ? whole : `<${part.remote}${part.property === undefined ? '' : `#${part.property}`}>`;
  });
}

/** Whatever stands in a URL beside its host and port is escaped, for a password may have any character. */
function isEscaped(text: string): boolean {
  const [, user] = /^[a-z]+:\/\/(.*)@[^@]*$/.exec(text) ?? [];
  return user === undefined || [...user.matchAll(/\{\{[^}]*\}\}/g)].every(([part]) => /urlquery/.test(part));
}

/** What an operator takes as a login; the secrets of AWS are read by applications alone. */
const LOGIN = 'kubernetes.io/basic-auth';

/** K10: a template makes all of its Secret out of what was fetched, and says nothing else. */
export function templateProblems(placed: Placed): string[] {
  const { template } = placed.object.spec?.target ?? {};
  if (template === undefined) return [];
  const texts = Object.values(textsOf(placed));
  const fetched = partsOf(placed).map(({ secretKey }) => secretKey);
  const used = texts.flatMap((text) => [...text.matchAll(PLACE)].map((match) => match[1]!));
  return failed(placed.at, {
    'has a template of another version': template.engineVersion === 'v2',
    'mixes its template with what was fetched': template.mergePolicy === undefined || template.mergePolicy === 'Replace',
    'takes a template from elsewhere': template.templateFrom === undefined && [undefined, ...(generatorsOf(placed).length > 0 ? [LOGIN] : [])].includes(template.type),
    'makes nothing': texts.length > 0,
    'fetches what its template leaves out': fetched.every((key) => used.includes(key)),
    'writes what was not fetched': used.every((key) => fetched.includes(key)) && texts.every((text) => !/\{\{|\}\}/.test(text.replace(PLACE, ''))),
    'puts a password into a URL as it is': texts.every(isEscaped),
  });
}
