import { DEFAULT_SCALAR_STYLE_RULES, SCALAR_STYLE_PLAIN, SCALAR_STYLE_SINGLE_QUOTED, dump } from 'js-yaml';
import type { ScalarStyleRule } from 'js-yaml';

/**
 * Texts that some parser of YAML reads as a number or a date although js-yaml would write them as they are. Parsers differ in
 * prefixes (`0XFF`), underscores (`0_9`), signs and exponents (`1E400`), and Go's takes `2001-1-1` for a day; so whatever
 * begins as a number and holds nothing but the letters and signs of one is quoted, and so is a lone exponent (`E5`).
 */
const NEARLY_NUMBER = /^(?:[-+.0-9][-+.:_ \t0-9a-fA-FoOxXtTzZ]*|[-+]?[0-9._]*[eE][-+]?[0-9]*)$/;

/** After the rules of js-yaml; quotes what another parser could take for a number. */
const quoteNearlyNumbers: ScalarStyleRule = (layout) => {
  const { node, presenterOptions: { schema } } = layout;
  const isText = node.tag === schema.defaultScalarTag.tagName;
  if (isText && layout.style === SCALAR_STYLE_PLAIN && NEARLY_NUMBER.test(node.value)) layout.style = SCALAR_STYLE_SINGLE_QUOTED;
};

const OPTIONS = { lineWidth: -1, noRefs: true, scalarStyleRules: [...Object.values(DEFAULT_SCALAR_STYLE_RULES), quoteNearlyNumbers] };

/**
 * One file of YAML documents. Long lines are not folded and nothing is aliased, so that every parser reads the same text
 * back; words and numbers of YAML 1.1, which kubectl still reads, are quoted.
 */
export function toYaml(documents: readonly unknown[]): string {
  return documents.map((document) => dump(document, OPTIONS)).join('---\n');
}
