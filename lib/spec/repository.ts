import type * as v from 'valibot';
import { HEAD } from './declared';
import { judgeBranch, judgeGitHubId, judgeRepository } from './git';
import { declared, optional, text } from './schema';

const schema = declared('GitHubRepository', "GitHubRepository.of('OWNER/REPO')", {
  [HEAD]: text(judgeRepository),
  ownerId: optional(text(judgeGitHubId)),
  repositoryId: optional(text(judgeGitHubId)),
  branch: optional(text(judgeBranch), 'main'),
});

export const repositorySchema = schema;

/** A repository of GitHub and the branch that releases come from. */
export interface RepositorySpec {
  readonly slug: string;
  readonly branch: string;
  /** Both ids or none: with them the subject of a token has the immutable form. */
  readonly ids?: { readonly owner: string; readonly repository: string };
}

export function toRepositorySpec(input: v.InferOutput<typeof schema>): RepositorySpec {
  const ids = input.ownerId !== undefined && input.repositoryId !== undefined ? { owner: input.ownerId, repository: input.repositoryId } : undefined;
  return { slug: input[HEAD], branch: input.branch, ...(ids === undefined ? {} : { ids }) };
}

/** One id alone makes no subject; a role for it would be dead. */
export function hasHalfOfIds(input: v.InferOutput<typeof schema>): boolean {
  return (input.ownerId === undefined) !== (input.repositoryId === undefined);
}
