import type { Read } from './finding';

/** What GitHub says of one repository, as far as the roles of the fleet rest on it. */
export interface RepositoryFacts {
  readonly slug: string;
  readonly standing: Read<Standing | 'missing' | 'moved'>;
  readonly subject: Read<SubjectFacts>;
  /** By the names that the fleet declares. */
  readonly branches: Readonly<Record<string, BranchFacts>>;
  readonly environments: Readonly<Record<string, Read<EnvironmentFacts | 'missing'>>>;
}

/** A repository that is there. */
export interface Standing {
  readonly fullName: string;
  readonly id: string;
  readonly ownerId: string;
  readonly archived: boolean;
  readonly defaultBranch: string;
}

/** How the subjects of its tokens begin. */
export interface SubjectFacts {
  readonly isDefault: boolean;
  /** Of a template of its own, or of its organization's. */
  readonly claimKeys?: readonly string[];
  /** As GitHub spells it; servers that know no immutable subjects say nothing. */
  readonly prefix?: string;
  readonly immutable?: boolean;
}

export interface BranchFacts {
  readonly standing: Read<'there' | 'missing'>;
  readonly protections: Read<readonly Protection[]>;
}

/** One ruleset, or the classic protection of a branch. */
export interface Protection {
  readonly name: string;
  /** Approvals that a pull request needs; 0 where none is needed, or no pull request. */
  readonly approvals: number;
  readonly refusesForce: boolean;
  readonly refusesDeletion: boolean;
  /** Who need not keep to it. */
  readonly bypass: Read<readonly string[]>;
}

export interface EnvironmentFacts {
  readonly reviewers: number;
  /** Undefined where GitHub does not say. */
  readonly preventsSelfReview: boolean | undefined;
  readonly adminsBypass: boolean | undefined;
  readonly branches: 'any' | 'protected' | Read<readonly BranchPolicy[]>;
}

export interface BranchPolicy {
  readonly name: string;
  readonly type: string;
}

/** What AWS says of one bootstrap. Undefined is what is not there. */
export interface BootstrapFacts {
  readonly version: Read<string | undefined>;
  readonly stack: Read<{ readonly name: string; readonly terminationProtection: boolean } | undefined>;
  readonly roles: Readonly<Record<BootstrapRole, Read<RoleFacts | undefined>>>;
  /** Policies of the execution role, with their documents where they are the account's own. */
  readonly execution: Read<readonly PolicyFacts[]>;
}

/** What `cdk bootstrap` makes. */
export const BOOTSTRAP_ROLES = ['cfn-exec', 'deploy', 'file-publishing', 'image-publishing', 'lookup'] as const;
export type BootstrapRole = (typeof BOOTSTRAP_ROLES)[number];

export interface RoleFacts {
  readonly boundary: string | undefined;
  readonly trust: readonly TrustFacts[];
}

/** One statement of a trust policy, with lists where IAM allows one value. */
export interface TrustFacts {
  readonly effect: string;
  readonly actions: readonly string[];
  readonly principals: readonly string[];
  readonly conditions: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

export interface PolicyFacts {
  readonly name: string;
  /** Undefined for one that AWS manages. */
  readonly statements: readonly StatementFacts[] | undefined;
}

export interface StatementFacts {
  readonly effect: string;
  readonly actions: readonly string[];
  readonly notActions: boolean;
  readonly resources: readonly string[];
  /** By operator and key. */
  readonly conditions: TrustFacts['conditions'];
}

/** The audiences of the account's provider for GitHub; undefined where there is none. */
export type ProviderFacts = Read<readonly string[] | undefined>;
