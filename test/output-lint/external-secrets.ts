import { judge } from './tools';
import { temporaryFolder } from '../support/synthesize';
import type { KubernetesObject } from '../support/synthesize';

/** The values of Secrets Manager by the names of their secrets. */
export type Stored = Readonly<Record<string, string>>;

export interface Question {
  readonly manifest: KubernetesObject;
  readonly values: Stored;
  /** Generators of the cluster, whose values are made anew each time. @default none */
  readonly generators?: readonly KubernetesObject[];
}

/** The data of the Secret that External Secrets would make, or why it would make none. */
export type Rendering = { readonly data: Readonly<Record<string, string>> } | { readonly error: string };

/** Has External Secrets' own code make Secrets, many at once: the program takes longer to start than to render. */
export function render(program: string, questions: readonly Question[]): Rendering[] {
  const { exitCode, out, error } = judge(program, [], { folder: temporaryFolder(), input: JSON.stringify(questions) });
  if (exitCode !== 0 || error !== '') throw new Error(`external-secrets ended with ${exitCode}: ${error}`);
  return JSON.parse(out) as Rendering[];
}
