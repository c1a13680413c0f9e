import { CLOSURES, serviceProps } from '../../support/fleets';
import { environment, prod } from '../parts';
import type { Row } from '../row';
import { GitHub, GitHubRepository, GitTag, TokenClaims, TrustClosure } from 'dust-service';
import type { GitHubProps, GitHubRepositoryProps } from 'dust-service';

const IDS = { ownerId: '1', repositoryId: '3' };
const KINDS = ['protectionRules', 'reviewedWorkflows', 'runnerGroups'];
const COPY = /^copy both from: gh api/;
const TEMPLATE = 'billing.repository.subjectClaimKeys';

/** What the tokens of repositories say, and how what IAM cannot tell apart is closed. */
export const trust: readonly Row[] = [
  repository('row 38: that is young and has no ids', { createdAfter: '2026-07-15' }, 'billing.repository', 'DUST1014', undefined, 'has no ownerId and repositoryId, and is from 2026-07-15', COPY),
  repository('row 38: that was renamed and has no ids', { createdAfter: '2027-01-01' }, 'billing.repository', 'DUST1014', undefined, 'has no ownerId and repositoryId, and is from 2027-01-01', COPY),
  repository('from a day in other words', { ...IDS, createdAfter: 'July' }, 'billing.repository.createdAfter', 'DUST1071', '"July"', 'is not a day', /created_at$/),
  repository('from a time', { ...IDS, createdAfter: '2026-07-15T10:00:00Z' }, 'billing.repository.createdAfter', 'DUST1071', '"2026-07-15T10:00:00Z"', 'is not a day', 'did you mean "2026-07-15"?'),
  repository('from a day that there is not', { ...IDS, createdAfter: '2026-02-31' }, 'billing.repository.createdAfter', 'DUST1071', '"2026-02-31"', 'is not a day', /created_at$/),
  ...['v*', '*', 'v?', 'v[0-9]'].map((name) => tag(GitTag.of(name), name, `contains "${/[*?[]/.exec(name)![0]}"`, name === 'v*' ? 'did you mean "v"?' : 'write the tag as `git tag` prints it')),
  tag(GitTag.startingWith('v*', { reason: 'Releases are tagged' }), 'v*', 'contains "*"', 'did you mean "v"?'),
  tag(GitTag.startingWith('', { reason: 'Releases are tagged' }), '', 'is empty', 'write the tag as `git tag` prints it'),
  tag(GitTag.of('refs/tags/v1'), 'refs/tags/v1', 'is a ref', 'did you mean "v1"?'),
  tag(GitTag.of('v 1'), 'v 1', 'is no name that git gives to a tag', 'write the tag as `git tag` prints it'),
  repository('with a wildcard of tags without a reason', { tags: [GitTag.startingWith('v', { reason: 'why' })] }, 'billing.repository.tags[0].reason', 'DUST1024', '"why"', 'is no reason', /^say why/),
  repository('row 40: with 60 tags', { ...IDS, tags: Array.from({ length: 60 }, (_, index) => GitTag.of(`v${index}`)) }, 'billing/builds/PublishRole AssumeRolePolicyDocument', 'DUST4020', undefined, /^trust policy [0-9],[0-9]{3}\/2,048 characters/, /^use an environment subject/),
  repository('whose older subject is trusted without claims', { ...IDS, legacySubject: true }, 'billing.repository.legacySubject', 'DUST2032', undefined, 'lets in whoever takes the name once it is free', /TokenClaims\.EXTENDED/),
  inFleet('whose older subject is trusted without ids', { claims: TokenClaims.EXTENDED }, { legacySubject: true }, 'billing.repository.legacySubject', 'DUST1014', undefined, /^needs the ids/, /^add ownerId and repositoryId/),
  repository('with an unknown claim', { ...IDS, subjectClaimKeys: ['repo', 'contxt'] }, `${TEMPLATE}[1]`, 'DUST1017', '"contxt"', 'is no claim whose value a declaration says', 'did you mean "context"?'),
  repository('with a claim that changes', { ...IDS, subjectClaimKeys: ['repo', 'context', 'sha'] }, `${TEMPLATE}[2]`, 'DUST1017', '"sha"', 'is no claim whose value a declaration says', /^leave it out of the template/),
  ...[['context', 'repo'], ['ref', 'repo', 'context'], ['event_name', 'repo', 'context'], ['runner_environment', 'repo', 'context']].map((keys) => template(keys, `begins with ${keys[0]!}, which anybody can choose`, 'put "repo" first')),
  template(['repository_owner', 'context'], 'says nothing of the repository, so that any repository would do', 'add "repo"'),
  template(['repo'], 'says nothing of the branch or environment, so that any would do', 'add "context"'),
  template(['repo', 'context', 'repo'], 'has a claim twice', 'name each claim once'),
  template(['repo', 'context', 'environment'], 'has "environment", which the jobs of a branch leave empty', /^take "context"/),
  template(['repo', 'context', 'job_workflow_ref'], 'has job_workflow_ref, and nobody says which file', /^add workflows/),
  repository('with a template of ids that it does not give', { subjectClaimKeys: ['repository_id', 'context'] }, TEMPLATE, 'DUST1017', '"repository_id, context"', 'has ids, which the repository does not give', 'add ownerId and repositoryId'),
  repository('with claims behind a wildcard', { ...IDS, subjectClaimKeys: ['repo', 'context', 'event_name'], tags: [GitTag.startingWith('v', { reason: 'Releases are tagged' })] }, TEMPLATE, 'DUST1017', '"repo, context, event_name"', 'has claims behind the ref, where a tag ends in a wildcard', /^put "context" last/),
  repository('with a template of no claims', { ...IDS, subjectClaimKeys: [] }, TEMPLATE, 'DUST1017', '""', /^says nothing of the repository.*says nothing of the branch/, /add "repo"; add "context"/),
  repository('with a privileged event', { ...IDS, events: ['pull_request_target'] }, 'billing.repository.events[0]', 'DUST1017', '"pull_request_target"', 'is no event that a role of AWS is for', /gets no role$/),
  repository('with a misspelt event', { ...IDS, events: ['pushed'] }, 'billing.repository.events[0]', 'DUST1017', '"pushed"', 'is no event that a role of AWS is for', 'did you mean "push"?'),
  repository('without events', { ...IDS, events: [] }, 'billing.repository.events', 'DUST1017', undefined, 'is empty', 'name the events that start the workflow'),
  ...['release', 'workflows/release.yaml', 'https://github.com/acme/billing/blob/main/.github/workflows/release.yml'].map((typed) => workflow(typed, /^did you mean "\.github\/workflows\/release\.ya?ml"\?$/)),
  ...['acme/platform/.github/workflows/x.yml', 'acme/platform/.github/workflows/x.yml@main', 'acme/platform/.github/workflows/x.yml@refs/heads/*', 'acme/*/.github/workflows/x.yml@refs/heads/main'].map((typed) => workflow(typed, /did you mean|^write it as the claim/)),
  repository('without workflows', { ...IDS, workflows: [] }, 'billing.repository.workflows', 'DUST1018', undefined, 'is empty', 'name the file, or leave it out'),
  gitHub('an enterprise in capitals', GitHub.enterprise('Acme', { closures: CLOSURES }), 'app.gitHub', 'DUST1072', '"Acme"', 'is not the slug of an enterprise', 'did you mean "acme"?'),
  gitHub('an enterprise with a slash', GitHub.enterprise('acme/x', { closures: CLOSURES }), 'app.gitHub', 'DUST1072', '"acme/x"', 'is not the slug of an enterprise', /^write it as it stands/),
  gitHub('a subdomain with its domain', GitHub.dataResident('acme.ghe.com', { closures: CLOSURES }), 'app.gitHub', 'DUST1072', '"acme.ghe.com"', 'is not the subdomain of GHE.com', 'did you mean "acme"?'),
  gitHub('a server with a scheme', GitHub.enterpriseServer('https://github.acme.example', { closures: CLOSURES }), 'app.gitHub', 'DUST1021', '"https://github.acme.example"', undefined, 'did you mean "github.acme.example"?'),
  gitHub('a server whose claims shall be compared', GitHub.enterpriseServer('github.acme.example', { claims: TokenClaims.EXTENDED, closures: CLOSURES }), 'app.gitHub.claims', 'DUST2034', '"extended"', /^are not known to IAM/, /^leave it out/),
  gitHub('an audience with a wildcard', GitHub.cloud({ audience: 'sts*', closures: CLOSURES }), 'app.gitHub.audience', 'DUST1073', '"sts*"', 'is not an audience', /^write what the workflow asks for/),
  ...CLOSURES.slice(0, 3).map((_closure, index) => ({ ...gitHub(`that closes all but ${KINDS[index]!}`, GitHub.cloud({ closures: CLOSURES.filter((__, other) => other !== index) }), 'app.gitHub.closures', 'DUST4004', undefined, new RegExp(`^says nothing of TrustClosure\\.${KINDS[index]!}, and IAM lets in .* as if declared: `), /^close it, and add that to "closures"/) })),
  gitHub('that closes nothing', GitHub.cloud(), 'app.gitHub.closures', 'DUST4004', undefined, /TrustClosure\.protectionRules.*TrustClosure\.reviewedWorkflows.*TrustClosure\.runnerGroups/, /^close them/),
  { title: 'a fleet without a GitHub', typed: { fleet: { gitHub: undefined } }, code: 'DUST4004', path: 'app.gitHub.closures', problem: /TrustClosure\.protectionRules/, fix: /^close them/ },
  gitHub('that keeps no names, where a repository has no ids', GitHub.cloud({ closures: CLOSURES.slice(0, 3) }), 'app.gitHub.closures', 'DUST4004', undefined, /^says nothing of TrustClosure\.keptNames.*: acme-builds-billing-publish \(and 3 more\)$/, /the repository acme\/billing$/, { repository: GitHubRepository.of('acme/billing') }),
  gitHub('that closes without a reason', GitHub.cloud({ closures: [TrustClosure.protectionRules('yes')] }), 'app.gitHub.closures[0]', 'DUST1024', '"yes"', 'is no reason', /^say why/),
  { title: 'a bootstrap that a protected environment shares', typed: { fleet: { environments: [environment({ account: '444455556666' }), prod()] } }, code: 'DUST2033', path: 'app.environments[1].qualifier', value: '"hnb659fds"', problem: 'is the bootstrap of environment "dev", of which only one is protected', fix: /^run `cdk bootstrap --qualifier`/ },
];

