/** Where two parsers read different things, each place with both readings. */
export function differences(expected: unknown, found: unknown, path: string): string[] {
  if (Array.isArray(expected) && Array.isArray(found)) {
    const length = expected.length === found.length ? [] : [`${path} has ${found.length} entries instead of ${expected.length}`];
    return [...length, ...expected.slice(0, found.length).flatMap((value, index) => differences(value, found[index], `${path}[${index}]`))];
  }
  if (isMap(expected) && isMap(found)) {
    const keys = new Set([...Object.keys(expected), ...Object.keys(found)]);
    return [...keys].flatMap((key) => differences(expected[key], found[key], `${path}.${key}`));
  }
  return expected === found ? [] : [`${path} is ${shown(found)} instead of ${shown(expected)}`];
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function shown(value: unknown): string {
  return value === undefined ? 'missing' : JSON.stringify(value);
}
