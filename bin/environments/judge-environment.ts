import type { BranchPolicy, EnvironmentFacts } from './facts';
import { Findings } from './finding';
import type { Finding, Read } from './finding';

/** A GitHub environment that roles trust, and what the fleet declares of it. */
export interface TrustedEnvironment {
  readonly slug: string;
  readonly name: string;
  /** The only branch that may deploy to a protected environment. */
  readonly branch: string;
  readonly isProtected: boolean;
}

/** Whether a GitHub environment asks for what a protected environment of the fleet rests on. */
export function judgeEnvironment(trusted: TrustedEnvironment, facts: Read<EnvironmentFacts | 'missing'>): readonly Finding[] {
  const { slug, name, isProtected } = trusted;
  const findings = new Findings(`GitHub environment ${name} of ${slug}`);
  if (!findings.has(facts, 'cannot be read', 'AWS sees only its name, so its rules are all that guards its roles')) return findings.all;
  if (facts.known === 'missing') {
    findings.wrong(
      'does not exist', 'the first workflow that names it makes it, without any rule, and gets the roles that trust it',
      `gh api --method PUT repos/${slug}/environments/${encodeURIComponent(name)}, then set its rules`,
    );
    return findings.all;
  }
  findings.good('exists');
  if (isProtected) judgeRules(findings, trusted, facts.known);
  return findings.all;
}

function judgeRules(findings: Findings, trusted: TrustedEnvironment, facts: EnvironmentFacts): void {
  const { reviewers, preventsSelfReview, adminsBypass, branches } = facts;
  const settings = `Settings > Environments > ${trusted.name}`;
  findings.expect(reviewers > 0, 'asks for an approval', {
    what: 'asks nobody for an approval', why: 'whoever may push the declared branch has the roles of a protected environment', fix: `${settings}: Required reviewers`,
  });
  if (said(findings, preventsSelfReview, 'whether somebody may approve a deployment of their own')) {
    findings.expect(preventsSelfReview === true, 'asks somebody else than who started the deployment', {
      what: 'lets people approve what they started themselves', why: 'one person alone, or one stolen account, reaches a protected environment', fix: `${settings}: Prevent self-review`,
    });
  }
  if (said(findings, adminsBypass, 'whether administrators may bypass its rules')) {
    findings.expect(adminsBypass === false, 'holds for administrators as well', {
      what: 'lets administrators bypass its rules',
      why: 'one administrator of the repository reaches a protected environment alone',
      fix: `${settings}: clear "Allow administrators to bypass configured protection rules"`,
    });
  }
  judgeDeployments(findings, trusted, branches, settings);
}

function said(findings: Findings, value: boolean | undefined, what: string): boolean {
  return findings.has(value === undefined ? { unread: 'GitHub does not say' } : { known: value }, what, 'its rules are all that guards its roles');
}

function judgeDeployments(findings: Findings, { branch }: TrustedEnvironment, branches: EnvironmentFacts['branches'], settings: string): void {
  const fix = `${settings} > Deployment branches and tags > Selected branches and tags: "${branch}" and nothing else`;
  if (branches === 'any') {
    findings.wrong('lets every branch deploy', 'a workflow that nobody reviewed, on any branch, needs one approval only', fix);
  } else if (branches === 'protected') {
    findings.wrong('lets every branch with a protection deploy', `other branches than ${branch} may have a protection, or none has, and then every branch may deploy`, fix);
  } else if (findings.has(branches, 'the branches that may deploy cannot be read', `only ${branch} may`)) {
    judgePolicies(findings, branches.known, branch, fix);
  }
}

function judgePolicies(findings: Findings, policies: readonly BranchPolicy[], branch: string, fix: string): void {
  const others = policies.filter((policy) => policy.name !== branch || policy.type !== 'branch');
  for (const { name, type } of others) {
    const pattern = /[*?[]/.test(name) ? `every ${type} that fits "${name}"` : `${type} "${name}"`;
    findings.wrong(`lets ${pattern} deploy`, `only branch ${branch} was declared, and what is on another one nobody has to have reviewed`, fix);
  }
  findings.expect(policies.length > others.length, `lets branch ${branch} deploy`, {
    what: `does not let branch ${branch} deploy`, why: 'its roles are dead for the branch that releases come from', fix,
  });
}
