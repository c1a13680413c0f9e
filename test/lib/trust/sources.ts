import { GITHUB_CLOUD } from '../../../lib/spec/github';
import type { GitHubSpec } from '../../../lib/spec/github';
import type { RepositorySpec } from '../../../lib/spec/repository';
import { onBranch, onBranchOrTag } from '../../../lib/trust/source';
import type { TrustSource } from '../../../lib/trust/source';

export const repository = (changes: Partial<RepositorySpec> = {}): RepositorySpec => ({
  slug: 'acme/billing', branch: 'main', tags: [], legacySubject: false, events: ['push', 'workflow_dispatch'], selfHosted: false, closures: [], ...changes,
});

export const IDS = { ids: { owner: '42', repository: '4711' } } as const;
export const EXTENDED: GitHubSpec = { ...GITHUB_CLOUD, claims: 'extended' };
const FILE = 'acme/platform/.github/workflows/release.yml@refs/heads/main';

interface Parts {
  readonly repository?: Partial<RepositorySpec>;
  readonly gitHub?: Partial<GitHubSpec>;
  readonly environment?: string;
  readonly partition?: string;
}

/** Who is declared to assume a role: jobs of the branch and of tags, or of an environment. */
export function sourceOf({ repository: changes, gitHub, environment, partition = 'aws' }: Parts = {}): TrustSource {
  const spec = repository(changes);
  const origin = environment === undefined ? (spec.tags.length > 0 ? onBranchOrTag(spec) : onBranch(spec)) : { environment };
  return { gitHub: { ...GITHUB_CLOUD, ...gitHub }, repository: spec, origin, partition };
}

/** Every kind of declaration, each of which has a trust of its own. */
export const SOURCES: Readonly<Record<string, TrustSource>> = {
  'a branch': sourceOf({ repository: IDS }),
  'a branch of an old repository': sourceOf(),
  'an environment': sourceOf({ repository: IDS, environment: 'prod' }),
  'an environment with a colon': sourceOf({ repository: IDS, environment: 'Production:V1' }),
  'a branch and a tag': sourceOf({ repository: { ...IDS, tags: [{ tag: 'v1.4.0' }] } }),
  'a branch and tags': sourceOf({ repository: { ...IDS, tags: [{ tag: 'v*', reason: 'Releases are tagged' }] } }),
  'an environment, with claims': sourceOf({ repository: { ...IDS, workflows: [FILE] }, gitHub: { claims: 'extended' }, environment: 'prod' }),
  'both subjects of a renamed repository': sourceOf({ repository: { ...IDS, legacySubject: true }, gitHub: { claims: 'extended' } }),
  'a template with the file': sourceOf({ repository: { ...IDS, subjectClaimKeys: ['repo', 'context', 'job_workflow_ref'], workflows: [FILE, '.github/workflows/promote.yml'] } }),
  'a template with everything': sourceOf({ repository: { ...IDS, subjectClaimKeys: ['repo', 'context', 'ref', 'event_name', 'runner_environment', 'job_workflow_ref'], workflows: [FILE] }, environment: 'prod' }),
  'a template of ids': sourceOf({ repository: { ...IDS, subjectClaimKeys: ['repository_owner_id', 'repository_id', 'context'] } }),
  'a branch that is called like an attack': sourceOf({ repository: { ...IDS, branch: 'dependabot/npm_and_yarn/x-1.2.3' } }),
  'names like those of an attack': sourceOf({ repository: { ...IDS, slug: 'attack/attack', branch: 'attack' }, environment: 'attack' }),
  'a repository without letters': sourceOf({ repository: { ids: { owner: '9000005', repository: '9000001' }, slug: '1/2', branch: '3' } }),
  'an enterprise': sourceOf({ repository: IDS, gitHub: { kind: 'enterprise', issuer: 'token.actions.githubusercontent.com/acme' } }),
  'a data-resident enterprise': sourceOf({ repository: IDS, gitHub: { kind: 'dataResident', issuer: 'token.actions.acme.ghe.com' } }),
  'an Enterprise Server with ids': sourceOf({ repository: IDS, gitHub: { kind: 'enterpriseServer', issuer: 'github.acme.example/_services/token' } }),
  'China': sourceOf({ repository: IDS, partition: 'aws-cn' }),
  'another audience': sourceOf({ repository: IDS, gitHub: { audience: 'https://github.com/acme' } }),
  'self-hosted runners': sourceOf({ repository: { ...IDS, selfHosted: true, subjectClaimKeys: ['repo', 'context', 'runner_environment'] } }),
};
