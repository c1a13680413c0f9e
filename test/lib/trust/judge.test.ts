import { ATTACKS } from '../../../lib/trust/attacks';
import { judge } from '../../../lib/trust/judge';
import { shapeFaults } from '../../../lib/trust/shape';
import { GITHUB_ISSUER } from '../../../lib/trust/subject';
import { A_JOB, tokenOf } from '../../../lib/trust/token';
import type { Job } from '../../../lib/trust/token';

const OLD: Job = A_JOB;
const WITH_IDS: Job = { ...A_JOB, form: 'immutable' };
const GUARDED: Job = { ...WITH_IDS, environment: 'prod' };
const JOBS = { OLD, WITH_IDS, GUARDED };

type Json = Record<string, any>;

/** The trust that was declared for a job, as a template holds it. */
function trust(job: Job): Json {
  return {
    Version: '2012-10-17',
    Statement: [{
      Effect: 'Allow',
      Principal: { Federated: { 'Fn::Sub': `arn:\${AWS::Partition}:iam::111122223333:oidc-provider/${GITHUB_ISSUER}` } },
      Action: ['sts:AssumeRoleWithWebIdentity'],
      Condition: { StringEquals: { [`${GITHUB_ISSUER}:aud`]: 'sts.amazonaws.com', [`${GITHUB_ISSUER}:sub`]: tokenOf(job).claims.sub } },
    }],
  };
}

/** Who is let in and should not be, who is not and should, and what is not in the safe form. */
function faults(document: object, job: Job): string[] {
  return [...shapeFaults(document).map(({ problem }) => problem), ...tokenFaults(document, job)];
}

function tokenFaults(document: object, job: Job): string[] {
  return judge({ place: 'x', document, declared: [job] })
    .filter(({ isDeclared, isAccepted, closure }) => isDeclared !== isAccepted && closure === undefined)
    .map(({ who, isAccepted }) => `${isAccepted ? 'lets in' : 'refuses'} ${who}`);
}

describe.each(Object.entries(JOBS))('the trust of %s', (_name, job) => {
  test('lets in whom it was declared for and nobody else', () => expect(faults(trust(job), job)).toEqual([]));

  test('is tried by at least 25 attacks, and the same is told of those that IAM cannot see', () => {
    const verdicts = judge({ place: 'x', document: trust(job), declared: [job] }).filter(({ isDeclared }) => !isDeclared);
    expect(verdicts.length).toBeGreaterThanOrEqual(25);
    const open = verdicts.filter(({ isAccepted }) => isAccepted);
    expect(open.every(({ closure }) => closure !== undefined)).toBe(true);
    expect(open.length).toBeGreaterThan(0);
  });
});

const KEY = { aud: `${GITHUB_ISSUER}:aud`, sub: `${GITHUB_ISSUER}:sub` };
const statement = (document: Json): Json => document.Statement[0];
const claims = (document: Json): Json => statement(document).Condition.StringEquals;
const like = (pattern: (sub: string) => string) => (document: Json): void => {
  const { [KEY.sub]: sub, ...rest } = claims(document);
  statement(document).Condition = { StringEquals: rest, StringLike: { [KEY.sub]: pattern(sub) } };
};
const operator = (name: string) => (document: Json): void => { statement(document).Condition = { [name]: claims(document) }; };

/** Every known way to write a trust policy wrong. */
const MUTATIONS: readonly (readonly [string, (document: Json) => void])[] = [
  ['no audience', (document) => { delete claims(document)[KEY.aud]; }],
  ['no subject', (document) => { delete claims(document)[KEY.sub]; }],
  ['no condition', (document) => { delete statement(document).Condition; }],
  ['any subject', like(() => '*')],
  ['any repository', like(() => 'repo:*')],
  ['any repository of the owner', like((sub) => sub.replace(/\/.*/, '/*'))],
  ['an owner without its slash', like((sub) => `${/^repo:[a-z]+/.exec(sub)![0]}*`)],
  ['any place of the repository', like((sub) => `${/^repo:[^:]+/.exec(sub)![0]}:*`)],
  ['a repository without its colon', like((sub) => `${/^repo:[^:]+/.exec(sub)![0]}*`)],
  ['a tail that is open', like((sub) => `${sub}*`)],
  ['one character that is open', like((sub) => `${sub.slice(0, -1)}?`)],
  ['a star under StringEquals', (document) => { claims(document)[KEY.sub] = `${claims(document)[KEY.sub]}*`; }],
  ['letters in any case', operator('StringEqualsIgnoreCase')],
  ['all values, also of none', operator('ForAllValues:StringEquals')],
  ['only where there are claims', operator('StringEqualsIfExists')],
  ['everybody but that one', operator('StringNotEquals')],
  ['everybody unlike that one', operator('StringNotLike')],
  ['an operator that nobody knows', operator('StringMatches')],
  ['conditions of two statements', (document) => {
    const { [KEY.aud]: aud, [KEY.sub]: sub } = claims(document);
    const one = (condition: object): object => ({ ...statement(document), Condition: { StringEquals: condition } });
    document.Statement = [one({ [KEY.aud]: aud }), one({ [KEY.sub]: sub })];
  }],
  ['a second statement for anybody', (document) => { document.Statement.push({ ...statement(document), Condition: {} }); }],
  ['a second subject', (document) => { claims(document)[KEY.sub] = [claims(document)[KEY.sub], 'repo:attack/attack:ref:refs/heads/main']; }],
  ['a second audience', (document) => { claims(document)[KEY.aud] = [claims(document)[KEY.aud], 'https://github.com/attack']; }],
  ['a subject in upper case', (document) => { claims(document)[KEY.sub] = claims(document)[KEY.sub].toUpperCase(); }],
  ['the branch without refs/heads', (document) => { claims(document)[KEY.sub] = claims(document)[KEY.sub].replace(/:(?:ref|environment):.*/, ':ref:main'); }],
  ['claims of another issuer', (document) => { statement(document).Condition = { StringEquals: { 'gitlab.com:aud': 'sts.amazonaws.com' } }; }],
  ['any issuer', (document) => { statement(document).Principal = '*'; }],
  ['an issuer of an enterprise', (document) => { statement(document).Principal = { Federated: `arn:aws:iam::111122223333:oidc-provider/${GITHUB_ISSUER}/attack` }; }],
  ['everybody but an account', (document) => { delete statement(document).Principal; statement(document).NotPrincipal = { AWS: '111122223333' }; }],
  ['a subject that is known only later', (document) => { claims(document)[KEY.sub] = { Ref: 'Subject' }; }],
  ['another action', (document) => { statement(document).Action = 'sts:AssumeRole'; }],
  ['a refusal beside it', (document) => { document.Statement.push({ ...statement(document), Effect: 'Deny' }); }],
];

test.each(MUTATIONS)('a trust with %s is found, whatever was declared', (_what, mutate) => {
  for (const job of Object.values(JOBS)) {
    const document = trust(job);
    mutate(document);
    expect(faults(document, job)).not.toEqual([]);
  }
});

test('every attack differs from the others in name', () => expect(new Set(ATTACKS.map(({ name }) => name)).size).toBe(ATTACKS.length));
