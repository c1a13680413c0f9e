import { GITHUB_ISSUER } from './subject';

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
  readonly event: string;
  /** Such as `refs/heads/main`. */
  readonly ref: string;
  readonly environment?: string;
  /** The file that the job itself stands in, which a reusable workflow brings along. */
  readonly workflow: string;
  readonly actor: string;
  readonly runner: 'github-hosted' | 'self-hosted';
}

/**
 * The token that GitHub signs for a job: a subject whose last part is the environment, or the pull request, or the ref.
 * @see https://docs.github.com/en/actions/reference/security/oidc
 */
export function tokenOf(job: Job): Token {
  const { owner, repository, ownerId, repositoryId, form, event, ref, environment, workflow, actor, runner, audience } = job;
  const slug = form === 'legacy' ? `${owner}/${repository}` : `${owner}@${ownerId}/${repository}@${repositoryId}`;
  return {
    issuer: job.issuer,
    claims: {
      aud: audience,
      sub: `repo:${slug}:${contextOf(job)}`,
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

function contextOf({ environment, event, ref }: Job): string {
  if (environment !== undefined) return `environment:${encode(environment)}`;
  return event === 'pull_request' ? 'pull_request' : `ref:${encode(ref)}`;
}

/** A colon inside a value could end it. */
function encode(value: string): string {
  return value.replace(/:/g, '%3A');
}

/** A push to a branch, of a repository whose ids are made up where nobody knows them. */
export const A_JOB: Job = {
  issuer: GITHUB_ISSUER,
  audience: 'sts.amazonaws.com',
  owner: 'acme',
  repository: 'billing',
  ownerId: '1000001',
  repositoryId: '2000002',
  form: 'legacy',
  event: 'push',
  ref: 'refs/heads/main',
  workflow: 'acme/billing/.github/workflows/release.yml@refs/heads/main',
  actor: 'somebody',
  runner: 'github-hosted',
};
