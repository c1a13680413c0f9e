import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Declarations } from './build-fleet';
import { declareAll } from './build-fleet';
import { readFiles, synthesize, temporaryFolder } from '../../support/synthesize';
import type { Issue } from 'dust-service';
import { Issues } from 'dust-service';

/** How a synthesis ended, and what it left behind. */
export interface Attempt {
  readonly ending: 'written' | 'refused' | 'thrown';
  readonly issues: readonly Issue[];
  readonly error?: unknown;
  /** Paths in the folder that holds the folder of the output, so that whatever was written beside it is seen. */
  readonly paths: readonly string[];
  readonly milliseconds: number;
}

export function attempt(declare: () => Declarations): Attempt {
  const around = temporaryFolder();
  const folder = join(around, 'output');
  mkdirSync(folder);
  const started = Date.now();
  const finish = (ending: Attempt['ending'], issues: readonly Issue[] = [], error?: unknown): Attempt =>
    ({ ending, issues, ...(error === undefined ? {} : { error }), paths: [...readFiles(around).keys()], milliseconds: Date.now() - started });
  try {
    const declarations = declare();
    synthesize(declarations.fleet, declareAll(declarations), { folder });
    return finish('written');
  } catch (error) {
    const issues = Issues.of(error);
    return finish(issues.length === 0 ? 'thrown' : 'refused', issues, error);
  } finally {
    rmSync(around, { recursive: true, force: true });
  }
}

/** What an attempt must not have done; `MAX_MILLISECONDS` is far from what any of them needs. */
export function wrongsOf({ ending, issues, error, paths, milliseconds }: Attempt): string[] {
  const templates = paths.filter((path) => path.endsWith('.template.json') || path.endsWith('cdk.out/manifest.json'));
  const manifests = paths.filter((path) => path.includes('/manifests/'));
  const outside = paths.filter((path) => !/^output\/(?:cdk\.out|manifests)\//.test(path));
  return [
    ...(ending === 'thrown' ? [`it threw ${error instanceof Error ? `${error.name}: ${error.message}` : String(error)}`] : []),
    ...(ending === 'written' && (templates.length === 0 || manifests.length === 0) ? ['it ended without an output'] : []),
    ...(ending !== 'written' ? [...templates, ...manifests].map((path) => `it wrote ${path} and failed`) : []),
    ...outside.map((path) => `it wrote ${path}`),
    ...issues.filter(isHalf).map((issue) => `it has the half issue ${JSON.stringify(issue)}`),
    ...(milliseconds > MAX_MILLISECONDS ? [`it took ${milliseconds} ms`] : []),
  ];
}

function isHalf({ code, path, problem, allowed, fix }: Issue): boolean {
  return !/^DUST[0-9]{4}$/.test(code) || [path, problem, allowed, fix].some((part) => part === '');
}

const MAX_MILLISECONDS = 10_000;
