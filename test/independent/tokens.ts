import type { Token } from './evaluate-trust';
import { same } from './json';
import { ISSUER, declaredToken, encoded, subjectOf, tokenOf } from './origins';
import type { Origin, Repository, Run } from './origins';

/** A token that somebody has who was not declared. */
export interface Attack {
  readonly kind: string;
  readonly token: Token;
  /** What keeps it out although IAM sees the same audience and subject as in the declared token. */
  readonly closure?: string;
}

const RULES = 'the protection rules of the GitHub environment: its branches and reviewers';
const WORKFLOWS = 'review of workflow files on the branch, or a subject template with event_name and job_workflow_ref';
const RUNNERS = 'runner groups of GitHub, or a subject template with runner_environment';
const COLON = 'a name without a colon, or the claim of the environment';
const IDS = 'the ids of the repository, which are declared with it';

interface Maker {
  readonly origin: Origin;
  readonly declared: Token;
  /** The declared run with some of it changed. */
  readonly run: (changes: Partial<Run>, repository?: Partial<Repository>) => Token;
  readonly claims: (claims: Token['claims']) => Token;
}

type Row = readonly [kind: string, token: Token, closure?: string];

function maker(origin: Origin): Maker {
  const { repository, place, audience } = origin;
  const usual: Run = 'branch' in place ? { ref: `refs/heads/${place.branch}` } : { ref: 'refs/heads/main', environment: place.environment };
  const declared = declaredToken(origin);
  const run = (changes: Partial<Run>, other: Partial<Repository> = {}) => tokenOf({ ...repository, ...other }, { ...usual, ...changes }, audience);
  return { origin, declared, run, claims: (claims) => ({ ...declared, claims: { ...declared.claims, ...claims } }) };
}

/** A name in the other case, wherever it has letters. */
export function otherCase(text: string): string {
  const upper = text.toUpperCase();
  return upper === text ? text.toLowerCase() : upper;
}

/** Runs elsewhere in the repository. The environment, where one was declared, is left out, and has rows of its own. */
function elsewhere({ origin: { place, repository, audience } }: Maker): Row[] {
  const branch = 'branch' in place ? place.branch : 'main';
  const bare = (run: Run) => tokenOf(repository, run, audience);
  const head = (name: string, event = 'push') => bare({ ref: `refs/heads/${name}`, event });
  const wanted = 'environment' in place ? place.environment : 'prod';
  return [
    ['a pull request of a fork', bare({ ref: 'refs/pull/7/merge', event: 'pull_request', actor: 'stranger' })],
    ['a pull request of the repository', bare({ ref: 'refs/pull/8/merge', event: 'pull_request' })],
    ['another branch', head('feature/x')],
    ['a branch whose name goes on', head(`${branch}-evil`)],
    ['a branch below the branch', head(`${branch}/x`)],
    ['a branch whose name is a beginning', head(branch.slice(0, -1) || 'x')],
    ['a branch in other letters', head(otherCase(branch))],
    ['a branch named like the whole ref', head(`refs/heads/${branch}`)],
    ['a branch named like the place of an environment', head(`environment:${wanted}`)],
    ['a branch without the beginning of its ref', bare({ ref: branch })],
    ['a tag named like the branch', bare({ ref: `refs/tags/${branch}` })],
    ['another tag', bare({ ref: 'refs/tags/v1.0.0' })],
    ['a merge queue', bare({ ref: `refs/heads/gh-readonly-queue/${branch}/pr-8-0a1b2c`, event: 'merge_group' })],
    ['Dependabot on a branch of its own', bare({ ref: 'refs/heads/dependabot/npm_and_yarn/x-1.2.3', actor: 'dependabot[bot]' })],
    ['Dependabot in a pull request', bare({ ref: 'refs/pull/9/merge', event: 'pull_request', actor: 'dependabot[bot]' })],
    ['another environment', bare({ ref: `refs/heads/${branch}`, environment: 'preview' })],
    ['an environment whose name goes on', bare({ ref: `refs/heads/${branch}`, environment: `${wanted}-eu` })],
    ['an environment whose name is a beginning', bare({ ref: `refs/heads/${branch}`, environment: wanted.slice(0, -1) || 'x' })],
    ['an environment in other letters', bare({ ref: `refs/heads/${branch}`, environment: otherCase(wanted) })],
    ['an environment whose colon is its own', bare({ ref: `refs/heads/${branch}`, environment: wanted, subject: `${subjectOf(repository)}:environment:${wanted.includes(':') ? wanted : `:${wanted}`}` })],
    ['an environment whose colon was not encoded', bare({ ref: `refs/heads/${branch}`, environment: `${wanted}:x`, subject: `${subjectOf(repository)}:environment:${wanted}:x` })],
    ['an environment whose colon was encoded twice', bare({ ref: `refs/heads/${branch}`, environment: `${wanted}:x`, subject: `${subjectOf(repository)}:environment:${encoded(wanted).replaceAll('%', '%25')}%253Ax` })],
    ['no environment, where one was declared, or one where a branch was', 'branch' in place ? bare({ ref: `refs/heads/${branch}`, environment: branch }) : head(branch)],
    ['an environment named like a ref', bare({ ref: `refs/heads/${branch}`, environment: `ref:refs/heads/${branch}` })],
  ];
}

