import { mutationsOf } from './mutation';
import { properties, statements } from '../../independent/mutate';
import type { Output } from '../../support/synthesize';

const ISSUER = 'token.actions.githubusercontent.com';
const [AUD, SUB] = [`${ISSUER}:aud`, `${ISSUER}:sub`];
const WEB = 'repo:dust-identity@8675309/web@1002';

/** The trust of the role that publishes, from a branch. */
const publish = (output: Output) => statements(output, 'dust-builds-web', 'PublishRole');
/** The trust of the role that promotes, from a GitHub environment. */
const promote = (output: Output) => statements(output, 'dust-prod-web', 'PromoteRole');

function subject(output: Output, value: unknown): void {
  publish(output)[0]!.Condition.StringEquals[SUB] = value;
}

/** All conditions under another operator. */
function operator(output: Output, name: string, changes: Readonly<Record<string, unknown>> = {}): void {
  const [statement] = publish(output);
  statement!.Condition = { [name]: { ...statement!.Condition.StringEquals, ...changes } };
}

/** The audience as it is, the subject under another operator. */
function subjectBy(output: Output, name: string, value: unknown): void {
  const [statement] = publish(output);
  statement!.Condition = { StringEquals: { [AUD]: 'sts.amazonaws.com' }, [name]: { [SUB]: value } };
}

function audienceBy(output: Output, name: string, key: string, value: unknown): void {
  const [statement] = publish(output);
  statement!.Condition = { StringEquals: { [SUB]: statement!.Condition.StringEquals[SUB] }, [name]: { [key]: value } };
}

function second(output: Output, changes: Readonly<Record<string, unknown>>): void {
  publish(output).push({ ...structuredClone(publish(output)[0]!), ...changes });
}

const dropped = mutationsOf('trustTable', [
  ['no audience', 'assumed by the audience of another cloud', (output) => { delete publish(output)[0]!.Condition.StringEquals[AUD]; }],
  ['no subject', 'assumed by another owner', (output) => { delete publish(output)[0]!.Condition.StringEquals[SUB]; }],
  ['no condition', 'assumed by no audience', (output) => { delete publish(output)[0]!.Condition; }],
  ['the audience of GitHub', 'refuses what was declared', (output) => { publish(output)[0]!.Condition.StringEquals[AUD] = 'https://github.com/dust-identity'; }],
  ['two audiences', 'assumed by the audience of another cloud', (output) => { publish(output)[0]!.Condition.StringEquals[AUD] = ['sts.amazonaws.com', 'api://AzureADTokenExchange']; }],
]);

const patterns = mutationsOf('trustTable', [
  ['StringLike over the repository', 'assumed by a pull request of a fork', (output) => operator(output, 'StringLike', { [SUB]: `${WEB}:*` })],
  ['StringLike over the owner', 'assumed by another repository of the owner', (output) => operator(output, 'StringLike', { [SUB]: 'repo:dust-identity@8675309/*' })],
  ['StringLike over owners that begin so', 'assumed by an owner whose name goes on', (output) => operator(output, 'StringLike', { [SUB]: 'repo:dust-identity*/web@*:ref:refs/heads/main' })],
  ['StringLike over every repository', 'assumed by another owner', (output) => operator(output, 'StringLike', { [SUB]: 'repo:*' })],
  ['StringLike over everything', 'assumed by a subject of stars', (output) => operator(output, 'StringLike', { [SUB]: '*' })],
  ['StringLike over branches that begin so', 'assumed by a branch whose name goes on', (output) => operator(output, 'StringLike', { [SUB]: `${WEB}:ref:refs/heads/main*` })],
  ['StringLike over tags as well', 'assumed by a tag named like the branch', (output) => operator(output, 'StringLike', { [SUB]: `${WEB}:ref:refs/*/main` })],
  ['StringLike over environments', 'assumed by another environment', (output) => operator(output, 'StringLike', { [SUB]: `${WEB}:environment:*` })],
  ['StringLike over ids', 'assumed by a name that somebody else took', (output) => operator(output, 'StringLike', { [SUB]: 'repo:dust-identity@*/web@*:ref:refs/heads/main' })],
  ['StringLike over ids that begin so', 'assumed by an id that goes on', (output) => operator(output, 'StringLike', { [SUB]: 'repo:dust-identity@8675309/web@1002*:ref:refs/heads/main' })],
  ['a question mark over one letter', 'assumed by a repository whose name ends in the name', (output) => operator(output, 'StringLike', { [SUB]: ['repo:dust-identity@8675309/?web@*:ref:refs/heads/main', `${WEB}:ref:refs/heads/main`] })],
  ['a star under StringEquals', 'refuses what was declared', (output) => subject(output, `${WEB}:*`)],
  ['ArnLike, in which a star stays between colons, of which a subject has too few', 'refuses what was declared', (output) => subjectBy(output, 'ArnLike', 'repo:*:*:*:*:*')],
  ['an organization\'s star behind the slash alone', 'assumed by another repository of the owner', (output) => subjectBy(output, 'StringLike', 'repo:dust-identity@8675309/*:ref:refs/heads/main')],
]);

