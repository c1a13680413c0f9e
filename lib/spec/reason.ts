import { patternRule } from './rules';
import { text } from './schema';

/** Why something is as it is, for the review and the evidence. */
export const reason = text(patternRule({
  code: 'DUST1024', pattern: /\S[^]{7,}/, max: 500, problem: 'is no reason', allowed: 'a sentence of 8 to 500 characters', fix: 'say why, for the review and the evidence',
}));
