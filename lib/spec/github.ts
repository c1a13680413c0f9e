import type * as v from 'valibot';
import { HEAD } from './declared';
import { judgeHost } from './network';
import { reason } from './reason';
import { patternRule } from './rules';
import { declaredVariant, list, oneOf, optional, text } from './schema';
import { judgeClaimKey, judgeWorkflow } from './trust-words';
import { at } from '../issues/issue';
import type { LocatedFinding } from '../issues/issue';
import { GITHUB_ISSUER, ISSUERS } from '../trust/issuer';
import type { GitHubKind } from '../trust/issuer';

const closure = declaredVariant('TrustClosure', "TrustClosure.protectionRules('why')", {
  protectionRules: { [HEAD]: reason },
  reviewedWorkflows: { [HEAD]: reason },
  runnerGroups: { [HEAD]: reason },
  keptNames: { [HEAD]: reason },
});

export const closures = optional(list(closure), []);

const judgeAudience = patternRule({
  code: 'DUST1073',
  pattern: /^[A-Za-z0-9][\w.:/-]*$/,
  max: 255,
  problem: 'is not an audience',
  allowed: 'one literal audience, such as "sts.amazonaws.com"',
  fix: 'write what the workflow asks for, which the provider lists as a client id; leave it out for that of AWS',
});

/** A name in an issuer: it begins a condition key and ends an ARN. */
const judgeLabel = (what: string) => patternRule({
  code: 'DUST1072',
  pattern: /^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$/,
  problem: `is not ${what}`,
  allowed: 'lower-case letters, digits and hyphens, at most 64',
  fix: 'write it as it stands in the address of the enterprise',
  meant: (typed) => typed.trim().toLowerCase().replace(/^https?:\/\//, '').replace(/\.ghe\.com\/?$/, ''),
});

const props = {
  audience: optional(text(judgeAudience)),
  claims: optional(oneOf(['subject-only', 'extended']), 'subject-only'),
  subjectClaimKeys: optional(list(text(judgeClaimKey))),
  workflows: optional(list(text(judgeWorkflow))),
  closures,
};

export const gitHubSchema = declaredVariant('GitHub', 'GitHub.cloud({ closures: [ … ] })', {
  cloud: props,
  enterprise: { [HEAD]: text(judgeLabel('the slug of an enterprise')), ...props },
  dataResident: { [HEAD]: text(judgeLabel('the subdomain of GHE.com')), ...props },
  enterpriseServer: { [HEAD]: text(judgeHost), ...props },
});

export type ClosureKind = 'protectionRules' | 'reviewedWorkflows' | 'runnerGroups' | 'keptNames';

/** How something is closed that IAM cannot tell apart, and why that holds. */
export interface ClosureSpec {
  readonly kind: ClosureKind;
  readonly reason: string;
}

/** The GitHub that signs the tokens, and what is said of all its repositories. */
export interface GitHubSpec {
  readonly kind: GitHubKind;
  /** Without the scheme. */
  readonly issuer: string;
  /** Undefined for that of AWS. */
  readonly audience?: string;
  readonly claims: 'subject-only' | 'extended';
  readonly subjectClaimKeys?: readonly string[];
  readonly workflows?: readonly string[];
  readonly closures: readonly ClosureSpec[];
}

/** Github.com, where nobody said anything of it. */
export const GITHUB_CLOUD: GitHubSpec = { kind: 'cloud', issuer: GITHUB_ISSUER, claims: 'subject-only', closures: [] };

export function toGitHubSpec(input: v.InferOutput<typeof gitHubSchema>): GitHubSpec {
  const { kind, audience, claims, subjectClaimKeys, workflows } = input;
  return {
    kind,
    issuer: ISSUERS[kind](HEAD in input ? input[HEAD] : ''),
    claims,
    closures: toClosureSpecs(input.closures),
    ...(audience === undefined ? {} : { audience }),
    ...(subjectClaimKeys === undefined ? {} : { subjectClaimKeys }),
    ...(workflows === undefined ? {} : { workflows }),
  };
}

/** IAM knows the claims of GitHub's own issuers; those of a server, which is any provider to it, would let nobody in. */
export function checkGitHub({ kind, claims }: GitHubSpec, path: string): LocatedFinding[] {
  if (kind !== 'enterpriseServer' || claims !== 'extended') return [];
  return [at(`${path}.claims`, {
    code: 'DUST2034',
    value: claims,
    problem: 'are not known to IAM for an Enterprise Server, so that every role would refuse everybody',
    allowed: 'TokenClaims.SUBJECT_ONLY',
    fix: 'leave it out, and put what shall be compared into subjectClaimKeys',
  })];
}

export function toClosureSpecs(input: v.InferOutput<typeof closures>): ClosureSpec[] {
  return (input ?? []).map(({ kind, [HEAD]: why }) => ({ kind, reason: why }));
}
