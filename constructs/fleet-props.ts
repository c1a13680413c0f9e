import type { Environment } from './environment';
import type { GitHub } from './github';
import type { GitHubOidc } from './github-oidc';
import type { GitHubRepository } from './github-repository';

/** Where builds push their images to. */
export interface RegistryProps {
  /** AWS account, 12 digits. */
  readonly account: string;
  /** AWS region. */
  readonly region: string;
  /**
   * Qualifier that the account was bootstrapped with.
   *
   * @default hnb659fds
   */
  readonly qualifier?: string;
  /**
   * Whether the account already trusts GitHub.
   *
   * @default - what an environment in the same account says, else `GitHubOidc.existing()`
   */
  readonly oidc?: GitHubOidc;
  /**
   * The GitHub environment of the fleet's repository whose jobs deploy the stacks of the registry.
   *
   * @default builds
   */
  readonly githubEnvironment?: string;
}

/** What all services of a fleet share. */
export interface FleetProps {
  /** The first word of every physical name, at most 10 lower-case letters and digits. */
  readonly prefix: string;
  /** The organization of AWS Organizations whose accounts may pull images, such as `o-a1b2c3d4e5`. */
  readonly organizationId: string;
  /**
   * The GitHub that all repositories are on, and how what IAM cannot tell apart is closed.
   *
   * @default - github.com, with nothing closed
   */
  readonly gitHub?: GitHub;
  /** The repository that holds the declarations, whose workflows deploy and apply. */
  readonly repository: GitHubRepository;
  /** The environments, in the order of promotion. */
  readonly environments: Environment[];
  /** The builds registry. */
  readonly registry: RegistryProps;
}
