import type { Finding } from '../issues/issue';
import { looksLikeSecret } from '../issues/secret-shapes';

/** CDK encodes what is not known yet as text, as a list with one text, or as a huge negative number. */
export function holdsToken(value: unknown): boolean {
  if (typeof value === 'string') return value.includes('${Token[') || value.includes('#{Token[');
  if (typeof value === 'number') return Number.isFinite(value) && value < LARGEST_TOKEN;
  return typeof value === 'object' && value !== null && 'creationStack' in value && typeof (value as { resolve?: unknown }).resolve === 'function';
}

const LARGEST_TOKEN = -1e200;

/**
 * What no text of a declaration may hold, whatever it is for. It runs over every string, so each check is linear.
 */
export function judgeText(text: string): Finding | undefined {
  if (holdsToken(text)) return { ...TOKEN, value: text };
  if (text.includes('${AWS::')) return { ...PSEUDO_PARAMETER, value: text };
  if (text.includes('{{resolve:')) return { ...DYNAMIC_REFERENCE, value: text };
  if (text.includes('<unresolved')) return { ...UNRESOLVED, value: text };
  if (looksLikeSecret(text)) return { ...SECRET, value: text };
  return judgeCharacters(text);
}

function judgeCharacters(text: string): Finding | undefined {
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    if (isHarmless(unit)) continue;
    if (unit >= 0xd800 && unit <= 0xdbff && isLowSurrogate(text.charCodeAt(index + 1))) index++;
    else return { ...CHARACTER, value: text, problem: `has the character U+${hex(unit)} at position ${index + 1}` };
  }
  return undefined;
}

function isHarmless(unit: number): boolean {
  if (unit < 0x20) return unit === 0x09 || unit === 0x0a;
  if (unit >= 0x7f && unit <= 0x9f) return false;
  if (unit >= 0x202a && unit <= 0x202e) return false;
  if (unit >= 0x2066 && unit <= 0x2069) return false;
  return unit < 0xd800 || unit > 0xdfff ? unit !== 0xfeff && unit !== 0xfffe && unit !== 0xffff : false;
}

function isLowSurrogate(unit: number): boolean {
  return unit >= 0xdc00 && unit <= 0xdfff;
}

function hex(unit: number): string {
  return unit.toString(16).toUpperCase().padStart(4, '0');
}

export const TOKEN: Finding = {
  code: 'DUST1004',
  problem: 'is a CDK token',
  allowed: 'values that are known at synthesis',
  fix: 'write the literal value',
};
const DYNAMIC_REFERENCE: Finding = {
  code: 'DUST1006',
  problem: 'holds a CloudFormation dynamic reference, which the deployment would resolve with its own rights',
  allowed: 'plain text',
  fix: 'ask for the secret by its name, such as secrets: [Secret.provided("API_KEY")]',
};
const PSEUDO_PARAMETER: Finding = {
  code: 'DUST1006',
  problem: 'holds a pseudo parameter of CloudFormation, which nothing replaces here',
  allowed: 'plain text',
  fix: 'write the account, region or partition itself, or read AWS_REGION in the application',
};
const UNRESOLVED: Finding = {
  code: 'DUST1006', problem: 'holds an unresolved value', allowed: 'plain text', fix: 'write the literal value',
};
const SECRET: Finding = {
  code: 'DUST1008',
  problem: 'looks like a credential',
  allowed: 'no secret in a declaration: it would stand in templates, manifests and Git',
  fix: 'revoke it if it is real, and ask for the new one by its name, such as secrets: [Secret.provided("API_KEY")]',
};
const CHARACTER: Finding = {
  code: 'DUST1005',
  problem: 'has a character that cannot be seen or cannot be carried',
  allowed: 'printable text, tabs and line feeds',
  fix: 'remove the character',
};
