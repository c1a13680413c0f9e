import { DEFAULT_SCALAR_STYLE_RULES, SCALAR_STYLE_PLAIN, SCALAR_STYLE_SINGLE_QUOTED, dump } from 'js-yaml';
import type { ScalarStyleRule } from 'js-yaml';

/** Words that some parser of YAML reads as a number although js-yaml would write them as they are: `1E400`, `E5`, `.e1`. */
const NEARLY_NUMBER = /^[-+]?[0-9._]*[eE][-+]?[0-9]*$/;

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
