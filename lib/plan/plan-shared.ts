import type { AccountPlan, PlatformPlan, SharedPlan, Tags } from './fleet-plan';
import { Names } from './names';
import { planAdmission } from './plan-admission';
import { planDatabases } from './plan-databases';
import { roleMaker } from './role-maker';
import { buildsBoundary, environmentBoundary } from '../policy/boundary';
import { deployPermissions } from '../policy/deploy-permissions';
import { gitHubTrust } from '../policy/role';
import type { TrustStatement } from '../policy/role';
import { arn } from '../policy/statement';
import type { EnvironmentSpec } from '../spec/environment';
import type { FleetSpec } from '../spec/fleet';
import { deepFreeze } from '../spec/freeze';
import { audienceOf } from '../trust/issuer';

/** The stacks that no service owns: one for each account and one for each environment. */
export function planShared(fleet: FleetSpec): SharedPlan {
  const names = new Names(fleet.prefix);
  return deepFreeze({
    accounts: accountsOf(fleet).map((account) => planAccount(account, fleet, names)).filter(holdsSomething),
    platforms: fleet.environments.map((environment) => planPlatform(environment, fleet, names)),
  });
}

/** The registry's account first, then the others in the order of promotion. */
function accountsOf({ registry, environments }: FleetSpec): string[] {
  return [...new Set([registry.account, ...environments.map((environment) => environment.account)])];
}

/** CloudFormation takes no stack without resources, and such an account needs none. */
function holdsSomething({ oidc, registry }: AccountPlan): boolean {
  return oidc !== undefined || registry !== undefined;
}

function planAccount(account: string, fleet: FleetSpec, names: Names): AccountPlan {
  const { registry } = fleet;
  const isRegistry = account === registry.account;
  const first = fleet.environments.find((environment) => environment.account === account);
  const region = isRegistry ? registry.region : first!.region;
  const oidc = (isRegistry ? registry.oidc : undefined) ?? first?.oidc;
  const creates = oidc?.kind === 'create';
  return {
    account,
    region,
    partition: registry.partition,
    stackName: names.accountStack(account),
    qualifier: isRegistry ? registry.qualifier : first!.qualifier,
    tags: sharedTags(isRegistry ? 'builds' : 'account'),
    ...(creates ? { oidc: { issuer: fleet.gitHub.issuer, audience: fleet.gitHub.audience ?? audienceOf(registry.partition) } } : {}),
    ...(isRegistry ? { registry: planRegistry(fleet, names) } : {}),
  };
}

function planRegistry(fleet: FleetSpec, names: Names): NonNullable<AccountPlan['registry']> {
  const { registry, prefix } = fleet;
  const deploy = roleMaker(names, 'builds', undefined)(
    'deploy', 'Deploys the builds registry through the roles of its bootstrap', fleetTrust(fleet, registry), [deployPermissions(registry)],
  );
  const statements = buildsBoundary(prefix, registry, deploy);
  return { keyAlias: names.buildsKeyAlias(), boundary: { name: names.boundary('builds'), path: names.iamPath('builds'), statements }, deploy };
}

function planPlatform(environment: EnvironmentSpec, fleet: FleetSpec, names: Names): PlatformPlan {
  const { name, account } = environment;
  const trust = fleetTrust(fleet, environment);
  const role = roleMaker(names, name, undefined);
  const deploy = role('deploy', `Deploys ${name} through the roles of its bootstrap`, trust, [deployPermissions(environment)]);
  const statements = environmentBoundary(fleet.prefix, environment, fleet.registry, deploy);
  return {
    deploy,
    environment,
    stackName: names.platformStack(name),
    tags: sharedTags(name),
    boundary: { name: names.boundary(name), path: names.iamPath(name), statements },
    logBucket: names.logBucket(name, account),
    bucketPrefix: `${fleet.prefix}-${name}-`,
    platformApplyGroup: names.accessGroup(name, undefined, 'platform-apply'),
    admission: planAdmission(fleet, environment, names),
    ...planDatabases(environment, names),
    platformApply: role(
      'platform-apply', `Applies the cluster-wide layer and the foundations of every service in ${name}`, trust, [describeCluster(environment)],
    ),
  };
}

/** Trust in the fleet's own repository, in the GitHub environment that stands for an environment. */
export function fleetTrust({ gitHub, repository }: FleetSpec, { account, partition, githubEnvironment }: Pick<EnvironmentSpec, 'account' | 'partition' | 'githubEnvironment'>): TrustStatement {
  return gitHubTrust(account, { gitHub, repository, origin: { environment: githubEnvironment }, partition });
}

/** All that `aws eks update-kubeconfig` needs; who may do what in the cluster is said there. */
export function describeCluster({ account, region, cluster }: EnvironmentSpec) {
  return { sid: 'FindCluster', actions: ['eks:DescribeCluster'], resources: [arn('eks', region, account, `cluster/${cluster.name}`)] };
}

function sharedTags(environment: string): Tags {
  return { 'dust:service': 'platform', 'dust:env': environment, 'dust:owner': 'platform', 'dust:data-class': 'internal' };
}
