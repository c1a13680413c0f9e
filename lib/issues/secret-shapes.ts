/** Shapes of well-known credentials; each pattern is linear, since it runs over everything that a person types. */
const SHAPES: readonly RegExp[] = [
  /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/,
  /-----BEGIN [A-Z ]{0,30}PRIVATE KEY/,
  /\bgh[oprsu]_[0-9A-Za-z]{20}/,
  /\bgithub_pat_[0-9A-Za-z_]{20}/,
  /\bxox[abeoprs]-[0-9A-Za-z-]{10}/,
  /\bsk_live_[0-9A-Za-z]{10}/,
  /\b(?:password|passwd|pwd)["']?\s?[=:]\s?\S{4}|\b(?:secret|token)=\S{4}/i,
  /:\/\/[^\s/:@]{1,64}:[^\s/@]{3,256}@/,
];

const MIN_RANDOM_LENGTH = 32;
/** Bits per character above which a run of base64 letters is hardly a word; English names lie near 3.5. */
const RANDOM_ENTROPY = 4.4;

/** True where a literal has the shape of a credential, so that it is neither accepted nor repeated in a message. */
export function looksLikeSecret(text: string): boolean {
  return SHAPES.some((shape) => shape.test(text)) || holdsJwt(text) || looksRandom(text);
}

/** `eyJ….eyJ….`: a pattern would look at every `eyJ` of a long text again and again, so the text is cut at its dots. */
function holdsJwt(text: string): boolean {
  if (!text.includes('.eyJ')) return false;
  const parts = text.split('.');
  return parts.some((part, index) => index + 1 < parts.length - 1 && /^eyJ[0-9A-Za-z_-]{8,}$/.test(parts[index + 1]!) && endsInJwtHeader(part));
}

function endsInJwtHeader(part: string): boolean {
  let start = part.length;
  while (start > 0 && /[0-9A-Za-z_-]/.test(part.charAt(start - 1))) start--;
  const header = /\beyJ/.exec(part.slice(start))?.index;
  return header !== undefined && part.length - start - header >= 'eyJ'.length + 8;
}

function looksRandom(text: string): boolean {
  if (text.length < MIN_RANDOM_LENGTH || text.length > 512 || !/^[0-9A-Za-z+/_=-]+$/.test(text)) return false;
  const mixed = /[a-z]/.test(text) && /[A-Z]/.test(text) && /[0-9]/.test(text);
  return mixed && entropy(text) >= RANDOM_ENTROPY;
}

function entropy(text: string): number {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) bits -= (count / text.length) * Math.log2(count / text.length);
  return bits;
}
