import type { Names } from './names';
import type { EnvironmentSpec } from '../spec/environment';

/** What the policies of the cluster hold identities and objects to. */
export const POLICIES = ['restart-only', 'release-only', 'secret-stores', 'exposure'] as const;

export type PolicyName = (typeof POLICIES)[number];

export interface AdmissionPlan {
  /** Two environments may share a cluster, so each has policies of its own. */
  readonly names: Readonly<Record<PolicyName, string>>;
  /** Labels of the namespaces of the environment, and of no others. */
  readonly labels: Readonly<Record<string, string>>;
  /** What the ARNs of all roles of stores begin with. */
  readonly secretRoles: string;
}

export function planAdmission(prefix: string, { name, account, partition }: EnvironmentSpec, names: Names): AdmissionPlan {
  return {
    names: Object.fromEntries(POLICIES.map((policy) => [policy, names.admissionPolicy(name, policy)])) as Record<PolicyName, string>,
    labels: { 'app.kubernetes.io/managed-by': 'dust-service', 'app.kubernetes.io/part-of': prefix, 'dust.dev/environment': name },
    secretRoles: `arn:${partition}:iam::${account}:role${names.secretsPath(name)}`,
  };
}
