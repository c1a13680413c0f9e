import type { Names } from './names';
import { registryOf } from './registry-of';
import type { EnvironmentSpec } from '../spec/environment';
import type { FleetSpec } from '../spec/fleet';

/** What the policies of the cluster hold identities and objects to. */
export const POLICIES = ['restart-only', 'release-only', 'namespaces', 'secret-stores', 'exposure'] as const;

export type PolicyName = (typeof POLICIES)[number];

export interface AdmissionPlan {
  /** Two environments may share a cluster, so each has policies of its own. */
  readonly names: Readonly<Record<PolicyName, string>>;
  /** Labels of the namespaces of the environment, and of no others. */
  readonly labels: Readonly<Record<string, string>>;
  /** What the ARNs of all roles of stores begin with. */
  readonly secretRoles: string;
  /** What stands around the name of a service in that of its store's role, before it in its repository and after it in its namespace. */
  readonly roleName: readonly [before: string, after: string];
  readonly imageRepository: string;
  readonly namespace: string;
}

export function planAdmission(fleet: FleetSpec, environment: EnvironmentSpec, names: Names): AdmissionPlan {
  const { prefix } = fleet;
  const { name, account, partition, cluster } = environment;
  return {
    names: Object.fromEntries(POLICIES.map((policy) => [policy, names.admissionPolicy(name, policy)])) as Record<PolicyName, string>,
    labels: { 'app.kubernetes.io/managed-by': 'dust-service', 'app.kubernetes.io/part-of': prefix, 'dust.dev/environment': name },
    roleName: [`${prefix}-${name}-`, '-secrets'],
    imageRepository: `${registryOf(fleet, environment)}/${names.imageRepository('')}`,
    namespace: cluster.namespaces === 'service' ? '' : `-${name}`,
    secretRoles: `arn:${partition}:iam::${account}:role${names.secretsPath(name)}`,
  };
}
