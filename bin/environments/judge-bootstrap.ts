import type { BootstrapFacts, BootstrapRole, PolicyFacts, ProviderFacts, RoleFacts, StatementFacts, TrustFacts } from './facts';
import { Findings } from './finding';
import type { Finding } from './finding';
import type { Bootstrap } from '../../lib/plan/describe-identities';

/** What the templates of the CDK ask for. @see https://docs.aws.amazon.com/cdk/v2/guide/bootstrapping-env.html */
const OLDEST = 6;

/** Whether whoever may deploy can do no more than the fleet needs. */
export function judgeBootstrap(bootstrap: Bootstrap, facts: BootstrapFacts): readonly Finding[] {
  const findings = new Findings(placeOf(bootstrap));
  const again = fixOf(bootstrap);
  findings.expect(!bootstrap.mixed, 'serves no protected environment together with others', {
    what: `serves ${bootstrap.environments.join(', ')}, and not all of them are protected`,
    why: 'who may deploy an environment without an approval deploys the protected one as well',
    fix: 'give the protected environment a qualifier of its own, and a bootstrap for it',
  });
  if (findings.has(facts.version, 'its version cannot be read', 'nothing can be deployed through a bootstrap that is not there')) {
    const { known } = facts.version;
    if (known === undefined) {
      findings.wrong('is not there', 'nothing can be deployed, and the CDK CLI would offer a bootstrap whose roles may do everything', again);
      return findings.all;
    }
    findings.expect(Number(known) >= OLDEST, `has version ${known}`, { what: `has version ${known}`, why: `templates ask for ${OLDEST} at least`, fix: again });
  }
  judgeStack(findings, bootstrap, facts);
  for (const [role, read] of Object.entries(facts.roles) as [BootstrapRole, BootstrapFacts['roles'][BootstrapRole]][]) {
    if (!findings.has(read, `its role ${role} cannot be read`, 'whoever may assume it deploys')) continue;
    if (read.known === undefined) findings.wrong(`has no role ${role}`, 'nothing can be deployed without it', again);
    else judgeRole(findings, bootstrap, role, read.known, again);
  }
  if (findings.has(facts.execution, 'the policies of its execution role cannot be read', 'whoever may deploy can do what they allow')) judgeExecution(findings, facts.execution.known, again);
  return findings.all;
}

/** Whether the account believes GitHub's tokens at all, and for this audience. */
export function judgeProvider(account: string, issuer: string, audience: string, facts: ProviderFacts): readonly Finding[] {
  const findings = new Findings(`OIDC provider ${issuer} of account ${account}`);
  if (!findings.has(facts, 'cannot be read', 'without it no role of GitHub in this account can be assumed')) return findings.all;
  if (facts.known === undefined) {
    findings.wrong('does not exist', 'no role of GitHub in this account can be assumed', `cdk deploy Account/${account}, with oidc: GitHubOidc.create()`);
    return findings.all;
  }
  findings.expect(facts.known.includes(audience), `takes tokens for ${audience}`, {
    what: `takes no tokens for ${audience}`,
    why: 'no role of GitHub in this account can be assumed',
    fix: `aws iam add-client-id-to-open-id-connect-provider --client-id ${audience} --open-id-connect-provider-arn $(aws iam list-open-id-connect-providers --query "OpenIDConnectProviderList[?ends_with(Arn, '/${issuer}')].Arn" --output text)`,
  });
  return findings.all;
}

/** Where a bootstrap is. */
export function placeOf({ account, region, qualifier }: Bootstrap): string {
  return `bootstrap ${qualifier} of ${account} in ${region}`;
}

/** The guide has the whole line, with the policies that belong to it. */
function fixOf({ account, region, qualifier, environments }: Bootstrap): string {
  return `dust environments bootstrap ${environments[0]!} prints how: npx cdk bootstrap aws://${account}/${region} --qualifier ${qualifier} …`;
}

function judgeStack(findings: Findings, { region, qualifier }: Bootstrap, { stack }: BootstrapFacts): void {
  if (!findings.has(stack, 'its stack cannot be read', 'who deletes it stops every deployment')) return;
  if (stack.known === undefined) {
    findings.has({ unread: `no stack owns the execution role of qualifier ${qualifier}` }, 'its stack cannot be found', 'a role that no stack made is not what cdk bootstrap makes');
    return;
  }
  const { name, terminationProtection } = stack.known;
  findings.expect(terminationProtection, `its stack ${name} is protected from deletion`, {
    what: `its stack ${name} can be deleted`,
    why: 'one command takes the roles that every deployment needs',
    fix: `aws cloudformation update-termination-protection --enable-termination-protection --stack-name ${name} --region ${region}`,
  });
}

