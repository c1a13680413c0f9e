import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FakeGitHub, TOKEN } from './fake-github';
import type { FakeRepository, Trouble } from './fake-github';
import { classicProtection, fleetOf, soundRepository } from './sound';
import type { Io } from '../../../bin/command';
import { findingsOf } from '../../../bin/environments/check';
import type { Finding } from '../../../bin/environments/finding';
import type { IdentitiesDescription } from '../../../lib/plan/describe-identities';
import { temporaryFolder } from '../../support/synthesize';

let fake: FakeGitHub;
beforeAll(async () => { fake = await FakeGitHub.start(); });
afterAll(() => fake.stop());
beforeEach(() => Object.assign(fake, { repositories: [soundRepository()], organizations: {}, trouble: undefined, asked: [] }));

const folder = temporaryFolder();
// Nothing of these fleets is in AWS.
writeFileSync(join(folder, 'aws'), '#!/bin/sh\necho 444455556666\n');
chmodSync(join(folder, 'aws'), 0o755);

function io(environment: NodeJS.ProcessEnv = {}): Io {
  return {
    folder, environment: { PATH: `${folder}:/usr/bin:/bin`, GITHUB_API_URL: fake.address, GH_TOKEN: TOKEN, ...environment },
    out: () => undefined, error: () => undefined, secret: () => Promise.reject(new Error('nobody is asked')),
  };
}

const judge = (fleet: IdentitiesDescription = fleetOf()): Promise<readonly Finding[]> => findingsOf(fleet, io());
const told = (findings: readonly Finding[], severity: string): string[] => findings.filter((one) => one.severity === severity).map(({ where, what }) => `${where}: ${what}`);

const REPOSITORY = 'GitHub repository acme/shop';
const ENVIRONMENT = 'GitHub environment prod: eu west of acme/shop';
const BRANCH = 'branch main of acme/shop';
const environmentOf = (repository: FakeRepository) => repository.environments['prod: eu west']!;
const reviewersOf = (repository: FakeRepository) => (environmentOf(repository).body.protection_rules as Record<string, unknown>[])[0]!;
const rulesOf = (repository: FakeRepository) => repository.branches.main!.rules;

test('everything about a sound repository is good, and each question has its words', async () => {
  const findings = await judge();
  expect(findings.filter(({ severity }) => severity !== 'good')).toEqual([]);
  expect(findings.length).toBe(14);
  expect(fake.asked).toContain('/repos/acme/shop/environments/prod%3A%20eu%20west/deployment-branch-policies');
});

/** One setting that is wrong, and what is told about it. */
type Row = readonly [setting: string, set: (repository: FakeRepository) => void, where: string, what: string];

