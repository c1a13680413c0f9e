import { documentsOf, listOf, resolved, resourceIn, resourcesOf } from '../support/cloudformation';
import type { PolicyDocument, Statement } from '../support/cloudformation';
import type { Invariant } from '../support/invariant';
import type { Fleet } from '../support/synthesized';

/** Actions that know no resources; what a person declares on `*` and the environment permits is the person's. */
const WITHOUT_RESOURCE = ['ecr:GetAuthorizationToken'];

export const narrow: Invariant = {
  number: 9,
  title: 'no statement grants more than it names',
  predicate: (fleet) => documentsOf(fleet).flatMap((document) => [
    ...document.document.Statement.flatMap((statement) => checkStatement(document, statement, declaredOnAll(fleet)).map((problem) => `${document.place} ${statement.Sid ?? ''} ${problem}`)),
    ...repeatedSids(document),
  ]),
  mutations: [
    { title: 'an action is *', apply: (fleet) => { firstStatement(fleet, 'archive/prod', 'PodRolePolicy').Action = '*'; } },
    { title: 'an action is all of a service', apply: (fleet) => { firstStatement(fleet, 'archive/prod', 'PodRolePolicy').Action = ['s3:GetObject', 's3:*']; } },
    { title: 'a resource is *', apply: (fleet) => { firstStatement(fleet, 'archive/prod', 'PodRolePolicy').Resource = ['*']; } },
    { title: 'a login brings another action along', apply: (fleet) => { firstStatement(fleet, 'web/builds', 'PublishRolePolicy').Action.push('ecr:PutImage'); } },
    { title: 'everything but one action is granted', apply: (fleet) => { firstStatement(fleet, 'archive/prod', 'PodRolePolicy').NotAction = ['s3:GetObject']; } },
    { title: 'everything but one resource is granted', apply: (fleet) => { firstStatement(fleet, 'archive/prod', 'PodRolePolicy').NotResource = ['x']; } },
    { title: 'everybody may pull', apply: (fleet) => { resourceIn(fleet, 'web/builds', 'ImageRepository').Properties.RepositoryPolicyText.Statement[0].Principal = '*'; } },
    {
      title: 'everybody may write logs',
      apply: (fleet) => { resourceIn(fleet, 'Platform/prod', 'LogBucketPolicy').Properties.PolicyDocument.Statement[2].Principal = { AWS: ['*'] }; },
    },
    {
      title: 'two statements have one name',
      apply: (fleet) => { const [first, second] = resourceIn(fleet, 'archive/prod', 'PodRolePolicy').Properties.PolicyDocument.Statement; first.Sid = second.Sid; },
    },
    {
      title: 'a role has a wide inline policy',
      apply: (fleet) => { resourceIn(fleet, 'web/prod', 'PodRole').Properties.Policies = [{ PolicyDocument: { Statement: [{ Effect: 'Allow', Action: 'iam:*', Resource: 'x' }] } }]; },
    },
  ],
};

function firstStatement(fleet: Parameters<typeof resourceIn>[0], stack: string, id: string): any {
  return resourceIn(fleet, stack, id).Properties.PolicyDocument.Statement[0];
}

function declaredOnAll({ model }: Fleet): string[] {
  return model.services.flatMap(({ permissions = [] }) => permissions).filter(({ resources }) => resources.includes('*')).flatMap(({ actions }) => actions);
}

/** A refusal may be as wide as it likes; in a key's own policy `*` is that key, and a repository's policy names none. */
function checkStatement({ kind, type }: PolicyDocument, statement: Statement, onAll: readonly string[]): string[] {
  const problems = ['NotAction', 'NotResource', 'NotPrincipal'].filter((key) => key in statement).map((key) => `has ${key}`);
  if (statement.Effect === 'Deny') return problems;
  if (statement.Effect !== 'Allow') problems.push(`has the effect ${statement.Effect}`);
  const actions = listOf(statement.Action);
  problems.push(...actions.filter((action) => action.includes('*') || action.includes('?')).map((action) => `allows ${action}`));
  if (actions.length === 0) problems.push('has no action');
  const isWide = listOf(statement.Resource).some((resource) => typeof resource === 'string' && /^[*?]+$/.test(resource));
  if (isWide && type !== 'AWS::KMS::Key' && !actions.every((action) => WITHOUT_RESOURCE.includes(action) || onAll.includes(action))) problems.push('allows it on every resource');
  if (kind === 'identity' && listOf(statement.Resource).length === 0) problems.push('names no resource');
  if (JSON.stringify(statement.Principal ?? '').includes('"*"')) problems.push('admits everybody');
  return problems;
}

