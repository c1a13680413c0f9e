/**
 * Where a live object lacks something that was printed, or has another value there. What the server adds (defaults, status,
 * its own metadata) is none of it, and neither is something empty that it does not store.
 */
export function differences(printed: unknown, live: unknown, path: string): string[] {
  if (isEmpty(printed) && (live === undefined || isEmpty(live))) return [];
  if (Array.isArray(printed)) return listDifferences(printed, live, path);
  if (isObject(printed)) {
    if (!isObject(live)) return [`${path}: ${JSON.stringify(live)} instead of an object`];
    return Object.entries(printed).flatMap(([key, value]) => differences(value, live[key], `${path}.${key}`));
  }
  return printed === live ? [] : [`${path}: ${JSON.stringify(live)} instead of ${JSON.stringify(printed)}`];
}

function listDifferences(printed: readonly unknown[], live: unknown, path: string): string[] {
  if (!Array.isArray(live)) return [`${path}: ${JSON.stringify(live)} instead of a list`];
  const length = printed.length === live.length ? [] : [`${path}: ${live.length} entries instead of ${printed.length}`];
  return [...length, ...printed.flatMap((value, index) => differences(value, live[index], `${path}[${index}]`))];
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function isEmpty(value: unknown): boolean {
  return value === '' || (isObject(value) && Object.keys(value).length === 0);
}
