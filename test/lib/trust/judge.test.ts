import { SOURCES, sourceOf, IDS } from './sources';
import { ATTACKS } from '../../../lib/trust/attacks';
import { trustConditions } from '../../../lib/trust/compile';
import { judge } from '../../../lib/trust/judge';
import { shapeFaults } from '../../../lib/trust/shape';
import type { TrustSource } from '../../../lib/trust/source';

type Json = Record<string, any>;

/** The trust that was declared, as a template holds it. */
function trust(source: TrustSource): Json {
  return {
    Version: '2012-10-17',
    Statement: [{
      Effect: 'Allow',
      Principal: { Federated: `arn:aws:iam::111122223333:oidc-provider/${source.gitHub.issuer}` },
      Action: ['sts:AssumeRoleWithWebIdentity'],
      Condition: structuredClone(trustConditions(source)),
    }],
  };
}

/** Who is let in and should not be, who is not and should, and what is not in the safe form. */
function faults(document: object, source: TrustSource): string[] {
  return [...shapeFaults(document).map(({ problem }) => problem), ...tokenFaults(document, source)];
}

function tokenFaults(document: object, source: TrustSource): string[] {
  return judge(document, source)
    .filter(({ isDeclared, isAccepted, closure }) => isDeclared !== isAccepted && closure === undefined)
    .map(({ who, isAccepted }) => `${isAccepted ? 'lets in' : 'refuses'} ${who}`);
}

const openWays = (source: TrustSource): string[] => judge(trust(source), source).filter(({ isDeclared, isAccepted }) => !isDeclared && isAccepted).map(({ who }) => who);

describe.each(Object.entries(SOURCES))('the trust of %s', (_name, source) => {
  test('lets in whom it was declared for and nobody else', () => expect(faults(trust(source), source)).toEqual([]));

  test('is tried by at least 25 attacks that IAM must refuse, and told of those that it cannot', () => {
    const attacks = judge(trust(source), source).filter(({ isDeclared }) => !isDeclared);
    expect(attacks.filter(({ closure }) => closure === undefined).length).toBeGreaterThanOrEqual(25);
    expect(attacks.filter(({ isAccepted }) => isAccepted).every(({ closure }) => closure !== undefined)).toBe(true);
  });
});

describe('what IAM cannot tell apart', () => {
  test('is what runs on the branch for somebody else, and who reaches it', () => expect(openWays(SOURCES['a branch']!).sort()).toEqual([
    'a comment that starts a workflow', 'a commit that nobody reviewed', 'a runner of another kind', 'another workflow of the branch',
    'pull_request_target', 'the reusable workflow of somebody else', 'the workflow as another branch has it', 'workflow_run after the workflow of a fork',
  ]));

  test('is in an environment whatever GitHub lets into it', () => expect(openWays(SOURCES['an environment']!)).toEqual(expect.arrayContaining([
    'any branch that names the environment', 'any tag that names the environment', 'a pull request that names the environment', 'an administrator who passes the rules over',
  ])));

  test('is a recycled name only where no ids are known', () => {
    const name = 'the name, recycled, where no ids are known';
    expect(openWays(SOURCES['a branch of an old repository']!)).toContain(name);
    for (const other of ['a branch', 'both subjects of a renamed repository']) expect(openWays(SOURCES[other]!)).not.toContain(name);
    // A server's subjects have no ids, though the declaration does.
    expect(openWays(SOURCES['an Enterprise Server with ids']!)).toContain(name);
  });

  test('is less with claims, since another branch, file and pull request are refused', () => {
    expect(openWays(SOURCES['an environment, with claims']!).sort()).toEqual([
      'a comment that starts a workflow', 'a runner of another kind', 'an administrator who passes the rules over', 'pull_request_target', 'workflow_run after the workflow of a fork',
    ]);
  });

  test('is nothing but insiders where the template holds event, file, ref and runner', () => {
    expect(openWays(SOURCES['a template with everything']!)).toEqual(['an administrator who passes the rules over']);
  });
});

const issuerOf = (document: Json): string => statement(document).Principal.Federated.split('oidc-provider/')[1];
const statement = (document: Json): Json => document.Statement[0];
const conditions = (document: Json): Json => statement(document).Condition;
/** The key of a claim, and the operator under which it stands. */
const key = (document: Json, claim: string): string => `${issuerOf(document)}:${claim}`;
const holder = (document: Json, claim: string): Json => conditions(document).StringLike?.[key(document, claim)] === undefined ? conditions(document).StringEquals : conditions(document).StringLike;
const values = (document: Json, claim: string): string[] => [holder(document, claim)[key(document, claim)]].flat();
const drop = (claim: string) => (document: Json): void => { delete holder(document, claim)[key(document, claim)]; };
const put = (claim: string, change: (all: string[]) => unknown) => (document: Json): void => { holder(document, claim)[key(document, claim)] = change(values(document, claim)); };
const like = (pattern: (subject: string) => string) => (document: Json): void => {
  const subjects = values(document, 'sub').map(pattern);
  drop('sub')(document);
  conditions(document).StringLike = { [key(document, 'sub')]: subjects };
};
const operator = (name: string) => (document: Json): void => { statement(document).Condition = { [name]: Object.assign({}, ...Object.values(conditions(document))) }; };
const upTo = (subject: string): string => /^[^:]+:[a-z0-9]+/.exec(subject)![0];