/** The same run in repositories that are not the declared one. */
function others({ run, claims, origin: { repository: { owner, name, ids } } }: Maker): Row[] {
  const fresh = (changes: Partial<Repository>, own: Partial<NonNullable<Repository['ids']>>) => run({}, { ...changes, ...(ids === undefined ? {} : { ids: { ...ids, ...own } }) });
  return [
    ['another repository of the owner', fresh({ name: `not-${name}` }, { repository: '77' })],
    ['a repository whose name goes on', fresh({ name: `${name}-evil` }, { repository: '77' })],
    ['a repository whose name is a beginning', fresh({ name: name.slice(0, -1) || 'x' }, { repository: '77' })],
    ['a repository whose name ends in the name', fresh({ name: `x${name}` }, { repository: '77' })],
    ['another owner', fresh({ owner: 'evil' }, { owner: '66', repository: '77' })],
    ['an owner whose name goes on', fresh({ owner: `${owner}-evil` }, { owner: '66', repository: '77' })],
    ['an owner whose name is a beginning', fresh({ owner: owner.slice(0, -1) || 'x' }, { owner: '66', repository: '77' })],
    ['an owner in other letters', fresh({ owner: otherCase(owner) }, {})],
    ['a repository in other letters', fresh({ name: otherCase(name) }, {})],
    // Without ids the name is all there is, and who takes the name takes the subject.
    ...(ids === undefined ? [['a name that somebody else took', claims({ repository_id: '77', repository_owner_id: '66', actor: 'stranger' }), IDS] satisfies Row] : [
      ['a name that somebody else took', run({}, { ids: { owner: '66', repository: '77' } })] satisfies Row,
      ['the name in a new repository of the owner', run({}, { ids: { ...ids, repository: '77' } })] satisfies Row,
      ['the owner made again', run({}, { ids: { ...ids, owner: '66' } })] satisfies Row,
      ['an id that goes on', run({}, { ids: { ...ids, repository: `${ids.repository}0` } })] satisfies Row,
      ['ids in each other\'s place', run({}, { ids: { owner: ids.repository, repository: ids.owner } })] satisfies Row,
    ]),
    ['the form without ids, or with them where none were declared', tokenOfForm({ owner, name, ...(ids === undefined ? { ids: { owner: '400', repository: '500' } } : {}) }, run)],
  ];
}

/** The other of the two forms of subjects, of the same repository. */
function tokenOfForm(repository: Repository, run: Maker['run']): Token {
  const { claims, issuer } = run({});
  const [, rest = ''] = /^repo:[^:]*(:.*)$/.exec(String(claims.sub)) ?? [];
  return { issuer, claims: { ...claims, sub: `${subjectOf(repository)}${rest}` } };
}

