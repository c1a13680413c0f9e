import { dev } from '../parts';
import type { Row } from '../row';
import { GitHubRepository } from 'dust-service';

const WRITE_SLUG = 'write the owner, a slash and the repository';

/** Repositories, branches, ids and environments of GitHub. */
export const gitHub: readonly Row[] = [
  slug('has no owner', 'acme', WRITE_SLUG),
  slug('has three parts', 'a/b/c', WRITE_SLUG),
  slug('is empty', '', WRITE_SLUG, 'is empty'),
  slug('is an address', 'https://github.com/a/b', 'did you mean "a/b"?'),
  slug('is an address without a scheme', 'github.com/a/b', 'did you mean "a/b"?'),
  slug('is the address of a page', 'https://github.com/a/b/tree/main', 'did you mean "a/b"?'),
  slug('is an address of SSH', 'git@github.com:a/b.git', 'did you mean "a/b"?'),
  slug('ends with .git', 'a/b.git', 'did you mean "a/b"?'),
  slug('has an owner of 40 characters', `${'a'.repeat(40)}/b`, WRITE_SLUG),
  wildcard('acme/*', 'contains "*"', 'name the repository; any repository of acme could assume the role otherwise'),
  wildcard('*', 'contains "*"', 'name the repository; any repository of the owner could assume the role otherwise'),
  wildcard('acme*/x', 'contains "*"', 'name the repository; any repository of acme could assume the role otherwise'),
  wildcard('acme/billin?', 'contains "?"', 'name the repository; any repository of acme could assume the role otherwise'),
  ...['*', 'main*', 'feature/**', 'a?b', 'a[b'].map((name) => branch(name, `contains "${/[*?[]/.exec(name)![0]}"`, 'name one branch; any branch that fits could publish images otherwise')),
  ...['a..b', '-x', 'x.lock', 'a~b', 'a^b', 'a:b', 'a b', 'a\\b', '/a', 'a/', 'a//b', '.a', 'a/.b', 'a.', 'a@{b', '@'].map((name) => branch(name, 'is no name that git gives to a branch', 'write the name as `git branch` prints it')),
  branch('', 'is empty', 'name one branch'),
  branch(' main', 'is no name that git gives to a branch', 'did you mean "main"?'),
  branch('\u0432\u0435\u0442\u043a\u0430', 'has letters that no trust policy of IAM can hold', 'publish from a branch with a Latin name'),
  branch('${aws:username}', 'contains "${", which IAM replaces in a policy', 'publish from a branch with another name'),
  branch('refs/heads/main', 'is a ref, and no branch', 'did you mean "main"?'),
  branch('refs/tags/v1', 'is a ref, and no branch', 'name one branch'),
  { ...id('has letters', { ownerId: '12a', repositoryId: '1' }, 'ownerId', '"12a"', 'is not an id of GitHub'), fix: /^copy it from: gh api repos\/OWNER\/REPO/ },
  id('is zero', { ownerId: '1', repositoryId: '0' }, 'repositoryId', '"0"', 'is not an id of GitHub'),
  {
    title: 'an id that is there without the other',
    typed: { service: { repository: GitHubRepository.of('acme/billing', { ownerId: '1' }) } },
    code: 'DUST1014',
    path: 'billing.repository',
    problem: 'has only one of ownerId and repositoryId',
    fix: /^copy both from: gh api/,
  },
  inGitHub('has a slash', 'prod/eu'), inGitHub('has a line end', 'prod\nx'), inGitHub('is a wildcard', 'prod*'), inGitHub('has an emoji', 'prod \u{1F680}'), inGitHub('has a variable of IAM', '${aws:username}'),
];

function slug(what: string, typed: string, fix: string, problem = 'is not a repository'): Row {
  return { title: `a repository that ${what}`, typed: { service: { repository: GitHubRepository.of(typed) } }, code: 'DUST1012', path: 'billing.repository', value: JSON.stringify(typed), problem, fix };
}

function wildcard(typed: string, problem: string, fix: string): Row {
  return { title: `the repository ${typed}`, typed: { service: { repository: GitHubRepository.of(typed) } }, code: 'DUST1013', path: 'billing.repository', value: JSON.stringify(typed), problem, fix };
}

function branch(typed: string, problem: string, fix: string): Row {
  const value = JSON.stringify(typed).replace(/[^\x20-\x7e]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
  return { title: `the branch ${value}`, typed: { service: { repository: GitHubRepository.of('acme/billing', { branch: typed }) } }, code: 'DUST1015', path: 'billing.repository.branch', value, problem, fix };
}

function id(what: string, ids: { ownerId?: string; repositoryId?: string }, key: string, value: string, problem: string): Row {
  return { title: `an id that ${what}`, typed: { service: { repository: GitHubRepository.of('acme/billing', ids) } }, code: 'DUST1014', path: `billing.repository.${key}`, value, problem };
}

function inGitHub(what: string, typed: string): Row {
  const value = JSON.stringify(typed).replace(/[^\x20-\x7e]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
  return {
    title: `a GitHub environment that ${what}`,
    typed: { fleet: dev({ githubEnvironment: typed }) },
    code: 'DUST1016',
    path: 'app.environments[0].githubEnvironment',
    value,
    problem: 'is not the name of a GitHub environment that a role can trust',
    fix: /settings of the repository/,
  };
}
