import { STACK, document, documentOf, resource, role } from './resources';
import { JUDGED_TYPES, checkResources } from '../../../lib/templates/check-resources';
import type { FinalResource } from '../../../lib/templates/final-resource';

const found = (...resources: FinalResource[]): string[] => checkResources(resources, []).map(({ code, path, problem }) => `${code} ${path} ${problem}`);
const managed = (properties: Record<string, unknown>, logicalId = 'Policy'): FinalResource => resource(logicalId, 'AWS::IAM::ManagedPolicy', { PolicyDocument: document('s3:GetObject'), ...properties });
const inline = (count: number): object => ({ PolicyName: 'x', PolicyDocument: documentOf(count) });

describe('row 40: a trust policy', () => {
  const trust = (AssumeRolePolicyDocument: unknown): string[] => found(role({ AssumeRolePolicyDocument }));

  test('of 2,048 characters passes, and of 2,049 does not', () => {
    expect(trust(documentOf(2048))).toEqual([]);
    expect(trust(documentOf(2049))).toEqual(['DUST4020 billing/prod/Role AssumeRolePolicyDocument trust policy 2,049/2,048 characters']);
  });
  test('as text counts without its white space', () => {
    expect(trust(JSON.stringify(documentOf(2048), undefined, 4))).toEqual([]);
    expect(trust(JSON.stringify(documentOf(2049), undefined, 4))).toHaveLength(1);
  });
  test('counts the partition as long as it is', () => {
    const arn = { Resource: { 'Fn::Sub': 'arn:${AWS::Partition}:s3:::x' } };
    const of = (partition: string, characters: number): string[] => {
      const documentThere = documentOf(characters, { Resource: `arn:${partition}:s3:::x` });
      const [statement] = documentThere.Statement as object[];
      return found(resource('Role', 'AWS::IAM::Role', { AssumeRolePolicyDocument: { ...documentThere, Statement: [{ ...statement, ...arn }] } }, { ...STACK, partition }));
    };
    for (const partition of ['aws', 'aws-us-gov']) {
      expect(of(partition, 2048)).toEqual([]);
      expect(of(partition, 2049)).toHaveLength(1);
    }
  });
  test('with a reference is an estimate, and says so', () => {
    expect(trust(documentOf(2040, { Resource: { 'Fn::GetAtt': ['Key', 'Arn'] } }))).toEqual([expect.stringMatching(/trust policy 2,[0-9]{3}\/2,048 characters, with an estimate of what only CloudFormation knows$/)]);
    expect(trust(documentOf(1900, { Resource: { 'Fn::GetAtt': ['Key', 'Arn'] } }))).toEqual([]);
  });
  test('with a condition of the template counts its longer branch', () => {
    const either = (count: number): object => document('sts:AssumeRole', { Sid: { 'Fn::If': ['c', 'a', 'x'.repeat(count)] } });
    expect(trust(either(1000))).toEqual([]);
    expect(trust(either(2048))).toHaveLength(1);
  });
});