/** Tokens that GitHub does not sign so, or not for AWS. */
function crooked({ declared, claims, origin: { repository, place } }: Maker): Row[] {
  const sub = String(declared.claims.sub);
  const from = (issuer: string): Token => ({ ...declared, issuer });
  return [
    ['the audience of GitHub\'s own', claims({ aud: `https://github.com/${repository.owner}` })],
    ['the audience of another cloud', claims({ aud: 'api://AzureADTokenExchange' })],
    ['an audience that goes on', claims({ aud: `${String(declared.claims.aud)}.evil.example` })],
    ['an audience in other letters', claims({ aud: otherCase(String(declared.claims.aud)) })],
    ['an enterprise\'s own issuer', from(`${ISSUER}/evil`)],
    ['a GitHub Enterprise Server', from('github.evil.example/_services/token')],
    ['a data-resident enterprise', from('token.actions.evil.ghe.com')],
    ['an issuer whose name goes on', from(`${ISSUER}.evil.example`)],
    ['no subject', claims({ sub: undefined })],
    ['an empty subject', claims({ sub: '' })],
    ['no audience', claims({ aud: undefined })],
    ['an empty audience', claims({ aud: '' })],
    ['nothing at all', { issuer: ISSUER, claims: {} }],
    ['a subject that goes on', claims({ sub: `${sub}:job_workflow_ref:${repository.owner}/x/.github/workflows/x.yml@refs/heads/main` })],
    ['a subject that begins earlier', claims({ sub: `x${sub}` })],
    ['a subject in capitals', claims({ sub: sub.toUpperCase() })],
    ['a subject of stars', claims({ sub: '*' })],
    ['a subject that only names the repository', claims({ sub: subjectOf(repository) })],
    ['a subject of the workflow alone', claims({ sub: `job_workflow_ref:${String(declared.claims.job_workflow_ref)}` })],
    ['a short ref', claims({ sub: `${subjectOf(repository)}:ref:${'branch' in place ? encoded(place.branch) : 'main'}` })],
  ];
}

/** The same subject and audience from a run that nobody meant: IAM sees no difference, unless claims are pinned. */
function alike({ run, origin: { place, repository } }: Maker): Row[] {
  const closes = (otherwise: string) => ('environment' in place ? RULES : otherwise);
  const foreign = 'evil/actions/.github/workflows/deploy.yml@refs/heads/main';
  const always: Row[] = [
    ['pull_request_target, which has the base branch\'s ref', run({ event: 'pull_request_target', actor: 'stranger' }), closes(WORKFLOWS)],
    ['workflow_run after anybody\'s pull request', run({ event: 'workflow_run' }), closes(WORKFLOWS)],
    ['a comment of anybody', run({ event: 'issue_comment', actor: 'stranger' }), closes(WORKFLOWS)],
    ['another workflow file of the place', run({ workflow: 'lint' }), closes(WORKFLOWS)],
    ['a reusable workflow of somebody else', run({ jobWorkflow: foreign }), closes(WORKFLOWS)],
    ['a self-hosted runner', run({ runner: 'self-hosted' }), RUNNERS],
    ['Dependabot\'s merge in the place', run({ actor: 'dependabot[bot]' }), closes('review of what is merged')],
  ];
  if ('branch' in place) return always;
  return [
    ...always,
    ['any branch that says the environment', run({ ref: 'refs/heads/feature/x' }), RULES],
    ['any tag that says the environment', run({ ref: 'refs/tags/v0' }), RULES],
    ['a pull request that says the environment', run({ ref: 'refs/pull/8/merge', event: 'pull_request' }), RULES],
    // GitHub is known to encode the colon; nobody says that it encodes the sign by which it does.
    ...(place.environment.includes(':') ? [['an environment that is called by the code of the colon', { ...run({}), claims: { ...run({}).claims, environment: encoded(place.environment) } }, COLON] satisfies Row] : []),
    ['a dispatch from another branch', run({ ref: `refs/heads/${repository.name}-hotfix`, event: 'workflow_dispatch' }), RULES],
  ];
}

const MADE = new Map<string, readonly Attack[]>();

/** Every attack on a role with this origin; a name without letters has no other case, and such a row, the declared run itself, is left out. */
export function attacksOn(origin: Origin): readonly Attack[] {
  const known = MADE.get(JSON.stringify(origin));
  if (known !== undefined) return known;
  const made = maker(origin);
  // A branch that is called like Dependabot's, and was declared, is not elsewhere.
  const apart = elsewhere(made).filter(([, token]) => !isAlike(token, made.declared));
  const rows = [...apart, ...others(made), ...crooked(made), ...alike(made)].filter(([, token]) => !same(token, made.declared));
  const attacks = rows.map(([kind, token, closure]): Attack => ({ kind, token, ...(closure === undefined ? {} : { closure }) }));
  MADE.set(JSON.stringify(origin), attacks);
  return attacks;
}

/** Whether IAM sees one and the same subject, audience and issuer in both. */
export function isAlike(left: Token, right: Token): boolean {
  return left.issuer === right.issuer && left.claims.aud === right.claims.aud && left.claims.sub === right.claims.sub;
}
