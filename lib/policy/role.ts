import { arn } from './statement';
import type { Conditions, Statement } from './statement';
import { trustConditions } from '../trust/compile';
import type { TrustSource } from '../trust/source';

/** One role with the one capability it is for. */
export interface RolePlan {
  readonly name: string;
  /** The one thing it is for, such as `publish`. */
  readonly capability: string;
  readonly path: string;
  readonly description: string;
  readonly trust: TrustStatement;
  /** Path and name of the managed policy that limits it, in the same account. */
  readonly boundary: string;
  /** What it may do; a role without statements gets no policy. */
  readonly statements: readonly Statement[];
}

export interface TrustStatement {
  readonly principal: { readonly federated: string } | { readonly service: string } | { readonly role: string };
  readonly actions: readonly string[];
  readonly conditions: Conditions;
  /** Whose jobs of GitHub Actions it is for; undefined for every other trust. */
  readonly source?: TrustSource;
}

/** Trust in jobs of one repository, by the provider of the role's account. */
export function gitHubTrust(account: string, source: TrustSource): TrustStatement {
  return {
    principal: { federated: arn('iam', '', account, `oidc-provider/${source.gitHub.issuer}`) },
    actions: ['sts:AssumeRoleWithWebIdentity'],
    conditions: trustConditions(source),
    source,
  };
}

/**
 * Trust in the controller of External Secrets, which assumes one role for each namespace. Its own session has tags of Pod
 * Identity, which go along with it; they say who the controller is and nothing of the namespace, so nothing rests on them.
 * @see https://docs.aws.amazon.com/eks/latest/userguide/pod-id-abac.html
 */
export function controllerTrust(controllerRoleArn: string): TrustStatement {
  return { principal: { role: controllerRoleArn }, actions: ['sts:AssumeRole', 'sts:TagSession'], conditions: {} };
}

/** Trust in a service of AWS that works for this account alone. @see https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html */
export function serviceTrust(service: string, account: string): TrustStatement {
  return { principal: { service }, actions: ['sts:AssumeRole'], conditions: { StringEquals: { 'aws:SourceAccount': account } } };
}

/**
 * Trust in the pods of one service account. Without the request tags, any association of the cluster could use the role.
 * @see https://docs.aws.amazon.com/eks/latest/userguide/pod-id-abac.html
 */
export function podTrust(account: string, clusterArn: string, namespace: string, serviceAccount: string): TrustStatement {
  return {
    principal: { service: 'pods.eks.amazonaws.com' },
    actions: ['sts:AssumeRole', 'sts:TagSession'],
    conditions: {
      StringEquals: {
        'aws:SourceAccount': account,
        'aws:RequestTag/eks-cluster-arn': clusterArn,
        'aws:RequestTag/kubernetes-namespace': namespace,
        'aws:RequestTag/kubernetes-service-account': serviceAccount,
      },
    },
  };
}
