import { Aspects, CfnResource } from 'aws-cdk-lib';
import { FederatedPrincipal, OpenIdConnectProvider, Role, WebIdentityPrincipal } from 'aws-cdk-lib/aws-iam';
import type { Construct, IConstruct } from 'constructs';
import type { Row } from '../row';
import type { DustService } from 'dust-service';

type Change = (service: DustService) => void;

const ISSUER = 'token.actions.githubusercontent.com';
const PROVIDER = `arn:aws:iam::444455556666:oidc-provider/${ISSUER}`;
const STATEMENT = 'AssumeRolePolicyDocument.Statement.0';
const SUBJECT = 'repo:acme@1/billing@3:environment:prod';
const AUD = { [`${ISSUER}:aud`]: 'sts.amazonaws.com' };
const SUB = { [`${ISSUER}:sub`]: SUBJECT };
const OPEN = /^lets in /;
const DEAD = /^refuses acme\/billing: environment prod/;

/** Row 39: what an escape hatch makes of a trust is told as it will stand in the template, whatever the declaration says. */
export const weakened: readonly Row[] = [
  condition('row 39: StringLike', { StringEquals: AUD, StringLike: { [`${ISSUER}:sub`]: 'repo:acme@1/billing@3:*' } }, 'DUST4001', /^lets in .*: it compares .*:sub by StringLike$/),
  condition('row 39: ForAllValues', { 'ForAllValues:StringEquals': { ...AUD, ...SUB } }, 'DUST4001', OPEN),
  condition('row 39: IfExists', { StringEqualsIfExists: { ...AUD, ...SUB } }, 'DUST4001', OPEN),
  condition('row 39: StringEqualsIgnoreCase', { StringEqualsIgnoreCase: { ...AUD, ...SUB } }, 'DUST4001', OPEN),
  condition('row 39: no audience', { StringEquals: SUB }, 'DUST4001', /^lets in another audience; .*: it does not look at aud$/),
  condition('row 39: no subject', { StringEquals: AUD }, 'DUST4001', /: it does not look at sub$/),
  condition('row 39: any repository of the owner', { StringEquals: AUD, StringLike: { [`${ISSUER}:sub`]: 'repo:acme/*' } }, 'DUST4001', /another repository of the owner|the form without|the name, recycled/),
  condition('row 39: a star under StringEquals', { StringEquals: { ...AUD, [`${ISSUER}:sub`]: 'repo:acme@1/billing@3:*' } }, 'DUST4002', DEAD),
  condition('row 39: the branch without refs/heads', { StringEquals: { ...AUD, [`${ISSUER}:sub`]: 'repo:acme@1/billing@3:ref:main' } }, 'DUST4002', DEAD),
  condition('row 39: another letter case', { StringEquals: { ...AUD, [`${ISSUER}:sub`]: 'repo:Acme@1/billing@3:environment:prod' } }, 'DUST4001', /^lets in an owner in other letter case$/),
  condition('row 39: pull requests as well', { StringEquals: { ...AUD, [`${ISSUER}:sub`]: [SUBJECT, 'repo:acme@1/billing@3:pull_request'] } }, 'DUST4001', /^lets in a pull request/),
  condition('row 39: a claim that IAM does not know', { StringEquals: { ...AUD, ...SUB, [`${ISSUER}:event_name`]: 'push' } }, 'DUST4002', DEAD),
  condition('row 39: a second condition that holds always', { StringEquals: { ...AUD, ...SUB }, StringLike: { [`${ISSUER}:sub`]: 'repo:*' } }, 'DUST4003', /^compares .*:sub by StringLike$/),
  override('row 39: two statements', 'AssumeRolePolicyDocument.Statement', [statement({ StringEquals: AUD }), statement({ StringEquals: SUB })], 'DUST4001', /has 2 statements/),
  override('row 39: a statement for anybody beside it', 'AssumeRolePolicyDocument.Statement.1', { Effect: 'Allow', Principal: '*', Action: 'sts:AssumeRoleWithWebIdentity' }, 'DUST4001', OPEN),
  override('row 39: the account as a whole beside it', 'AssumeRolePolicyDocument.Statement.1', { Effect: 'Allow', Principal: { AWS: '444455556666' }, Action: 'sts:AssumeRole' }, 'DUST4003', /^has 2 statements/),
  override('row 39: another issuer', `${STATEMENT}.Principal.Federated`, `${PROVIDER}/attack`, 'DUST4002', DEAD),
  override('row 39: a subject that only CloudFormation knows', `${STATEMENT}.Condition.StringEquals.${ISSUER.replace(/\./g, '\\.')}:sub`, { 'Fn::ImportValue': 'subject' }, 'DUST4001', /nobody knows before the deployment$/),
  told('row 39: a policy that is text', (service) => role(service).addPropertyOverride('AssumeRolePolicyDocument', JSON.stringify({ Version: '2012-10-17', Statement: [statement({ StringEquals: AUD })] })), 'DUST4001', /: it does not look at sub$/),
  told('row 39: an Aspect', (service) => Aspects.of(service).add({ visit: (node: IConstruct) => { if (node.node.id === 'RestartRole' && node.node.path.includes('/prod/')) (node as CfnResource).addPropertyDeletionOverride(`${STATEMENT}.Condition.StringEquals.${ISSUER.replace(/\./g, '\\.')}:sub`); } }), 'DUST4001', OPEN),
  beside('row 39: a role of an L2 for any branch', (scope) => new Role(scope, 'Mine', { assumedBy: new WebIdentityPrincipal(PROVIDER, { StringEquals: AUD, StringLike: { [`${ISSUER}:sub`]: 'repo:acme/billing:*' } }) }), /by StringLike/),
  beside('row 39: a role of a provider of its own, without an audience', (scope) => new Role(scope, 'Mine', { assumedBy: new WebIdentityPrincipal(OpenIdConnectProvider.fromOpenIdConnectProviderArn(scope, 'Provider', PROVIDER).openIdConnectProviderArn, { StringEquals: SUB }) }), /does not look at aud/),
  beside('row 39: a role for a whole repository', (scope) => new Role(scope, 'Mine', { assumedBy: new FederatedPrincipal(PROVIDER, { StringEquals: { ...AUD, [`${ISSUER}:sub`]: 'repo:acme/billing' } }, 'sts:AssumeRoleWithWebIdentity') }), /^trusts "repo:acme\/billing", which does not name one repository and one place in it$/),
  beside('row 39: a raw role for everybody', (scope) => new CfnResource(scope, 'Mine', { type: 'AWS::IAM::Role', properties: { AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: '*', Action: 'sts:*' }] } } }), /does not name one provider/),
];

function statement(conditions: object): object {
  return { Effect: 'Allow', Principal: { Federated: PROVIDER }, Action: 'sts:AssumeRoleWithWebIdentity', Condition: conditions };
}

function role(service: DustService): CfnResource {
  return service.resources('prod').node.findChild('RestartRole') as CfnResource;
}

function told(title: string, change: Change, code: string, problem: RegExp, place = 'RestartRole'): Row {
  return { title, typed: { change }, code, path: `billing/prod/${place} AssumeRolePolicyDocument`, problem };
}

function override(title: string, path: string, value: unknown, code: string, problem: RegExp): Row {
  return told(title, (service) => role(service).addPropertyOverride(path, value), code, problem);
}

function condition(title: string, conditions: object, code: string, problem: RegExp): Row {
  return told(title, (service) => {
    role(service).addPropertyDeletionOverride(`${STATEMENT}.Condition`);
    role(service).addPropertyOverride('AssumeRolePolicyDocument.Statement', [statement(conditions)]);
  }, code, problem);
}

/** A role that somebody makes beside the fleet's. */
function beside(title: string, make: (scope: Construct) => unknown, problem: RegExp): Row {
  return told(title, (service) => void make(service.resources('prod')), 'DUST4003', problem, 'Mine');
}
