import type * as v from 'valibot';
import { HEAD } from './declared';
import { judgeBranch, judgeGitHubId, judgeRepository } from './git';
import { closures, toClosureSpecs } from './github';
import type { ClosureSpec, GitHubSpec } from './github';
import { reason } from './reason';
import { boolean, declared, declaredVariant, list, optional, text } from './schema';
import { judgeClaimKey, judgeDay, judgeEvent, judgeTag, judgeWorkflow } from './trust-words';
import { at } from '../issues/issue';
import type { Finding, LocatedFinding } from '../issues/issue';

const tag = declaredVariant('GitTag', "GitTag.of('v1.4.0')", {
  of: { [HEAD]: text(judgeTag) },
  startingWith: { [HEAD]: text(judgeTag), reason },
});

const schema = declared('GitHubRepository', "GitHubRepository.of('OWNER/REPO')", {
  [HEAD]: text(judgeRepository),
  ownerId: optional(text(judgeGitHubId)),
  repositoryId: optional(text(judgeGitHubId)),
  createdAfter: optional(text(judgeDay)),
  branch: optional(text(judgeBranch), 'main'),
  tags: optional(list(tag), []),
  legacySubject: optional(boolean(), false),
  subjectClaimKeys: optional(list(text(judgeClaimKey))),
  workflows: optional(list(text(judgeWorkflow))),
  events: optional(list(text(judgeEvent)), ['push', 'workflow_dispatch']),
  selfHosted: optional(boolean(), false),
  closures,
});

export const repositorySchema = schema;

/** A repository of GitHub, where releases come from, and what its tokens say. */
export interface RepositorySpec {
  readonly slug: string;
  readonly branch: string;
  /** Both ids or none: with them the subject of a token has the immutable form. */
  readonly ids?: { readonly owner: string; readonly repository: string };
  /** The last character of a pattern is a star. */
  readonly tags: readonly { readonly tag: string; readonly reason?: string }[];
  /** Whether the older form is trusted beside the one with ids. */
  readonly legacySubject: boolean;
  /** Undefined for what the fleet says. */
  readonly subjectClaimKeys?: readonly string[];
  readonly workflows?: readonly string[];
  readonly events: readonly string[];
  readonly selfHosted: boolean;
  readonly closures: readonly ClosureSpec[];
}

type RepositoryInput = v.InferOutput<typeof schema>;

export function toRepositorySpec(input: RepositoryInput): RepositorySpec {
  const { ownerId, repositoryId, branch, legacySubject, subjectClaimKeys, workflows, events, selfHosted } = input;
  return {
    slug: input[HEAD],
    branch,
    legacySubject,
    events,
    selfHosted,
    tags: input.tags.map((one) => (one.kind === 'of' ? { tag: one[HEAD] } : { tag: `${one[HEAD]}*`, reason: one.reason })),
    closures: toClosureSpecs(input.closures),
    ...(ownerId !== undefined && repositoryId !== undefined ? { ids: { owner: ownerId, repository: repositoryId } } : {}),
    ...(subjectClaimKeys === undefined ? {} : { subjectClaimKeys }),
    ...(workflows === undefined ? {} : { workflows }),
  };
}

/** From that day on, GitHub puts the ids into the subjects of repositories that are created, renamed or transferred. */
const IMMUTABLE_SINCE = '2026-07-15';

/** One id alone makes no subject, and a younger repository has none without them; a role for either would be dead. */
export function checkIds(input: RepositoryInput, path: string): LocatedFinding[] {
  const { ownerId, repositoryId, createdAfter } = input;
  if ((ownerId === undefined) !== (repositoryId === undefined)) return [at(path, HALF_OF_IDS)];
  if (ownerId !== undefined || createdAfter === undefined || createdAfter < IMMUTABLE_SINCE) return [];
  return [at(path, { ...HALF_OF_IDS, problem: `has no ownerId and repositoryId, and is from ${createdAfter}` })];
}

