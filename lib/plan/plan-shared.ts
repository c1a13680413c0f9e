import type { AccountPlan, PlatformPlan, SharedPlan, Tags } from './fleet-plan';
import { Names } from './names';
import { planAdmission } from './plan-admission';
import { planDatabases } from './plan-databases';
import { roleMaker } from './role-maker';
import { buildsBoundary, environmentBoundary } from '../policy/boundary';
import { gitHubTrust } from '../policy/role';
import { arn } from '../policy/statement';
import type { EnvironmentSpec } from '../spec/environment';
import type { FleetSpec } from '../spec/fleet';
import { deepFreeze } from '../spec/freeze';
import { audienceOf } from '../trust/subject';

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
function holdsSomething({ oidcAudience, registry }: AccountPlan): boolean {
  return oidcAudience !== undefined || registry !== undefined;
}

function planAccount(account: string, fleet: FleetSpec, names: Names): AccountPlan {
  const { registry, prefix } = fleet;
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
    ...(creates ? { oidcAudience: audienceOf(registry.partition) } : {}),
    ...(isRegistry
      ? { registry: { keyAlias: names.buildsKeyAlias(), boundary: { name: names.boundary('builds'), path: names.iamPath('builds'), statements: buildsBoundary(prefix, registry) } } }
      : {}),
  };
}

function planPlatform(environment: EnvironmentSpec, fleet: FleetSpec, names: Names): PlatformPlan {
  const { name, account } = environment;
  const statements = environmentBoundary(fleet.prefix, environment, fleet.registry);
  const trust = gitHubTrust(environment, fleet.repository, { environment: environment.githubEnvironment });
  const role = roleMaker(names, name, undefined);
  return {
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

/** All that `aws eks update-kubeconfig` needs; who may do what in the cluster is said there. */
export function describeCluster({ account, region, cluster }: EnvironmentSpec) {
  return { sid: 'FindCluster', actions: ['eks:DescribeCluster'], resources: [arn('eks', region, account, `cluster/${cluster.name}`)] };
}

function sharedTags(environment: string): Tags {
  return { 'dust:service': 'platform', 'dust:env': environment, 'dust:owner': 'platform', 'dust:data-class': 'internal' };
}
