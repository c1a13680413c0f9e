import { audienceOf } from './aws-criteria';
import type { Declared } from './check';
import type { Token } from './evaluate-trust';
import { capabilityOf } from './iam';
import type { Printed } from './world';

export const ISSUER = 'token.actions.githubusercontent.com';

/** GitHub environment from which the registry's account is deployed. */
export const BUILDS = 'builds';

/** A repository as the start of its subjects names it, by ids where it has some. */
export interface Repository {
  readonly owner: string;
  readonly name: string;
  readonly ids?: { readonly owner: string; readonly repository: string };
}

/** From where a role may be assumed, as people declared it: one repository, and there a branch or a GitHub environment. */
export interface Origin {
  readonly repository: Repository;
  readonly place: { readonly branch: string } | { readonly environment: string };
  readonly audience: string;
}

export function repositoryOf(subject: string): Repository {
  const [, owner, ownerId, name, repositoryId] = /^repo:([^@/]+)(?:@(\d+))?\/([^@]+)(?:@(\d+))?$/.exec(subject) ?? [];
  if (owner === undefined || name === undefined) throw new Error(`${subject} names no repository`);
  return { owner, name, ...(ownerId === undefined || repositoryId === undefined ? {} : { ids: { owner: ownerId, repository: repositoryId } }) };
}

export function subjectOf({ owner, name, ids }: Repository): string {
  return ids === undefined ? `repo:${owner}/${name}` : `repo:${owner}@${ids.owner}/${name}@${ids.repository}`;
}

/** GitHub writes the colon of a value so that it ends nothing. */
export function encoded(value: string): string {
  return value.replaceAll(':', '%3A');
}

/** Who was declared to assume a role, or nothing for a role that GitHub has nothing to do with. */
export function originOf(role: Printed, declared: Declared): Origin | undefined {
  const { stack } = role;
  const environment = declared.environments[stack.environment ?? ''];
  const service = declared.services[stack.service ?? ''];
  const audience = audienceOf(stack);
  const from = (subject: string | undefined, place: Origin['place'] | undefined): Origin | undefined =>
    subject === undefined || place === undefined ? undefined : { repository: repositoryOf(subject), place, audience };
  const guarded = environment === undefined ? undefined : { environment: environment.githubEnvironment };
  const branch = service === undefined ? undefined : { branch: service.branch };
  switch (capabilityOf(role)) {
    case 'publish':
      return from(service?.subject, branch);
    case 'restart':
      return from(service?.subject, environment?.protected === true ? guarded : branch);
    case 'promote':
    case 'release':
      return from(service?.subject, guarded);
    case 'workload-apply':
    case 'platform-apply':
      return from(declared.fleetSubject, guarded);
    case 'deploy':
      return from(declared.fleetSubject, stack.kind === 'account' ? { environment: BUILDS } : guarded);
    default:
      return undefined;
  }
}

/** All that GitHub says of a run; what a run has not is absent. */
export interface Run {
  readonly ref: string;
  readonly environment?: string;
  readonly event?: string;
  readonly workflow?: string;
  /** Repository and file of a reusable workflow, with its ref. */
  readonly jobWorkflow?: string;
  readonly actor?: string;
  readonly runner?: string;
  /** In place of what follows from the rest. */
  readonly subject?: string;
}

/** The token that GitHub signs for a run in a repository. The environment wins over the event, the event over the ref. */
export function tokenOf(repository: Repository, run: Run, audience: string): Token {
  const { ref, environment, event = 'push', workflow = 'release', actor = 'octo' } = run;
  const { owner, name, ids } = repository;
  const slug = `${owner}/${name}`;
  const context = environment !== undefined ? `environment:${encoded(environment)}` : event === 'pull_request' ? 'pull_request' : `ref:${encoded(ref)}`;
  const claims = {
    aud: audience,
    sub: run.subject ?? `${subjectOf(repository)}:${context}`,
    repository: slug,
    repository_id: ids?.repository ?? '500',
    repository_owner: owner,
    repository_owner_id: ids?.owner ?? '400',
    ref,
    workflow,
    actor,
    actor_id: actor === 'octo' ? '1' : '2',
    job_workflow_ref: run.jobWorkflow ?? `${slug}/.github/workflows/${workflow}.yml@${ref}`,
    event_name: event,
    runner_environment: run.runner ?? 'github-hosted',
    environment,
  };
  return { issuer: ISSUER, claims };
}

/** The token that was declared. */
export function declaredToken({ repository, place, audience }: Origin): Token {
  return tokenOf(repository, 'branch' in place ? { ref: `refs/heads/${place.branch}` } : { ref: 'refs/heads/main', environment: place.environment }, audience);
}
