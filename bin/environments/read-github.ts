import type { BranchFacts, EnvironmentFacts, Protection, RepositoryFacts, Standing, SubjectFacts } from './facts';
import type { Read } from './finding';
import type { Answer, GitHub } from './github';
import { readProtections } from './read-protections';
import type { Identity } from '../../lib/plan/describe-identities';

/** What GitHub says of a repository, and of the branches and environments of it that roles trust. */
export async function readRepository(gitHub: GitHub, slug: string, identities: readonly Identity[]): Promise<RepositoryFacts> {
  const path = ['repos', ...slug.split('/')];
  const standing = readAs(await gitHub.ask(path), toStanding, 'what GitHub answers names no repository');
  const isThere = 'known' in standing && typeof standing.known === 'object';
  if (!isThere) return { slug, standing, subject: NOT_ASKED, branches: {}, environments: {} };
  const branches = unique(identities.filter((one) => 'branch' in one.from || one.protected).map(({ branch }) => branch));
  const environments = unique(identities.flatMap(({ from }) => ('gitHubEnvironment' in from ? from.gitHubEnvironment : [])));
  return {
    slug,
    standing,
    subject: await readSubject(gitHub, path, slug),
    branches: await readEach(branches, (name) => readBranch(gitHub, path, name)),
    environments: await readEach(environments, (name) => readEnvironment(gitHub, path, name)),
  };
}

const NOT_ASKED = { unread: 'it was not asked for' };

async function readEach<T>(names: readonly string[], read: (name: string) => Promise<T>): Promise<Record<string, T>> {
  const found: [string, T][] = [];
  for (const name of names) found.push([name, await read(name)]);
  return Object.fromEntries(found);
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values)].sort();
}

/** An answer of the expected form, or that it is not there; a form that nobody expected proves nothing. */
function readAs<T>(answer: Answer, convert: (body: Body) => T | undefined, unexpected: string): Read<T | 'missing' | 'moved'> {
  if (!('body' in answer)) return answer.status === 'refused' ? { unread: answer.message } : { known: answer.status };
  const { body } = answer;
  const found = typeof body === 'object' && body !== null ? convert(body as Body) : undefined;
  return found === undefined ? { unread: unexpected } : { known: found };
}

type Body = Readonly<Record<string, unknown>>;

function toStanding({ full_name: fullName, id, owner, archived, default_branch: defaultBranch }: Body): Standing | undefined {
  const ownerId = (owner as Body | undefined)?.id;
  if (typeof fullName !== 'string' || typeof id !== 'number' || typeof ownerId !== 'number' || typeof archived !== 'boolean') return undefined;
  return { fullName, id: String(id), ownerId: String(ownerId), archived, defaultBranch: String(defaultBranch) };
}

/** A repository without a template of its own that does not take the default has its organization's. */
async function readSubject(gitHub: GitHub, path: readonly string[], slug: string): Promise<Read<SubjectFacts>> {
  const own = thereOnly(readAs(await gitHub.ask([...path, 'actions', 'oidc', 'customization', 'sub']), toSubject, 'what GitHub answers is no template'), 'the token may not read it (it needs the scope "repo")');
  if ('unread' in own || own.known.isDefault || own.known.claimKeys !== undefined) return own;
  const organization = await gitHub.ask(['orgs', slug.split('/')[0]!, 'actions', 'oidc', 'customization', 'sub']);
  return thereOnly(readAs(organization, (body) => ({ ...own.known, ...keysOf(body) }), 'what GitHub answers is no template'), 'it is its organization\'s, which the token may not read (it needs the scope "read:org")');
}

function toSubject(body: Body): SubjectFacts | undefined {
  const { use_default: isDefault, sub_claim_prefix: prefix, use_immutable_subject: immutable } = body;
  if (typeof isDefault !== 'boolean') return undefined;
  return {
    isDefault,
    ...keysOf(body),
    ...(typeof prefix === 'string' && prefix !== '' ? { prefix } : {}),
    ...(typeof immutable === 'boolean' ? { immutable } : {}),
  };
}

function keysOf({ include_claim_keys: keys }: Body): Pick<SubjectFacts, 'claimKeys'> {
  return Array.isArray(keys) ? { claimKeys: keys.map(String) } : {};
}

/** Where it has to be there, an answer that it is not is one that a token may not see it. */
function thereOnly<T>(read: Read<T | 'missing' | 'moved'>, unseen: string): Read<T> {
  if ('unread' in read) return read;
  return read.known === 'missing' || read.known === 'moved' ? { unread: unseen } : { known: read.known as T };
}

async function readEnvironment(gitHub: GitHub, path: readonly string[], name: string): Promise<Read<EnvironmentFacts | 'missing'>> {
  const there = [...path, 'environments', name];
  const read = readAs(await gitHub.ask(there), toEnvironment, 'what GitHub answers is no environment');
  if ('unread' in read) return read;
  if (typeof read.known === 'string') return read.known === 'moved' ? MOVED : { known: read.known };
  const { branches, ...rules } = read.known;
  return { known: { ...rules, branches: branches === 'custom' ? await readPolicies(gitHub, there) : branches } };
}

const MOVED = { unread: 'GitHub says that it has moved' };

async function readPolicies(gitHub: GitHub, path: readonly string[]): Promise<Exclude<EnvironmentFacts['branches'], string>> {
  const policies = thereOnly(readAs(await gitHub.list([...path, 'deployment-branch-policies'], 'branch_policies'), (body) => body as unknown as Body[], ''), 'GitHub shows none');
  if ('unread' in policies) return policies;
  return { known: policies.known.map(({ name, type }) => ({ name: String(name), type: String(type ?? 'branch') })) };
}

interface AnsweredEnvironment extends Omit<EnvironmentFacts, 'branches'> {
  readonly branches: 'any' | 'protected' | 'custom';
}

/** An answer without rules has none; one without the list of rules is none that we know. */
function toEnvironment(body: Body): AnsweredEnvironment | undefined {
  const { protection_rules: rules, can_admins_bypass: adminsBypass, deployment_branch_policy: policy } = body;
  if (!Array.isArray(rules)) return undefined;
  const required = (rules as Body[]).filter(({ type }) => type === 'required_reviewers');
  const { custom_branch_policies: custom, protected_branches: onlyProtected } = (policy ?? {}) as Body;
  return {
    reviewers: required.flatMap(({ reviewers }) => (Array.isArray(reviewers) ? (reviewers as unknown[]) : [])).length,
    preventsSelfReview: required.length === 0 ? false : booleanOf(required[0]!.prevent_self_review),
    adminsBypass: booleanOf(adminsBypass),
    branches: custom === true ? 'custom' : onlyProtected === true ? 'protected' : 'any',
  };
}

function booleanOf(value: unknown): boolean | undefined {
  return typeof value === 'boolean' ? value : undefined;
}

async function readBranch(gitHub: GitHub, path: readonly string[], name: string): Promise<BranchFacts> {
  const answer = await gitHub.ask([...path, 'branches', name]);
  const standing = readAs(answer, ({ protected: isProtected }) => ({ isProtected: isProtected !== false }), 'what GitHub answers is no branch');
  // A branch that was renamed is answered with its new name, which no role trusts.
  const found = 'known' in standing && typeof standing.known === 'object' ? standing.known : undefined;
  const protections: Read<readonly Protection[]> = await readProtections(gitHub, path, name, found?.isProtected ?? false);
  if ('unread' in standing) return { standing, protections };
  return { standing: { known: found === undefined ? 'missing' : 'there' }, protections };
}
