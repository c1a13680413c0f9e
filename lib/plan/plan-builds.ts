import { environmentsOf } from './environments-of';
import type { BuildsPlan, Puller } from './fleet-plan';
import { Names } from './names';
import { roleMaker, rolePath } from './role-maker';
import { publishPermissions } from '../policy/image-permissions';
import { gitHubTrust } from '../policy/role';
import { arn } from '../policy/statement';
import type { FleetSpec } from '../spec/fleet';
import { deepFreeze } from '../spec/freeze';
import type { ServiceSpec } from '../spec/service';
import { onBranchOrTag } from '../trust/source';

/** The repository that builds push to, and the role that pushes. */
export function planBuilds(fleet: FleetSpec, spec: ServiceSpec): BuildsPlan {
  const names = new Names(fleet.prefix);
  const { account, region, qualifier } = fleet.registry;
  const name = names.imageRepository(spec.name);
  const source = { gitHub: fleet.gitHub, repository: spec.repository, origin: onBranchOrTag(spec.repository), partition: fleet.registry.partition };
  return deepFreeze({
    service: spec.name,
    account,
    region,
    qualifier,
    stackName: names.serviceStack('builds', spec.name),
    tags: { 'dust:service': spec.name, 'dust:env': 'builds', 'dust:owner': spec.owner, 'dust:data-class': spec.dataClass },
    repository: { name, keyAlias: names.buildsKeyAlias(), pullers: pullersOf(fleet, spec, names) },
    publish: roleMaker(names, 'builds', spec.name)(
      'publish', `Publishes images of ${spec.name}`, gitHubTrust(account, source),
      publishPermissions(arn('ecr', region, account, `repository/${name}`)),
    ),
  });
}

/**
 * Unprotected environments pull builds with the roles of their nodes, which nobody knows here, so the account is named.
 * From a protected environment only the promotion reads; ECR refuses principals that do not exist yet, so again the
 * account is named, and a condition names the role.
 */
function pullersOf({ environments, organizationId }: FleetSpec, spec: ServiceSpec, names: Names): Puller[] {
  const pullers = new Map<string, Puller>();
  for (const { name, account, protected: isProtected } of environmentsOf(spec, environments)) {
    if (isProtected) {
      const roleArn = arn('iam', '', account, `role${rolePath(names, name, spec.name, 'promote')}`);
      pullers.set(`${account} ${name}`, { account, organizationId, roleArn });
    } else {
      pullers.set(account, { account, organizationId });
    }
  }
  return [...pullers.values()].sort((a, b) => (`${a.account}${a.roleArn ?? ''}` < `${b.account}${b.roleArn ?? ''}` ? -1 : 1));
}
