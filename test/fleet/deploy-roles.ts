import type { Declared } from '../independent/check';
import { copy, statements } from '../independent/mutate';
import { readWorld } from '../independent/world';
import type { Stack } from '../independent/world';
import type { Output } from '../support/synthesize';

/** Where the fleet's own repository deploys: every environment, and the account of the registry. */
function places(output: Output, declared: Declared): { readonly stack: Stack; readonly environment: string; readonly qualifier: string | undefined; readonly path: string }[] {
  const { stacks } = readWorld(output);
  return stacks.flatMap((stack) => {
    const environment = declared.environments[stack.environment ?? ''];
    if (stack.kind === 'platform') return [{ stack, environment: environment!.githubEnvironment, qualifier: environment!.qualifier, path: stack.environment! }];
    const isRegistry = stack.kind === 'account' && stack.account === declared.registry.account;
    return isRegistry ? [{ stack, environment: 'builds', qualifier: declared.registry.qualifier, path: 'builds' }] : [];
  });
}

/** A copy in which every place has a role that deploys, whether the library makes them or not: what it must be, written by hand. */
export function withDeployRoles(output: Output, declared: Declared): Output {
  const changed = copy(output);
  for (const { stack, environment, qualifier = 'hnb659fds', path } of places(output, declared)) {
    const template = changed.templates.get(stack.stackName)!;
    if (template.Resources.DeployRole !== undefined) continue;
    const issuer = 'token.actions.githubusercontent.com';
    const RoleName = `${declared.prefix}-${path}-deploy`;
    const of = (name: string) => ({ 'Fn::Sub': `arn:\${AWS::Partition}:iam::${stack.account}:${name}` });
    const roles = ['deploy', 'file-publishing'].map((use) => of(`role/cdk-${qualifier}-${use}-role-${stack.account}-${stack.region}`));
    const Condition = { StringEquals: { [`${issuer}:aud`]: stack.partition === 'aws-cn' ? 'sts.amazonaws.com.cn' : 'sts.amazonaws.com', [`${issuer}:sub`]: `${declared.fleetSubject}:environment:${environment.replaceAll(':', '%3A')}` } };
    const allow = { Sid: 'Deploy', Effect: 'Allow', Action: ['sts:AssumeRole'], Resource: roles };
    const trust = { Effect: 'Allow', Principal: { Federated: of(`oidc-provider/${issuer}`) }, Action: ['sts:AssumeRoleWithWebIdentity'], Condition };
    Object.assign(template.Resources, {
      DeployRole: { Type: 'AWS::IAM::Role', DependsOn: [], Properties: { RoleName, Path: `/${declared.prefix}/${path}/`, MaxSessionDuration: 3600, PermissionsBoundary: { Ref: 'Boundary' }, AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [trust] } } },
      DeployRolePolicy: { Type: 'AWS::IAM::ManagedPolicy', Properties: { ManagedPolicyName: RoleName, Path: `/${declared.prefix}/${path}/`, Roles: [{ Ref: 'DeployRole' }], PolicyDocument: { Version: '2012-10-17', Statement: [allow] } } },
    });
    statements(changed, stack.stackName, 'Boundary').push(structuredClone(allow));
  }
  return changed;
}
