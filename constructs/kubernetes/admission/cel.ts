/** A text as CEL writes it. */
export function literal(text: string): string {
  return `'${text.replace(/[\\']/g, '\\$&')}'`;
}

export function literals(texts: readonly string[]): string {
  return `[${texts.map(literal).join(', ')}]`;
}

/**
 * Whether two maps are the same but for some keys. It walks over what is there and not over what we know, so that a
 * field that a later version of Kubernetes brings is compared as well.
 */
export function sameBut(after: string, before: string, keys: readonly string[]): string {
  const list = literals(keys);
  return `${after}.all(k, k in ${list} || (k in ${before} && ${after}[k] == ${before}[k])) && ${before}.all(k, k in ${list} || k in ${after})`;
}

/** What the Namespace of the object says under an annotation; nothing where it says nothing or there is no Namespace. */
export function fact(key: string): string {
  return `(namespaceObject == null ? '' : namespaceObject.metadata.?annotations[?${literal(key)}].orValue(''))`;
}

export function namespaceLabel(key: string): string {
  return `(namespaceObject == null ? '' : namespaceObject.metadata.?labels[?${literal(key)}].orValue(''))`;
}
