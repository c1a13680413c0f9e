import { Aspects, CfnResource, Stack } from 'aws-cdk-lib';
import { CfnAccessEntry } from 'aws-cdk-lib/aws-eks';
import { CfnUser, Effect, ManagedPolicy, Policy, PolicyStatement, Role, ServicePrincipal, User } from 'aws-cdk-lib/aws-iam';
import type { Construct, IConstruct } from 'constructs';
import type { Row } from '../row';
import type { DustApp, DustService } from 'dust-service';

/** What a person does with ordinary CDK, past every property of ours. */
type Change = (service: DustService, app: DustApp) => void;

const ROLE = 'billing/prod/RestartRole';
const SUBJECT = 'AssumeRolePolicyDocument.Statement.0.Condition.StringEquals.token\\.actions\\.githubusercontent\\.com:sub';
const branches = (count: number): string[] => Array.from({ length: count }, (_, index) => `repo:acme/billing:ref:refs/heads/b${index}`);
const TRUST_FIX = /^use an environment subject/;
const SPLIT = /^split it into several managed policies/;
const WRITE_HOUR = 'write 3600, or remove the change';
const OWN_GROUP = 'name a group of your own and bind a role of Kubernetes to it';

/** What escape hatches, Aspects and constructs beside ours make of the templates; see rows 40 to 43 and 47 of the requirements. */
export const templates: readonly Row[] = [
  row('row 40: 300 branches in a trust policy', override('RestartRole', SUBJECT, branches(300)), `${ROLE} AssumeRolePolicyDocument`, 'DUST4020', undefined, /^trust policy 12,[0-9]{3}\/2,048 characters$/, TRUST_FIX),
  row('row 40: a trust policy that an Aspect fills', aspect('RestartRole', SUBJECT, branches(60)), `${ROLE} AssumeRolePolicyDocument`, 'DUST4020', undefined, /^trust policy 2,[0-9]{3}\/2,048 characters$/, TRUST_FIX),
  row('row 40: a role of the person beside ours', beside((scope) => trusting(scope, 40)), 'billing/prod/Other AssumeRolePolicyDocument', 'DUST4020', undefined, /^trust policy [0-9],[0-9]{3}\/2,048 characters/, TRUST_FIX),
  row('row 41: a managed policy over 6,144 characters', override('RestartRolePolicy', 'PolicyDocument.Statement.0.Resource', names(200)), 'billing/prod/RestartRolePolicy PolicyDocument', 'DUST4021', undefined, /^managed policy 8,[0-9]{3}\/6,144 characters/, SPLIT),
  row('row 41: an inline policy over 10,240 characters', override('RestartRole', 'Policies', [{ PolicyName: 'x', PolicyDocument: reading(300) }]), `${ROLE} Policies`, 'DUST4021', undefined, /^inline policies 1[0-9],[0-9]{3}\/10,240 characters$/, SPLIT),
  row('row 41: two inline policies over 10,240 characters together', beside(twoPolicies), 'billing/prod/Other Policies', 'DUST4021', undefined, /^inline policies 1[0-9],[0-9]{3}\/10,240 characters$/, SPLIT),
  row('row 41: inline policies of a group over 5,120 characters', beside((scope) => raw(scope, 'Group', 'AWS::IAM::Group', { Policies: [{ PolicyName: 'x', PolicyDocument: reading(200) }] })), 'billing/prod/Group Policies', 'DUST4021', undefined, /^inline policies [0-9],[0-9]{3}\/5,120 characters$/, SPLIT),
  row('row 41: eleven managed policies of one role', override('RestartRole', 'ManagedPolicyArns', arns(10)), `${ROLE} ManagedPolicyArns`, 'DUST4022', undefined, '11/10 managed policies are attached to it', 'join policies, or give the role fewer tasks'),
  row('row 41: eleven managed policies that name the role', attached, 'billing/prod/Other ManagedPolicyArns', 'DUST4022', undefined, '11/10 managed policies are attached to it', 'join policies, or give the role fewer tasks'),
  row('row 42: an unknown action of ECR', override('RestartRolePolicy', 'PolicyDocument.Statement.0.Action', ['ecr:PushImage']), 'billing/prod/RestartRolePolicy PolicyDocument.Statement[0].Action[0]', 'DUST4026', '"ecr:PushImage"', 'is an unknown IAM action', 'did you mean ecr:PutImage?'),
  row('row 42: an unknown action of an inline policy', beside(inline), 'billing/prod/Other/DefaultPolicy PolicyDocument.Statement[0].Action', 'DUST4026', '"s3:ReadObject"', 'is an unknown IAM action', 'did you mean s3:GetObject?'),
  row('row 42: a wildcard that covers no action', override('RestartRolePolicy', 'PolicyDocument.Statement.0.Action', 'ecr:Push*'), 'billing/prod/RestartRolePolicy PolicyDocument.Statement[0].Action', 'DUST4026', '"ecr:Push*"', 'is an unknown IAM action', /^write it as the page of the service/),
  row('row 42: an action without a service', override('RestartRolePolicy', 'PolicyDocument.Statement.0.Action', 'PutImage'), 'billing/prod/RestartRolePolicy PolicyDocument.Statement[0].Action', 'DUST4026', '"PutImage"', 'is an unknown IAM action', /^write it as the page of the service/),
  row('row 42: an unknown action of a trust policy', override('RestartRole', 'AssumeRolePolicyDocument.Statement.0.Action', 'sts:AssumeRoleWithWebIdentities'), `${ROLE} AssumeRolePolicyDocument.Statement[0].Action`, 'DUST4026', '"sts:AssumeRoleWithWebIdentities"', 'is an unknown IAM action', 'did you mean sts:AssumeRoleWithWebIdentity?'),
  row('row 42: an unknown action of a repository policy', override('ImageRepository', 'RepositoryPolicyText.Statement.0.Action.0', 'ecr:PullImage'), 'billing/prod/ImageRepository RepositoryPolicyText.Statement[0].Action[0]', 'DUST4026', '"ecr:PullImage"', 'is an unknown IAM action', 'did you mean ecr:PutImage?'),
  row('row 42: an unknown action of a policy that is text', beside((scope) => raw(scope, 'Images', 'AWS::ECR::RegistryPolicy', { PolicyText: JSON.stringify(document('ecr:ReplicateImages', '*')) })), 'billing/prod/Images PolicyText.Statement[0].Action', 'DUST4026', '"ecr:ReplicateImages"', 'is an unknown IAM action', 'did you mean ecr:ReplicateImage?'),
  row('row 43: a session of 13 hours', override('PodRole', 'MaxSessionDuration', 46_800), 'billing/prod/PodRole MaxSessionDuration', 'DUST4023', '46800', 'is no time that IAM lets a session last', WRITE_HOUR),
  row('row 43: a session of 10 minutes', override('RestartRole', 'MaxSessionDuration', 600), `${ROLE} MaxSessionDuration`, 'DUST4023', '600', 'is no time that IAM lets a session last', WRITE_HOUR),
  row('row 43: two hours for a role that GitHub assumes', override('RestartRole', 'MaxSessionDuration', '7200'), `${ROLE} MaxSessionDuration`, 'DUST4023', '"7200"', 'is longer than a job needs the role', /^write 3600; a job/),
  row('row 47: an access entry with the group system:masters', override('RestartAccess', 'KubernetesGroups', ['system:masters']), 'billing/prod/RestartAccess KubernetesGroups[0]', 'DUST4024', '"system:masters"', 'is a reserved Kubernetes group', OWN_GROUP),
  row('row 47: an access entry with a group of EKS', aspect('RestartAccess', 'KubernetesGroups.0', 'eks:k8s-metrics'), 'billing/prod/RestartAccess KubernetesGroups[0]', 'DUST4024', '"eks:k8s-metrics"', 'is a reserved Kubernetes group', OWN_GROUP),
  row('row 47: an access entry beside ours', beside((scope) => new CfnAccessEntry(scope, 'Mine', { clusterName: 'x', principalArn: 'arn:aws:iam::444455556666:role/x', kubernetesGroups: ['amazon:x'] })), 'billing/prod/Mine KubernetesGroups[0]', 'DUST4024', '"amazon:x"', 'is a reserved Kubernetes group', OWN_GROUP),
  row('row 47: an access entry with a reserved user', override('RestartAccess', 'Username', 'system:admin'), 'billing/prod/RestartAccess Username', 'DUST4024', '"system:admin"', 'is a reserved name of a user', OWN_GROUP),
  row('an access entry that makes a role of ours an administrator', override('RestartAccess', 'AccessPolicies', [{ AccessScope: { Type: 'cluster' }, PolicyArn: 'arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy' }]), 'billing/prod/RestartAccess AccessPolicies[0]', 'DUST4024', '"arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy"', /administrator of Kubernetes$/, /stack that is not the fleet's$/),
  row('a user of IAM', beside((scope) => new CfnUser(scope, 'Robot')), 'billing/prod/Robot', 'DUST4025', '"AWS::IAM::User"', 'is there for credentials that never end', /^remove it; jobs assume a role/),
  row('a user of IAM that the CDK makes', beside((scope) => new User(scope, 'Robot')), 'billing/prod/Robot', 'DUST4025', '"AWS::IAM::User"', 'is there for credentials that never end', /^remove it/),
  row('a key of a user that is there already', beside((scope) => raw(scope, 'RobotKey', 'AWS::IAM::AccessKey', { UserName: 'robot' })), 'billing/prod/RobotKey', 'DUST4025', '"AWS::IAM::AccessKey"', 'is there for credentials that never end', /^remove it/),
  row('a resource that an override makes a user', (service) => child(service, 'RestartAccess').addOverride('Type', 'AWS::IAM::User'), 'billing/prod/RestartAccess', 'DUST4025', '"AWS::IAM::User"', 'is there for credentials that never end', /^remove it/),
];

function row(title: string, change: Change, path: string, code: string, value: string | undefined, problem: string | RegExp, fix: string | RegExp): Row {
  return { title, typed: { change }, code, path, ...(value === undefined ? {} : { value }), problem, fix };
}

function child(service: DustService, id: string): CfnResource {
  return service.resources('prod').node.findChild(id) as CfnResource;
}

function override(id: string, path: string, value: unknown): Change {
  return (service) => child(service, id).addPropertyOverride(path, value);
}

/** The same, but only when the app is synthesized. */
function aspect(id: string, path: string, value: unknown): Change {
  return (service, app) => Aspects.of(app).add({ visit: (node: IConstruct) => { if (node === child(service, id)) child(service, id).addPropertyOverride(path, value); } });
}

/** A construct of the person in our stack. */
function beside(make: (scope: Construct) => unknown): Change {
  return (service) => void make(service.resources('prod'));
}

function raw(scope: Construct, id: string, type: string, properties: Record<string, unknown>): CfnResource {
  return new CfnResource(scope, id, { type, properties });
}

function role(scope: Construct): Role {
  return new Role(scope, 'Other', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
}

function trusting(scope: Construct, count: number): void {
  const { assumeRolePolicy } = role(scope);
  for (let index = 0; index < count; index++) assumeRolePolicy!.addStatements(new PolicyStatement({ actions: ['sts:AssumeRole'], principals: [new ServicePrincipal('lambda.amazonaws.com')], conditions: { StringEquals: { 'aws:SourceArn': `${index}` } } }));
}

function names(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `arn:aws:eks:eu-central-1:1:cluster/${1000 + index}`);
}

function document(action: string, resource: unknown): object {
  return { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: action, Resource: resource }] };
}

