import { accepts } from './accepts';
import type { TrustDocument } from './accepts';
import { ATTACKS } from './attacks';
import type { ClosureKind } from './attacks';
import { tokenOf } from './token';
import type { Job } from './token';

/** A role that GitHub may assume, as its template says it, and the jobs that it was declared for. */
export interface FederatedRole {
  /** Where it stands, such as `dust-prod-catalog RestartRole`. */
  readonly place: string;
  readonly document: TrustDocument;
  readonly declared: readonly Job[];
}

/** One way in, and what became of it. */
export interface Verdict {
  readonly who: string;
  readonly isDeclared: boolean;
  readonly isAccepted: boolean;
  /** What keeps them out where IAM does not. */
  readonly closure?: ClosureKind;
}

/** Every declared job, and every attack near to one of them. */
export function judge({ document, declared }: FederatedRole): Verdict[] {
  const welcome = new Set(declared.map((job) => keyOf(tokenOf(job))));
  return [
    ...declared.map((job) => ({ who: `${job.owner}/${job.repository}: ${describe(job)}`, isDeclared: true, isAccepted: accepts(document, tokenOf(job)) })),
    ...declared.flatMap((job) => ATTACKS.flatMap(({ name, token, closure }) => {
      const shown = token(job);
      // What is an attack on one declared job may be another declared one.
      if (shown === undefined || welcome.has(keyOf(shown))) return [];
      return [{ who: name, isDeclared: false, isAccepted: accepts(document, shown), ...(closure === undefined ? {} : { closure }) }];
    })),
  ];
}

/** Two tokens of one key are one to whoever declares a branch or an environment. */
function keyOf({ issuer, claims }: ReturnType<typeof tokenOf>): string {
  return [issuer, claims.aud, claims.sub, claims.repository_id, claims.repository_owner_id, claims.event_name, claims.job_workflow_ref, claims.runner_environment, claims.ref].join('\n');
}

function describe({ environment, ref }: Job): string {
  return environment === undefined ? ref : `environment ${environment}`;
}
