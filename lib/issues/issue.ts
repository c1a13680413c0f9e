import type { IssueCode } from './codes';

/** What is wrong with one value that a person wrote, before it is known where it stands. */
export interface Finding {
  /** Stable code, `DUST` and four digits; a test provokes every one of them. */
  readonly code: IssueCode;
  /** The offending value; quoted, shortened and masked when printed. */
  readonly value?: unknown;
  readonly problem: string;
  readonly allowed: string;
  readonly fix: string;
}

/** A finding at the place that the person typed, such as `catalog.http.port`. */
export interface LocatedFinding extends Finding {
  readonly path: string;
}

export function at(path: string, finding: Finding): LocatedFinding {
  return { path, ...finding };
}
