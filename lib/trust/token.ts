/** What a job shows to AWS: who signed the token, and its claims. */
export interface Token {
  /** Without the scheme, as it begins condition keys. */
  readonly issuer: string;
  readonly claims: Readonly<Record<string, string>>;
}

/** Where and why a job of GitHub Actions runs. */
export interface Job {
  readonly issuer: string;
  readonly audience: string;
  readonly owner: string;
  readonly repository: string;
  readonly ownerId: string;
  readonly repositoryId: string;
  /** Which form the subject has: that of old repositories, or the one with ids. */
  readonly form: 'legacy' | 'immutable';
  /** What the subject is made of; see `CLAIM_KEYS`. */
  readonly claimKeys: readonly string[];
  readonly event: string;
  /** Such as `refs/heads/main`; of a declared job also a pattern whose last character is a star. */
  readonly ref: string;
  readonly environment?: string;
  /** The file that the job itself stands in, which a reusable workflow brings along. */
  readonly workflow: string;
  readonly actor: string;
  readonly runner: string;
}

/** What a subject is made of where nobody customised it. */
export const DEFAULT_CLAIM_KEYS: readonly string[] = ['repo', 'context'];

/**
 * The token that GitHub signs for a job.
 * @see https://docs.github.com/en/actions/reference/security/oidc
 */
export function tokenOf(job: Job): Token {
  const { owner, repository, ownerId, repositoryId, event, ref, environment, workflow, actor, runner, audience } = job;
  return {
    issuer: job.issuer,
    claims: {
      aud: audience,
      sub: subjectOf(job),
      repository: `${owner}/${repository}`,
      repository_id: repositoryId,
      repository_owner: owner,
      repository_owner_id: ownerId,
      ref,
      event_name: event,
      job_workflow_ref: workflow,
      actor,
      runner_environment: runner,
      ...(environment === undefined ? {} : { environment }),
    },
  };
}

/** The claim `sub`: one part for each key, a colon between them. */
export function subjectOf(job: Job): string {
  return job.claimKeys.map((key) => PARTS[key]!(job)).join(':');
}

type Part = (job: Job) => string;

/** Keys of which a subject can be made, as far as a declaration says their values. A part without a value keeps its colon. */
const PARTS: Readonly<Record<string, Part>> = {
  repo: ({ owner, repository, ownerId, repositoryId, form }) => `repo:${form === 'legacy' ? `${owner}/${repository}` : `${owner}@${ownerId}/${repository}@${repositoryId}`}`,
  // An environment wins over a pull request, and that over the ref.
  context: ({ environment, event, ref }) => {
    if (environment !== undefined) return `environment:${encode(environment)}`;
    return event === 'pull_request' ? 'pull_request' : `ref:${encode(ref)}`;
  },
  repository: ({ owner, repository }) => `repository:${owner}/${repository}`,
  repository_id: ({ repositoryId }) => `repository_id:${repositoryId}`,
  repository_owner: ({ owner }) => `repository_owner:${owner}`,
  repository_owner_id: ({ ownerId }) => `repository_owner_id:${ownerId}`,
  job_workflow_ref: ({ workflow }) => `job_workflow_ref:${encode(workflow)}`,
  ref: ({ ref }) => `ref:${encode(ref)}`,
  environment: ({ environment = '' }) => `environment:${encode(environment)}`,
  event_name: ({ event }) => `event_name:${event}`,
  runner_environment: ({ runner }) => `runner_environment:${runner}`,
};

/** Keys that a declaration can give a value. */
export const CLAIM_KEYS: readonly string[] = Object.keys(PARTS);

/** A colon inside a value could end it. */
function encode(value: string): string {
  return value.replace(/:/g, '%3A');
}
