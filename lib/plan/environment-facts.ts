import type { EnvironmentSpec } from '../spec/environment';

/** What a plan and a provider may know of an environment. */
export type EnvironmentFacts = Omit<EnvironmentSpec, 'providers'>;
