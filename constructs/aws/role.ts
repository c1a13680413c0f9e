import type { CfnResource } from 'aws-cdk-lib';
import { CfnManagedPolicy, CfnRole } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { acknowledgeWildcards } from './acknowledgements';
import { cfnArn, cfnTags, cfnText, cfnGivenArn } from './cfn';
import type { RolePlan, TrustStatement } from '../../lib/policy/role';
import { arn } from '../../lib/policy/statement';
import type { Conditions, Statement } from '../../lib/policy/statement';

export interface RoleOptions {
  readonly account: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly keyArn?: string | undefined;
  /** Resources of the stack that the statements name by their literal names. */
  readonly names?: readonly CfnResource[];
}

export interface PrintedRole {
  readonly role: CfnRole;
  /** Absent where the role may do nothing in AWS. */
  readonly policy?: CfnManagedPolicy;
}

/** An hour, the shortest that IAM allows. @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html */
const MAX_SESSION_SECONDS = 3600;

/** A role and, in a managed policy of its own, what it may do; inline policies are not seen by most reviews. */
export function printRole(scope: Construct, id: string, plan: RolePlan, options: RoleOptions): PrintedRole {
  const role = new CfnRole(scope, id, {
    roleName: plan.name,
    path: plan.path,
    description: plan.description,
    maxSessionDuration: MAX_SESSION_SECONDS,
    permissionsBoundary: cfnArn(arn('iam', '', options.account, `policy${plan.boundary}`)),
    assumeRolePolicyDocument: document([trustStatement(plan.trust)]),
    tags: cfnTags(options.tags),
  });
  if (plan.statements.length === 0) return { role };
  const policy = new CfnManagedPolicy(scope, `${id}Policy`, {
    managedPolicyName: plan.name,
    path: plan.path,
    description: plan.description,
    policyDocument: policyDocument(plan.statements, options.keyArn),
    roles: [role.ref],
  });
  acknowledgeWildcards(policy, plan.statements);
  for (const named of options.names ?? []) policy.addResourceDependency(named);
  return { role, policy };
}

/** The document of an identity policy. */
export function policyDocument(statements: readonly Statement[], keyArn?: string): object {
  return document(statements.map(({ sid, effect, actions, resources, conditions }) => ({
    Sid: sid,
    Effect: effect ?? 'Allow',
    Action: [...actions],
    Resource: resources.map((resource) => cfnText(resource, keyArn)),
    ...(conditions === undefined ? {} : { Condition: printConditions(conditions) }),
  })));
}

function trustStatement({ principal, actions, conditions }: TrustStatement): object {
  return {
    Effect: 'Allow',
    Principal: printPrincipal(principal),
    Action: [...actions],
    ...(Object.keys(conditions).length === 0 ? {} : { Condition: printConditions(conditions) }),
  };
}

function printPrincipal(principal: TrustStatement['principal']): object {
  if ('federated' in principal) return { Federated: cfnText(principal.federated, undefined) };
  return 'role' in principal ? { AWS: cfnGivenArn(principal.role) } : { Service: principal.service };
}

export function printConditions(conditions: Conditions): object {
  return Object.fromEntries(Object.entries(conditions).map(([operator, keys]) => [
    operator,
    Object.fromEntries(Object.entries(keys).map(([key, value]) => [key, typeof value === 'string' ? cfnText(value, undefined) : value.map((one) => cfnText(one, undefined))])),
  ]));
}

export function document(statements: readonly object[]): object {
  return { Version: '2012-10-17', Statement: statements };
}
