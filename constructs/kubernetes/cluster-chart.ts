import { ApiObject, App, Chart } from 'cdk8s';
import type { ApiObjectProps } from 'cdk8s';
import { APPLY } from './access';
import { addObjects } from './add-objects';
import { admissionPolicies } from './admission/policies';
import { SSL_POLICY, loadBalancerAttributes } from './load-balancer';
import type { TokenGuard } from './token-guard';
import type { IClusterRole, IClusterRoleBinding, IIngressClass } from './types';
import type { IngressPlan, PlatformPlan, ServicePlan } from '../../lib/plan/fleet-plan';

/** The cluster-wide layer of an environment: the policies, and the class of each load balancer, which no service can change. */
export function clusterChart(platform: PlatformPlan, services: readonly ServicePlan[], guard: TokenGuard): Chart {
  const chart = new Chart(new App({ resolvers: [guard] }), 'cluster', { disableResourceNameHashes: true });
  addObjects(chart, admissionPolicies(platform));
  for (const plan of services) {
    if (plan.ingress?.group === undefined) continue;
    add(chart, `${plan.service}-ingress-class-params`, ingressClassParams(plan, plan.ingress));
    add(chart, `${plan.service}-ingress-class`, ingressClass(plan, plan.ingress));
  }
  return chart;
}

/** What a cluster administrator applies once: nobody can give himself the right to write roles. */
export function clusterAdminChart(plan: PlatformPlan, guard: TokenGuard): Chart {
  const chart = new Chart(new App({ resolvers: [guard] }), 'cluster-admin', { disableResourceNameHashes: true });
  add(chart, 'platform-apply-role', { ...PLATFORM_APPLY, metadata: { name: plan.platformApply.name } });
  add(chart, 'platform-apply-binding', platformApplyBinding(plan));
  return chart;
}

function add(chart: Chart, id: string, manifest: object): void {
  new ApiObject(chart, id, manifest as ApiObjectProps);
}

/** EKS Auto Mode has the same parameters under a group and with a few names of its own. */
function api({ environment }: ServicePlan): { group: string; version: string; controller: string } {
  return environment.cluster.profile.autoMode
    ? { group: 'eks.amazonaws.com', version: 'v1', controller: 'eks.amazonaws.com/alb' }
    : { group: 'elbv2.k8s.aws', version: 'v1beta1', controller: 'ingress.k8s.aws/alb' };
}

/**
 * A class for one service, which only its namespace may use. What its parameters say wins over annotations; what they
 * cannot say (security groups, actions and conditions) `check-objects.ts` refuses, and the policy `exposure` of the
 * cluster to everybody else.
 * @see https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/ingress/ingress_class/
 */
function ingressClassParams(plan: ServicePlan, edge: IngressPlan): object {
  const { ingress: { certificateArn, webAclArn }, cluster: { profile } } = plan.environment;
  const { group, version } = api(plan);
  const certificates = certificateArn === undefined ? {} : { [profile.autoMode ? 'certificateARNs' : 'certificateArn']: [certificateArn] };
  return {
    apiVersion: `${group}/${version}`,
    kind: 'IngressClassParams',
    metadata: { name: edge.className },
    spec: {
      scheme: edge.kind === 'internet' ? 'internet-facing' : 'internal',
      group: { name: edge.group },
      namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': plan.namespace } },
      sslPolicy: SSL_POLICY,
      ...(profile.autoMode ? {} : { targetType: 'ip', sslRedirectPort: '443' }),
      ...certificates,
      ...(edge.inboundCidrs === undefined ? {} : { inboundCIDRs: [...edge.inboundCidrs] }),
      ...(edge.kind === 'internet' && webAclArn !== undefined && !profile.autoMode ? { wafv2AclArn: webAclArn } : {}),
      loadBalancerAttributes: loadBalancerAttributes(plan, edge),
    },
  };
}

function ingressClass(plan: ServicePlan, edge: IngressPlan): IIngressClass {
  const { group, controller } = api(plan);
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'IngressClass',
    metadata: { name: edge.className },
    spec: { controller, parameters: { apiGroup: group, kind: 'IngressClassParams', name: edge.className } },
  };
}

/**
 * Everything of the layers cluster and foundation. Kubernetes lets somebody write a role only with `escalate`, and bind
 * it only with `bind`; a namespace is never deleted.
 * @see https://kubernetes.io/docs/reference/access-authn-authz/rbac/#privilege-escalation-prevention-and-bootstrapping
 */
const PLATFORM_APPLY: Omit<IClusterRole, 'metadata'> = {
  apiVersion: 'rbac.authorization.k8s.io/v1',
  kind: 'ClusterRole',
  rules: [
    { apiGroups: [''], resources: ['namespaces'], verbs: ['get', 'list', 'watch', 'create', 'update', 'patch'] },
    { apiGroups: [''], resources: ['limitranges', 'resourcequotas', 'serviceaccounts'], verbs: APPLY },
    { apiGroups: ['rbac.authorization.k8s.io'], resources: ['rolebindings', 'roles'], verbs: [...APPLY, 'bind', 'escalate'] },
    { apiGroups: ['networking.k8s.io'], resources: ['ingressclasses', 'networkpolicies'], verbs: APPLY },
    { apiGroups: ['external-secrets.io'], resources: ['secretstores'], verbs: APPLY },
    { apiGroups: ['admissionregistration.k8s.io'], resources: ['validatingadmissionpolicies', 'validatingadmissionpolicybindings'], verbs: APPLY },
    { apiGroups: ['elbv2.k8s.aws', 'eks.amazonaws.com'], resources: ['ingressclassparams'], verbs: APPLY },
  ],
};

/** Two environments may share the cluster, so both objects carry the name of the environment's role. */
function platformApplyBinding({ platformApply: { name }, platformApplyGroup: group }: PlatformPlan): IClusterRoleBinding {
  return {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRoleBinding',
    metadata: { name },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name },
    subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'Group', name: group }],
  };
}