/** Every known way to write a trust policy wrong. */
const MUTATIONS: readonly (readonly [string, (document: Json) => void])[] = [
  ['no audience', drop('aud')],
  ['no subject', drop('sub')],
  ['no condition', (document) => { delete statement(document).Condition; }],
  ['any subject', like(() => '*')],
  ['any repository', like((subject) => `${subject.split(':')[0]!}:*`)],
  ['any repository of the owner', like((subject) => subject.replace(/([/:][^/:]*){1}$/, '*').replace(/\/.*/, '/*'))],
  ['an owner without its slash', like((subject) => `${upTo(subject)}*`)],
  ['any place of the repository', like((subject) => `${/^[^:]+:[^:]+/.exec(subject)![0]}:*`)],
  ['a repository without its colon', like((subject) => `${/^[^:]+:[^:]+/.exec(subject)![0]}*`)],
  ['a tail that is open', like((subject) => `${subject}*`)],
  ['one character that is open', like((subject) => `${subject.replace(/\*$/, '').slice(0, -1)}?`)],
  ['a star under StringEquals', (document) => {
    const subjects = values(document, 'sub');
    drop('sub')(document);
    delete conditions(document).StringLike;
    conditions(document).StringEquals[key(document, 'sub')] = subjects.map((subject) => subject.replace(/\*?$/, '*'));
  }],
  ['letters in any case', operator('StringEqualsIgnoreCase')],
  ['all values, also of none', operator('ForAllValues:StringEquals')],
  ['any value', operator('ForAnyValue:StringLike')],
  ['only where there are claims', operator('StringEqualsIfExists')],
  ['everybody but that one', operator('StringNotEquals')],
  ['everybody unlike that one', operator('StringNotLike')],
  ['an operator that nobody knows', operator('StringMatches')],
  ['that there is a subject at all', (document) => { drop('sub')(document); conditions(document).Null = { [key(document, 'sub')]: 'false' }; }],
  ['conditions of two statements', (document) => {
    const all = Object.entries(conditions(document)).flatMap(([name, keys]) => Object.entries(keys as Json).map(([claim, value]) => ({ [name]: { [claim]: value } })));
    document.Statement = all.map((one) => ({ ...statement(document), Condition: one }));
  }],
  ['a second statement for anybody', (document) => { document.Statement.push({ ...statement(document), Condition: {} }); }],
  ['a second subject', put('sub', (all) => [...all, 'repo:attack/attack:ref:refs/heads/main'])],
  ['pull requests beside it', put('sub', (all) => [...all, `${/^[^:]+:[^:]+/.exec(all[0]!)![0]}:pull_request`])],
  ['a second audience', put('aud', (all) => [...all, 'https://github.com/attack'])],
  ['another audience', put('aud', () => 'https://github.com/attack')],
  ['a subject in upper case', put('sub', (all) => all.map((one) => one.toUpperCase()))],
  ['the branch without refs/heads', put('sub', (all) => all.map((one) => one.replace(/:(?:ref|environment):.*/, ':ref:main')))],
  ['claims of another issuer', (document) => { statement(document).Condition = { StringEquals: { 'gitlab.com:aud': 'sts.amazonaws.com', 'gitlab.com:sub': 'x' } }; }],
  ['any issuer', (document) => { statement(document).Principal = '*'; }],
  ['any provider of the account', (document) => { statement(document).Principal = { Federated: 'arn:aws:iam::111122223333:oidc-provider/*' }; }],
  ['another issuer', (document) => { statement(document).Principal = { Federated: 'arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com/attack' }; }],
  ['everybody but an account', (document) => { delete statement(document).Principal; statement(document).NotPrincipal = { AWS: '111122223333' }; }],
  ['a subject that is known only later', put('sub', () => ({ Ref: 'Subject' }))],
  ['a subject with a variable of IAM', put('sub', (all) => [...all, 'repo:${aws:username}'])],
  ['another action', (document) => { statement(document).Action = 'sts:AssumeRole'; }],
  ['every action', (document) => { statement(document).Action = ['sts:AssumeRoleWithWebIdentity', 'sts:TagSession']; }],
  ['every action but one', (document) => { delete statement(document).Action; statement(document).NotAction = 'sts:AssumeRole'; }],
  ['a refusal beside it', (document) => { document.Statement.push({ ...statement(document), Effect: 'Deny' }); }],
];

test.each(MUTATIONS)('a trust with %s is found, whatever was declared', (_what, mutate) => {
  for (const [name, source] of Object.entries(SOURCES)) {
    const document = trust(source);
    mutate(document);
    expect([name, faults(document, source)]).not.toEqual([name, []]);
  }
});

test.each(['repository_id', 'job_workflow_ref', 'ref'])('the claim %s is what keeps somebody out', (claim) => {
  const [old, guarded] = [SOURCES['both subjects of a renamed repository']!, SOURCES['an environment, with claims']!];
  const source = claim === 'repository_id' ? old : guarded;
  const before = judge(trust(source), source).filter(({ isAccepted }) => isAccepted).length;
  const document = trust(source);
  drop(claim)(document);
  if (claim === 'repository_id') drop('repository_owner_id')(document);
  expect(judge(document, source).filter(({ isAccepted }) => isAccepted).length).toBeGreaterThan(before);
});

test('a claim that IAM does not know makes a dead role', () => {
  const source = sourceOf({ repository: IDS });
  const document = trust(source);
  conditions(document).StringEquals[key(document, 'repository_id')] = '4711';
  expect(tokenFaults(document, source)).toEqual(['refuses acme/billing: refs/heads/main']);
});

test('every attack differs from the others in name', () => expect(new Set(ATTACKS.map(({ name }) => name)).size).toBe(ATTACKS.length));
