import { STACK, resource } from './resources';
import { Unresolved } from '../../../lib/templates/json';
import { lookupIn } from '../../../lib/templates/known-names';
import { resolveValue } from '../../../lib/templates/resolve';

const resolve = (value: unknown): unknown => resolveValue(value, STACK);
const textOf = (value: unknown): unknown => (resolve(value) as Unresolved).text;

describe('a value becomes what CloudFormation will make of it:', () => {
  test.each<[string, unknown, unknown]>([
    ['a literal', 'arn:aws:s3:::x', 'arn:aws:s3:::x'],
    ['a number in a list in an object', { a: [1, true, null] }, { a: [1, true, null] }],
    ['the account', { Ref: 'AWS::AccountId' }, '444455556666'],
    ['the region', { Ref: 'AWS::Region' }, 'eu-central-1'],
    ['the partition', { Ref: 'AWS::Partition' }, 'aws'],
    ['the name of the stack', { Ref: 'AWS::StackName' }, 'dust-prod-billing'],
    ['the suffix of URLs', { Ref: 'AWS::URLSuffix' }, 'amazonaws.com'],
    ['Fn::Sub', { 'Fn::Sub': 'arn:${AWS::Partition}:iam::${AWS::AccountId}:role/x' }, 'arn:aws:iam::444455556666:role/x'],
    ['Fn::Sub with variables', { 'Fn::Sub': ['${a}-${AWS::Region}', { a: { Ref: 'AWS::Partition' } }] }, 'aws-eu-central-1'],
    ['Fn::Sub with a literal that looks like a variable', { 'Fn::Sub': '${!aws:username}' }, '${aws:username}'],
    ['Fn::Join', { 'Fn::Join': [':', ['arn', { Ref: 'AWS::Partition' }, 's3', '', '', 'x']] }, 'arn:aws:s3:::x'],
    ['Fn::Join of nothing', { 'Fn::Join': [',', []] }, ''],
    ['Fn::Select of Fn::Split', { 'Fn::Select': [1, { 'Fn::Split': ['/', 'a/b/c'] }] }, 'b'],
    ['AWS::NoValue in an object', { a: { Ref: 'AWS::NoValue' }, b: 1 }, { b: 1 }],
    ['AWS::NoValue in a list', [1, { Ref: 'AWS::NoValue' }, 2], [1, 2]],
    ['an object with Ref and another key', { Ref: 'x', other: 1 }, { Ref: 'x', other: 1 }],
    ['a key that JavaScript reserves', JSON.parse('{"__proto__":{"a":1},"b":2}'), { b: 2 }],
  ])('%s', (_what, value, expected) => expect(resolve(value)).toEqual(expected));
});

