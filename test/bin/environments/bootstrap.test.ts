import { EXECUTION, fakeAws, managed, nameOf, Refused, soundAccount, statements } from './fake-aws';
import type { Answers } from './fake-aws';
import { FakeGitHub, TOKEN } from './fake-github';
import { fleetOf, soundRepository } from './sound';
import { findingsOf } from '../../../bin/environments/check';
import type { Finding } from '../../../bin/environments/finding';
import type { Bootstrap } from '../../../lib/plan/describe-identities';
import { executionPolicies, policyJson } from '../../../lib/policy/execution';

const BOOTSTRAP: Bootstrap = { account: '444455556666', region: 'us-east-1', partition: 'aws', qualifier: 'prod', environments: ['prod'], mixed: false, clusters: [] };
const WHERE = 'bootstrap prod of 444455556666 in us-east-1';
const PROVIDER = 'OIDC provider token.actions.githubusercontent.com of account 444455556666';

let fake: FakeGitHub;
beforeAll(async () => {
  fake = await FakeGitHub.start();
  fake.repositories = [soundRepository()];
});
afterAll(() => fake.stop());

function judge(answers: Answers, bootstraps: readonly Bootstrap[] = [BOOTSTRAP]): Promise<readonly Finding[]> {
  return findingsOf(fleetOf(bootstraps), {
    folder: '/', environment: { PATH: `${fakeAws(answers)}:/usr/bin:/bin`, GITHUB_API_URL: fake.address, GITHUB_TOKEN: TOKEN },
    out: () => undefined, error: () => undefined, secret: () => Promise.reject(new Error('nobody is asked')),
  });
}

const told = (findings: readonly Finding[], severity: string): string[] => findings.filter((one) => one.severity === severity).map(({ where, what }) => `${where}: ${what}`);

test('everything about a sound account is good', async () => {
  const findings = await judge(soundAccount());
  expect(findings.filter(({ severity }) => severity !== 'good')).toEqual([]);
  expect(told(findings, 'good').filter((line) => line.startsWith(WHERE)).length).toBe(20);
  expect(told(findings, 'good')).toContain(`${PROVIDER}: takes tokens for sts.amazonaws.com`);
});

/** Changes to a sound account; an undefined answer is one that AWS does not have. */
type Row = readonly [setting: string, change: Answers, where: string, what: string];
const trusting = (Principal: unknown, Condition?: unknown): unknown => ({
  Role: { ...(soundAccount()[`iam get-role ${nameOf('deploy')}`] as { Role: object }).Role, AssumeRolePolicyDocument: { Statement: { Effect: 'Allow', Principal, Action: 'sts:AssumeRole', Condition } } },
});
const deploy = (answer: unknown): Answers => ({ [`iam get-role ${nameOf('deploy')}`]: answer });
const ABSENT = { Null: { 'sts:ExternalId': 'true' } };
const ROOT = { AWS: 'arn:aws:iam::444455556666:root' };
const free = (statement: object): Answers => managed([statements()[0], { Effect: 'Allow', Action: 'iam:*Role', Resource: 'arn:aws:iam::444455556666:role/dust/prod/*', ...statement }]);
const FREE = 'its execution role may make roles without a boundary: arn:aws:iam::444455556666:policy/dust-prod-execution';
const boundaryless = (name: string): Answers => {
  const { Role } = soundAccount()[`iam get-role ${nameOf(name)}`] as { Role: object };
  return { [`iam get-role ${nameOf(name)}`]: { Role: { ...Role, PermissionsBoundary: undefined } } };
};

