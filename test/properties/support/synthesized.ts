import { rmSync } from 'node:fs';
import { declarationsOf, declareAll } from './build-fleet';
import type { Declarations } from './build-fleet';
import type { FleetModel } from './fleet-model';
import { synthesize, temporaryFolder } from '../../support/synthesize';
import type { KubernetesObject, Output, Template } from '../../support/synthesize';
import type { Issue } from 'dust-service';
import { Issues } from 'dust-service';

/** What a synthesis wrote, with the place of everything. */
export interface Fleet {
  readonly model: FleetModel;
  readonly stacks: readonly Stack[];
  readonly objects: readonly Placed[];
  /** Bytes by path. */
  readonly files: ReadonlyMap<string, string>;
}

export interface Stack {
  /** The id that the CDK CLI takes, such as `catalog/prod`. */
  readonly id: string;
  readonly name: string;
  readonly account: string;
  readonly region: string;
  /** Path of the template. */
  readonly file: string;
  readonly template: Template;
}

export interface Placed {
  readonly environment: string;
  /** The service, or `cluster`, `cluster-admin`, or nothing for the environment's own file. */
  readonly folder: string;
  readonly file: string;
  readonly object: KubernetesObject;
}

/** What a synthesis came to: an output, or the issues for which nothing was written. */
export type Outcome = { readonly fleet: Fleet } | { readonly issues: readonly Issue[] };

const known = new Map<string, Outcome>();

/** The output of a fleet, made once in a file of tests however many properties look at it. */
export function outcomeOf(model: FleetModel): Outcome {
  const key = JSON.stringify(model);
  const outcome = known.get(key) ?? synthesizeModel(model);
  known.set(key, outcome);
  return outcome;
}

/** The same for a fleet that must not be refused. */
export function outputOf(model: FleetModel): Fleet {
  const outcome = outcomeOf(model);
  if ('fleet' in outcome) return outcome.fleet;
  throw new Error(`the fleet is refused: ${JSON.stringify(outcome.issues, undefined, 1)}`);
}

function synthesizeModel(model: FleetModel): Outcome {
  try {
    return { fleet: read(model, synthesizeDeclarations(declarationsOf(model))) };
  } catch (error) {
    const issues = Issues.of(error);
    if (issues.length === 0) throw error;
    return { issues };
  }
}

/** The folder is removed at once, for many hundreds of them are made. */
export function synthesizeDeclarations(declarations: Declarations): Output {
  const folder = temporaryFolder();
  try {
    return synthesize(declarations.fleet, declareAll(declarations), { folder });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Artifact {
  readonly type: string;
  readonly environment: string;
  readonly displayName?: string;
  readonly properties: { readonly stackName: string; readonly templateFile: string };
}

function read(model: FleetModel, { files, manifests }: Output): Fleet {
  const { artifacts } = JSON.parse(files.get('cdk.out/manifest.json')!) as { artifacts: Record<string, Artifact> };
  const stacks = Object.values(artifacts).filter(({ type }) => type === 'aws:cloudformation:stack').map((artifact): Stack => {
    const [, account = '', region = ''] = /^aws:\/\/([^/]*)\/(.*)$/.exec(artifact.environment) ?? [];
    const { stackName: name, templateFile } = artifact.properties;
    const file = `cdk.out/${templateFile}`;
    return { id: artifact.displayName!, name, account, region, file, template: JSON.parse(files.get(file)!) as Template };
  });
  const objects = [...manifests].flatMap(([path, documents]) => documents.map((object): Placed => {
    const [environment = '', ...rest] = path.split('/');
    return { environment, folder: rest.length > 1 ? rest[0]! : '', file: path, object };
  }));
  return { model, stacks, objects, files };
}
