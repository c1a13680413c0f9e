import { DustError } from '../lib/issues/dust-error';

/** One thing that is wrong with a declaration. */
export interface Issue {
  /** Stable code, such as `DUST1013`; the reference explains each. */
  readonly code: string;
  /** What was typed where, such as `catalog.http.port`. */
  readonly path: string;
  /**
   * The offending value, quoted, shortened and masked where it may be a secret.
   *
   * @default - the issue is not about one value
   */
  readonly value?: string;
  /** What is wrong with it. */
  readonly problem: string;
  /** What is allowed there. */
  readonly allowed: string;
  /** The edit to make. */
  readonly fix: string;
}

/** Reads the issues out of an error that a synthesis threw. */
export class Issues {
  /** All issues of the error, sorted by path; none where the error is another one. */
  public static of(error: any): Issue[] {
    return error instanceof DustError ? [...error.issues] : [];
  }

  private constructor() {}
}
