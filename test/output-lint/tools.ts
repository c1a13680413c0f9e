import { run } from '../tools/run';
import type { Ended } from '../tools/run';

/** How each tool of a group of tests is installed, by its name; what is returned is a path. */
export type Installers<Name extends string> = Readonly<Record<Name, () => string>>;

type Paths<Name extends string> = Readonly<Record<Name, string>>;

/** Tools that are there, and of the others the reason why they are not. */
export interface Installed<Name extends string> {
  readonly paths: Paths<Name>;
  readonly missing: readonly string[];
}

/**
 * A group of tests that needs tools. Where one cannot be had, each of its tests is skipped and standard error says why; on a
 * build server, which `CI` marks, that is a failure, for nobody would read the notice there. Installing is synchronous, so
 * all is known when jest collects the tests.
 */
export function judged<Name extends string>(title: string, installers: Installers<Name>, declare: (paths: Paths<Name>) => void): void {
  const { paths, missing } = install(installers);
  if (missing.length === 0) {
    describe(title, () => declare(paths));
  } else if (isBuildServer(process.env.CI)) {
    describe(title, () => { test('has its tools', () => { throw new Error(missing.join('\n')); }); });
  } else {
    loudly(`the tests of ${title} are SKIPPED`, missing);
    describe.skip(title, () => declare(paths));
  }
}

export function install<Name extends string>(installers: Installers<Name>): Installed<Name> {
  const paths: Record<string, string> = {};
  const missing: string[] = [];
  for (const [name, installer] of Object.entries<() => string>(installers)) {
    try {
      paths[name] = installer();
    } catch (error) {
      paths[name] = `${name} is not installed`;
      missing.push(`${name} cannot be installed: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  return { paths: paths as Paths<Name>, missing };
}

/** Every build server sets `CI`; an empty text and `false` are how a person says no. */
export function isBuildServer(ci: string | undefined): boolean {
  return ci !== undefined && ci !== '' && ci !== 'false' && ci !== '0';
}

/** Written at once and past jest, which would print it among the output of tests, or nowhere. */
export function loudly(what: string, reasons: readonly string[]): void {
  const frame = '!'.repeat(100);
  process.stderr.write(`\n${frame}\ndust-service lint: ${what}\n${reasons.map((reason) => `  ${reason.trimEnd().replaceAll('\n', '\n    ')}\n`).join('')}${frame}\n\n`);
}

/** Nothing listens there: a judge that asks the network gets an error and not an answer that differs tomorrow. */
const NOWHERE = 'http://127.0.0.1:9';

/**
 * Runs a judge where neither the person's settings nor the network decide anything.
 *
 * @param folder in which it runs; no file of settings lies there
 */
export function judge(program: string, line: readonly string[], { folder, input }: { readonly folder: string; readonly input?: string }): Ended {
  const environment = { HOME: folder, PATH: '', HTTP_PROXY: NOWHERE, HTTPS_PROXY: NOWHERE, PYTHONUTF8: '1', NO_COLOR: '1' };
  return run(program, line, { cwd: folder, env: environment, ...(input === undefined ? {} : { input }) });
}
