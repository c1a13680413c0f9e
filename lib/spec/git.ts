import { firstOf, patternRule, suggest } from './rules';
import type { Rule } from './rules';
import type { Finding } from '../issues/issue';

const SLUG = /^[A-Za-z0-9](?:-?[A-Za-z0-9]){0,38}\/(?!\.{1,2}$)[\w.-]{1,100}$/;

/** OWNER/REPOSITORY, as GitHub spells it: owners of at most 39 characters, repositories of at most 100. */
export const judgeRepository: Rule<string> = firstOf(judgeWildcard, (value) => {
  if (isSlug(value)) return undefined;
  return {
    code: 'DUST1012',
    value,
    problem: value === '' ? 'is empty' : 'is not a repository',
    allowed: 'OWNER/REPO, such as "acme/billing"',
    fix: suggest(value, slugIn, isSlug) ?? 'write the owner, a slash and the repository',
  };
});

function isSlug(text: string): boolean {
  return SLUG.test(text) && !text.endsWith('.git');
}

/** The slug in the address of a repository, or of a page in it. */
function slugIn(typed: string): string | undefined {
  const address = /^(?:(?:https?|ssh|git):\/\/)?(?:git@)?(?:www\.)?github\.com[/:]([\w-]+\/[\w.-]+)(?:[/?#]|$)/.exec(typed.trim())?.[1];
  return (address ?? typed.trim().replace(/^\/|\/$/g, '')).replace(/\.git$/, '');
}

function judgeWildcard(value: string): Finding | undefined {
  const wildcard = /[*?]/.exec(value)?.[0];
  if (wildcard === undefined) return undefined;
  const owner = /^[A-Za-z0-9-]{1,39}(?=[/*?])/.exec(value)?.[0] ?? 'the owner';
  return {
    code: 'DUST1013',
    value,
    problem: `contains "${wildcard}"`,
    allowed: 'one OWNER/REPO, such as "acme/billing"',
    fix: `name the repository; any repository of ${owner} could assume the role otherwise`,
  };
}

/** The id of an owner or repository, as `gh api repos/OWNER/REPO` prints it. */
export const judgeGitHubId = patternRule({
  code: 'DUST1014',
  pattern: /^[1-9][0-9]{0,19}$/,
  problem: 'is not an id of GitHub',
  allowed: 'digits in quotes',
  fix: 'copy it from: gh api repos/OWNER/REPO --jq \'.owner.id, .id\'',
});

/**
 * One branch, as git allows it, in characters that a trust policy can hold and with nothing that IAM replaces.
 * @see https://git-scm.com/docs/git-check-ref-format
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html
 */
export const judgeBranch: Rule<string> = (value) => {
  if (!value.startsWith('refs/') && isBranch(value)) return undefined;
  const meant = suggest(value, (typed) => typed.trim().replace(/^refs\/heads\//, ''), (text) => !text.startsWith('refs/') && isBranch(text));
  return { code: 'DUST1015', value, allowed: 'one literal branch without refs/heads/, such as "main"', ...describeBranch(value), ...(meant === undefined ? {} : { fix: meant }) };
};

function describeBranch(value: string): { readonly problem: string; readonly fix: string } {
  if (value === '') return { problem: 'is empty', fix: 'name one branch' };
  if (value.startsWith('refs/')) return { problem: 'is a ref, and no branch', fix: 'name one branch' };
  const pattern = /[*?[]/.exec(value)?.[0];
  if (pattern !== undefined) return { problem: `contains "${pattern}"`, fix: 'name one branch; any branch that fits could publish images otherwise' };
  if (value.includes('${')) return { problem: 'contains "${", which IAM replaces in a policy', fix: 'publish from a branch with another name' };
  if (/[\u0100-\uffff]/.test(value)) return { problem: 'has letters that no trust policy of IAM can hold', fix: 'publish from a branch with a Latin name' };
  return { problem: 'is no name that git gives to a branch', fix: 'write the name as `git branch` prints it' };
}

function isBranch(text: string): boolean {
  if (text === '' || text === '@' || text.length > 244) return false;
  return !/^[-/.]|[/.]$|\.\.|\/\/|\/\.|@\{|\$\{|\.lock(?:\/|$)|[\x00-\x20\x7f-\xa0~^:?*[\\\u0100-\uffff]/.test(text);
}

/** A GitHub environment may hold a colon, which the token writes as %3A, but no slash and no line end. */
export const judgeGitHubEnvironment: Rule<string> = patternRule({
  code: 'DUST1016',
  pattern: /^(?! )(?:(?!\$\{)[\x20-)+-.0->@-~\xa1-\xff])+(?<! )$/,
  max: 255,
  problem: 'is not the name of a GitHub environment that a role can trust',
  allowed: 'Latin letters, digits, spaces and signs without "/", "*", "?" and "${", at most 255',
  fix: 'write the name as it stands in the settings of the repository, and rename it there if need be',
});
