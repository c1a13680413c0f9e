import type { AccessPlan, BoundRequest, ServicePlan } from './fleet-plan';
import { Names } from './names';
import { namespaceOf } from './namespace-of';
import { describeCluster, fleetTrust } from './plan-shared';
import { roleMaker } from './role-maker';
import type { MakeRole } from './role-maker';
import { storeOf } from './store-of';
import { declaredStatements } from '../policy/declared-permissions';
import { promotePermissions } from '../policy/image-permissions';
import { mergeStatements } from '../policy/merge';
import { controllerTrust, gitHubTrust, podTrust } from '../policy/role';
import type { RolePlan, TrustStatement } from '../policy/role';
import { secretPermissions } from '../policy/secret-permissions';
import { arn } from '../policy/statement';
import type { Statement } from '../policy/statement';
import type { EnvironmentSpec } from '../spec/environment';
import type { FleetSpec } from '../spec/fleet';
import type { ServiceSpec } from '../spec/service';
import { onBranch } from '../trust/source';

type Identities = Pick<ServicePlan, 'podRole' | 'secretStore' | 'restart' | 'workloadApply' | 'release' | 'releases'>;

/** One role for each capability; none can do what another is for. */
export function planIdentities(fleet: FleetSpec, spec: ServiceSpec, environment: EnvironmentSpec, bound: readonly BoundRequest[]): Identities {
  const names = new Names(fleet.prefix);
  const role = roleMaker(names, environment.name, spec.name);
  return {
    podRole: planPodRole(spec, environment, bound, names, role),
    ...planSecretStore(spec, environment, bound, names, role),
    restart: access(names, spec, environment, 'restart', role(
      'restart', `Restarts the Deployments of ${spec.name} in ${environment.name}`, serviceTrustOf(fleet, spec, environment), [describeCluster(environment)],
    )),
    workloadApply: access(names, spec, environment, 'workload-apply', role(
      'workload-apply', `Applies the workload of ${spec.name} in ${environment.name}`,
      fleetTrust(fleet, environment), [describeCluster(environment)],
    )),
    ...(spec.images === 'tag' ? {} : {
      release: access(names, spec, environment, 'release', role(
        'release', `Sets the image of ${spec.name} in ${environment.name}`, serviceTrustOf(fleet, spec, environment), [describeCluster(environment)],
      )),
    }),
    ...(environment.protected ? { releases: planReleases(fleet, spec, environment, names, role) } : {}),
  };
}

function planPodRole(spec: ServiceSpec, environment: EnvironmentSpec, bound: readonly BoundRequest[], names: Names, role: MakeRole): RolePlan {
  const cluster = arn('eks', environment.region, environment.account, `cluster/${environment.cluster.name}`);
  const trust = podTrust(environment.account, cluster, namespaceOf(spec.name, environment, names), spec.name);
  return role('pod', `The pods of ${spec.name} in ${environment.name}`, trust, podStatements(spec, environment, bound));
}

/** The store of a namespace reads the secrets of its service, each by its name, and nothing else. */
function planSecretStore(spec: ServiceSpec, environment: EnvironmentSpec, bound: readonly BoundRequest[], names: Names, role: MakeRole): Pick<ServicePlan, 'secretStore'> {
  const { externalSecretsRoleArn } = environment.cluster;
  const statements = storeStatements(environment, bound);
  if (statements.length === 0 || externalSecretsRoleArn === undefined) return {};
  const reading = role(
    'secrets', `Reads the secrets of ${spec.name} in ${environment.name} for its namespace`, controllerTrust(externalSecretsRoleArn), statements,
  );
  return { secretStore: storeOf({ ...reading, path: names.secretsPath(environment.name) }, environment) };
}

/** What the store of a namespace may read for the requests of its service. */
export function storeStatements(environment: EnvironmentSpec, bound: readonly BoundRequest[]): readonly Statement[] {
  const secrets = bound.flatMap(({ binding }) => binding.stored);
  return secrets.length === 0 ? [] : secretPermissions(secrets, environment);
}

/** What the requests of a service let its pods do, and what it asks for beyond them. */
export function podStatements(spec: ServiceSpec, environment: EnvironmentSpec, bound: readonly BoundRequest[]): readonly Statement[] {
  return [...mergeStatements(bound.flatMap(({ binding }) => binding.permissions)), ...declaredStatements(spec.permissions, environment, 'Declared')];
}

/**
 * A token of a GitHub environment no longer says its branch, so the branch is the stricter form and the default; a
 * protected environment rests on the rules of the GitHub environment instead, which ask for an approval.
 */
function serviceTrustOf({ gitHub }: FleetSpec, { repository }: ServiceSpec, environment: EnvironmentSpec): TrustStatement {
  const origin = environment.protected ? { environment: environment.githubEnvironment } : onBranch(repository);
  return gitHubTrust(environment.account, { gitHub, repository, origin, partition: environment.partition });
}

function access(names: Names, spec: ServiceSpec, environment: EnvironmentSpec, capability: string, role: RolePlan): AccessPlan {
  return { role, group: names.accessGroup(environment.name, spec.name, capability) };
}

/** The repository that a protected environment pulls from; only its promotion writes to it. */
function planReleases(fleet: FleetSpec, spec: ServiceSpec, environment: EnvironmentSpec, names: Names, role: MakeRole): NonNullable<ServicePlan['releases']> {
  const { registry, organizationId } = fleet;
  const name = names.imageRepository(spec.name);
  const own = arn('ecr', environment.region, environment.account, `repository/${name}`);
  const promote = role(
    'promote', `Copies approved images of ${spec.name} into ${environment.name}`,
    serviceTrustOf(fleet, spec, environment),
    promotePermissions(arn('ecr', registry.region, registry.account, `repository/${name}`), own),
  );
  const onlyWriter = arn('iam', '', environment.account, `role${promote.path}${promote.name}`);
  return { promote, repository: { name, pullers: [{ account: environment.account, organizationId }], onlyWriter } };
}
