import { exampleDeclared } from './declared';
import { checks } from '../independent/checks';
import { conditionsHold, contextOf } from '../independent/conditions';
import type { Conditions } from '../independent/conditions';
import { may } from '../independent/evaluate-access';
import { assume } from '../independent/evaluate-trust';
import type { Token } from '../independent/evaluate-trust';
import { copy, properties, statements } from '../independent/mutate';
import { restsOnRules } from '../independent/protected-images';
import { attacksOn } from '../independent/tokens';
import { trustRows } from '../independent/trust-table';
import { ofType, readWorld } from '../independent/world';
import { exampleOutput } from '../support/example';
import type { Output } from '../support/synthesize';

/** A request in which a key has one value, several or none, one is empty, and one is not there. */
const context = contextOf({ 'x:One': 'Main', 'x:Many': ['a', 'b'], 'x:None': [], 'x:Empty': '', 'aws:PrincipalArn': 'arn:aws:iam::1:role/p/r', 'x:Star': 'a*c', 'x:Number': '1.3', 'x:Address': '10.1.2.3' });

describe('the conditions of a statement', () => {
  test.each<[string, Conditions, boolean]>([
    ['nothing asked', {}, true],
    ['a value in the same letters', { StringEquals: { 'x:One': 'Main' } }, true],
    ['a value in other letters', { StringEquals: { 'x:One': 'main' } }, false],
    ['a key and an operator in other letters', { stringequals: { 'X:oNE': 'Main' } }, true],
    ['one of several values', { StringEquals: { 'x:One': ['dev', 'Main'] } }, true],
    ['two keys, of which one differs', { StringEquals: { 'x:One': 'Main', 'x:Star': 'b' } }, false],
    ['two operators, of which one differs', { StringEquals: { 'x:One': 'Main' }, StringLike: { 'x:One': 'D*' } }, false],
    ['a star where none is a pattern', { StringEquals: { 'x:One': 'M*' } }, false],
    ['a star that is meant as one', { StringLike: { 'x:Star': 'a${*}c' } }, true],
    ['a star that is meant as one, and another letter', { StringLike: { 'x:One': 'Mai${*}' } }, false],
    ['a star of a request in a value', { StringEquals: { 'x:Star': 'a*c' } }, true],
    ['a pattern', { StringLike: { 'x:One': 'M?i*' } }, true],
    ['a pattern in other letters', { StringLike: { 'x:One': 'm*' } }, false],
    ['other letters, which do not matter', { StringEqualsIgnoreCase: { 'x:One': 'mAIN' } }, true],
    ['a key that is absent', { StringEquals: { 'x:Absent': 'a' } }, false],
    ['everything of a key that is absent', { StringLike: { 'x:Absent': '*' } }, false],
    ['everything of a key that is empty', { StringLike: { 'x:Empty': '*' } }, true],
    ['a key that is absent, if it exists', { StringEqualsIfExists: { 'x:Absent': 'a' } }, true],
    ['a key that is there, if it exists', { StringEqualsIfExists: { 'x:One': 'a' } }, false],
    ['a difference of a key that is absent', { StringNotEquals: { 'x:Absent': 'a' } }, true],
    ['a difference of several, all of which differ', { StringNotEquals: { 'x:One': ['a', 'b'] } }, true],
    ['a difference of several, one of which does not', { StringNotEquals: { 'x:One': ['a', 'Main'] } }, false],
    ['unlikeness', { StringNotLike: { 'x:One': 'M*' } }, false],
    ['all values of none', { 'ForAllValues:StringEquals': { 'x:None': 'a' } }, true],
    ['all values of a key that is absent', { 'ForAllValues:StringEquals': { 'x:Absent': 'a' } }, true],
    ['all values, of which one is more', { 'ForAllValues:StringEquals': { 'x:Many': 'a' } }, false],
    ['all values', { 'ForAllValues:StringLike': { 'x:Many': ['a', 'b', 'c'] } }, true],
    ['any value', { 'ForAnyValue:StringEquals': { 'x:Many': ['b', 'c'] } }, true],
    ['any value of a key that is absent', { 'ForAnyValue:StringEquals': { 'x:Absent': 'a' } }, false],
    ['any value of a key that is absent, if it exists', { 'ForAnyValue:StringEqualsIfExists': { 'x:Absent': 'a' } }, false],
    ['any difference of a key that is absent', { 'ForAnyValue:StringNotEquals': { 'x:Absent': 'a' } }, false],
    ['any difference', { 'ForAnyValue:StringNotEquals': { 'x:Many': 'a' } }, true],
    ['no difference', { 'ForAllValues:StringNotEquals': { 'x:Many': 'a' } }, false],
    ['that a key be absent', { Null: { 'x:Absent': 'true' } }, true],
    ['that a key be absent which is there', { Null: { 'x:One': true } }, false],
    ['that a key be there', { Null: { 'x:One': 'False' } }, true],
    ['truth in other letters', { Bool: { 'x:Absent': 'true' } }, false],
    ['an ARN', { ArnEquals: { 'aws:PrincipalArn': 'arn:aws:iam::1:role/p/r' } }, true],
    ['a pattern of an ARN', { ArnEquals: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/*' } }, true],
    ['a star that would cross a colon', { ArnLike: { 'aws:PrincipalArn': 'arn:*:role/p/r' } }, false],
    ['another ARN', { ArnNotEquals: { 'aws:PrincipalArn': 'arn:aws:iam::1:role/p/*' } }, false],
    ['a number', { NumericLessThan: { 'x:Number': '1.2' } }, false],
    ['a number of a key that is absent', { NumericLessThan: { 'x:Absent': '1.2' } }, false],
    ['an address', { IpAddress: { 'x:Address': ['10.1.0.0/16'] } }, true],
    ['an address elsewhere', { NotIpAddress: { 'x:Address': '10.1.2.3' } }, false],
    ['a variable', { StringEquals: { 'x:One': '${x:One}' } }, true],
    ['a variable that has no value', { StringLike: { 'x:One': '*${x:Absent}*' } }, false],
    ['a variable with another value in its place', { StringEquals: { 'x:One': "${x:Absent, 'Main'}" } }, true],
    ['a star in a variable', { StringLike: { 'x:One': '${x:Star}' } }, false],
  ])('%s', (_, conditions, expected) => expect(conditionsHold(conditions, context)).toBe(expected));

  test('an operator that nobody taught is no verdict', () => expect(() => conditionsHold({ DateLessThan: { 'x:One': '1' } }, context)).toThrow('the operator DateLessThan'));
});

const ISSUER = 'issuer.example/x';
const token: Token = { issuer: ISSUER, claims: { aud: 'sts', sub: 'me', ref: 'main', event_name: 'push' } };
const provider = `arn:aws:iam::1:oidc-provider/${ISSUER}`;

describe('a trust', () => {
  const base = { Effect: 'Allow', Action: 'sts:AssumeRoleWithWebIdentity', Principal: { Federated: provider } };
  const on = (Condition: Conditions) => ({ ...base, Condition });
  test.each<[string, unknown, boolean]>([
    ['of the provider', base, true],
    ['of nobody', { ...base, Principal: undefined }, false],
    ['of a provider whose name goes on', { ...base, Principal: { Federated: `${provider}/y` } }, false],
    ['of several, one of which it is', { ...base, Principal: { Federated: ['x', provider] } }, true],
    ['of the provider as an account', { ...base, Principal: { AWS: provider } }, false],
    ['of the account', { ...base, Principal: { AWS: 'arn:aws:iam::1:root' } }, false],
    ['of every service', { ...base, Principal: { Service: '*' } }, false],
    ['of everybody', { ...base, Principal: '*' }, true],
    ['of all but another', { ...base, Principal: undefined, NotPrincipal: { Federated: 'x' } }, true],
    ['of all but this one', { ...base, Principal: undefined, NotPrincipal: { Federated: provider } }, false],
    ['for an action in other letters', { ...base, Action: ['STS:assumeROLEwithwebidentit?'] }, true],
    ['for another action', { ...base, Action: 'sts:AssumeRole' }, false],
    ['for all actions but this', { ...base, Action: undefined, NotAction: 'sts:*' }, false],
    ['in two statements, one of which fits', [on({ StringEquals: { [`${ISSUER}:sub`]: 'you' } }), on({ StringEquals: { [`${ISSUER}:sub`]: 'me' } })], true],
    ['that is denied', [base, { ...base, Effect: 'Deny', Condition: { StringEquals: { [`${ISSUER}:sub`]: 'me' } } }], false],
    ['that is denied to others', [base, { ...base, Effect: 'Deny', Condition: { StringNotEquals: { [`${ISSUER}:sub`]: 'me' } } }], true],
    ['by the key of another issuer', on({ StringEquals: { 'issuer.example:sub': 'me' } }), false],
    ['by a claim that IAM never sees', on({ StringEquals: { [`${ISSUER}:event_name`]: 'push' } }), false],
  ])('%s', (_, Statement, expected) => expect(assume({ Statement }, token, { partition: 'aws', account: '1', visible: 'extended' })).toBe(expected));

  test('by a claim that IAM sees in one way alone', () => {
    const Statement = on({ StringEquals: { [`${ISSUER}:ref`]: 'main' } });
    expect((['subOnly', 'extended'] as const).map((visible) => assume({ Statement }, token, { partition: 'aws', account: '1', visible }))).toEqual([false, true]);
  });
});

const output = exampleOutput();

/** Whether the publisher of web may push there, once something was changed. */
function pushes(repository: string, change: (broken: Output) => void = () => undefined): boolean {
  const broken = copy(output);
  change(broken);
  const world = readWorld(broken);
  const role = ofType(world, 'AWS::IAM::Role').find(({ at }) => at === 'dust-builds-web/PublishRole')!;
  return may({ world, declared: exampleDeclared }, role, 'ecr:PutImage', repository);
}

describe('what a role may do', () => {
  const [web, prod] = ['111122223333', '444455556666'].map((account) => `arn:aws:ecr:us-east-1:${account}:repository/dust/web`) as [string, string];
  const everywhere = (broken: Output, ...ids: readonly (readonly [string, string])[]) => ids.forEach(([stack, id]) => statements(broken, stack, id).push({ Effect: 'Allow', Action: '*', Resource: '*' }));
  const policy = ['dust-builds-web', 'PublishRolePolicy'] as const;
  const boundary = ['dust-account-111122223333', 'Boundary'] as const;
  const admit = (broken: Output, Principal: unknown, Effect = 'Allow') => statements(broken, 'dust-prod-web', 'ImageRepository').push({ Effect, Principal, Action: 'ecr:*' });
  const publisher = 'arn:aws:iam::111122223333:role/dust/builds/dust-builds-web-publish';

  test.each<[string, string, boolean, (broken: Output) => void]>([
    ['its own repository', web, true, () => undefined],
    ['its own repository, by a policy that says everything', web, true, (broken) => everywhere(broken, policy)],
    ['its own repository, which denies it', web, false, (broken) => { statements(broken, 'dust-builds-web', 'ImageRepository').push({ Effect: 'Deny', Principal: { AWS: publisher }, Action: 'ecr:PutImage' }); }],
    ['its own repository, which denies another', web, true, (broken) => { statements(broken, 'dust-builds-web', 'ImageRepository').push({ Effect: 'Deny', Principal: { AWS: `${publisher}-2` }, Action: 'ecr:PutImage' }); }],
    ['its own repository, which denies all but it', web, true, (broken) => { statements(broken, 'dust-builds-web', 'ImageRepository').push({ Effect: 'Deny', NotPrincipal: { AWS: publisher }, Action: 'ecr:PutImage' }); }],
    ['its own repository, by nothing but the repository', web, true, (broken) => { statements(broken, ...policy).splice(0); statements(broken, 'dust-builds-web', 'ImageRepository').push({ Effect: 'Allow', Principal: { AWS: publisher }, Action: 'ecr:PutImage' }); }],
    ['its own repository, which leaves it to the account', web, false, (broken) => { statements(broken, ...policy).splice(0); statements(broken, 'dust-builds-web', 'ImageRepository').push({ Effect: 'Allow', Principal: { AWS: '111122223333' }, Action: 'ecr:PutImage' }); }],
    ['its own repository, with a boundary of nothing', web, false, (broken) => { statements(broken, ...boundary).splice(0); }],
    ['another repository, by its policy and not its boundary', prod, false, (broken) => { everywhere(broken, policy); admit(broken, '*'); }],
    ['another account\'s repository that does not admit it', prod, false, (broken) => everywhere(broken, policy, boundary)],
    ['another account\'s repository that admits it', prod, true, (broken) => { everywhere(broken, policy, boundary); admit(broken, { AWS: publisher }); }],
    ['another account\'s repository that admits its account', prod, true, (broken) => { everywhere(broken, policy, boundary); admit(broken, { AWS: '111122223333' }); }],
    ['another account\'s repository that admits it, without a policy of its own', prod, false, (broken) => admit(broken, { AWS: publisher })],
    ['another account\'s repository that denies it', prod, false, (broken) => { everywhere(broken, policy, boundary); admit(broken, '*'); admit(broken, '*', 'Deny'); }],
    ['its own repository, without a boundary', web, true, (broken) => { delete properties(broken, 'dust-builds-web', 'PublishRole').PermissionsBoundary; }],
  ])('%s', (_, repository, expected, change) => expect(pushes(repository, change)).toBe(expected));
});

describe('the attacker\'s table of the example fleet', () => {
  const rows = trustRows(output, exampleDeclared);

  test('has at least thirty kinds of attack on every role of GitHub', () => {
    const roles = new Set(rows.filter(({ kind }) => kind === 'the declared token').map(({ role }) => role));
    const fewest = Math.min(...[...roles].map((role) => new Set(rows.filter((row) => row.role === role && !row.kind.startsWith('the ')).map(({ kind }) => kind)).size));
    expect({ roles: roles.size > 40, fewest: fewest >= 30 }).toEqual({ roles: true, fewest: true });
  });

  test('says of all that IAM cannot tell apart what closes it', () => {
    const open = rows.filter(({ verdict }) => verdict === 'indistinguishable to IAM');
    expect([...new Set(open.map(({ kind }) => kind))].sort()).toMatchInlineSnapshot(`
[
  "Dependabot's merge in the place",
  "a comment of anybody",
  "a dispatch from another branch",
  "a pull request that says the environment",
  "a reusable workflow of somebody else",
  "a self-hosted runner",
  "another workflow file of the place",
  "any branch that says the environment",
  "any tag that says the environment",
  "pull_request_target, which has the base branch's ref",
  "workflow_run after anybody's pull request",
]
`);
    expect(open.filter(({ note }) => note === undefined)).toEqual([]);
  });

  test('tells a repository without ids from nobody who takes its name, and says so', () => {
    const origin = { repository: { owner: 'o', name: 'r' }, place: { branch: 'main' }, audience: 'sts.amazonaws.com' };
    expect(attacksOn(origin).find(({ kind }) => kind === 'a name that somebody else took')?.closure).toContain('ids');
  });
});

describe('what rests on the rules of GitHub\'s environments alone', () => {
  // With the roles that deploy, whether the library makes them already or not.
  const listed = restsOnRules(output, exampleDeclared);
  const short = listed.map(({ role, repository, environment, protected: isProtected, changes }) => `${role} of ${repository} in ${environment}${isProtected ? '' : ', which is not protected'}: ${changes.join(', ') || 'nothing of a protected environment'}`).sort();

  test('is every role that an environment is declared for', () => {
    const declared = trustRows(output, exampleDeclared).filter(({ kind, verdict }) => kind === 'any branch that says the environment' && verdict !== 'refused').map(({ role }) => role);
    expect(listed.map(({ role }) => role)).toEqual(declared);
  });

  test('may change images of web in production in these ways', () => expect(short.filter((line) => /-web\/|dust-(dev|staging|prod)\/|account/.test(line))).toMatchInlineSnapshot(`
[
  "dust-account-111122223333/DeployRole of dust-identity/fleet in builds, which is not protected: nothing of a protected environment",
  "dust-dev-web/WorkloadApplyRole of dust-identity/fleet in dev, which is not protected: nothing of a protected environment",
  "dust-dev/DeployRole of dust-identity/fleet in dev, which is not protected: nothing of a protected environment",
  "dust-dev/PlatformApplyRole of dust-identity/fleet in dev, which is not protected: nothing of a protected environment",
  "dust-prod-web/PromoteRole of dust-identity/web in prod: ecr:PutImage arn:aws:ecr:us-east-1:444455556666:repository/dust/web",
  "dust-prod-web/RestartRole of dust-identity/web in prod: is dust:prod:web:restart in foundry-prod",
  "dust-prod-web/WorkloadApplyRole of dust-identity/fleet in prod: is dust:prod:web:workload-apply in foundry-prod",
  "dust-prod/DeployRole of dust-identity/fleet in prod: sts:AssumeRole arn:aws:iam::444455556666:role/cdk-dustprod-deploy-role-444455556666-us-east-1, sts:AssumeRole arn:aws:iam::444455556666:role/cdk-dustprod-file-publishing-role-444455556666-us-east-1",
  "dust-prod/PlatformApplyRole of dust-identity/fleet in prod: is dust:prod:platform-apply in foundry-prod",
  "dust-staging-web/WorkloadApplyRole of dust-identity/fleet in staging, which is not protected: nothing of a protected environment",
  "dust-staging/DeployRole of dust-identity/fleet in staging, which is not protected: nothing of a protected environment",
  "dust-staging/PlatformApplyRole of dust-identity/fleet in staging, which is not protected: nothing of a protected environment",
]
`));

  test('may change images by every promotion, and nothing else by ECR', () => {
    expect(listed.filter(({ changes }) => changes.some((change) => change.startsWith('ecr:'))).map(({ role }) => role)).toEqual(
      listed.map(({ role }) => role).filter((role) => Object.keys(exampleDeclared.services).some((service) => role === `dust-prod-${service}/PromoteRole`)));
    expect(listed.filter(({ role }) => role.endsWith('/PromoteRole'))).toHaveLength(Object.keys(exampleDeclared.services).length);
  });
});

describe('a fleet that is deployed by its own repository', () => {
  test.each(['federatedTrusts', 'trustTable', 'a2Roles', 'permissionSets', 'boundariesAdmitPermissions', 'boundariesCutNothing', 'deployReach', 'clusterReach', 'publishReach', 'protectedImages', 'wildcards', 'policiesAreAttached', 'boundariesAreTight'])('passes the check %s', (name) => {
    expect(checks[name]!(output, exampleDeclared)).toEqual([]);
  });

  test('lists those roles, and that of production with its account', () => {
    const roles = restsOnRules(output, exampleDeclared).filter(({ role }) => role.endsWith('/DeployRole')).sort((a, b) => a.role.localeCompare(b.role));
    expect(roles.map(({ role, environment, protected: isProtected, changes }) => [role, environment, isProtected, changes.length > 0])).toEqual([
      ['dust-account-111122223333/DeployRole', 'builds', false, false], ['dust-dev/DeployRole', 'dev', false, false], ['dust-prod/DeployRole', 'prod', true, true], ['dust-staging/DeployRole', 'staging', false, false],
    ]);
  });

  test('is not safe where production shares its account with an environment that is not protected', () => {
    const shared = copy(output);
    for (const id of ['DeployRolePolicy', 'Boundary']) statements(shared, 'dust-dev', id).find(({ Sid }) => Sid === 'AssumeBootstrap')!.Resource = ['arn:aws:iam::444455556666:role/cdk-dustprod-deploy-role-444455556666-us-east-1'];
    expect(checks.protectedImages!(shared, exampleDeclared)).toEqual([expect.stringContaining('dust-dev/DeployRole: any branch can, unasked, sts:AssumeRole')]);
  });
});