describe('what only CloudFormation knows is marked, and keeps what is known:', () => {
  test.each<[string, unknown, string]>([
    ['a reference', { Ref: 'Key' }, '${Key}'],
    ['an attribute', { 'Fn::GetAtt': ['Key', 'Arn'] }, '${Key.Arn}'],
    ['an attribute as text', { 'Fn::GetAtt': 'Key.Arn' }, '${Key.Arn}'],
    ['a nested attribute', { 'Fn::GetAtt': ['Nested', 'Outputs.Arn'] }, '${Nested.Outputs.Arn}'],
    ['Fn::Sub', { 'Fn::Sub': 'arn:${AWS::Partition}:x:${Key}/*' }, 'arn:aws:x:${Key}/*'],
    ['Fn::Sub with an attribute', { 'Fn::Sub': '${Key.Arn}' }, '${Key.Arn}'],
    ['Fn::Join', { 'Fn::Join': ['', [{ 'Fn::GetAtt': ['Bucket', 'Arn'] }, '/', '*']] }, '${Bucket.Arn}/*'],
    ['Fn::Join inside Fn::Sub', { 'Fn::Sub': ['${x}!', { x: { 'Fn::Join': ['-', ['a', { Ref: 'B' }]] } }] }, 'a-${B}!'],
    ['Fn::ImportValue', { 'Fn::ImportValue': 'x' }, '${Fn::ImportValue}'],
    ['Fn::FindInMap', { 'Fn::FindInMap': ['a', 'b', 'c'] }, '${Fn::FindInMap}'],
    ['Fn::Transform', { 'Fn::Transform': { Name: 'x' } }, '${Fn::Transform}'],
    ['Fn::If', { 'Fn::If': ['c', 1, 2] }, '${Fn::If}'],
    ['Fn::Join of an unknown list', { 'Fn::Join': [',', { Ref: 'List' }] }, '${Fn::Join}'],
    ['Fn::Split of an unknown text', { 'Fn::Split': [',', { Ref: 'List' }] }, '${Fn::Split}'],
    ['Fn::Sub of no text', { 'Fn::Sub': [] }, '${Fn::Sub}'],
    ['Fn::Select beyond the end', { 'Fn::Select': [7, ['a']] }, '${Fn::Select}'],
    ['a function called constructor', { 'Fn::constructor': 1 }, '${Fn::constructor}'],
    ['Ref of no text', { Ref: { Ref: 'x' } }, '${Ref}'],
  ])('%s', (_what, value, expected) => {
    expect(resolve(value)).toBeInstanceOf(Unresolved);
    expect(textOf(value)).toBe(expected);
  });

  test('the account of a stack that has none', () => {
    const facts = { ...STACK, account: undefined };
    expect((resolveValue({ 'Fn::Sub': '${AWS::AccountId}!' }, facts) as Unresolved).parts).toEqual([{ name: 'AWS::AccountId' }, '!']);
  });

  test('both branches of Fn::If are kept', () => {
    expect((resolve({ 'Fn::If': ['c', { Ref: 'AWS::Region' }, { Ref: 'AWS::NoValue' }] }) as Unresolved).parts).toEqual([{ name: 'Fn::If', alternatives: ['eu-central-1', undefined] }]);
  });
});

describe('a reference to a resource with a literal name becomes that name:', () => {
  const lookup = lookupIn([
    resource('Role', 'AWS::IAM::Role', { RoleName: 'billing', Path: '/dust/prod/' }),
    resource('Nameless', 'AWS::IAM::Role', {}),
    resource('Policy', 'AWS::IAM::ManagedPolicy', { ManagedPolicyName: { 'Fn::Sub': 'p-${AWS::Region}' } }),
    resource('Provider', 'AWS::IAM::OIDCProvider', { Url: 'https://token.actions.githubusercontent.com' }),
    resource('Custom', 'Custom::AWSCDKOpenIdConnectProvider', { Url: 'https://token.actions.githubusercontent.com' }),
    resource('Bucket', 'AWS::S3::Bucket', { BucketName: 'x' }),
  ]);

  test.each<[string, string, string | undefined, string | undefined]>([
    ['a role', 'Role', undefined, 'billing'],
    ['the ARN of a role', 'Role', 'Arn', 'arn:aws:iam::444455556666:role/dust/prod/billing'],
    ['another attribute of a role', 'Role', 'RoleId', undefined],
    ['a role without a name', 'Nameless', 'Arn', undefined],
    ['a policy', 'Policy', undefined, 'arn:aws:iam::444455556666:policy/p-eu-central-1'],
    ['a provider', 'Provider', undefined, 'arn:aws:iam::444455556666:oidc-provider/token.actions.githubusercontent.com'],
    ['the provider of an L2 construct', 'Custom', undefined, 'arn:aws:iam::444455556666:oidc-provider/token.actions.githubusercontent.com'],
    ['a resource of another type', 'Bucket', undefined, undefined],
    ['no resource', 'Nothing', undefined, undefined],
  ])('%s', (_what, logicalId, attribute, expected) => expect(lookup(logicalId, attribute)).toBe(expected));
});
