import { audienceOf } from './aws-criteria';
import type { Check, Checks, Declared } from './check';
import { hasDatabases } from './databases';
import { capabilityOf, statementsOf } from './iam';
import type { Statement } from './iam';
import { same } from './json';
import { ISSUER, declaredToken, originOf } from './origins';
import { plannedSecrets } from './secrets';
import { ofType, readWorld } from './world';
import type { Printed } from './world';

function isFederated({ principals }: Statement): boolean {
  return principals.Federated !== undefined || principals['*'] !== undefined;
}

/** All other trusts are judged as GitHub's, the empty one among them. */
function isForPods(statements: readonly Statement[]): boolean {
  return statements.length > 0 && statements.every(({ principals }) => Object.keys(principals).join() === 'Service');
}

const CLAIMS = new Set(['aud', 'sub', 'repository_id', 'repository_owner_id', 'job_workflow_ref', 'ref'].map((claim) => `${ISSUER}:${claim}`));

function trustProblems(role: Printed, declared: Declared): string[] {
  const statements = statementsOf(role.properties.AssumeRolePolicyDocument);
  const [statement] = statements;
  const conditions = statement?.conditions ?? {};
  const claims = conditions.StringEquals ?? {};
  const origin = originOf(role, declared);
  const subject = origin === undefined ? undefined : String(declaredToken(origin).claims.sub);
  const rules: Readonly<Record<string, boolean>> = {
    'has more or less than one statement': statements.length === 1,
    'has an effect or action of another kind': statement?.effect === 'Allow' && same(statement.actions, ['sts:AssumeRoleWithWebIdentity']),
    'trusts another issuer': same(statement?.principals, {
      Federated: [`arn:${role.stack.partition}:iam::${role.stack.account}:oidc-provider/${ISSUER}`],
    }),
    'compares otherwise than by StringEquals': same(Object.keys(conditions), ['StringEquals']),
    'reads claims that nobody checks': Object.keys(claims).every((claim) => CLAIMS.has(claim)),
    'has a wildcard': Object.values(conditions).every((keys) =>
      Object.values(keys)
        .flat()
        .every((value) => !/[*?]/.test(value)),
    ),
    'does not ask for the audience of AWS': same(claims[`${ISSUER}:aud`], [audienceOf(role.stack)]),
    'has a NotPrincipal or NotAction': statements.every(({ raw }) => raw.NotPrincipal === undefined && raw.NotAction === undefined),
    [`trusts ${claims[`${ISSUER}:sub`]?.join(', ')} and not ${subject}`]: subject !== undefined && same(claims[`${ISSUER}:sub`], [subject]),
  };
  return Object.entries(rules)
    .filter(([, holds]) => !holds)
    .map(([rule]) => `${role.at}: ${rule}`);
}

/** Every role that GitHub may assume trusts exactly one subject, by one statement, without wildcards. */
const federatedTrusts: Check = (output, declared) =>
  ofType(readWorld(output), 'AWS::IAM::Role')
    .filter((role) => capabilityOf(role) !== 'secrets' && !isForPods(statementsOf(role.properties.AssumeRolePolicyDocument)))
    .flatMap((role) => trustProblems(role, declared));

/** Services of AWS that take a role of the platform, each for its own account. */
const SERVICES: Readonly<Record<string, readonly string[]>> = {
  backup: ['backup.amazonaws.com', 'sts:AssumeRole'],
  monitoring: ['monitoring.rds.amazonaws.com', 'sts:AssumeRole'],
};

/** Who is not GitHub is the agent of pods, a service that works for databases, or the controller that fetches secrets; trusts are of no other kind. */
const trustedKinds: Check = (output) =>
  ofType(readWorld(output), 'AWS::IAM::Role').filter((role) => capabilityOf(role) !== 'secrets').flatMap((role) =>
    statementsOf(role.properties.AssumeRolePolicyDocument).flatMap((statement) => {
      if (statement.effect === 'Deny' || isFederated(statement)) return [];
      const [service, ...actions] = SERVICES[capabilityOf(role)] ?? ['pods.eks.amazonaws.com', 'sts:AssumeRole', 'sts:TagSession'];
      return same(statement.principals, { Service: [service] }) && same([...statement.actions].sort(), actions) && same(statement.conditions.StringEquals?.['aws:SourceAccount'], [role.stack.account])
        ? []
        : [`${role.at}: trusts ${JSON.stringify(statement.principals)} for ${statement.actions.join(', ')}`];
    }),
  );

/** What every service needs exactly once in each place, so that a trust cannot be right by not being there. */
const capabilities: Check = (output, declared) => {
  const world = readWorld(output);
  return world.stacks.flatMap((stack) => {
    const present = stack.printed
      .filter(({ type }) => type === 'AWS::IAM::Role')
      .map(capabilityOf)
      .sort();
    const guarded = declared.environments[stack.environment ?? '']?.protected === true;
    const hasSecrets = Object.keys(plannedSecrets(declared, stack.environment, stack.service)).length > 0;
    const prepares = hasDatabases(declared, stack.environment) ? ['backup', 'monitoring', 'secrets'] : [];
    const expected = {
      account: stack.account === declared.registry.account ? ['deploy'] : [],
      platform: ['deploy', 'platform-apply', ...prepares],
      builds: ['publish'],
      service: ['pod', 'restart', 'workload-apply', ...(guarded ? ['promote'] : []), ...(hasSecrets ? ['secrets'] : [])],
    }[stack.kind].sort();
    return same(present, expected) ? [] : [`${stack.stackName}: has roles to ${present.join(', ')}, not ${expected.join(', ')}`];
  });
};

export const trusts: Checks = { federatedTrusts, trustedKinds, capabilities };
