import { looksLikeSecret } from './secret-shapes';

const MAX_QUOTED = 80;

/**
 * Quotes a value for a message: one line, ASCII only, at most 80 characters, and masked where it may be a secret.
 */
export function quote(value: unknown): string {
  if (typeof value === 'string') return quoteText(value);
  if (value === null || ['undefined', 'number', 'boolean', 'bigint'].includes(typeof value)) return String(value);
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

function quoteText(text: string): string {
  if (looksLikeSecret(text)) return '"***"';
  const cut = text.length > MAX_QUOTED ? `${text.slice(0, MAX_QUOTED)}…` : text;
  // Anything but printable ASCII could hide in a terminal: bidirectional marks, look-alikes, line ends.
  return JSON.stringify(cut).replace(/[^\x20-\x7e…]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