function repeatedSids({ place, document }: PolicyDocument): string[] {
  const sids = document.Statement.flatMap(({ Sid }) => Sid ?? []);
  const illegal = sids.filter((sid) => !/^[A-Za-z0-9]*$/.test(sid)).map((sid) => `${place} has the illegal Sid ${sid}`);
  return [...illegal, ...sids.filter((sid, index) => sids.indexOf(sid) !== index).map((sid) => `${place} has the Sid ${sid} twice`)];
}

export const derivedPartition: Invariant = {
  number: 11,
  title: 'no template says its partition',
  predicate: ({ stacks }) => stacks.flatMap(({ id, template }) => (/arn:aws[a-z-]*:/.test(JSON.stringify(template)) ? [`${id} holds a literal ARN`] : [])),
  mutations: [
    { title: 'an ARN is literal', apply: (fleet) => { firstStatement(fleet, 'archive/prod', 'PodRolePolicy').Resource = ['arn:aws:s3:::x']; } },
    {
      title: 'an ARN of GovCloud is literal',
      apply: (fleet) => { resourceIn(fleet, 'web/prod', 'PodRole').Properties.PermissionsBoundary = { 'Fn::Sub': 'arn:aws-us-gov:iam::1:policy/x' }; },
    },
  ],
};

/** Characters without white space. @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const MAX_LENGTH: Readonly<Record<string, number>> = {
  'trust': 2048, 'identity': 6144, 'AWS::ECR::Repository': 10_240, 'AWS::S3::BucketPolicy': 20_480, 'AWS::SecretsManager::ResourcePolicy': 20_480, 'AWS::KMS::Key': 32_768,
};
const MAX_RESOURCES = 450;
const MAX_TEMPLATE_BYTES = 1_000_000;

export const withinQuotas: Invariant = {
  number: 12,
  title: 'policies, trusts and stacks keep below the quotas',
  predicate: (fleet) => [
    ...documentsOf(fleet).flatMap(({ kind, type, place, document, stack }) => {
      const length = JSON.stringify(resolved(document, stack, fleet.model.partition)).length;
      const max = MAX_LENGTH[kind] ?? MAX_LENGTH[type] ?? MAX_LENGTH.identity!;
      return length > max ? [`${place} has a policy of ${length} characters; at most ${max}`] : [];
    }),
    ...resourcesOf(fleet, 'AWS::IAM::Role').flatMap(({ place, resource }) => (listOf(resource.Properties.ManagedPolicyArns).length > 10 ? [`${place} has more than 10 policies`] : [])),
    ...fleet.stacks.flatMap(checkStack),
  ],
  mutations: [
    { title: 'a policy is long', apply: (fleet) => { firstStatement(fleet, 'archive/prod', 'PodRolePolicy').Resource = ['x'.repeat(6144)]; } },
    { title: 'a trust is long', apply: (fleet) => { resourceIn(fleet, 'web/prod', 'RestartRole').Properties.AssumeRolePolicyDocument.Statement[0].Action = ['x'.repeat(2048)]; } },
    {
      title: 'the policy of a repository is long',
      apply: (fleet) => { resourceIn(fleet, 'web/builds', 'ImageRepository').Properties.RepositoryPolicyText.Statement[0].Sid = 'x'.repeat(10_240); },
    },
    {
      title: 'a stack has many resources',
      apply: (fleet) => { for (let index = 0; index < 450; index++) (fleet.stacks[0].template.Resources)[`R${index}`] = { Type: 'AWS::S3::Bucket', Properties: {} }; },
    },
    { title: 'a template is large', apply: (fleet) => { fleet.stacks[0].template.Description = 'x'.repeat(1_000_001); } },
  ],
};

function checkStack({ id, template }: Fleet['stacks'][number]): string[] {
  const count = Object.keys(template.Resources ?? {}).length;
  const bytes = Buffer.byteLength(JSON.stringify(template));
  return [...(count > MAX_RESOURCES ? [`${id} has ${count} resources`] : []), ...(bytes > MAX_TEMPLATE_BYTES ? [`${id} has ${bytes} bytes`] : [])];
}
