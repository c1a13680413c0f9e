import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { loadAll } from 'js-yaml';
import { DustApp } from 'dust-service';
import type { FleetProps } from 'dust-service';

/** A CloudFormation template as it was written. */
export interface Template {
  readonly Resources: Record<string, Resource>;
  readonly [section: string]: unknown;
}

export interface Resource {
  readonly Type: string;
  readonly Properties: Record<string, any>;
  readonly DependsOn?: string | string[];
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
}

/** A manifest object as it was written. */
export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { name: string; namespace?: string; labels?: Record<string, string>; annotations?: Record<string, string> };
  readonly [field: string]: any;
}

/** All that a synthesis wrote: bytes by path below the folder, and the same parsed. */
export interface Output {
  readonly folder: string;
  /** Every file of `cdk.out` and `manifests`, by its path. */
  readonly files: Map<string, string>;
  /** By stack name. */
  readonly templates: Map<string, Template>;
  /** By the path of the file below `manifests`. */
  readonly manifests: Map<string, KubernetesObject[]>;
}

export interface SynthesizeOptions {
  /** CloudFormation's own validation costs seconds, so only tests about it switch it on. */
  readonly validation?: boolean;
  readonly context?: Record<string, unknown>;
  readonly folder?: string;
}

/** Synthesizes a fleet into a temporary folder and reads everything back. */
export function synthesize(fleet: FleetProps, declare: (app: DustApp) => void, options: SynthesizeOptions = {}): Output {
  const folder = options.folder ?? temporaryFolder();
  withValidation(options.validation ?? false, () => {
    const app = new DustApp({ ...fleet, outdir: join(folder, 'cdk.out'), manifestsDirectory: join(folder, 'manifests'), context: options.context ?? {} });
    declare(app);
    app.synth();
  });
  return readOutput(folder);
}

const temporary: string[] = [];

// Every file of tests that imports this module leaves nothing behind.
afterAll(() => { for (const folder of temporary.splice(0)) rmSync(folder, { recursive: true, force: true }); });

export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'dust-test-'));
  temporary.push(folder);
  return folder;
}

export function withValidation<T>(on: boolean, action: () => T): T {
  const before = process.env.CDK_VALIDATION;
  process.env.CDK_VALIDATION = String(on);
  try {
    return action();
  } finally {
    if (before === undefined) delete process.env.CDK_VALIDATION;
    else process.env.CDK_VALIDATION = before;
  }
}

export function readOutput(folder: string): Output {
  const files = readFiles(folder);
  return { folder, files, templates: readTemplates(files), manifests: readManifests(files) };
}

export function readFiles(folder: string): Map<string, string> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = entries.map((entry) => join(entry.parentPath, entry.name)).sort();
  return new Map(paths.map((path) => [relative(folder, path), readFileSync(path, 'utf8')]));
}

function readTemplates(files: Map<string, string>): Map<string, Template> {
  const manifest = JSON.parse(files.get('cdk.out/manifest.json') ?? '{"artifacts":{}}') as { artifacts: Record<string, any> };
  const stacks = Object.values(manifest.artifacts).filter((artifact) => artifact.type === 'aws:cloudformation:stack');
  return new Map(stacks.map((stack) => [stack.properties.stackName as string, JSON.parse(files.get(`cdk.out/${stack.properties.templateFile}`)!) as Template]));
}

function readManifests(files: Map<string, string>): Map<string, KubernetesObject[]> {
  const manifests = new Map<string, KubernetesObject[]>();
  for (const [path, content] of files) {
    const [, below] = /^manifests\/(.*\.yaml)$/.exec(path) ?? [];
    if (below !== undefined) manifests.set(below, loadAll(content) as KubernetesObject[]);
  }
  return manifests;
}
