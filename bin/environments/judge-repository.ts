import type { RepositoryFacts, Standing, SubjectFacts } from './facts';
import { Findings } from './finding';
import type { Finding } from './finding';
import { judgeBranch } from './judge-branch';
import { judgeEnvironment } from './judge-environment';
import type { Identity } from '../../lib/plan/describe-identities';

/** Whether a repository is what the roles that trust it were declared for. */
export function judgeRepository(facts: RepositoryFacts, identities: readonly Identity[]): readonly Finding[] {
  const { slug, standing } = facts;
  const findings = new Findings(`GitHub repository ${slug}`);
  if (!findings.has(standing, 'cannot be read', 'nothing is known of what its roles rest on')) return findings.all;
  if (standing.known === 'missing') {
    findings.wrong(
      'GitHub shows no such repository to this token', 'whoever makes a repository of this name may get tokens that its roles accept',
      'correct the name in GitHubRepository.of(), or use a token that can see the repository',
    );
    return findings.all;
  }
  if (standing.known === 'moved') {
    findings.wrong(
      'was renamed or transferred', 'its tokens carry the new name, so its roles are dead, and the old name is free to be taken',
      `declare it under its new name: gh api repos/${slug} --jq .full_name`,
    );
    return findings.all;
  }
  judgeStanding(findings, slug, standing.known, identities);
  judgeSubject(findings, facts, identities);
  return [...findings.all, ...judgeEnvironments(facts, identities), ...judgeBranches(facts, identities)];
}

function judgeStanding(findings: Findings, slug: string, found: Standing, identities: readonly Identity[]): void {
  findings.expect(found.fullName === slug, 'is spelt as declared', {
    what: `is spelt "${found.fullName}" in GitHub`, why: 'IAM compares subjects letter by letter, so its roles are dead', fix: `declare GitHubRepository.of('${found.fullName}', …)`,
  });
  const real = `{ ownerId: '${found.ownerId}', repositoryId: '${found.id}' }`;
  const declared = identities.flatMap(({ ids }) => ids ?? []);
  if (declared.length > 0) {
    findings.expect(declared.every(({ owner, repository }) => owner === found.ownerId && repository === found.id), 'has the declared ids', {
      what: `is not the repository that was declared: its ids are ${found.ownerId} and ${found.id}`,
      why: 'the name was taken by another repository, or the ids are mistyped',
      fix: `make sure whose repository it is, then declare ${real}`,
    });
  }
  findings.expect(!found.archived, 'is not archived', {
    what: 'is archived', why: 'no workflow runs in it any more, so its roles serve nobody but who un-archives it', fix: 'take the service out of the fleet, or un-archive the repository',
  });
}

const DEFAULT_KEYS = ['repo', 'context'];

/** Whether the tokens of the repository begin as the roles expect. */
function judgeSubject(findings: Findings, { slug, subject }: RepositoryFacts, identities: readonly Identity[]): void {
  if (!findings.has(subject, 'its template of subjects cannot be read', 'tokens of another form would not be accepted, or would say less than the roles expect')) return;
  const { isDefault, claimKeys } = subject.known;
  const declared = identities[0]!.subjectClaimKeys ?? DEFAULT_KEYS;
  const found = isDefault ? DEFAULT_KEYS : claimKeys;
  const wanted = identities[0]!.subjectClaimKeys === undefined ? { use_default: true } : { use_default: false, include_claim_keys: declared };
  const body = JSON.stringify(wanted);
  if (found === undefined) {
    findings.has({ unread: 'GitHub does not say which claims it has' }, 'its template of subjects', 'tokens of another form would not be accepted');
    return;
  }
  findings.expect(JSON.stringify(found) === JSON.stringify(declared), `its subjects have the claims ${declared.join(', ')}`, {
    what: `its subjects have the claims ${found.join(', ') || 'none'}, not ${declared.join(', ')}`,
    why: 'roles whose subjects have another form are dead, or say less than was declared',
    fix: `gh api --method PUT repos/${slug}/actions/oidc/customization/sub --input - <<< '${body}'`,
  });
  if (isDefault) judgePrefix(findings, slug, subject.known, identities);
}

/** Where GitHub says how its subjects begin, that is the truth; `use_immutable_subject` says only what was asked for. */
function judgePrefix(findings: Findings, slug: string, { prefix, immutable }: SubjectFacts, identities: readonly Identity[]): void {
  const { ids } = identities[0]!;
  const [owner, name] = slug.split('/');
  const immutablePrefix = ids === undefined ? undefined : `repo:${owner}@${ids.owner}/${name}@${ids.repository}`;
  const guessed = immutable === undefined ? undefined : immutable ? immutablePrefix ?? `repo:${owner}@` : `repo:${slug}`;
  const sent = prefix ?? guessed;
  if (sent === undefined) {
    findings.has({ unread: 'GitHub does not say' }, 'whether its subjects are immutable', 'roles for the other form are dead');
    return;
  }
  const dead = identities.filter(({ subjects }) => !subjects.some((subject) => subject.startsWith(`${sent}:`)));
  findings.expect(dead.length === 0, `its subjects begin with ${sent}, as its roles expect`, {
    what: `its subjects begin with ${sent}, and ${dead.map(({ role }) => role).join(', ')} expect${dead.length === 1 ? 's' : ''} another form`,
    why: 'IAM compares subjects letter by letter, so these roles are dead',
    fix: ids === undefined || sent.includes('@')
      ? `declare the real ownerId and repositoryId: gh api repos/${slug} --jq '.owner.id, .id'`
      : `gh api --method PUT repos/${slug}/actions/oidc/customization/sub --input - <<< '{"use_default":true,"use_immutable_subject":true}'`,
  });
}

function judgeEnvironments({ slug, environments }: RepositoryFacts, identities: readonly Identity[]): Finding[] {
  return Object.entries(environments).flatMap(([name, facts]) => {
    const trusting = identities.filter(({ from }) => 'gitHubEnvironment' in from && from.gitHubEnvironment === name);
    return judgeEnvironment({ slug, name, branch: trusting[0]!.branch, isProtected: trusting.some((one) => one.protected) }, facts);
  });
}

function judgeBranches({ slug, branches }: RepositoryFacts, identities: readonly Identity[]): Finding[] {
  return Object.entries(branches).flatMap(([name, facts]) => {
    const trusting = identities.filter(({ branch }) => branch === name).map(({ role }) => role);
    return judgeBranch({ slug, name, trusting: trusting.length }, facts);
  });
}
