import { firstOf, patternRule } from './rules';
import type { Rule } from './rules';
import type { Finding } from '../issues/issue';

/** OWNER/REPOSITORY, as GitHub spells it: owners of at most 39 characters, repositories of at most 100. */
export const judgeRepository: Rule<string> = firstOf(judgeWildcard, (value) => {
  if (/^[A-Za-z0-9](?:-?[A-Za-z0-9]){0,38}\/(?!\.{1,2}$)[\w.-]{1,100}$/.test(value) && !/\.git$/.test(value)) return undefined;
  const meant = /^(?:https?:\/\/github\.com\/|git@github\.com:)?([\w-]+\/[\w.-]+?)(?:\.git)?\/?$/.exec(value)?.[1];
  return {
    code: 'DUST1012',
    value,
    problem: 'is not a repository',
    allowed: 'OWNER/REPO, such as "acme/billing"',
    fix: meant === undefined || meant === value ? 'write the owner, a slash and the repository' : `did you mean "${meant}"?`,
  };
});

function judgeWildcard(value: string): Finding | undefined {
  const wildcard = /[*?]/.exec(value)?.[0];
  if (wildcard === undefined) return undefined;
  return {
    code: 'DUST1013',
    value,
    problem: `contains "${wildcard}"`,
    allowed: 'one OWNER/REPO, such as "acme/billing"',
    fix: `name the repository; any repository of ${value.split('/')[0]?.replace(/[*?]/g, '') || 'the owner'} could assume the role otherwise`,
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

/** @see https://git-scm.com/docs/git-check-ref-format */
export const judgeBranch: Rule<string> = (value) => {
  const illegal = value === '' || value.length > 244 || /^[-/.]|[/.]$|\.\.|\/\/|\/\.|@\{|\.lock(?:\/|$)|[\x00-\x20\x7f~^:?*[\\]/.test(value);
  if (!illegal && !value.startsWith('refs/')) return undefined;
  return {
    code: 'DUST1015',
    value,
    problem: value.startsWith('refs/') ? 'is a ref' : 'is not the name of one branch',
    allowed: 'one literal branch without refs/heads/, such as "main"',
    fix: value.startsWith('refs/heads/') ? `write "${value.slice('refs/heads/'.length)}"` : 'name one branch',
  };
};

/** A GitHub environment may hold a colon, which the token writes as %3A, but no slash and no line end. */
export const judgeGitHubEnvironment = patternRule({
  code: 'DUST1016',
  pattern: /^[^\s/*?](?:[^/*?\n\r\t]*[^\s/*?])?$/,
  max: 255,
  problem: 'is not the name of a GitHub environment',
  allowed: 'text without "/", "*", "?" and line ends, at most 255',
  fix: 'write the name as it stands in the settings of the repository',
});
