import { arn } from './statement';
import type { Statement } from './statement';

/** Where `cdk bootstrap` has made its roles. */
export interface Bootstrap {
  readonly account: string;
  readonly region: string;
  readonly qualifier: string;
}

export interface DeployRole {
  readonly path: string;
  readonly name: string;
}

/** What CloudFormation is asked by, and what puts templates where it finds them; nothing is looked up, and no image is an asset. */
const BOOTSTRAP_ROLES = ['deploy', 'file-publishing'];

/**
 * To take the roles of the bootstrap, and nothing by itself: what a deployment may do is what the execution policies of the bootstrap
 * allow to CloudFormation.
 * @see https://docs.aws.amazon.com/cdk/v2/guide/bootstrapping-env.html#bootstrapping-env-roles
 */
export function deployPermissions({ account, region, qualifier }: Bootstrap): Statement {
  return {
    sid: 'AssumeBootstrap',
    actions: ['sts:AssumeRole'],
    resources: BOOTSTRAP_ROLES.map((role) => arn('iam', '', account, `role/cdk-${qualifier}-${role}-role-${account}-${region}`)),
  };
}

/** The same in a boundary, which other roles share: for them it holds nothing. */
export function deployLimit(bootstrap: Bootstrap, { path, name }: DeployRole): Statement {
  return { ...deployPermissions(bootstrap), conditions: { ArnEquals: { 'aws:PrincipalArn': arn('iam', '', bootstrap.account, `role${path}${name}`) } } };
}