function inFleet(what: string, github: GitHubProps, props: GitHubRepositoryProps, path: string, code: string, value: string | undefined, problem: string | RegExp, fix: string | RegExp): Row {
  const typed = { fleet: { gitHub: GitHub.cloud({ closures: CLOSURES, ...github }) }, service: { repository: GitHubRepository.of('acme/billing', props) } };
  return { title: `a repository ${what}`, typed, code, path, ...(value === undefined ? {} : { value }), problem, fix };
}

function repository(what: string, props: GitHubRepositoryProps, path: string, code: string, value: string | undefined, problem: string | RegExp, fix: string | RegExp): Row {
  return inFleet(what, {}, props, path, code, value, problem, fix);
}

function tag(one: GitTag, value: string, problem: string, fix: string): Row {
  return repository(`with the tag ${JSON.stringify(value)} (${JSON.stringify(one)})`, { ...IDS, tags: [one] }, 'billing.repository.tags[0]', 'DUST1019', JSON.stringify(value), problem, fix);
}

function template(subjectClaimKeys: string[], problem: string, fix: string | RegExp): Row {
  return repository(`whose subject is made of ${subjectClaimKeys.join(', ')}`, { ...IDS, subjectClaimKeys }, TEMPLATE, 'DUST1017', JSON.stringify(subjectClaimKeys.join(', ')), problem, fix);
}

function workflow(typed: string, fix: RegExp): Row {
  return repository(`whose workflow is ${typed}`, { ...IDS, workflows: [typed] }, 'billing.repository.workflows[0]', 'DUST1018', JSON.stringify(typed), 'is not the file of a workflow', fix);
}

function gitHub(what: string, value: GitHub, path: string, code: string, quoted: string | undefined, problem: string | RegExp | undefined, fix: string | RegExp, service: object = serviceProps()): Row {
  return { title: `a GitHub: ${what}`, typed: { fleet: { gitHub: value }, service: { ...service } }, code, path, ...(quoted === undefined ? {} : { value: quoted }), ...(problem === undefined ? {} : { problem }), fix };
}
