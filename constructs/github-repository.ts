import type { Declaration } from '../lib/spec/declared';

/** Ids and branch of a repository. */
export interface GitHubRepositoryProps {
  /**
   * Numeric id of the owner, as `gh api repos/OWNER/REPO --jq .owner.id` prints it.
   *
   * @default - none; tokens have the form of repositories from before 2026-07-15
   */
  readonly ownerId?: string;

  /**
   * Numeric id of the repository, as `gh api repos/OWNER/REPO --jq .id` prints it.
   *
   * @default - none; tokens have the form of repositories from before 2026-07-15
   */
  readonly repositoryId?: string;

  /**
   * The branch that images are published from, without `refs/heads/`.
   *
   * @default main
   */
  readonly branch?: string;
}

/**
 * One repository of GitHub, whose workflows may assume roles.
 *
 * With both ids, roles trust the immutable subject (`repo:OWNER@ID/REPO@ID:…`), which GitHub sends for repositories that
 * were created, renamed or transferred since 2026-07-15; without them, the older one.
 *
 * @see https://docs.github.com/en/actions/reference/security/oidc
 */
export class GitHubRepository {
  /**
   * The repository of that name.
   *
   * @param slug `OWNER/REPO` in GitHub's own spelling, without wildcards
   */
  public static of(slug: string, props: GitHubRepositoryProps = {}): GitHubRepository {
    return new GitHubRepository({ type: 'GitHubRepository', input: { '': slug }, props });
  }

  /** @internal */
  public readonly _declared: Declaration;

  private constructor(declaration: Declaration) {
    this._declared = declaration;
  }
}
