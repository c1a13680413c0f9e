import type { Report } from './client';
import type { Kept } from './kept';
import type { Sources } from './kubernetes-environment';
import { OnAws } from './on-aws';
import type { Deployment } from './on-aws';
import { OnCluster } from './on-cluster';
import type { StandIns } from './stand-ins';
import type { KubernetesObject, Output } from '../../support/synthesize';
import type { Ended } from '../../tools/run';

/** The servers of one environment, and what its cluster holds because of them. */
export interface Stage {
  /** What is printed for the environment. */
  readonly objects: readonly KubernetesObject[];
  /** Which server plays which address. */
  readonly standIns: StandIns;
  /** All that the servers have logged since they were set up; the database logs every statement. */
  readonly log: string;
  /** What must never be in it. */
  readonly passwords: readonly string[];
  /** The ConfigMaps that are printed, and the Secrets as they come to be there. */
  sources(): Sources;
  /** Runs whatever has to end well before the application starts. */
  prepare(): Promise<Pick<Ended, 'exitCode' | 'error'>>;
  /** What the servers themselves have kept of what a client says it has written. */
  kept(report: Report): Promise<Kept>;
  stop(): Promise<void>;
}

/** The service of the example fleet that asks for everything. */
export const SERVICE = 'catalog';
export const PROVIDED = { STRIPE_API_KEY: 'what "a person" typed: $(PGHOST) {{ .host }}' };
/** Its stack of production. */
export const DEPLOYMENT: Deployment = { service: SERVICE, environment: 'prod', account: '444455556666', region: 'us-east-1', provided: PROVIDED };

/** How each environment's servers come to be. */
export const STAGES: Readonly<Record<string, (output: Output) => Promise<Stage>>> = {
  dev: async (output) => OnCluster.start(output, { service: SERVICE, environment: 'dev', provided: PROVIDED }),
  prod: async (output) => OnAws.start(output, DEPLOYMENT),
};
