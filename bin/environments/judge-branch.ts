import type { BranchFacts, Protection } from './facts';
import { Findings } from './finding';
import type { Finding } from './finding';

/** A branch that roles trust, by its name or through a GitHub environment. */
export interface TrustedBranch {
  readonly slug: string;
  readonly name: string;
  /** How many roles rest on it. */
  readonly trusting: number;
}

/** Whether nothing reaches a branch that nobody else has seen. */
export function judgeBranch({ slug, name, trusting }: TrustedBranch, { standing, protections }: BranchFacts): readonly Finding[] {
  const findings = new Findings(`branch ${name} of ${slug}`);
  if (findings.has(standing, 'cannot be read', 'nothing is known of who may push to it')) {
    findings.expect(standing.known === 'there', 'exists', {
      what: 'does not exist', why: 'whoever may push can make it, and gets the roles that trust it', fix: `make the branch, or declare another: GitHubRepository.of('${slug}', { branch: … })`,
    });
  }
  if (!findings.has(protections, 'its protection cannot be read', `${trusting} role${trusting === 1 ? ' rests' : 's rest'} on who may push to it`)) return findings.all;
  for (const rule of rulesFor(slug, name)) judgeRule(findings, rule, protections.known);
  return findings.all;
}

interface Rule {
  readonly isKept: (protection: Protection) => boolean;
  readonly good: string;
  readonly what: string;
  readonly why: string;
  readonly fix: string;
}

function rulesFor(slug: string, branch: string): Rule[] {
  const ruleset = `Settings > Rules > Rulesets of ${slug}, a branch ruleset for ${branch}`;
  return [
    {
      isKept: ({ approvals }) => approvals > 0,
      good: 'takes only pull requests that somebody has approved',
      what: 'takes changes that nobody has approved',
      why: 'one person alone, or one stolen account, changes what the roles do',
      fix: `${ruleset}: Require a pull request before merging, with at least 1 approval`,
    },
    {
      isKept: ({ refusesForce }) => refusesForce,
      good: 'refuses forced pushes',
      what: 'takes forced pushes',
      why: 'what was reviewed can be replaced without a trace',
      fix: `${ruleset}: Block force pushes`,
    },
    {
      isKept: ({ refusesDeletion }) => refusesDeletion,
      good: 'cannot be deleted',
      what: 'can be deleted',
      why: 'a branch that is deleted and pushed again holds what nobody has reviewed',
      fix: `${ruleset}: Restrict deletions`,
    },
  ];
}

/** One protection without exceptions is enough, whatever the others say. */
function judgeRule(findings: Findings, { isKept, good, what, why, fix }: Rule, protections: readonly Protection[]): void {
  const keeping = protections.filter(isKept);
  if (keeping.some(({ bypass }) => 'known' in bypass && bypass.known.length === 0)) {
    findings.good(good);
    return;
  }
  const unknown = keeping.find(({ bypass }) => 'unread' in bypass);
  if (unknown !== undefined) {
    findings.has(unknown.bypass, `${good}, but who may bypass "${unknown.name}" cannot be read`, why);
    return;
  }
  const bypassing = keeping.flatMap(({ bypass }) => ('known' in bypass ? bypass.known : []));
  findings.wrong(bypassing.length === 0 ? what : `${what} from who may bypass the rule: ${[...new Set(bypassing)].join(', ')}`, why, bypassing.length === 0 ? fix : `${fix}, and nobody in its bypass list`);
}
