import type { Declaration } from '../lib/spec/declared';

/** Why tags of a pattern may publish. */
export interface GitTagProps {
  /** Why, in 8 to 500 characters; the review and the evidence show it. */
  readonly reason: string;
}

/** A tag that images are published from, beside the branch. */
export class GitTag {
  /**
   * One tag.
   *
   * @param tag without `refs/tags/`, such as `v1.4.0`
   */
  public static of(tag: string): GitTag {
    return new GitTag({ type: 'GitTag', input: { 'kind': 'of', '': tag } });
  }

  /**
   * Every tag that begins so. Whoever may push a tag may publish: protect the tags by a ruleset.
   *
   * @param beginning without `refs/tags/` and without a wildcard, such as `v`
   */
  public static startingWith(beginning: string, props: GitTagProps): GitTag {
    return new GitTag({ type: 'GitTag', input: { 'kind': 'startingWith', '': beginning }, props });
  }

  /** @internal */
  public readonly _declared: Declaration;

  private constructor(declaration: Declaration) {
    this._declared = declaration;
  }
}