const operators = mutationsOf('trustTable', [
  ['ForAllValues', 'assumed by no subject', (output) => subjectBy(output, 'ForAllValues:StringEquals', `${WEB}:ref:refs/heads/main`)],
  ['ForAllValues over the audience', 'assumed by no audience', (output) => audienceBy(output, 'ForAllValues:StringEquals', AUD, 'sts.amazonaws.com')],
  ['IfExists', 'assumed by no subject', (output) => subjectBy(output, 'StringEqualsIfExists', `${WEB}:ref:refs/heads/main`)],
  ['IfExists over another issuer\'s key', 'assumed by the audience of another cloud', (output) => audienceBy(output, 'StringEqualsIfExists', `${ISSUER}/x:aud`, 'sts.amazonaws.com')],
  ['StringEqualsIgnoreCase', 'assumed by a subject in capitals', (output) => subjectBy(output, 'StringEqualsIgnoreCase', `${WEB}:ref:refs/heads/main`)],
  ['StringEqualsIgnoreCase over the audience', 'assumed by an audience in other letters', (output) => audienceBy(output, 'StringEqualsIgnoreCase', AUD, 'sts.amazonaws.com')],
  ['StringNotEquals', 'assumed by a pull request of a fork', (output) => subjectBy(output, 'StringNotEquals', `${WEB}:ref:refs/heads/dev`)],
  ['StringNotLike', 'assumed by another owner', (output) => subjectBy(output, 'StringNotLike', 'repo:evil/*')],
  ['ForAnyValue with Not', 'assumed by another branch', (output) => subjectBy(output, 'ForAnyValue:StringNotEquals', `${WEB}:pull_request`)],
  ['Null, that the subject be there', 'assumed by an empty subject', (output) => subjectBy(output, 'Null', 'false')],
  ['Null, that the subject not be there', 'refuses what was declared', (output) => subjectBy(output, 'Null', 'true')],
  ['an operator that nobody knows', 'nobody can judge the operator StringMatches', (output) => operator(output, 'StringMatches')],
  ['a variable of the policy', 'assumed by another owner', (output) => subjectBy(output, 'StringEquals', '${token.actions.githubusercontent.com:sub}')],
]);

const statementsAndPrincipals = mutationsOf('trustTable', [
  ['conditions in two statements', 'assumed by another owner', (output) => { const { [SUB]: sub, [AUD]: aud } = publish(output)[0]!.Condition.StringEquals; publish(output)[0]!.Condition = { StringEquals: { [SUB]: sub } }; second(output, { Condition: { StringEquals: { [AUD]: aud } } }); }],
  ['a second statement for pull requests', 'assumed by a pull request of a fork', (output) => second(output, { Condition: { StringEquals: { [AUD]: 'sts.amazonaws.com', [SUB]: `${WEB}:pull_request` } } })],
  ['a second statement without conditions', 'assumed by nothing at all', (output) => { second(output, {}); delete publish(output)[1]!.Condition; }],
  ['NotPrincipal', 'assumed by a GitHub Enterprise Server', (output) => { publish(output)[0]!.NotPrincipal = { Federated: 'arn:aws:iam::111122223333:oidc-provider/other.example' }; delete publish(output)[0]!.Principal; publish(output)[0]!.Condition = {}; }],
  ['everybody, by any provider', 'assumed by an issuer whose name goes on', (output) => { publish(output)[0]!.Principal = '*'; delete publish(output)[0]!.Condition; }],
  ['everybody of AWS', 'assumed by an enterprise\'s own issuer', (output) => { publish(output)[0]!.Principal = { AWS: '*' }; publish(output)[0]!.Condition = { StringEquals: { [`${ISSUER}/evil:aud`]: 'sts.amazonaws.com' } }; }],
  ['another issuer', 'assumed by a GitHub Enterprise Server', (output) => { publish(output)[0]!.Principal = { Federated: 'arn:aws:iam::111122223333:oidc-provider/github.evil.example/_services/token' }; publish(output)[0]!.Condition = { StringEquals: { 'github.evil.example/_services/token:aud': 'sts.amazonaws.com' } }; }],
  ['the provider of another account', 'refuses what was declared', (output) => { publish(output)[0]!.Principal.Federated = 'arn:aws:iam::444455556666:oidc-provider/token.actions.githubusercontent.com'; }],
  ['a denial of everything', 'refuses what was declared', (output) => second(output, { Effect: 'Deny' })],
  ['an action in other letters, for everybody', 'assumed by another owner', (output) => { second(output, { Action: 'STS:assumerolewith*' }); delete publish(output)[1]!.Condition; }],
  ['all actions but another', 'assumed by another owner', (output) => { const [statement] = publish(output); delete statement!.Action; statement!.NotAction = 'sts:AssumeRole'; delete statement!.Condition; }],
  ['the action of a role', 'refuses what was declared', (output) => { publish(output)[0]!.Action = 'sts:AssumeRole'; }],
  ['an effect in other letters', 'nobody can judge the effect allow', (output) => { publish(output)[0]!.Effect = 'allow'; }],
]);

