import { Stack } from 'aws-cdk-lib';
import type { CfnResource } from 'aws-cdk-lib';
import { CfnManagedPolicy, CfnOIDCProvider } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { acknowledgeWildcards } from './acknowledgements';
import { cfnTags } from './cfn';
import { printKey } from './key';
import { retain } from './retain';
import { policyDocument, printRole } from './role';
import { stackProps } from './stack-props';
import type { AccountPlan, BoundaryPlan } from '../../lib/plan/fleet-plan';

/** What exists once in an account: the trust in GitHub, and in the registry's account the key and the boundary of builds. */
export class AccountStack extends Stack {
  public constructor(scope: Construct, id: string, plan: AccountPlan) {
    super(scope, id, stackProps(plan, `What the fleet needs once in account ${plan.account}`));
    const provider = plan.oidc === undefined ? [] : [printOidcProvider(this, plan.oidc, plan)];
    if (plan.registry !== undefined) printRegistry(this, plan.registry, plan, provider);
  }
}

/** No thumbprints: AWS ignores them for GitHub. @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_oidc.html */
function printOidcProvider(stack: Stack, { issuer, audience }: NonNullable<AccountPlan['oidc']>, { tags }: AccountPlan): CfnOIDCProvider {
  const provider = new CfnOIDCProvider(stack, 'GitHubOidcProvider', { url: `https://${issuer}`, clientIdList: [audience], tags: cfnTags(tags) });
  retain(provider);
  return provider;
}

function printRegistry(
  stack: Stack, { keyAlias, boundary, deploy }: NonNullable<AccountPlan['registry']>, { account, region, tags }: AccountPlan, provider: readonly CfnResource[],
): void {
  printKey(stack, 'BuildsKey', { account, region, alias: keyAlias, description: 'Images of the builds registry', via: ['ecr'], grantsVia: ['ecr'], tags });
  const limits = printBoundary(stack, boundary);
  const { role } = printRole(stack, 'DeployRole', deploy, { account, tags });
  for (const named of [limits, ...provider]) role.addResourceDependency(named);
}

/** The most that a role with this boundary may do, whatever its own policy says. */
export function printBoundary(scope: Construct, boundary: BoundaryPlan): CfnManagedPolicy {
  const policy = new CfnManagedPolicy(scope, 'Boundary', {
    managedPolicyName: boundary.name,
    path: boundary.path,
    description: 'The most that any role with this boundary may do',
    policyDocument: policyDocument(boundary.statements),
  });
  acknowledgeWildcards(policy, boundary.statements);
  return policy;
}
