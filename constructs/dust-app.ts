import { App } from 'aws-cdk-lib';
import type { StageSynthesisOptions } from 'aws-cdk-lib';
import type { CloudAssembly } from 'aws-cdk-lib/cx-api';
import { DRY_RUN_CONTEXT, PINNED_CONTEXT } from './context';
import { discardTemplates, emit } from './emit';
import type { Emission } from './emit';
import { Fleet } from './fleet';
import type { FleetProps } from './fleet-props';
import { Fleets } from './fleets';
import { Issues } from './issues';
import { report } from './report';
import { takeOut } from '../lib/spec/take-out';

/** A fleet, and where its output goes. */
export interface DustAppProps extends FleetProps {
  /**
   * Folder of the cloud assembly.
   *
   * @default - what the CDK CLI says, else a temporary folder
   */
  readonly outdir?: string;

  /**
   * Folder of the manifests.
   *
   * @default manifests
   */
  readonly manifestsDirectory?: string;

  /**
   * Context of the CDK App.
   *
   * @default - none
   */
  readonly context?: { [key: string]: any };
}

/**
 * All services of a company: a CDK App whose synthesis writes the templates and the manifests that fit them.
 *
 * @example
 * const app = new DustApp({ prefix: 'dust', organizationId, repository, environments, registry });
 * new DustService(app, 'catalog', { owner: 'core-services', repository: catalog, http: { port: 8000, access: Access.internet() } });
 * app.synth();
 */
export class DustApp extends App {
  private readonly fleet: Fleet;
  private readonly manifestsDirectory: string;
  private emitted = false;

  public constructor(props: DustAppProps) {
    // JavaScript callers may hand over anything; what is wrong is told as issues.
    const { taken, rest } = takeOut(props, ['outdir', 'manifestsDirectory', 'context']);
    const { outdir, manifestsDirectory, context } = taken as Pick<DustAppProps, 'outdir' | 'manifestsDirectory' | 'context'>;
    super({
      analyticsReporting: false,
      postCliContext: { ...PINNED_CONTEXT },
      ...(outdir === undefined ? {} : { outdir }),
      ...(context === undefined ? {} : { context }),
    });
    this.manifestsDirectory = manifestsDirectory ?? 'manifests';
    this.fleet = new Fleet(rest as FleetProps, 'app');
    Fleets.of(this).declareApp(this.fleet);
    this.fleet.printShared(this);
    this.node.addValidation({ validate: () => this.refuseIssues() });
  }

  /**
   * Writes the templates and then, when all of them are valid, the manifests.
   *
   * @throws the issues of all services at once; then no template and no manifest is written. `Issues.of(error)` lists them
   */
  public override synth(options?: StageSynthesisOptions): CloudAssembly {
    // The CDK calls it again when the process ends.
    if (this.emitted && options?.force !== true) return super.synth(options);
    try {
      const assembly = super.synth(options);
      this.emitted = true;
      report(this, { fleet: this.fleet, emission: this.emitManifests() });
      return assembly;
    } catch (error) {
      // Issues are found before anything is written, and what an earlier run wrote stays; any other error comes later, and
      // so do the issues of an app whose nested stages were written already.
      if (Issues.of(error).length === 0 || Fleets.of(this).hasJudged) discardTemplates(this.outdir);
      report(this, { error });
      throw error;
    } finally {
      Fleets.of(this).reset();
    }
  }

  private emitManifests(): Emission {
    if (this.node.tryGetContext(DRY_RUN_CONTEXT) !== undefined) return { written: [], unchanged: [], removed: [] };
    return emit(this.manifestsDirectory, this.fleet.manifestFiles, this.fleet.unprintedFolders);
  }

  private refuseIssues(): string[] {
    Fleets.of(this).check(this);
    return [];
  }
}