describe('row 41:', () => {
  test('a managed policy of 6,144 characters passes, and of 6,145 does not', () => {
    expect(found(managed({ PolicyDocument: documentOf(6144) }))).toEqual([]);
    expect(found(managed({ PolicyDocument: documentOf(6145) }))).toEqual(['DUST4021 billing/prod/Policy PolicyDocument managed policy 6,145/6,144 characters']);
  });
  test.each([['AWS::IAM::Role', 10_240], ['AWS::IAM::Group', 5120], ['AWS::IAM::User', 2048]])('all inline policies of %s may have %d characters', (type, limit) => {
    const inStack = (Policies: object[]): string[] => found(resource('It', type, { Policies }, { ...STACK, ofFleet: false }));
    expect(inStack([inline(limit)])).toEqual([]);
    expect(inStack([inline(limit - 1000), inline(1000)])).toEqual([]);
    expect(inStack([inline(limit - 1000), inline(1001)])).toEqual([expect.stringContaining('DUST4021 billing/prod/It Policies inline policies')]);
  });
  test.each<[string, object, object]>([
    ['AWS::IAM::Policy', { Roles: [{ Ref: 'Role' }] }, {}],
    ['AWS::IAM::Policy', { Roles: ['billing'] }, { RoleName: 'billing' }],
    ['AWS::IAM::Policy', { Roles: [{ Ref: 'Role' }] }, { RoleName: 'billing' }],
    ['AWS::IAM::RolePolicy', { RoleName: { Ref: 'Role' } }, {}],
  ])('%s with %j belongs to the role with %j', (type, holder, named) => {
    const both = (count: number): string[] => found(role({ ...named, Policies: [inline(10_000)] }), resource('More', type, { ...holder, PolicyDocument: documentOf(count) }));
    expect(both(240)).toEqual([]);
    expect(both(241)).toEqual(['DUST4021 billing/prod/Role Policies inline policies 10,241/10,240 characters']);
  });
  test('an inline policy of another role, or of a role of that name in another account, does not count', () => {
    const policy = (Roles: unknown[], stack = STACK): FinalResource => resource('More', 'AWS::IAM::Policy', { Roles, PolicyDocument: documentOf(9000) }, stack);
    expect(found(role({ RoleName: 'billing', Policies: [inline(9000)] }), policy(['other']))).toEqual([]);
    expect(found(role({ RoleName: 'billing', Policies: [inline(9000)] }), policy(['billing'], { ...STACK, name: 'x', account: '111122223333' }))).toEqual([]);
    expect(found(role({ RoleName: 'billing', Policies: [inline(9000)] }), policy(['billing'], { ...STACK, name: 'x' }))).toHaveLength(1);
  });
  test('ten managed policies of a role pass, and eleven do not', () => {
    const arns = (count: number): string[] => Array.from({ length: count }, (_, index) => `arn:aws:iam::aws:policy/${index}`);
    expect(found(role({ ManagedPolicyArns: arns(10) }))).toEqual([]);
    expect(found(role({ ManagedPolicyArns: arns(11) }))).toEqual(['DUST4022 billing/prod/Role ManagedPolicyArns 11/10 managed policies are attached to it']);
    expect(found(role({ ManagedPolicyArns: arns(10) }), managed({ Roles: [{ Ref: 'Role' }] }))).toHaveLength(1);
  });
  test('a managed policy that both sides name counts once, with a name or without', () => {
    const nine = Array.from({ length: 9 }, (_, index) => `arn:aws:iam::aws:policy/${index}`);
    for (const named of [{}, { ManagedPolicyName: 'p', Path: '/dust/' }]) {
      expect(found(role({ ManagedPolicyArns: [...nine, { Ref: 'Policy' }] }), managed({ ...named, Roles: [{ Ref: 'Role' }] }))).toEqual([]);
      expect(found(role({ ManagedPolicyArns: [...nine, { Ref: 'Policy' }] }), managed({ ...named, Roles: [{ Ref: 'Role' }] }), managed({ Roles: [{ Ref: 'Role' }] }, 'Second'))).toHaveLength(1);
    }
  });
});

describe('row 42: an action', () => {
  const action = (Action: unknown): string[] => found(managed({ PolicyDocument: document('s3:GetObject', { Action }) }));

  test.each<[string, unknown]>([
    ['in another case', 'ECR:putimage'], ['a star', '*'], ['all of a service', 'ecr:*'], ['a wildcard that covers some', 's3:Get*Version?agging'], ['of a service that is not known here', 'braket:Anything'],
    ['a list', ['ecr:PutImage', 'rds-db:connect']], ['a reference', { Ref: 'Parameter' }],
  ])('passes: %s', (_what, value) => expect(action(value)).toEqual([]));

  test.each<[string, unknown]>([['misspelt', 'ecr:PushImage'], ['with a blank', 'ecr:PutImage '], ['empty', ''], ['without a name', 'ecr:'], ['a wildcard that covers none', 'ecr:Push?mage']])('does not pass: %s', (_what, value) => {
    expect(action(value)).toEqual(['DUST4026 billing/prod/Policy PolicyDocument.Statement[0].Action is an unknown IAM action']);
  });

  test('is told for each place, and in NotAction, too', () => {
    expect(found(managed({ PolicyDocument: { Statement: { NotAction: ['ecr:A', 'ecr:PutImage', 'ecr:B'] } } })).map((one) => one.split(' ')[2])).toEqual(['PolicyDocument.Statement[0].NotAction[0]', 'PolicyDocument.Statement[0].NotAction[2]']);
  });
});

