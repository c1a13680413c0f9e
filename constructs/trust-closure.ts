import type { Declaration } from '../lib/spec/declared';

/**
 * How a way in is closed that IAM cannot tell from the declared one. Each takes the reason why that holds, in 8 to 500 characters,
 * which `dust trust` and the evidence show; `dust environments check --online` reads what GitHub says of it.
 */
export class TrustClosure {
  /**
   * GitHub's own rules let nothing unreviewed through: branch protection or rulesets on the branches, and on the environments
   * required reviewers, the branches that may deploy, and no way around them for administrators.
   *
   * @see https://docs.github.com/en/actions/reference/workflows-and-actions/deployments-and-environments
   */
  public static protectionRules(reason: string): TrustClosure {
    return new TrustClosure({ type: 'TrustClosure', input: { 'kind': 'protectionRules', '': reason } });
  }

  /**
   * Workflows with `id-token: write` are reviewed: none of them runs for `pull_request_target`, `workflow_run` or comments, and each
   * calls only reusable workflows that are pinned.
   *
   * @see https://docs.github.com/en/actions/reference/security/secure-use
   */
  public static reviewedWorkflows(reason: string): TrustClosure {
    return new TrustClosure({ type: 'TrustClosure', input: { 'kind': 'reviewedWorkflows', '': reason } });
  }

  /**
   * No self-hosted runner takes jobs of these repositories, or only ephemeral ones of a runner group that is theirs.
   *
   * @see https://docs.github.com/en/actions/reference/runners/self-hosted-runners
   */
  public static runnerGroups(reason: string): TrustClosure {
    return new TrustClosure({ type: 'TrustClosure', input: { 'kind': 'runnerGroups', '': reason } });
  }

  /**
   * The names of repositories without ids, and of their owners, are never given up, so that nobody can take them.
   */
  public static keptNames(reason: string): TrustClosure {
    return new TrustClosure({ type: 'TrustClosure', input: { 'kind': 'keptNames', '': reason } });
  }

  /** @internal */
  public readonly _declared: Declaration;

  private constructor(declaration: Declaration) {
    this._declared = declaration;
  }
}