const WRONG: readonly Row[] = [
  ['no repository', () => { fake.repositories = []; }, REPOSITORY, 'GitHub shows no such repository to this token'],
  ['a renamed repository', (one) => { one.movedFrom = 'acme/shop'; one.fullName = 'acme/store'; }, REPOSITORY, 'was renamed or transferred'],
  ['another case', (one) => { one.fullName = 'Acme/shop'; }, REPOSITORY, 'is spelt "Acme/shop" in GitHub'],
  ['a recycled name', (one) => { one.id = 23; }, REPOSITORY, 'is not the repository that was declared: its ids are 11 and 23'],
  ['another owner', (one) => { one.ownerId = 12; }, REPOSITORY, 'is not the repository that was declared: its ids are 12 and 22'],
  ['an archived repository', (one) => { one.archived = true; }, REPOSITORY, 'is archived'],
  ['a template of its own', (one) => { one.subject = { use_default: false, include_claim_keys: ['repo', 'job_workflow_ref'] }; }, REPOSITORY, 'its subjects have the claims repo, job_workflow_ref, not repo, context'],
  ['the template of its organization', (one) => { one.subject = { use_default: false }; fake.organizations.acme = { include_claim_keys: ['repo'] }; }, REPOSITORY, 'its subjects have the claims repo, not repo, context'],
  ['an older subject', (one) => { one.subject = { use_default: true, use_immutable_subject: false, sub_claim_prefix: 'repo:acme/shop' }; }, REPOSITORY, 'its subjects begin with repo:acme/shop, and publish, promote expect another form'],
  ['an older subject, of which GitHub says less', (one) => { one.subject = { use_default: true, use_immutable_subject: false }; }, REPOSITORY, 'its subjects begin with repo:acme/shop, and publish, promote expect another form'],
  ['no environment', (one) => { one.environments = {}; }, ENVIRONMENT, 'does not exist'],
  ['no reviewers', (one) => { reviewersOf(one).reviewers = []; }, ENVIRONMENT, 'asks nobody for an approval'],
  ['no rule of reviewers', (one) => { environmentOf(one).body.protection_rules = [{ id: 4, type: 'branch_policy' }]; }, ENVIRONMENT, 'asks nobody for an approval'],
  ['only a timer', (one) => { environmentOf(one).body.protection_rules = [{ id: 4, type: 'wait_timer', wait_timer: 30 }]; }, ENVIRONMENT, 'lets people approve what they started themselves'],
  ['approvals of oneself', (one) => { reviewersOf(one).prevent_self_review = false; }, ENVIRONMENT, 'lets people approve what they started themselves'],
  ['a way around for administrators', (one) => { environmentOf(one).body.can_admins_bypass = true; }, ENVIRONMENT, 'lets administrators bypass its rules'],
  ['every branch', (one) => { environmentOf(one).body.deployment_branch_policy = null; }, ENVIRONMENT, 'lets every branch deploy'],
  ['every protected branch', (one) => { environmentOf(one).body.deployment_branch_policy = { protected_branches: true, custom_branch_policies: false }; }, ENVIRONMENT, 'lets every branch with a protection deploy'],
  ['a pattern of branches', (one) => { environmentOf(one).policies.push({ name: 'release/*', type: 'branch' }); }, ENVIRONMENT, 'lets every branch that fits "release/*" deploy'],
  ['another branch', (one) => { environmentOf(one).policies.push({ name: 'develop', type: 'branch' }); }, ENVIRONMENT, 'lets branch "develop" deploy'],
  ['a tag with the name of the branch', (one) => { environmentOf(one).policies.push({ name: 'main', type: 'tag' }); }, ENVIRONMENT, 'lets tag "main" deploy'],
  ['a branch of the second page', (one) => { environmentOf(one).policies = [...Array<object>(100).fill({ name: 'main', type: 'branch' }), { name: 'last', type: 'branch' }] as never; }, ENVIRONMENT, 'lets branch "last" deploy'],
  ['no branch at all', (one) => { environmentOf(one).policies = []; }, ENVIRONMENT, 'does not let branch main deploy'],
  ['no such branch', (one) => { one.branches = {}; }, BRANCH, 'does not exist'],
  ['no rules of the branch', (one) => { one.branches.main!.rules = []; }, BRANCH, 'takes changes that nobody has approved'],
  ['pull requests without approvals', (one) => { rulesOf(one)[0]!.parameters = { required_approving_review_count: 0 }; }, BRANCH, 'takes changes that nobody has approved'],
  ['forced pushes', (one) => { rulesOf(one).splice(1, 1); }, BRANCH, 'takes forced pushes'],
  ['deletions', (one) => { rulesOf(one).splice(2, 1); }, BRANCH, 'can be deleted'],
  ['a rule that somebody may bypass', (one) => { one.rulesets[7]!.bypass_actors = [{ actor_type: 'Team', actor_id: 9, bypass_mode: 'always' }]; }, BRANCH, 'takes changes that nobody has approved from who may bypass the rule: Team 9'],
  ['an older protection without reviews', (one) => { one.branches.main = { rules: [], classic: { ...classicProtection(), required_pull_request_reviews: undefined } }; }, BRANCH, 'takes changes that nobody has approved'],
  ['an older protection with forced pushes', (one) => { one.branches.main = { rules: [], classic: { ...classicProtection(), allow_force_pushes: { enabled: true } } }; }, BRANCH, 'takes forced pushes'],
  ['an older protection without administrators', (one) => { one.branches.main = { rules: [], classic: { ...classicProtection(), enforce_admins: { enabled: false } } }; }, BRANCH, 'takes changes that nobody has approved from who may bypass the rule: administrators'],
];

describe('wrong settings of GitHub', () => {
  test.each(WRONG)('%s', async (_setting, set, where, what) => {
    set(fake.repositories[0]!);
    const findings = await judge();
    expect(told(findings, 'wrong')).toContain(`${where}: ${what}`);
    for (const { severity, why = '', fix = '' } of findings) if (severity === 'wrong') expect({ why: why.length > 20, fix: fix.length > 10 }).toEqual({ why: true, fix: true });
  });
});

describe('other settings that are right', () => {
  test.each<readonly [string, (repository: FakeRepository) => void, IdentitiesDescription]>([
    ['an older protection that holds for administrators', (one) => { one.branches.main = { rules: [], classic: classicProtection() }; }, fleetOf()],
    ['one rule without exceptions beside one with some', (one) => {
      rulesOf(one).push(...rulesOf(one).map((rule) => ({ ...rule, ruleset_id: 8 })));
      one.rulesets[8] = { id: 8, name: 'of the organization', bypass_actors: [{ actor_type: 'OrganizationAdmin', actor_id: null }] };
    }, fleetOf()],
    ['a declared template', (one) => { one.subject = { use_default: false, include_claim_keys: ['repo', 'context', 'job_workflow_ref'] }; }, fleetOf([], { subjectClaimKeys: ['repo', 'context', 'job_workflow_ref'] })],
    ['a server that knows no immutable subjects', (one) => { one.subject = { use_default: true, sub_claim_prefix: 'repo:acme/shop' }; }, fleetOf([], { ids: undefined } as never)],
  ])('%s', async (_setting, set, fleet) => {
    set(fake.repositories[0]!);
    const findings = await judge(fleet);
    expect(findings.filter(({ severity }) => severity !== 'good')).toEqual([]);
  });
});

