import { declaredJobs, workflowsOf } from './source';
import type { TrustSource } from './source';
import { tokenOf } from './token';
import type { Conditions } from '../policy/statement';

/**
 * The conditions of the one statement that lets in the declared jobs and nobody else: the audience and the whole subject, and with
 * the claims that IAM knows of GitHub also ids, file and ref. A subject is a pattern only where a tag is.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#condition-keys-wif
 */
export function trustConditions(source: TrustSource): Conditions {
  const { gitHub: { issuer, claims }, repository, origin } = source;
  const jobs = declaredJobs(source);
  const subjects = unique(jobs.map((job) => tokenOf(job).claims.sub!));
  const isPattern = subjects.some((subject) => subject.endsWith('*'));
  const literal = [
    ['aud', [jobs[0]!.audience]],
    ...(isPattern ? [] : [['sub', subjects]]),
    ...(claims === 'extended' ? extended(source, jobs[0]!.ref, 'environment' in origin, repository.ids) : []),
  ] as [string, readonly string[]][];
  return {
    StringEquals: Object.fromEntries(literal.map(([claim, values]) => [`${issuer}:${claim}`, values.length === 1 ? values[0]! : values])),
    ...(isPattern ? { StringLike: { [`${issuer}:sub`]: subjects } } : {}),
  };
}

/** The subject of an environment's job no longer says its ref, so the claim does. */
function extended({ gitHub, repository }: TrustSource, ref: string, hidesRef: boolean, ids: TrustSource['repository']['ids']): [string, readonly string[]][] {
  const workflows = workflowsOf(gitHub, repository);
  return [
    ...(ids === undefined ? [] : [['repository_id', [ids.repository]], ['repository_owner_id', [ids.owner]]] as [string, string[]][]),
    ...(workflows === undefined ? [] : [['job_workflow_ref', unique(workflows)]] as [string, readonly string[]][]),
    ...(hidesRef ? [['ref', [ref]]] as [string, string[]][] : []),
  ];
}

function unique(values: readonly string[]): readonly string[] {
  return [...new Set(values)];
}
