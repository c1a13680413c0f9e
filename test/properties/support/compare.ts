import type { Fleet } from './synthesized';

type Files = ReadonlyMap<string, string>;

/** The paths whose bytes differ, or that only one of two outputs has. */
export function differences(a: Files, b: Files): string[] {
  return [...new Set([...a.keys(), ...b.keys()])].filter((path) => a.get(path) !== b.get(path)).sort();
}

/** The two files of an assembly that list all stacks in the order in which they were declared. */
const INDEXES = ['cdk.out/manifest.json', 'cdk.out/tree.json'];

/** The same with the indexes in the order of their keys, for fleets that were declared in another order. */
export function withSortedIndexes(files: Files): Files {
  return new Map([...files].map(([path, content]) => [path, INDEXES.includes(path) ? JSON.stringify(sorted(JSON.parse(content))) : content]));
}

function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(sorted);
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, item]) => [key, sorted(item)]));
}

/** What belongs to one service: the templates of its stacks and its folders of manifests. */
export function filesOf({ stacks, files }: Fleet, service: string): Files {
  const templates = stacks.filter(({ id }) => id.startsWith(`${service}/`)).map(({ file }) => file);
  return new Map([...files].filter(([path]) => templates.includes(path) || new RegExp(`^manifests/[^/]+/${service}/`).test(path)));
}
