import type { GitTag } from './git-tag';
import type { TrustClosure } from './trust-closure';
import type { Declaration } from '../lib/spec/declared';

/** What a repository is known by, and what its tokens say. */
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

  /**
   * The day on which it was created, renamed or transferred last, or any later one. From 2026-07-15 on, such a repository needs its
   * ids, and without them it is an issue instead of a role that refuses everybody.
   *
   * @default - not known
   */
  readonly createdAfter?: string;

  /**
   * Tags that images are published from, beside the branch.
   *
   * @default - none
   */
  readonly tags?: GitTag[];

  /**
   * Whether the subject without ids is trusted beside the one with them, while a repository changes over. Needs both ids and
   * `TokenClaims.EXTENDED`, since the ids must then be compared as claims.
   *
   * @default false
   */
  readonly legacySubject?: boolean;

  /**
   * What the subjects of this repository's tokens are made of; see `GitHubProps.subjectClaimKeys`.
   *
   * @default - as the fleet says it
   */
  readonly subjectClaimKeys?: string[];

  /**
   * The files that its jobs must stand in; see `GitHubProps.workflows`.
   *
   * @default - as the fleet says it
   */
  readonly workflows?: string[];

  /**
   * What starts the workflows that assume roles, compared where the subject holds `event_name`: `push`, `workflow_dispatch`,
   * `schedule`, `release`, `create`, `merge_group`, `repository_dispatch`, `workflow_call`.
   *
   * @default - push and workflow_dispatch
   */
  readonly events?: string[];

  /**
   * Whether its jobs run on self-hosted runners, compared where the subject holds `runner_environment`.
   *
   * @default false
   */
  readonly selfHosted?: boolean;

  /**
   * How what IAM cannot tell apart is closed for this repository, beyond what the fleet says.
   *
   * @default - as the fleet says it
   */
  readonly closures?: TrustClosure[];
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
