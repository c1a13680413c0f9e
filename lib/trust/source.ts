import { audienceOf } from './issuer';
import { DEFAULT_CLAIM_KEYS } from './token';
import type { Job } from './token';
import type { ClosureSpec, GitHubSpec } from '../spec/github';
import type { RepositorySpec } from '../spec/repository';

/** Where in a repository a job must run to get a token: on a ref, of which the last character may be a star, or in an environment. */
export type TokenOrigin = { readonly refs: readonly string[] } | { readonly environment: string };

/** Whose jobs may assume a role. */
export interface TrustSource {
  readonly gitHub: GitHubSpec;
  readonly repository: RepositorySpec;
  readonly origin: TokenOrigin;
  readonly partition: string;
}

/** A commit on the branch of a repository. */
export function onBranch({ branch }: RepositorySpec): TokenOrigin {
  return { refs: [`refs/heads/${branch}`] };
}

/** The branch, and the tags that images are published from. */
export function onBranchOrTag(repository: RepositorySpec): TokenOrigin {
  return { refs: [`refs/heads/${repository.branch}`, ...repository.tags.map(({ tag }) => `refs/tags/${tag}`)] };
}

/** What the subject of a repository's tokens is made of. */
export function claimKeysOf(gitHub: GitHubSpec, repository: RepositorySpec): readonly string[] {
  return repository.subjectClaimKeys ?? gitHub.subjectClaimKeys ?? DEFAULT_CLAIM_KEYS;
}

/** The files that jobs must stand in, as GitHub writes them; undefined where any may be. */
export function workflowsOf(gitHub: GitHubSpec, { slug, branch, workflows }: RepositorySpec): readonly string[] | undefined {
  const own = (workflow: string): string => (workflow.startsWith('.github/') ? `${slug}/${workflow}@refs/heads/${branch}` : workflow);
  return (workflows ?? gitHub.workflows)?.map(own);
}

/** How the fleet and the repository close what IAM cannot tell apart; the repository speaks first. */
export function closuresOf({ gitHub, repository }: Pick<TrustSource, 'gitHub' | 'repository'>): readonly ClosureSpec[] {
  return [...repository.closures, ...gitHub.closures];
}

/** Every job that is declared: each form of the subject, ref, file and event once. */
export function declaredJobs(source: TrustSource): Job[] {
  const { gitHub, repository, origin, partition } = source;
  const [owner, name] = repository.slug.split('/') as [string, string];
  const claimKeys = claimKeysOf(gitHub, repository);
  const branch = `refs/heads/${repository.branch}`;
  const workflows = workflowsOf(gitHub, repository) ?? [`${repository.slug}/.github/workflows/release.yml@${branch}`];
  const refs = 'refs' in origin ? origin.refs : [branch];
  const events = claimKeys.includes('event_name') ? repository.events : repository.events.slice(0, 1);
  return formsOf(gitHub, repository).flatMap((form) => refs.flatMap((ref) => workflows.flatMap((workflow) => events.map((event) => ({
    issuer: gitHub.issuer,
    audience: gitHub.audience ?? audienceOf(partition),
    owner,
    repository: name,
    ownerId: repository.ids?.owner ?? UNKNOWN_OWNER,
    repositoryId: repository.ids?.repository ?? UNKNOWN_REPOSITORY,
    form,
    claimKeys,
    event,
    ref,
    workflow,
    actor: 'somebody',
    runner: repository.selfHosted ? 'self-hosted' : 'github-hosted',
    ...('environment' in origin ? { environment: origin.environment } : {}),
  })))));
}

/** An Enterprise Server knows the older form alone, whatever its ids are. */
function formsOf({ kind }: GitHubSpec, { ids, legacySubject }: RepositorySpec): Job['form'][] {
  if (ids === undefined || kind === 'enterpriseServer') return ['legacy'];
  return legacySubject ? ['immutable', 'legacy'] : ['immutable'];
}

/** Ids that no declaration gives: they stand for the repository that is meant, beside those of an attacker. */
const UNKNOWN_OWNER = '1000001';
const UNKNOWN_REPOSITORY = '2000002';