describe('row 43: a session', () => {
  const GITHUB = document('sts:AssumeRoleWithWebIdentity', { Principal: { Federated: { 'Fn::Sub': 'arn:${AWS::Partition}:iam::1:oidc-provider/token.actions.githubusercontent.com' } } });
  const of = (MaxSessionDuration: unknown, AssumeRolePolicyDocument: unknown = document('sts:AssumeRole')): string[] => found(role({ MaxSessionDuration, AssumeRolePolicyDocument }));

  test.each([undefined, 3600, 43_200, '3600', { Ref: 'Parameter' }])('of %j passes', (seconds) => expect(of(seconds)).toEqual([]));
  test.each([3599, 43_201, 600, 46_800, 0, -3600, 3600.5, '1h', 'PT1H', null])('of %j does not', (seconds) => expect(of(seconds)).toEqual(['DUST4023 billing/prod/Role MaxSessionDuration is no time that IAM lets a session last']));
  test('of more than an hour does not for GitHub', () => {
    expect(of(3600, GITHUB)).toEqual([]);
    expect(of(3601, GITHUB)).toEqual(['DUST4023 billing/prod/Role MaxSessionDuration is longer than a job needs the role']);
  });
  test.each([
    ['an enterprise', 'token.actions.githubusercontent.com/acme', 1], ['data residency', 'token.actions.acme.ghe.com', 1], ['a GitHub Enterprise Server', 'github.acme.example/_services/token', 1],
    ['a cluster of EKS', 'oidc.eks.eu-central-1.amazonaws.com/id/EXAMPLE', 0],
  ])('of two hours at %s', (_what, issuer, count) => {
    expect(of(7200, document('sts:AssumeRoleWithWebIdentity', { Principal: { Federated: [`arn:aws:iam::1:oidc-provider/${issuer}`] } }))).toHaveLength(count);
  });
  test('of two hours where the provider stands in the same template', () => {
    const provider = resource('Provider', 'AWS::IAM::OIDCProvider', { Url: 'https://token.actions.githubusercontent.com' });
    const assumed = role({ MaxSessionDuration: 7200, AssumeRolePolicyDocument: document('sts:AssumeRoleWithWebIdentity', { Principal: { Federated: { Ref: 'Provider' } } }) });
    expect(found(provider, assumed)).toHaveLength(1);
  });
});

describe('row 47: an access entry', () => {
  const entry = (properties: Record<string, unknown>, stack = STACK): string[] => found(resource('Access', 'AWS::EKS::AccessEntry', properties, stack));

  test.each(['system:masters', 'eks:admins', 'aws:x', 'amazon:x', 'iam:x', 'System:Masters'])('with the group %s is refused', (group) => {
    expect(entry({ KubernetesGroups: ['dust:a', group] })).toEqual(['DUST4024 billing/prod/Access KubernetesGroups[1] is a reserved Kubernetes group']);
  });
  test.each(['dust:billing:restart', 'systems', 'eks-admins', 'amazonians'])('with the group %s passes', (group) => expect(entry({ KubernetesGroups: [group] })).toEqual([]));
  test('that begins with a reserved word and a reference is refused', () => expect(entry({ KubernetesGroups: [{ 'Fn::Sub': 'system:${Group}' }] })).toHaveLength(1));
  test('with a policy of administrators is refused in a stack of the fleet alone', () => {
    const AccessPolicies = [{ PolicyArn: { 'Fn::Sub': 'arn:${AWS::Partition}:eks::aws:cluster-access-policy/AmazonEKSAdminPolicy' } }];
    expect(entry({ AccessPolicies })).toHaveLength(1);
    expect(entry({ AccessPolicies }, { ...STACK, ofFleet: false })).toEqual([]);
    expect(entry({ AccessPolicies: [{ PolicyArn: 'arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy' }] })).toEqual([]);
  });
});

test('a user of IAM is refused in a stack of the fleet alone', () => {
  expect(found(resource('Robot', 'AWS::IAM::User', {}))).toHaveLength(1);
  expect(found(resource('Robot', 'AWS::IAM::User', {}, { ...STACK, ofFleet: false }))).toEqual([]);
});

test('types of every check are collected', () => {
  for (const type of ['AWS::IAM::Role', 'AWS::IAM::ManagedPolicy', 'AWS::IAM::Policy', 'AWS::IAM::User', 'AWS::EKS::AccessEntry', 'AWS::ECR::Repository', 'AWS::S3::BucketPolicy', 'AWS::KMS::Key', 'AWS::IAM::OIDCProvider']) expect(JUDGED_TYPES).toContain(type);
});