describe('what cannot be read is unproved, and never good', () => {
  const FORBIDDEN = 'Resource not accessible by personal access token; the token may not read it';
  test.each<readonly [string, Trouble | ((repository: FakeRepository) => void), string]>([
    ['the environment', { on: '/environments/', status: 403, message: 'Resource not accessible by personal access token' }, `${ENVIRONMENT}: cannot be read: ${FORBIDDEN}`],
    ['its branches', { on: '/deployment-branch-policies', status: 500, message: 'down' }, `${ENVIRONMENT}: the branches that may deploy cannot be read: GitHub answered 500: down`],
    ['the rules', { on: '/rules/branches/', status: 403, message: 'Resource not accessible by personal access token' }, `${BRANCH}: its protection cannot be read: ${FORBIDDEN}`],
    ['the bypass list', (one) => { delete one.rulesets[7]!.bypass_actors; }, `${BRANCH}: refuses forced pushes, but who may bypass "main is reviewed" cannot be read: GitHub shows it only to who may change the ruleset`],
    ['the template', (one) => { one.subject = undefined; }, `${REPOSITORY}: its template of subjects cannot be read: the token may not read it (it needs the scope "repo")`],
    ['the template of the organization', (one) => { one.subject = { use_default: false }; }, `${REPOSITORY}: its template of subjects cannot be read: it is its organization's, which the token may not read (it needs the scope "read:org")`],
    ['whether subjects are immutable', (one) => { one.subject = { use_default: true }; }, `${REPOSITORY}: whether its subjects are immutable: GitHub does not say`],
    ['whether administrators may bypass', (one) => { delete environmentOf(one).body.can_admins_bypass; }, `${ENVIRONMENT}: whether administrators may bypass its rules: GitHub does not say`],
    ['whether one may approve oneself', (one) => { delete reviewersOf(one).prevent_self_review; }, `${ENVIRONMENT}: whether somebody may approve a deployment of their own: GitHub does not say`],
    ['the rules, for there are none in the answer', (one) => { delete environmentOf(one).body.protection_rules; }, `${ENVIRONMENT}: cannot be read: what GitHub answers is no environment`],
  ])('%s', async (_what, trouble, expected) => {
    if (typeof trouble === 'function') trouble(fake.repositories[0]!);
    else fake.trouble = trouble;
    const findings = await judge();
    expect(told(findings, 'unproved')).toContain(expected);
    expect(told(findings, 'wrong')).toEqual([]);
  });
});

describe('what ends the check', () => {
  test.each<readonly [string, Trouble | undefined, NodeJS.ProcessEnv, string]>([
    ['a bad token', undefined, { GH_TOKEN: 'other' }, 'GitHub refuses the token: Bad credentials'],
    ['no token', undefined, { GH_TOKEN: '', PATH: folder }, 'there is no token of GitHub here'],
    ['the limit of a token', { status: 403, message: 'API rate limit exceeded', headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1800000000' } }, {}, 'GitHub answers no more questions for now: API rate limit exceeded'],
    ['too many questions', { status: 429, message: 'slow down', headers: { 'retry-after': '60' } }, {}, 'GitHub answers no more questions for now: slow down'],
    ['a page instead of the API', { text: '<html>' }, {}, "is not GitHub's API"],
    ['an address without TLS', undefined, { GITHUB_API_URL: 'http://github.example.com' }, 'GITHUB_API_URL is no address that a token may be sent to'],
    ['an address where nothing is', undefined, { GITHUB_API_URL: 'http://127.0.0.1:1' }, 'GitHub cannot be reached at http://127.0.0.1:1'],
  ])('%s', async (_what, trouble, environment, message) => {
    fake.trouble = trouble;
    const failure = await findingsOf(fleetOf(), io(environment)).then(() => undefined, (error: unknown) => error as Error & { next?: string });
    expect(failure?.message).toContain(message);
    expect(failure?.next).toBeTruthy();
    expect(failure?.message).not.toContain(TOKEN);
  });

  test('a token of gh is taken where no variable has one', async () => {
    const place = temporaryFolder();
    writeFileSync(join(place, 'gh'), `#!/bin/sh\n[ "$1 $2" = "auth token" ] && echo ${TOKEN}\n`);
    chmodSync(join(place, 'gh'), 0o755);
    const findings = await findingsOf(fleetOf(), io({ GH_TOKEN: '', PATH: `${place}:${folder}:/usr/bin:/bin` }));
    expect(told(findings, 'wrong')).toEqual([]);
  });

  test('another issuer has another address, which somebody must give', async () => {
    await expect(findingsOf({ ...fleetOf(), issuer: 'github.example.com/_services/token' }, io({ GITHUB_API_URL: '' }))).rejects.toThrow('is the issuer of another server');
  });
});