function judgeRole(findings: Findings, { account, partition }: Bootstrap, role: BootstrapRole, { boundary, trust }: RoleFacts, again: string): void {
  findings.expect(boundary !== undefined, `its role ${role} has the boundary ${boundary}`, {
    what: `its role ${role} has no permission boundary`, why: 'one more policy on it is all that is needed to do anything in the account', fix: again,
  });
  const allowed = trust.filter(({ effect }) => effect === 'Allow');
  const own = role === 'cfn-exec' ? /^cloudformation\.amazonaws\.com$/ : new RegExp(`^(?:${account}|arn:${partition}:iam::${account}:(?:root|role/.+|user/.+))$`);
  const others = allowed.flatMap(({ principals }) => principals).filter((principal) => !own.test(principal));
  findings.expect(others.length === 0, `its role ${role} trusts nobody outside`, {
    what: `its role ${role} trusts ${[...new Set(others)].join(', ')}`, why: 'who gets in there deploys here, whatever the rules of GitHub say', fix: `${again}, without --trust; name accounts that were trusted in --untrust`,
  });
  if (role === 'cfn-exec') return;
  const open = allowed.filter((statement) => assumes(statement) && !deniesExternalId(statement));
  findings.expect(open.length === 0, `its role ${role} refuses external ids`, {
    what: `its role ${role} may be assumed with an external id`, why: 'a service that acts for others could be made to assume it', fix: `${again} --deny-external-id`,
  });
}

function assumes({ actions }: TrustFacts): boolean {
  return actions.some((action) => ['sts:assumerole', 'sts:*', '*'].includes(action.toLowerCase()));
}

function deniesExternalId({ conditions }: TrustFacts): boolean {
  const absent = Object.entries(conditions.Null ?? {}).find(([key]) => key.toLowerCase() === 'sts:externalid')?.[1];
  return [absent].flat().map(String).join() === 'true';
}

/** What AWS calls administration by other names. */
const TOO_MUCH = /:policy\/(?:AdministratorAccess|PowerUserAccess|IAMFullAccess|job-function\/SystemAdministrator)$/;

function judgeExecution(findings: Findings, policies: readonly PolicyFacts[], again: string): void {
  findings.expect(policies.length > 0, 'its execution role has policies', { what: 'its execution role has no policy', why: 'nothing can be deployed', fix: again });
  const tooMuch = policies.filter(({ name, statements }) => TOO_MUCH.test(name) || (statements ?? []).some(isEverything)).map(({ name }) => name);
  findings.expect(tooMuch.length === 0, 'its execution role may do less than everything', {
    what: `its execution role may do everything: ${tooMuch.join(', ')}`, why: 'whoever may deploy a template is an administrator of the account', fix: again,
  });
  const unbounded = policies.flatMap(({ name, statements }) => (makesFreeRoles(statements ?? []) ? name : []));
  findings.expect(unbounded.length === 0, 'its execution role makes no role without a boundary', {
    what: `its execution role may make roles without a boundary: ${unbounded.join(', ')}`, why: 'a template can make a role that may do everything', fix: `${again}; iam:CreateRole needs the condition iam:PermissionsBoundary`,
  });
}

function isEverything({ effect, actions, notActions, resources, conditions }: StatementFacts): boolean {
  const isBare = resources.includes('*') && Object.keys(conditions).length === 0;
  return effect === 'Allow' && isBare && (notActions || actions.some((action) => ['*', '*:*', 'iam:*'].includes(action.toLowerCase())));
}

/** Whether a policy lets roles be made that no boundary holds, either way in which IAM can ask for one. */
function makesFreeRoles(statements: readonly StatementFacts[]): boolean {
  const about = statements.filter(({ actions, notActions }) => notActions || actions.some(isCreateRole));
  if (about.some((statement) => statement.effect === 'Deny' && asksForBoundary(statement, /^(?:String|Arn)Not(?:Equals|Like)$/))) return false;
  return about.some((statement) => statement.effect === 'Allow' && !asksForBoundary(statement, /^(?:String|Arn)(?:Equals|Like)$/));
}

function isCreateRole(action: string): boolean {
  const pattern = action.replace(/[.+^${}()|[\]\\]/g, '\\$&').replace(/\*/g, '.*').replace(/\?/g, '.');
  return new RegExp(`^${pattern}$`, 'i').test('iam:CreateRole');
}

function asksForBoundary({ conditions }: StatementFacts, operator: RegExp): boolean {
  return Object.entries(conditions).some(([name, keys]) => operator.test(name) && Object.keys(keys).some((key) => key.toLowerCase() === 'iam:permissionsboundary'));
}