const WRONG: readonly Row[] = [
  ['no bootstrap', { 'ssm get-parameter /cdk-bootstrap/prod/version': undefined }, WHERE, 'is not there'],
  ['an old bootstrap', { 'ssm get-parameter /cdk-bootstrap/prod/version': { Parameter: { Value: '5' } } }, WHERE, 'has version 5'],
  ['no number', { 'ssm get-parameter /cdk-bootstrap/prod/version': { Parameter: { Value: 'x' } } }, WHERE, 'has version x'],
  ['a stack that can be deleted', { 'cloudformation describe-stacks CDKToolkit-prod': { Stacks: [{}] } }, WHERE, 'its stack CDKToolkit-prod can be deleted'],
  ['no execution role', { [`iam get-role ${EXECUTION}`]: undefined }, WHERE, 'has no role cfn-exec'],
  ['no boundary of the execution role', boundaryless('cfn-exec'), WHERE, 'its role cfn-exec has no permission boundary'],
  ['no boundary of another role', boundaryless('lookup'), WHERE, 'its role lookup has no permission boundary'],
  ['another account that is trusted', deploy(trusting({ AWS: ['arn:aws:iam::444455556666:root', 'arn:aws:iam::999900001111:root'] }, ABSENT)), WHERE, 'its role deploy trusts arn:aws:iam::999900001111:root'],
  ['everybody', deploy(trusting('*', ABSENT)), WHERE, 'its role deploy trusts *'],
  ['external ids', deploy(trusting(ROOT)), WHERE, 'its role deploy may be assumed with an external id'],
  ['the opposite of the condition', deploy(trusting(ROOT, { Null: { 'sts:ExternalId': 'false' } })), WHERE, 'its role deploy may be assumed with an external id'],
  ['an execution role for people', { [`iam get-role ${EXECUTION}`]: trusting(ROOT, ABSENT) }, WHERE, 'its role cfn-exec trusts arn:aws:iam::444455556666:root'],
  ['administrators', { [`iam list-attached-role-policies ${EXECUTION}`]: { AttachedPolicies: [{ PolicyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' }] } }, WHERE, 'its execution role may do everything: arn:aws:iam::aws:policy/AdministratorAccess'],
  ['administrators under another name', managed({ Effect: 'Allow', Action: '*', Resource: '*' }), WHERE, 'its execution role may do everything: arn:aws:iam::444455556666:policy/dust-prod-execution'],
  ['administrators by exclusion', managed({ Effect: 'Allow', NotAction: 's3:*', Resource: '*' }), WHERE, 'its execution role may do everything: arn:aws:iam::444455556666:policy/dust-prod-execution'],
  ['administrators inline', { [`iam list-role-policies ${EXECUTION}`]: { PolicyNames: ['more'] }, [`iam get-role-policy ${EXECUTION}`]: { PolicyDocument: { Statement: [{ Effect: 'Allow', Action: ['*'], Resource: ['*'] }] } } }, WHERE, 'its execution role may do everything: more'],
  ['no policy', { [`iam list-attached-role-policies ${EXECUTION}`]: { AttachedPolicies: [] } }, WHERE, 'its execution role has no policy'],
  ['roles without a boundary', free({}), WHERE, FREE],
  ['roles with another condition', free({ Condition: { StringEquals: { 'aws:RequestedRegion': 'us-east-1' } } }), WHERE, FREE],
  ['roles whose boundary may be absent', free({ Condition: { StringEqualsIfExists: { 'iam:PermissionsBoundary': 'x' } } }), WHERE, FREE],
  ['no provider', { ['iam get-open-id-connect-provider arn:aws:iam::444455556666:oidc-provider/token.actions.githubusercontent.com']: undefined }, PROVIDER, 'does not exist'],
  ['another audience', { ['iam get-open-id-connect-provider arn:aws:iam::444455556666:oidc-provider/token.actions.githubusercontent.com']: { ClientIDList: ['me'] } }, PROVIDER, 'takes no tokens for sts.amazonaws.com'],
];

const without = (answers: Answers): Answers => Object.fromEntries(Object.entries(answers).filter(([, answer]) => answer !== undefined));

describe('wrong settings of AWS', () => {
  test.each(WRONG)('%s', async (_setting, change, where, what) => {
    const findings = await judge(without({ ...soundAccount(), ...change }));
    expect(told(findings, 'wrong')).toContain(`${where}: ${what}`);
  });

  test('one bootstrap for a protected environment and others', async () => {
    const findings = await judge(soundAccount(), [{ ...BOOTSTRAP, environments: ['dev', 'prod'], mixed: true }]);
    expect(told(findings, 'wrong')).toEqual([`${WHERE}: serves dev, prod, and not all of them are protected`]);
  });
});

test('the policies that are printed are good', async () => {
  const [identities] = executionPolicies({ ...BOOTSTRAP, prefix: 'dust', issuer: 'x' });
  const findings = await judge({ ...soundAccount(), ...managed((policyJson(identities!.statements, 'aws') as { Statement: object[] }).Statement) });
  expect(told(findings, 'wrong')).toEqual([]);
});

test('a role is made with a boundary also where a denial asks for it', async () => {
  const deny = { Effect: 'Deny', Action: 'iam:CreateRole', Resource: '*', Condition: { StringNotEquals: { 'iam:PermissionsBoundary': 'x' } } };
  const findings = await judge({ ...soundAccount(), ...managed([{ Effect: 'Allow', Action: 'iam:*', Resource: 'arn:aws:iam::444455556666:role/dust/*' }, deny]) });
  expect(told(findings, 'wrong')).toEqual([]);
});

describe('what cannot be read is unproved, and never good', () => {
  const denied = new Refused('AccessDenied');
  test.each<readonly [string, Answers, string]>([
    ['the version', { 'ssm get-parameter /cdk-bootstrap/prod/version': denied }, `${WHERE}: its version cannot be read: aws ssm get-parameter failed: An error occurred (AccessDenied) when calling the operation: said so`],
    ['the stack', { [`cloudformation describe-stack-resources ${EXECUTION}`]: undefined }, `${WHERE}: its stack cannot be found: no stack owns the execution role of qualifier prod`],
    ['a role', deploy(denied), `${WHERE}: its role deploy cannot be read: aws iam get-role failed: An error occurred (AccessDenied) when calling the operation: said so`],
    ['an unknown form', deploy({ Role: {} }), `${WHERE}: its role deploy cannot be read: the AWS CLI answered something else than it documents`],
    ['no JSON', deploy('<html>'), `${WHERE}: its role deploy cannot be read: the AWS CLI answered no JSON`],
    ['a policy', { 'iam get-policy-version arn:aws:iam::444455556666:policy/dust-prod-execution': denied }, `${WHERE}: the policies of its execution role cannot be read: aws iam get-policy-version failed: An error occurred (AccessDenied) when calling the operation: said so`],
    ['another account', { 'sts get-caller-identity': '111122223333\n' }, `${WHERE}: not checked: these credentials are of account 111122223333`],
    ['no credentials', { 'sts get-caller-identity': undefined }, `${PROVIDER}: not checked: aws sts get-caller-identity failed: An error occurred (NoSuchEntity) when calling the operation: sts get-caller-identity`],
  ])('%s', async (_what, change, expected) => {
    const findings = await judge(without({ ...soundAccount(), ...change }));
    expect(told(findings, 'unproved')).toContain(expected);
    expect(told(findings, 'wrong')).toEqual([]);
  });
});
