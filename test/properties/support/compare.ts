import type { Fleet } from './synthesized';

type Files = ReadonlyMap<string, string>;

/** The paths whose bytes differ, or that only one of two outputs has. */
export function differences(a: Files, b: Files): string[] {
  return [...new Set([...a.keys(), ...b.keys()])].filter((path) => a.get(path) !== b.get(path)).sort();
}

/** What belongs to one service: the templates of its stacks and its folders of manifests. */
export function filesOf({ stacks, files }: Fleet, service: string): Files {
  const templates = stacks.filter(({ id }) => id.startsWith(`${service}/`)).map(({ file }) => file);
  return new Map([...files].filter(([path]) => templates.includes(path) || new RegExp(`^manifests/[^/]+/${service}/`).test(path)));
}
