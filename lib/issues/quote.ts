import { looksLikeSecret } from './secret-shapes';

const MAX_QUOTED = 80;
const MASK = '***';

/** A value that is told in words, since there is nothing to quote: `a function`. */
export class Described {
  public constructor(public readonly words: string) {}
}

/**
 * Quotes a value for a message: one line, ASCII only, at most 80 characters, and masked where it may be a secret.
 */
export function quote(value: unknown): string {
  if (typeof value === 'string') return quoteText(value);
  if (value === null || ['undefined', 'number', 'boolean', 'bigint'].includes(typeof value)) return String(value);
  return typeof value === 'object' ? quoteObject(value) : `a ${typeof value}`;
}

function quoteObject(value: object): string {
  try {
    if (value instanceof Described) return value.words;
    return Array.isArray(value) ? 'a list' : 'an object';
  } catch {
    // A proxy can throw when it is asked what it is.
    return 'an object';
  }
}

/** A line of a message as it may be printed, whatever found its way into it. */
export function printable(line: string): string {
  return looksLikeSecret(line) ? MASK : escape(line);
}

function quoteText(text: string): string {
  const cut = cutText(text);
  if (looksLikeSecret(text) || looksLikeSecret(cut)) return `"${MASK}"`;
  return cut.length < text.length ? `"${escapeText(cut)}…"` : `"${escapeText(cut)}"`;
}

/** As much of a text as fits into the limit once it is escaped. */
function cutText(text: string): string {
  let length = 0;
  for (let index = 0; index < text.length; index++) {
    length += escapeText(text.charAt(index)).length;
    if (length > MAX_QUOTED) return text.slice(0, index);
  }
  return text;
}

function escapeText(text: string): string {
  return escape(JSON.stringify(text).slice(1, -1));
}

/** Anything but printable ASCII could hide in a terminal: bidirectional marks, look-alikes, line ends. */
function escape(text: string): string {
  return text.replace(/[^\x20-\x7e…]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
