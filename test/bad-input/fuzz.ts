import { join } from 'node:path';
import { faultsOfBlock } from './block';
import { build } from './recipe';
import type { Recipe } from './recipe';
import { CREDENTIALS } from './rows/texts';
import { readFiles, temporaryFolder, withValidation } from '../support/synthesize';
import type { DustServiceProps, FleetProps, Issue } from 'dust-service';
import { DustApp, DustService, Issues } from 'dust-service';

interface Built {
  readonly fleet: FleetProps;
  readonly services: readonly { readonly name: string; readonly props: DustServiceProps }[];
}

/** How a synthesis of anything ended. */
export interface Ending {
  readonly error: unknown;
  readonly files: readonly string[];
  readonly milliseconds: number;
}

/** Synthesizes a declaration that may hold anything, all of it frozen before. */
export function endingOf(recipe: Recipe): Ending {
  const { fleet, services } = frozen(build(recipe)) as Built;
  const folder = temporaryFolder();
  const start = Date.now();
  const error = errorOf(() => withValidation(false, () => {
    const app = new DustApp({ ...fleet, outdir: join(folder, 'cdk.out'), manifestsDirectory: join(folder, 'manifests'), context: {} });
    for (const { name, props } of services) new DustService(app, name, props);
    app.synth();
  }));
  return { error, milliseconds: Date.now() - start, files: [...readFiles(folder).keys()].filter((path) => /\.(?:json|yaml)$/.test(path)) };
}

/** What must not be, however wrong a declaration is. */
export function faultsOfEnding({ error, files, milliseconds }: Ending): string[] {
  const slow = milliseconds > 5000 ? [`took ${milliseconds} ms`] : [];
  if (error === undefined) return files.length === 0 ? [...slow, 'nothing was written, and nobody was told'] : slow;
  const issues: readonly Issue[] = Issues.of(error);
  if (issues.length === 0) return [...slow, `another exception: ${error instanceof Error ? error.stack : String(error)}`];
  const { message } = error as Error;
  return [
    ...slow,
    ...(files.length > 0 ? ['something was written'] : []),
    ...faultsOfBlock(message, issues),
    ...CREDENTIALS.filter((secret) => holds(message + JSON.stringify(issues), secret)).map((_secret, index) => `credential ${index} is shown`),
  ];
}

/** A credential of several lines is shown where its longest line is. */
function holds(message: string, secret: string): boolean {
  const longest = secret.split('\n').sort((a, b) => b.length - a.length)[0]!;
  return message.includes(longest) || message.includes(longest.toLowerCase()) || message.includes(JSON.stringify(longest).slice(1, -1));
}

function errorOf(action: () => unknown): unknown {
  try {
    action();
    return undefined;
  } catch (error) {
    return error ?? 'nothing';
  }
}

/** Whoever writes to what a caller handed over fails. */
function frozen<T>(value: T, seen = new Set<unknown>()): T {
  if (typeof value !== 'object' || value === null || seen.has(value) || ArrayBuffer.isView(value)) return value;
  seen.add(value);
  try {
    Object.freeze(value);
    for (const descriptor of Object.values(Object.getOwnPropertyDescriptors(value))) frozen((descriptor as PropertyDescriptor).value, seen);
  } catch {
    // A proxy may refuse; then there is nothing to freeze.
  }
  return value;
}
