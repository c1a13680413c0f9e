import type { RepositorySpec } from '../spec/repository';

/** GitHub's issuer without its scheme: it begins the condition keys and ends the provider's ARN. */
export const GITHUB_ISSUER = 'token.actions.githubusercontent.com';

/** Where in a repository a job must run to get a token. */
export type TokenOrigin = { readonly branch: string } | { readonly environment: string };

/**
 * The one `sub` that a token of this origin carries. With both ids it has the immutable form, which repositories have
 * that were created, renamed or transferred since 2026-07-15; GitHub writes a colon inside a value as %3A.
 * @see https://docs.github.com/en/actions/reference/security/oidc
 */
export function subject(repository: RepositorySpec, origin: TokenOrigin): string {
  const context = 'branch' in origin ? `ref:refs/heads/${encode(origin.branch)}` : `environment:${encode(origin.environment)}`;
  return `repo:${repositoryPart(repository)}:${context}`;
}

function repositoryPart({ slug, ids }: RepositorySpec): string {
  if (ids === undefined) return slug;
  const [owner, name] = slug.split('/');
  return `${owner}@${ids.owner}/${name}@${ids.repository}`;
}

function encode(value: string): string {
  return value.replace(/:/g, '%3A');
}

/** The audience that STS wants in its partition. */
export function audienceOf(partition: string): string {
  return partition === 'aws-cn' ? 'sts.amazonaws.com.cn' : 'sts.amazonaws.com';
}