function reading(count: number): object {
  return document('s3:GetObject', Array.from({ length: count }, (_, index) => `arn:aws:s3:::bucket-of-somebody/${1000 + index}`));
}

function twoPolicies(scope: Construct): void {
  const other = role(scope);
  for (const id of ['A', 'B']) {
    const resources = Array.from({ length: 150 }, (_, index) => `arn:aws:s3:::bucket-of-somebody/${id}${1000 + index}`);
    new Policy(scope, id, { roles: [other], statements: [new PolicyStatement({ effect: Effect.ALLOW, actions: ['s3:GetObject'], resources })] });
  }
}

function arns(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `arn:aws:iam::aws:policy/${index}`);
}

function attached(service: DustService): void {
  const scope = service.resources('prod');
  const other = role(scope);
  for (let index = 0; index < 11; index++) new ManagedPolicy(scope, `Policy${index}`, { roles: [other], statements: [new PolicyStatement({ actions: ['s3:GetObject'], resources: [`arn:aws:s3:::x/${index}`] })] });
  // Says the same a second time.
  (other.node.defaultChild as CfnResource).addPropertyOverride('ManagedPolicyArns', [{ Ref: Stack.of(scope).getLogicalId(scope.node.findChild('Policy0').node.defaultChild as CfnResource) }]);
}

function inline(scope: Construct): void {
  role(scope).addToPolicy(new PolicyStatement({ actions: ['s3:ReadObject'], resources: ['*'] }));
}
