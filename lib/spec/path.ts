import { quote } from '../issues/quote';
import { looksLikeSecret } from '../issues/secret-shapes';

/** A key or a service as a part of a path: as it was typed, or in brackets where it could be taken for something else. */
export function joinPath(path: string, key: string): string {
  return isWord(key) ? `${path}.${key}` : `${path}[${quote(key)}]`;
}

/** The first part of a path, which is the name of a service. */
export function rootPath(name: unknown): string {
  return typeof name === 'string' && (isWord(name) || /^services\[[0-9]+\]$/.test(name)) ? name : quote(name);
}

function isWord(key: string): boolean {
  return key.length <= 64 && /^[\w$-]+$/.test(key) && !looksLikeSecret(key);
}
