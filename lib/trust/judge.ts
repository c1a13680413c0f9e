import { accepts } from './accepts';
import type { TrustDocument } from './accepts';
import { ATTACKS } from './attacks';
import { declaredJobs } from './source';
import type { TrustSource } from './source';
import { tokenOf } from './token';
import type { Job, Token } from './token';
import type { ClosureKind, GitHubSpec } from '../spec/github';

/** One way in, and what became of it. */
export interface Verdict {
  readonly who: string;
  readonly isDeclared: boolean;
  readonly isAccepted: boolean;
  /** What keeps them out where IAM does not. */
  readonly closure?: ClosureKind;
}

/** Tries a role with every declared job, and with every attack near to one of them. */
export function judge(document: TrustDocument, source: TrustSource): Verdict[] {
  const declared = declaredJobs(source);
  const enters = (token: Token): boolean => accepts(document, seenByIam(token, source.gitHub));
  const attacks = new Map<string, Verdict>();
  for (const job of declared.map(example)) {
    for (const { name, token, closure } of ATTACKS) {
      const shown = token(job);
      // What is an attack on one declared job may be another declared one, whose branch or name happens to be that.
      if (shown === undefined || declared.some((one) => isJob(shown, one, closure === undefined ? source.gitHub : undefined))) continue;
      const isAccepted = enters(shown) || attacks.get(name)?.isAccepted === true;
      attacks.set(name, { who: name, isDeclared: false, isAccepted, ...(closure === undefined ? {} : { closure }) });
    }
  }
  return [...declared.map((job) => ({ who: describeJob(job), isDeclared: true, isAccepted: enters(tokenOf(example(job))) })), ...attacks.values()];
}

/** Claims that IAM compares in a request of GitHub. @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#condition-keys-wif */
const ALWAYS_SEEN = ['aud', 'sub'];
const EXTENDED = [
  ...ALWAYS_SEEN, 'actor', 'actor_id', 'job_workflow_ref', 'repository', 'repository_id', 'repository_owner_id', 'workflow', 'ref', 'environment', 'enterprise_id',
];

/** A claim that IAM does not know is as good as absent. */
function seenByIam({ issuer, claims }: Token, { claims: known }: GitHubSpec): Token {
  const seen: Record<string, string> = {};
  for (const claim of known === 'extended' ? EXTENDED : ALWAYS_SEEN) if (claims[claim] !== undefined) seen[claim] = claims[claim];
  return { issuer, claims: seen };
}

/** A job on one of the refs that a pattern means. */
function example(job: Job): Job {
  return { ...job, ref: job.ref.replace(/\*$/, '1.2.3') };
}

/** Whether the token is what such a job shows: in every claim, or in those that IAM sees. */
function isJob(token: Token, job: Job, gitHub: GitHubSpec | undefined): boolean {
  const ref = token.claims.ref ?? '';
  const isRef = job.ref.endsWith('*') ? ref.startsWith(job.ref.slice(0, -1)) : ref === job.ref;
  if (!isRef || token.issuer !== job.issuer) return false;
  const seen = (one: Token): Token['claims'] => (gitHub === undefined ? one : seenByIam(one, gitHub)).claims;
  const [claims, expected] = [seen(token), seen(tokenOf({ ...job, ref }))];
  const [mine, theirs] = [Object.keys(claims), Object.keys(expected)];
  return mine.length === theirs.length && mine.every((claim) => claims[claim] === expected[claim]);
}

function describeJob({ owner, repository, environment, ref, form, event, workflow, claimKeys }: Job): string {
  const place = environment === undefined ? ref : `environment ${environment}`;
  const extra = [
    ...(form === 'legacy' ? ['in the form without ids'] : []),
    ...(claimKeys.includes('event_name') ? [`for ${event}`] : []),
    ...(claimKeys.includes('job_workflow_ref') ? [`in ${workflow}`] : []),
  ];
  return [`${owner}/${repository}: ${place}`, ...extra].join(', ');
}
