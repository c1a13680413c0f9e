import { serviceProps, smallFleet } from '../support/fleets';
import { readFiles, synthesize, temporaryFolder } from '../support/synthesize';
import { DustService, Issues } from 'dust-service';
import type { DustApp, FleetProps, Issue } from 'dust-service';

/** What a caller without types may hand over. */
export type Loose = Readonly<Record<string, unknown>>;

/** A declaration to judge: what it changes of a small fleet with one service that is right. */
export interface Declaration {
  readonly fleet?: Loose;
  readonly name?: unknown;
  readonly service?: Loose;
  /** Services beside it, by name. */
  readonly beside?: Readonly<Record<string, Loose>>;
  /** Ordinary CDK on what was declared, past every property of ours. */
  readonly change?: (service: DustService, app: DustApp) => void;
}

/** How a synthesis ended. */
export interface Outcome {
  readonly issues: readonly Issue[];
  readonly block: string;
  /** Templates and manifests that were written. */
  readonly written: readonly string[];
}

/** Synthesizes a declaration. Any error but the one with the issues is thrown on. */
export function judge({ fleet = {}, name = 'billing', service = {}, beside = {}, change }: Declaration): Outcome {
  return outcomeOf((folder) => synthesize(smallFleet(fleet as Partial<FleetProps>), (app) => {
    for (const [other, changes] of Object.entries(beside)) new DustService(app, other, serviceProps(changes));
    const declared = new DustService(app, name as string, serviceProps(service));
    change?.(declared, app);
  }, { folder }));
}

export function outcomeOf(run: (folder: string) => unknown): Outcome {
  const folder = temporaryFolder();
  try {
    run(folder);
    return { issues: [], block: '', written: outputIn(folder) };
  } catch (error) {
    const issues = Issues.of(error);
    if (issues.length === 0) throw error;
    return { issues, block: (error as Error).message, written: outputIn(folder) };
  }
}

function outputIn(folder: string): string[] {
  return [...readFiles(folder).keys()].filter((path) => /\.(?:json|yaml)$|\.dust-files$/.test(path));
}
