import type { Module } from './modules';

export const MAX_FILE_LINES = 250;
export const MAX_FUNCTION_LINES = 40;

/** What a folder must not import: `bin → constructs → lib`, and the two printers do not know each other. */
const FORBIDDEN: readonly { readonly from: RegExp; readonly to: RegExp; readonly why: string }[] = [
  { from: /^lib\//, to: /^\.\/(?:constructs|bin|examples|templates|test)\//, why: 'lib imports nothing above it' },
  { from: /^lib\//, to: /^(?:aws-cdk-lib|cdk8s|cdk8s-plus-|constructs$|@aws-)/, why: 'lib is free of CDK and cdk8s' },
  { from: /^lib\//, to: /^(?:node:)?(?:fs|child_process|net|http|https|os|path|process)(?:\/|$)/, why: 'lib touches neither disk nor process nor network' },
  { from: /^constructs\//, to: /^\.\/(?:bin|examples|test)\//, why: 'constructs imports only lib' },
  { from: /^constructs\/(?!emit\.ts$|report\.ts$)/, to: /^(?:node:)?(?:fs|child_process|net|http|https|os)(?:\/|$)/, why: 'only emit and report write files' },
  { from: /^constructs\/aws\//, to: /^(?:cdk8s|\.\/constructs\/kubernetes\/)/, why: 'the AWS printer does not know cdk8s' },
  { from: /^constructs\/kubernetes\//, to: /^(?:aws-cdk-lib|\.\/constructs\/aws\/)/, why: 'the Kubernetes printer does not know the CDK' },
  { from: /^(?:lib|constructs|bin)\//, to: /^kubernetes-models/, why: 'only its types are used' },
  { from: /^constructs\/(?!index\.ts$)/, to: /^\.\/constructs(?:\/index)?$/, why: 'nobody imports the entry from inside' },
  { from: /^examples\//, to: /^\.\/(?:lib|constructs|bin)\//, why: 'examples import the package by its name' },
  { from: /^(?:lib|constructs)\//, to: /^<computed>$/, why: 'an import is a literal' },
];

export function forbiddenImports(modules: readonly Module[]): string[] {
  return modules.flatMap(({ path, imports }) => imports.flatMap((target) => FORBIDDEN
    .filter(({ from, to }) => from.test(path) && to.test(target))
    .map(({ why }) => `${path} imports ${target}: ${why}`)));
}

/** Every file that can reach itself, with the way. */
export function cycles(modules: readonly Module[]): string[] {
  const byPath = new Map(modules.map((module) => [module.path, module]));
  const done = new Set<string>();
  const found: string[] = [];
  const walk = (path: string, trail: readonly string[]): void => {
    if (trail.includes(path)) return void found.push([...trail.slice(trail.indexOf(path)), path].join(' → '));
    if (done.has(path)) return;
    for (const target of (byPath.get(path)?.imports ?? []).filter((name) => name.startsWith('./'))) {
      const next = [`${target}.ts`, `${target}/index.ts`].map((name) => name.replace(/^\.\//, '')).find((candidate) => byPath.has(candidate));
      if (next !== undefined) walk(next, [...trail, path]);
    }
    done.add(path);
  };
  for (const { path } of modules) walk(path, []);
  return found;
}

/** Data that nobody edits by hand. */
const GENERATED = /^lib\/certificates\//;

export function oversized(modules: readonly Module[]): string[] {
  return modules.filter(({ path }) => !GENERATED.test(path)).flatMap(({ path, lines, functions }) => [
    ...(lines > MAX_FILE_LINES ? [`${path} has ${lines} lines; at most ${MAX_FILE_LINES}`] : []),
    ...functions.filter((one) => one.lines > MAX_FUNCTION_LINES).map((one) => `${path} ${one.name} has ${one.lines} lines; at most ${MAX_FUNCTION_LINES}`),
  ]);
}