const values = mutationsOf('trustTable', [
  ['a short ref', 'refuses what was declared', (output) => subject(output, `${WEB}:ref:main`)],
  ['a repository in other letters', 'assumed by a repository in other letters', (output) => subject(output, 'repo:dust-identity@8675309/WEB@1002:ref:refs/heads/main')],
  ['an owner in other letters', 'refuses what was declared', (output) => subject(output, 'repo:Dust-Identity@8675309/web@1002:ref:refs/heads/main')],
  ['the form without ids beside it', 'assumed by the form without ids', (output) => subject(output, [`${WEB}:ref:refs/heads/main`, 'repo:dust-identity/web:ref:refs/heads/main'])],
  ['the form without ids alone', 'refuses what was declared', (output) => subject(output, 'repo:dust-identity/web:ref:refs/heads/main')],
  ['pull requests', 'assumed by a pull request of the repository', (output) => subject(output, [`${WEB}:ref:refs/heads/main`, `${WEB}:pull_request`])],
  ['another service\'s repository', 'assumed by the token of repo:dust-identity@8675309/matching@1003:ref:refs/heads/main', (output) => subject(output, [`${WEB}:ref:refs/heads/main`, 'repo:dust-identity@8675309/matching@1003:ref:refs/heads/main'])],
  ['a key of claims that GitHub does not give to AWS', 'refuses what was declared', (output) => { publish(output)[0]!.Condition.StringEquals[`${ISSUER}:event_name`] = 'push'; }],
  ['a key that is only there with more claims', 'refuses what was declared', (output) => { publish(output)[0]!.Condition.StringEquals[`${ISSUER}:ref`] = 'refs/heads/main'; }],
  ['the branch, and no environment', 'assumed by the token of repo:dust-identity@8675309/web@1002:ref:refs/heads/main', (output) => { promote(output)[0]!.Condition.StringEquals[SUB] = [`${WEB}:environment:prod`, `${WEB}:ref:refs/heads/main`]; }],
  ['another environment', 'refuses what was declared', (output) => { promote(output)[0]!.Condition.StringEquals[SUB] = `${WEB}:environment:staging`; }],
  ['environments that begin so', 'assumed by an environment whose name goes on', (output) => { promote(output)[0]!.Condition = { StringLike: { [AUD]: 'sts.amazonaws.com', [SUB]: `${WEB}:environment:prod*` } }; }],
  ['a role of pods that GitHub may assume', 'dust-prod-web/PodRole: is assumed by', (output) => { statements(output, 'dust-prod-web', 'PodRole').push(structuredClone(promote(output)[0]!)); }],
  ['a list of subjects and one that goes on', 'assumed by a subject that goes on', (output) => subject(output, [`${WEB}:ref:refs/heads/main`, `${WEB}:ref:refs/heads/main:job_workflow_ref:dust-identity/x/.github/workflows/x.yml@refs/heads/main`])],
  ['a role without a trust', 'refuses what was declared', (output) => { properties(output, 'dust-builds-web', 'PublishRole').AssumeRolePolicyDocument.Statement = []; }],
]);

export const trustTables = [...dropped, ...patterns, ...operators, ...statementsAndPrincipals, ...values];
