import type { Job, Token } from './token';
import { tokenOf } from './token';
import type { ClosureKind } from '../spec/github';

/** A way in that nobody declared. */
export interface Attack {
  /** Who comes. */
  readonly name: string;
  /** The token, or undefined where the way does not exist from there. */
  readonly token: (job: Job) => Token | undefined;
  /**
   * Why IAM may not see a difference, and what does. Without it, a role that lets the token in is wrong.
   */
  readonly closure?: ClosureKind;
}

/** The same job elsewhere. */
const elsewhere = (change: (job: Job) => Partial<Job> | undefined) => (job: Job): Token | undefined => {
  const changed = change(job);
  return changed === undefined ? undefined : tokenOf({ ...job, ...changed } as Job);
};

/** The same token with other claims; undefined takes one away. */
const with_ = (change: (claims: Token['claims']) => Readonly<Record<string, string | undefined>>) => (job: Job): Token => {
  const token = tokenOf(job);
  const claims = Object.entries({ ...token.claims, ...change(token.claims) }).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return { ...token, claims: Object.fromEntries(claims) };
};

const branch = (change: (name: string) => string) =>
  elsewhere(({ ref, environment }) => (environment === undefined ? { ref: changeRef(ref, change) } : undefined));
/** Of a branch, or of a tag. */
const changeRef = (ref: string, change: (name: string) => string): string => ref.replace(/^(refs\/[^/]+\/)(.*)$/, (_all, kind: string, name: string) => kind + change(name));
const environment = (change: (name: string) => string) =>
  elsewhere(({ environment: name }) => (name === undefined ? undefined : { environment: change(name) }));
const inEnvironment = (change: Partial<Job>) => elsewhere(({ environment: name }) => (name === undefined ? undefined : change));
const swapCase = (text: string): string => text.replace(/[A-Za-z]/, (letter) => (letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase()));
/** Of ids alone, a subject is the same in any spelling of the name, and so is the repository. */
const isNamed = ({ claimKeys }: Job): boolean => claimKeys.includes('repo') || claimKeys.includes('repository');
const withoutEnvironment = (job: Job): Job => {
  const { environment: _left, ...rest } = job;
  return rest;
};

