import { EXTENDED, IDS, repository, sourceOf } from './sources';
import { trustConditions } from '../../../lib/trust/compile';
import { GITHUB_ISSUER, ISSUERS, audienceOf } from '../../../lib/trust/issuer';

const claim = (name: string): string => `${GITHUB_ISSUER}:${name}`;
const subjectOf = (source: Parameters<typeof trustConditions>[0]): unknown => {
  const { StringEquals, StringLike } = trustConditions(source);
  return StringEquals?.[`${source.gitHub.issuer}:sub`] ?? StringLike?.[`${source.gitHub.issuer}:sub`];
};
const FILE = 'acme/platform/.github/workflows/release.yml@refs/heads/main';

test.each([
  ['a branch', sourceOf(), 'repo:acme/billing:ref:refs/heads/main'],
  ['a branch with a slash', sourceOf({ repository: { branch: 'release/1.x' } }), 'repo:acme/billing:ref:refs/heads/release/1.x'],
  ['an environment', sourceOf({ environment: 'prod' }), 'repo:acme/billing:environment:prod'],
  ['an environment with a colon', sourceOf({ environment: 'Production:V1' }), 'repo:acme/billing:environment:Production%3AV1'],
  ['a branch with ids', sourceOf({ repository: IDS }), 'repo:acme@42/billing@4711:ref:refs/heads/main'],
  ['an environment with ids', sourceOf({ repository: IDS, environment: 'prod' }), 'repo:acme@42/billing@4711:environment:prod'],
  ['a tag', sourceOf({ repository: { ...IDS, tags: [{ tag: 'v1' }] } }), ['repo:acme@42/billing@4711:ref:refs/heads/main', 'repo:acme@42/billing@4711:ref:refs/tags/v1']],
  ['tags', sourceOf({ repository: { ...IDS, tags: [{ tag: 'v*' }] } }), ['repo:acme@42/billing@4711:ref:refs/heads/main', 'repo:acme@42/billing@4711:ref:refs/tags/v*']],
  ['both forms', sourceOf({ repository: { ...IDS, legacySubject: true }, gitHub: { claims: 'extended' } }), ['repo:acme@42/billing@4711:ref:refs/heads/main', 'repo:acme/billing:ref:refs/heads/main']],
  ['a server that knows no ids', sourceOf({ repository: IDS, gitHub: { kind: 'enterpriseServer' } }), 'repo:acme/billing:ref:refs/heads/main'],
  ['a template with a file of another repository', sourceOf({ repository: { ...IDS, subjectClaimKeys: ['repo', 'context', 'job_workflow_ref'], workflows: [FILE] }, environment: 'prod' }), `repo:acme@42/billing@4711:environment:prod:job_workflow_ref:${FILE}`],
  ['a template with a file of its own', sourceOf({ repository: { ...IDS, branch: 'stable', subjectClaimKeys: ['job_workflow_ref', 'repo', 'context'], workflows: ['.github/workflows/x.yml'] } }), 'job_workflow_ref:acme/billing/.github/workflows/x.yml@refs/heads/stable:repo:acme@42/billing@4711:ref:refs/heads/stable'],
  ['a template of the organization', sourceOf({ repository: IDS, gitHub: { subjectClaimKeys: ['repository_owner_id', 'repository_id', 'context'] } }), 'repository_owner_id:42:repository_id:4711:ref:refs/heads/main'],
  ['a template of the repository before that of the organization', sourceOf({ repository: { ...IDS, subjectClaimKeys: ['repo', 'context'] }, gitHub: { subjectClaimKeys: ['repository_id', 'context'] } }), 'repo:acme@42/billing@4711:ref:refs/heads/main'],
  ['a template with events and runners', sourceOf({ repository: { ...IDS, subjectClaimKeys: ['repo', 'context', 'event_name', 'runner_environment'] } }), ['push', 'workflow_dispatch'].map((event) => `repo:acme@42/billing@4711:ref:refs/heads/main:event_name:${event}:runner_environment:github-hosted`)],
  ['a template on runners of its own', sourceOf({ repository: { ...IDS, selfHosted: true, subjectClaimKeys: ['repository', 'context', 'runner_environment'] } }), 'repository:acme/billing:ref:refs/heads/main:runner_environment:self-hosted'],
])('the subject of %s', (_what, source, expected) => expect(subjectOf(source)).toEqual(expected));

test('a subject is compared as a whole, and a pattern only where a tag is one', () => {
  expect(Object.keys(trustConditions(sourceOf()))).toEqual(['StringEquals']);
  const { StringEquals, StringLike } = trustConditions(sourceOf({ repository: { tags: [{ tag: 'v*' }] } }));
  expect(Object.keys(StringEquals!)).toEqual([claim('aud')]);
  expect(Object.keys(StringLike!)).toEqual([claim('sub')]);
});

test('where IAM knows the claims, ids, file and ref stand beside the subject', () => {
  const { StringEquals } = trustConditions({ gitHub: EXTENDED, repository: repository({ ...IDS, branch: 'stable', workflows: ['.github/workflows/x.yml'] }), origin: { environment: 'prod' }, partition: 'aws' });
  expect(StringEquals).toEqual({
    [claim('aud')]: 'sts.amazonaws.com',
    [claim('sub')]: 'repo:acme@42/billing@4711:environment:prod',
    [claim('repository_id')]: '4711',
    [claim('repository_owner_id')]: '42',
    [claim('job_workflow_ref')]: 'acme/billing/.github/workflows/x.yml@refs/heads/stable',
    [claim('ref')]: 'refs/heads/stable',
  });
});

test.each([
  ['cloud', '', 'token.actions.githubusercontent.com'],
  ['enterprise', 'acme', 'token.actions.githubusercontent.com/acme'],
  ['dataResident', 'acme', 'token.actions.acme.ghe.com'],
  ['enterpriseServer', 'github.acme.example', 'github.acme.example/_services/token'],
] as const)('the issuer of %s %s is %s', (kind, name, issuer) => {
  expect(ISSUERS[kind](name)).toBe(issuer);
  expect(Object.keys(trustConditions(sourceOf({ gitHub: { kind, issuer } })).StringEquals!)).toEqual([`${issuer}:aud`, `${issuer}:sub`]);
});

test.each([['aws', 'sts.amazonaws.com'], ['aws-us-gov', 'sts.amazonaws.com'], ['aws-cn', 'sts.amazonaws.com.cn']])('the audience in %s is %s', (partition, audience) => {
  expect(audienceOf(partition)).toBe(audience);
  expect(trustConditions(sourceOf({ partition })).StringEquals![claim('aud')]).toBe(audience);
});
