import type { Declaration } from '../lib/spec/declared';

/** Whether the account already trusts the issuer of the fleet's GitHub. An account has exactly one provider for it. */
export class GitHubOidc {
  /** The provider exists already, in this account, for the issuer of the fleet's GitHub. */
  public static existing(): GitHubOidc {
    return new GitHubOidc({ type: 'GitHubOidc', input: { kind: 'existing' } });
  }

  /** The fleet creates the provider, once, in the stack of the account; it is retained on deletion. */
  public static create(): GitHubOidc {
    return new GitHubOidc({ type: 'GitHubOidc', input: { kind: 'create' } });
  }

  /** @internal */
  public readonly _declared: Declaration;

  private constructor(declaration: Declaration) {
    this._declared = declaration;
  }
}