/** Everybody who could try, each near to what was declared. @see https://docs.github.com/en/actions/reference/security/oidc */
export const ATTACKS: readonly Attack[] = [
  { name: 'another branch', token: branch(() => 'attack') },
  { name: 'a branch whose name goes on', token: branch((name) => `${name}-2`) },
  { name: 'a branch below the name', token: branch((name) => `${name}/x`) },
  { name: 'a branch that begins the name', token: branch((name) => name.slice(0, -1) || 'x') },
  { name: 'a branch with another last letter', token: branch((name) => `${name.slice(0, -1)}_`) },
  { name: 'a branch in other letter case', token: branch(swapCase) },
  { name: 'a branch of the merge queue', token: branch((name) => `gh-readonly-queue/${name}/pr-1-0123abc`) },
  { name: 'a tag with the name of the branch', token: (job) => tokenOf({ ...withoutEnvironment(job), ref: job.ref.replace('refs/heads/', 'refs/tags/') }) },
  { name: 'a branch with the name of the tag', token: ({ ref, ...job }) => (ref.startsWith('refs/tags/') ? tokenOf({ ...withoutEnvironment({ ...job, ref }), ref: ref.replace('refs/tags/', 'refs/heads/') }) : undefined) },
  { name: 'another tag', token: (job) => tokenOf({ ...withoutEnvironment(job), ref: 'refs/tags/attack' }) },
  { name: 'a pull request', token: (job) => tokenOf({ ...withoutEnvironment(job), event: 'pull_request', ref: 'refs/pull/7/merge' }) },
  { name: 'a pull request of a fork', token: (job) => tokenOf({ ...withoutEnvironment(job), event: 'pull_request', ref: 'refs/pull/8/merge', actor: 'stranger' }) },
  { name: 'Dependabot', token: (job) => tokenOf({ ...withoutEnvironment(job), ref: 'refs/heads/dependabot/npm_and_yarn/x-1.2.3', actor: 'dependabot[bot]' }) },
  { name: 'a pull request of Dependabot', token: (job) => tokenOf({ ...withoutEnvironment(job), event: 'pull_request', ref: 'refs/pull/9/merge', actor: 'dependabot[bot]' }) },
  { name: 'the branch without the environment', token: (job) => (job.environment === undefined ? undefined : tokenOf(withoutEnvironment(job))) },
  { name: 'an environment instead of the branch', token: elsewhere((job) => (job.environment === undefined ? { environment: 'attack' } : undefined)) },
  { name: 'another environment', token: environment(() => 'attack') },
  { name: 'an environment whose name goes on', token: environment((name) => `${name}-2`) },
  { name: 'an environment with another last letter', token: environment((name) => `${name.slice(0, -1)}_`) },
  { name: 'an environment in other letter case', token: environment(swapCase) },
  { name: 'a branch named like an environment', token: (job) => tokenOf({ ...withoutEnvironment(job), ref: `refs/heads/environment:${job.environment ?? 'prod'}` }) },
  // Git has no colon in a ref, so that what a pattern of tags leaves open cannot hold one.
  { name: 'an environment with a colon that is not encoded', token: (job) => (job.ref.startsWith('refs/tags/') ? undefined : with_(({ sub }) => ({ sub: `${sub}:environment:attack` }))(job)) },
  { name: 'an encoded colon in the subject', token: with_(({ sub }) => ({ sub: sub!.replace(/:([^:]*)$/, '%3A$1') })) },
  { name: 'another repository of the owner', token: elsewhere(() => ({ repository: 'attack', repositoryId: '9000001' })) },
  { name: 'a repository whose name goes on', token: elsewhere(({ repository }) => ({ repository: `${repository}-2`, repositoryId: '9000002' })) },
  { name: 'a repository in other letter case', token: elsewhere((job) => (isNamed(job) ? { repository: swapCase(job.repository) } : undefined)) },
  { name: 'an owner whose name goes on', token: elsewhere(({ owner }) => ({ owner: `${owner}-2`, ownerId: '9000003', repositoryId: '9000004' })) },
  { name: 'another owner of a repository of that name', token: elsewhere(() => ({ owner: 'attack', ownerId: '9000005', repositoryId: '9000006' })) },
  { name: 'an owner in other letter case', token: elsewhere((job) => (isNamed(job) ? { owner: swapCase(job.owner) } : undefined)) },
  { name: 'the name, recycled with another repository', token: elsewhere(({ form }) => (form === 'immutable' ? { repositoryId: '9000007' } : undefined)) },
  { name: 'the name, recycled by another owner', token: elsewhere(({ form }) => (form === 'immutable' ? { ownerId: '9000008', repositoryId: '9000009' } : undefined)) },
  { name: 'the name, recycled, in the old form', token: elsewhere(({ form }) => (form === 'immutable' ? { form: 'legacy', ownerId: '9000010', repositoryId: '9000011' } : undefined)) },
  { name: 'the repository, renamed, in the new form', token: elsewhere(({ form }) => (form === 'legacy' ? { form: 'immutable' } : undefined)) },
  { name: 'another audience', token: elsewhere(() => ({ audience: 'https://github.com/attack' })) },
  { name: 'the audience of another partition', token: elsewhere(({ audience }) => ({ audience: audience === 'sts.amazonaws.com' ? 'sts.amazonaws.com.cn' : 'sts.amazonaws.com' })) },
  { name: 'another issuer', token: elsewhere(() => ({ issuer: 'oidc.attack.example' })) },
  { name: 'an Enterprise Server', token: elsewhere(() => ({ issuer: 'github.attack.example/_services/token' })) },
  { name: 'the issuer of an enterprise', token: elsewhere(({ issuer }) => ({ issuer: `${issuer}/attack` })) },
  { name: 'a token without a subject', token: with_(() => ({ sub: undefined })) },
  { name: 'a token with an empty subject', token: with_(() => ({ sub: '' })) },
  { name: 'a token without an audience', token: with_(() => ({ aud: undefined })) },
  { name: 'a token with a subject of its own making', token: with_(() => ({ sub: 'repo:attack/attack:ref:refs/heads/main' })) },
  { name: 'a token with nothing but issuer and audience', token: (job) => ({ issuer: job.issuer, claims: { aud: job.audience } }) },

  // From here on IAM may see no difference, so that something else must keep them out.
  { name: 'the name, recycled, where no ids are known', token: elsewhere(({ form }) => (form === 'legacy' ? { ownerId: '9000012', repositoryId: '9000013' } : undefined)), closure: 'keptNames' },
  { name: 'a commit that nobody reviewed', token: elsewhere(({ environment: name }) => (name === undefined ? { actor: 'an insider' } : undefined)), closure: 'protectionRules' },
  { name: 'any branch that names the environment', token: inEnvironment({ ref: 'refs/heads/attack' }), closure: 'protectionRules' },
  { name: 'any tag that names the environment', token: inEnvironment({ ref: 'refs/tags/attack' }), closure: 'protectionRules' },
  { name: 'a pull request that names the environment', token: inEnvironment({ event: 'pull_request', ref: 'refs/pull/7/merge', actor: 'stranger' }), closure: 'protectionRules' },
  { name: 'a pull request of a fork that names the environment', token: inEnvironment({ event: 'pull_request', ref: 'refs/pull/8/merge', actor: 'a fork' }), closure: 'protectionRules' },
  { name: 'Dependabot in a job that names the environment', token: inEnvironment({ ref: 'refs/heads/dependabot/npm_and_yarn/x-1.2.3', actor: 'dependabot[bot]' }), closure: 'protectionRules' },
  // GitHub encodes a colon, and nothing says that it encodes what an encoded colon looks like.
  { name: 'an environment that is called as a colon is encoded', token: elsewhere(({ environment: name }) => (name?.includes(':') === true ? { environment: name.replace(/:/g, '%3A') } : undefined)), closure: 'protectionRules' },
  { name: 'an administrator who passes the rules over', token: inEnvironment({ actor: 'an administrator' }), closure: 'protectionRules' },
  { name: 'pull_request_target', token: elsewhere(() => ({ event: 'pull_request_target', actor: 'stranger' })), closure: 'reviewedWorkflows' },
  { name: 'workflow_run after the workflow of a fork', token: elsewhere(() => ({ event: 'workflow_run', actor: 'stranger' })), closure: 'reviewedWorkflows' },
  { name: 'a comment that starts a workflow', token: elsewhere(() => ({ event: 'issue_comment', actor: 'stranger' })), closure: 'reviewedWorkflows' },
  { name: 'another workflow of the branch', token: elsewhere(({ workflow }) => ({ workflow: workflow.replace(/\/[^/@]+@/, '/attack.yml@') })), closure: 'reviewedWorkflows' },
  { name: 'the workflow as another branch has it', token: elsewhere(({ workflow }) => ({ workflow: workflow.replace(/@.*/, '@refs/heads/attack') })), closure: 'reviewedWorkflows' },
  { name: 'the reusable workflow of somebody else', token: elsewhere(() => ({ workflow: 'attack/workflows/.github/workflows/x.yml@refs/heads/main' })), closure: 'reviewedWorkflows' },
  { name: 'a runner of another kind', token: elsewhere(({ runner }) => ({ runner: runner === 'self-hosted' ? 'github-hosted' : 'self-hosted' })), closure: 'runnerGroups' },
];
