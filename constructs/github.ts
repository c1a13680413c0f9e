import type { TrustClosure } from './trust-closure';
import type { Declaration } from '../lib/spec/declared';

/** Which claims of a token IAM compares. */
export enum TokenClaims {
  /** The subject and the audience, which every partition and issuer has. */
  SUBJECT_ONLY = 'subject-only',
  /**
   * Also ids, workflow file and ref, which IAM knows for github.com in commercial regions since February 2026. Where it does not,
   * roles refuse everybody. Try one role in the account first.
   *
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#condition-keys-wif
   */
  EXTENDED = 'extended',
}

/** What is true of all repositories of a fleet. */
export interface GitHubProps {
  /**
   * What the workflows ask for as the audience of a token, which the provider of OIDC must list as a client id.
   *
   * @default - `sts.amazonaws.com`, in China `sts.amazonaws.com.cn`
   */
  readonly audience?: string;
  /**
   * Which claims of a token IAM compares.
   *
   * @default TokenClaims.SUBJECT_ONLY
   */
  readonly claims?: TokenClaims;
  /**
   * What the subjects of tokens are made of, as the template of the organization says it: `repo`, `context`, `repository`,
   * `repository_id`, `repository_owner`, `repository_owner_id`, `job_workflow_ref`, `ref`, `event_name`, `runner_environment`.
   *
   * @default - `repo` and `context`, as nobody customised them
   * @see https://docs.github.com/en/actions/reference/security/oidc#customizing-the-token-claims
   */
  readonly subjectClaimKeys?: string[];
  /**
   * The files that jobs must stand in: `.github/workflows/FILE.yml` of each repository on its own branch, or
   * `OWNER/REPO/.github/workflows/FILE.yml@refs/heads/BRANCH` for one that other repositories call. Compared where the claims or
   * the subject hold `job_workflow_ref`.
   *
   * @default - any file
   */
  readonly workflows?: string[];
  /**
   * How what IAM cannot tell apart is closed; `dust trust` lists it. A repository may say more.
   *
   * @default - nothing is closed, and roles that depend on it are issues
   */
  readonly closures?: TrustClosure[];
}

/** The GitHub whose Actions assume roles: who signs the tokens, and what they say. */
export class GitHub {
  /** Github.com. */
  public static cloud(props: GitHubProps = {}): GitHub {
    return new GitHub({ type: 'GitHub', input: { kind: 'cloud' }, props });
  }

  /**
   * Github.com, for an enterprise with an issuer of its own (`token.actions.githubusercontent.com/<slug>`).
   *
   * @param slug of the enterprise, as its address has it
   */
  public static enterprise(slug: string, props: GitHubProps = {}): GitHub {
    return new GitHub({ type: 'GitHub', input: { 'kind': 'enterprise', '': slug }, props });
  }

  /**
   * GHE.com, with data residency (`token.actions.<subdomain>.ghe.com`).
   *
   * @param subdomain such as `acme` for `acme.ghe.com`
   */
  public static dataResident(subdomain: string, props: GitHubProps = {}): GitHub {
    return new GitHub({ type: 'GitHub', input: { 'kind': 'dataResident', '': subdomain }, props });
  }

  /**
   * A GitHub Enterprise Server, whose subjects have the older form and no ids (`<host>/_services/token`).
   *
   * @param host such as `github.acme.example`; AWS must reach it to read its keys
   */
  public static enterpriseServer(host: string, props: GitHubProps = {}): GitHub {
    return new GitHub({ type: 'GitHub', input: { 'kind': 'enterpriseServer', '': host }, props });
  }

  /** @internal */
  public readonly _declared: Declaration;

  private constructor(declaration: Declaration) {
    this._declared = declaration;
  }
}