const HALF_OF_IDS: Finding = {
  code: 'DUST1014',
  problem: 'has only one of ownerId and repositoryId',
  allowed: `both ids, or none for a repository from before ${IMMUTABLE_SINCE}`,
  fix: 'copy both from: gh api repos/OWNER/REPO --jq \'.owner.id, .id\'',
};

/** What a repository and the GitHub that it is on must agree on. */
export function checkRepository(gitHub: GitHubSpec, repository: RepositorySpec, path: string): LocatedFinding[] {
  const keys = repository.subjectClaimKeys ?? gitHub.subjectClaimKeys;
  const finding = (below: string, problem: Finding): LocatedFinding[] => [at(`${path}${below}`, problem)];
  return [
    ...(repository.legacySubject && gitHub.claims !== 'extended' ? finding('.legacySubject', LEGACY_WITHOUT_CLAIMS) : []),
    ...(repository.legacySubject && repository.ids === undefined ? finding('.legacySubject', LEGACY_WITHOUT_IDS) : []),
    ...(keys === undefined ? [] : checkKeys(gitHub, repository, keys, finding)),
    ...(repository.events.length === 0 ? finding('.events', NO_EVENT) : []),
    ...(repository.workflows?.length === 0 ? finding('.workflows', NO_WORKFLOW) : []),
  ];
}

type Report = (below: string, problem: Finding) => LocatedFinding[];

function checkKeys(gitHub: GitHubSpec, repository: RepositorySpec, keys: readonly string[], finding: Report): LocatedFinding[] {
  const place = '.subjectClaimKeys';
  const names = ['repo', 'repository', 'repository_id'];
  const told = (problem: string, fix: string): LocatedFinding[] => finding(place, { ...KEYS, value: keys.join(', '), problem, fix });
  return [
    ...(keys.length === 0 || names.includes(keys[0]!) || keys[0] === 'job_workflow_ref' || keys[0]!.startsWith('repository_owner') ? [] : told(`begins with ${keys[0]}, which anybody can choose`, 'put "repo" first')),
    ...(new Set(keys).size === keys.length ? [] : told('has a claim twice', 'name each claim once')),
    ...(keys.some((key) => names.includes(key)) ? [] : told('says nothing of the repository, so that any repository would do', 'add "repo"')),
    ...(keys.includes('context') ? [] : told('says nothing of the branch or environment, so that any would do', 'add "context"')),
    ...(keys.includes('environment') ? told('has "environment", which the jobs of a branch leave empty', 'take "context", which says the environment or the ref') : []),
    ...(keys.includes('job_workflow_ref') && (repository.workflows ?? gitHub.workflows) === undefined ? told('has job_workflow_ref, and nobody says which file', 'add workflows: [\'.github/workflows/release.yml\']') : []),
    ...(keys.some((key) => key.endsWith('_id')) && repository.ids === undefined ? told('has ids, which the repository does not give', 'add ownerId and repositoryId') : []),
    ...(repository.tags.some(({ tag: one }) => one.endsWith('*')) && keys.at(-1) !== 'context' ? told('has claims behind the ref, where a tag ends in a wildcard', 'put "context" last, or name the tags') : []),
  ];
}

const KEYS: Finding = { code: 'DUST1017', problem: 'is no template', allowed: 'the repository first, and the context', fix: 'write the keys as GitHub has them' };
const LEGACY_WITHOUT_CLAIMS: Finding = { code: 'DUST2032', problem: 'lets in whoever takes the name once it is free', allowed: 'the older form only beside the ids as claims', fix: 'set claims of the fleet\'s GitHub to TokenClaims.EXTENDED, or leave it out' };
const LEGACY_WITHOUT_IDS: Finding = { code: 'DUST1014', problem: 'needs the ids, which tell the repository from a later one of its name', allowed: 'both ids beside it', fix: 'add ownerId and repositoryId, or leave it out' };
const NO_EVENT: Finding = { code: 'DUST1017', problem: 'is empty', allowed: 'one event or more', fix: 'name the events that start the workflow' };
const NO_WORKFLOW: Finding = { code: 'DUST1018', problem: 'is empty', allowed: 'one file or more', fix: 'name the file, or leave it out' };
