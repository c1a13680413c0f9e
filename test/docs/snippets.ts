/** A code block of a page that says which region it quotes. */
export interface Snippet {
  readonly source: string;
  readonly code: string;
}

/** Every block of TypeScript or Python of a page; one without a source is an error, since nobody would compile or run it. */
export function snippetsOf(page: string): Snippet[] {
  return [...page.matchAll(/(?:<!-- (\S+) -->\n)?```(?:ts|python)\n([^]*?)```/g)].map(([, source, code]) => ({ source: source ?? '', code: code ?? '' }));
}

/** The text between `#region name` and `#endregion`, without its indentation. */
export function regionOf(file: string, name: string): string {
  const [, body] = new RegExp(`(?://|#) #region ${name}\\n([^]*?)\\n[ ]*(?://|#) #endregion`).exec(file) ?? [];
  if (body === undefined) return '';
  const lines = body.split('\n');
  const indent = Math.min(...lines.filter((line) => line.trim() !== '').map((line) => line.length - line.trimStart().length));
  return `${lines.map((line) => line.slice(indent)).join('\n')}\n`;
}
