import type { CfnResource } from 'aws-cdk-lib';
import { CfnAccessEntry, CfnPodIdentityAssociation } from 'aws-cdk-lib/aws-eks';
import type { Construct } from 'constructs';
import { cfnTags, cfnGivenArn } from './cfn';
import { printImageRepository } from './image-repository';
import { printKey } from './key';
import { printNamespace } from './namespace';
import { printRole } from './role';
import type { AccessPlan, ServicePlan } from '../../lib/plan/fleet-plan';

/** The key comes first, since providers encrypt with it: its ARN, or undefined where nothing is encrypted. */
export function printServiceKey(scope: Construct, { key, environment, service, tags }: ServicePlan): string | undefined {
  if (key === undefined) return undefined;
  if (key.existingArn !== undefined) return cfnGivenArn(key.existingArn);
  const description = `Data of ${service} in ${environment.name}`;
  const { account, region } = environment;
  const { alias, via, grantsVia, logGroups } = key;
  const adminReads = { role: key.adminRole, secrets: key.adminSecrets };
  return printKey(scope, 'Key', { account, region, alias, description, via, grantsVia, logGroups, adminReads, tags }).attrArn;
}

/** What the providers have built and permissions name. */
interface Named {
  readonly granted: readonly CfnResource[];
  readonly stored: readonly CfnResource[];
}

/** The identities of a service in one environment, after its providers have built what the permissions name. */
export function printServiceResources(scope: Construct, plan: ServicePlan, keyArn: string | undefined, { granted, stored }: Named): void {
  const namespace = plan.environment.cluster.kubectlProvider === undefined ? undefined : printNamespace(scope, plan);
  printPodIdentity(scope, plan, keyArn, granted, namespace);
  if (plan.secretStore !== undefined) printRole(scope, 'SecretsRole', plan.secretStore.role, { account: plan.environment.account, tags: plan.tags, keyArn, names: stored });
  printAccess(scope, 'Restart', plan.restart, plan);
  printAccess(scope, 'WorkloadApply', plan.workloadApply, plan);
  if (plan.release !== undefined) printAccess(scope, 'Release', plan.release, plan);
  if (plan.releases !== undefined) printReleases(scope, plan, plan.releases, keyArn!);
}

/** Pods get credentials when they start, so the permissions exist before the association. */
function printPodIdentity(
  scope: Construct, plan: ServicePlan, keyArn: string | undefined, granted: readonly CfnResource[], namespace: CfnResource | undefined,
): void {
  const { environment, tags } = plan;
  const { role, policy } = printRole(scope, 'PodRole', plan.podRole, { account: environment.account, tags, keyArn, names: granted });
  const association = new CfnPodIdentityAssociation(scope, 'PodIdentity', {
    clusterName: environment.cluster.name,
    namespace: plan.namespace,
    serviceAccount: plan.serviceAccount,
    roleArn: role.attrArn,
    tags: cfnTags(tags),
  });
  if (policy !== undefined) association.addResourceDependency(policy);
  if (namespace !== undefined) {
    association.addResourceDependency(namespace);
    role.addResourceDependency(namespace);
  }
}

/** A role, and the group that it has in the cluster; RBAC says there what the group may do. */
function printAccess(scope: Construct, capability: string, { role: plan, group }: AccessPlan, { environment, tags }: ServicePlan): void {
  const { role } = printRole(scope, `${capability}Role`, plan, { account: environment.account, tags });
  new CfnAccessEntry(scope, `${capability}Access`, {
    clusterName: environment.cluster.name,
    principalArn: role.attrArn,
    type: 'STANDARD',
    kubernetesGroups: [group],
    tags: cfnTags(tags),
  });
}

/** The repository's policy names the role, and the role's policy the repository. */
function printReleases(scope: Construct, plan: ServicePlan, { repository, promote }: NonNullable<ServicePlan['releases']>, keyArn: string): void {
  const { environment: { account }, tags } = plan;
  const printed = printRole(scope, 'PromoteRole', promote, { account, tags });
  const own = printImageRepository(scope, 'ImageRepository', repository, { account, tags, kmsKey: keyArn, writer: printed.role });
  printed.policy?.addResourceDependency(own);
}
