import { dump } from 'js-yaml';

/**
 * One file of YAML documents. Long lines are not folded and nothing is aliased, so that every parser reads the same text
 * back; words and numbers of YAML 1.1, which kubectl still reads, are quoted.
 */
export function toYaml(documents: readonly unknown[]): string {
  return documents.map((document) => dump(document, { lineWidth: -1, noRefs: true })).join('---\n');
}
