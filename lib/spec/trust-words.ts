import { judgeBranch, judgeRepository } from './git';
import { patternRule, suggest } from './rules';
import type { Rule } from './rules';
import { didYouMean, listed } from '../issues/suggest';
import { CLAIM_KEYS } from '../trust/token';

/** One part of which the subject of a token is made. @see https://docs.github.com/en/actions/reference/security/oidc */
export const judgeClaimKey: Rule<string> = (value) => (CLAIM_KEYS.includes(value) ? undefined : {
  code: 'DUST1017',
  value,
  problem: value === '' ? 'is empty' : 'is no claim whose value a declaration says',
  allowed: listed(CLAIM_KEYS),
  fix: didYouMean(value, CLAIM_KEYS, 'leave it out of the template of the repository: gh api repos/OWNER/REPO/actions/oidc/customization/sub'),
});

const FILE = /^\.github\/workflows\/[\w.-]{1,100}\.ya?ml$/;

/** A file of the repository itself, or the whole of `job_workflow_ref` for one that other repositories call. */
export const judgeWorkflow: Rule<string> = (value) => {
  if (isWorkflow(value)) return undefined;
  return {
    code: 'DUST1018',
    value,
    problem: value === '' ? 'is empty' : 'is not the file of a workflow',
    allowed: '".github/workflows/FILE.yml", or "OWNER/REPO/.github/workflows/FILE.yml@refs/heads/BRANCH"',
    fix: suggest(value, (typed) => `.github/workflows/${typed.trim().replace(/^.*\//, '').replace(/(?:\.ya?ml)?$/, (end) => end || '.yml')}`, isWorkflow) ?? 'write it as the claim job_workflow_ref has it',
  };
};

function isWorkflow(value: string): boolean {
  if (FILE.test(value)) return true;
  const [, slug = '', file = '', branch, tag] = /^([^/]+\/[^/]+)\/(\.github\/workflows\/[^@]+)@refs\/(?:heads\/([^]+)|tags\/([^]+))$/.exec(value) ?? [];
  const ref = branch ?? tag;
  return ref !== undefined && judgeRepository(slug) === undefined && FILE.test(file) && judgeBranch(ref) === undefined;
}

/** One tag, as git allows it; its rules are those of a branch. */
export const judgeTag: Rule<string> = (value) => {
  if (!value.startsWith('refs/') && judgeBranch(value) === undefined) return undefined;
  const isTag = (text: string): boolean => !text.startsWith('refs/') && judgeBranch(text) === undefined;
  return {
    code: 'DUST1019',
    value,
    problem: describeTag(value),
    allowed: 'a literal tag without refs/tags/, such as "v1.4.0", or what tags begin with, such as "v"',
    fix: suggest(value, (typed) => typed.trim().replace(/^refs\/tags\//, '').replace(/\*+$/, ''), isTag) ?? 'write the tag as `git tag` prints it',
  };
};

function describeTag(value: string): string {
  if (value === '') return 'is empty';
  const wildcard = /[*?[]/.exec(value)?.[0];
  if (wildcard !== undefined) return `contains "${wildcard}"`;
  return value.startsWith('refs/') ? 'is a ref' : 'is no name that git gives to a tag';
}

/** What a workflow runs for; privileged ones run with the rights of the branch for whoever opened a pull request. */
const EVENTS = ['push', 'workflow_dispatch', 'schedule', 'release', 'create', 'merge_group', 'repository_dispatch', 'workflow_call'];

export const judgeEvent: Rule<string> = (value) => (EVENTS.includes(value) ? undefined : {
  code: 'DUST1017',
  value,
  problem: value === '' ? 'is empty' : 'is no event that a role of AWS is for',
  allowed: listed(EVENTS),
  fix: didYouMean(value, EVENTS, 'write the event that starts the workflow; what strangers can start gets no role'),
});

const judgeForm = patternRule({
  code: 'DUST1071',
  pattern: /^20[0-9]{2}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])$/,
  problem: 'is not a day',
  allowed: 'a day, such as "2026-07-15"',
  fix: 'copy it from: gh api repos/OWNER/REPO --jq .created_at',
  meant: (typed) => typed.trim().slice(0, 10),
});

/** A day of the calendar, which has no 31st of February. */
export const judgeDay: Rule<string> = (value) => {
  const finding = judgeForm(value);
  if (finding !== undefined || new Date(`${value}T00:00:00Z`).toISOString().startsWith(value)) return finding;
  return { ...judgeForm('never')!, value };
};
