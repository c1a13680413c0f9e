import { CLUSTER, WEB, WEB_FOUNDATION, mutationsOf } from './mutation';
import { addObject, container, object, podSpec, removeObject } from '../../independent/mutate';
import type { Output } from '../../support/synthesize';

const ALB = 'alb.ingress.kubernetes.io/';
const INTERNAL = 'prod/audit-archive/workload.yaml';

function context(output: Output): Record<string, any> {
  return container(output, WEB).securityContext as Record<string, any>;
}

function annotations(output: Output, file = WEB): Record<string, string> {
  return object(output, file, 'Ingress').metadata.annotations as Record<string, string>;
}

/** Changes one attribute of the load balancer in the class alone. */
function attribute(output: Output, key: string, value: string): void {
  const all = object(output, CLUSTER, 'IngressClassParams', 'dust-prod-web-internet').spec.loadBalancerAttributes as { key: string; value: string }[];
  all.find((entry) => entry.key === key)!.value = value;
}

function ruleOf(output: Output, role: string): Record<string, any> {
  return object(output, WEB_FOUNDATION, 'Role', role).rules[0] as Record<string, any>;
}

export const workloads = [
  ...mutationsOf('k1Namespaces', [
    ['a namespace that enforces less', 'does not enforce restricted', (output) => { object(output, WEB_FOUNDATION, 'Namespace').metadata.labels['pod-security.kubernetes.io/enforce'] = 'baseline'; }],
    ['a version that moves', 'does not pin one version', (output) => { object(output, WEB_FOUNDATION, 'Namespace').metadata.labels['pod-security.kubernetes.io/enforce-version'] = 'latest'; }],
    ['a quota that stops a rollout', 'no quota that suffices', (output) => { object(output, WEB_FOUNDATION, 'ResourceQuota').spec.hard.pods = '6'; }],
    ['a quota with too little memory', 'no quota that suffices', (output) => { object(output, WEB_FOUNDATION, 'ResourceQuota').spec.hard['limits.memory'] = '1Gi'; }],
    ['no quota', 'no quota that suffices', (output) => { removeObject(output, WEB_FOUNDATION, 'ResourceQuota'); }],
    ['no limit range', 'no defaults for containers', (output) => { removeObject(output, WEB_FOUNDATION, 'LimitRange'); }],
    ['a namespace that may be pruned', 'may be pruned', (output) => { delete object(output, WEB_FOUNDATION, 'Namespace').metadata.annotations; }],
    ['no default of cpu', 'no defaults for containers', (output) => { delete object(output, WEB_FOUNDATION, 'LimitRange').spec.limits[0].default.cpu; }],
    ['node ports', 'lets services open doors', (output) => { delete object(output, WEB_FOUNDATION, 'ResourceQuota').spec.hard['services.nodeports']; }],
    ['the namespace of an operator', 'has a reserved name', (output) => { object(output, WEB_FOUNDATION, 'Namespace').metadata.name = 'tailscale'; }],
    ['a reserved namespace', 'has a reserved name', (output) => { object(output, WEB_FOUNDATION, 'Namespace').metadata.name = 'kube-public'; }],
  ]),
  ...mutationsOf('k2ServiceAccounts', [
    ['a token that is mounted', 'mounts its token', (output) => { delete object(output, WEB_FOUNDATION, 'ServiceAccount').automountServiceAccountToken; }],
    ['a role by annotation', 'has a role by annotation', (output) => { object(output, WEB_FOUNDATION, 'ServiceAccount').metadata.annotations = { 'eks.amazonaws.com/role-arn': 'x' }; }],
  ]),
  ...mutationsOf('k3PodSecurity', [
    ['privileges', 'privileged', (output) => { context(output).privileged = true; }],
    ['escalation', 'allowPrivilegeEscalation', (output) => { delete context(output).allowPrivilegeEscalation; }],
    ['capabilities that stay', 'capabilities', (output) => { context(output).capabilities.drop = ['NET_RAW']; }],
    ['a capability that is added', 'capabilities', (output) => { context(output).capabilities.add = ['NET_BIND_SERVICE']; }],
    ['a file system that can be written', 'readOnlyRootFilesystem', (output) => { context(output).readOnlyRootFilesystem = false; }],
    ['root by the container', 'runAsUser', (output) => { context(output).runAsUser = 0; }],
    ['a container that may be root', 'runAsNonRoot', (output) => { context(output).runAsNonRoot = false; }],
    ['a low user id', 'runAsUser of 10000 or more', (output) => { podSpec(output, WEB).securityContext.runAsUser = 1000; }],
    ['no seccomp', 'seccompProfile', (output) => { context(output).seccompProfile = { type: 'Unconfined' }; }],
    ['the network of the node', 'host namespaces', (output) => { podSpec(output, WEB).hostNetwork = true; }],
    ['a port of the node', 'hostPort', (output) => { container(output, WEB).ports[0].hostPort = 80; }],
    ['a folder of the node', 'kind of volume', (output) => { podSpec(output, WEB).volumes[0] = { name: 'tmp', hostPath: { path: '/' } }; }],
    ['a volume of no kind', 'kind of volume', (output) => { delete podSpec(output, WEB).volumes[0].emptyDir; }],
    ['a folder without a limit', 'size of emptyDir', (output) => { podSpec(output, WEB).volumes[0].emptyDir = {}; }],
    ['no /tmp', 'a place to write to at /tmp', (output) => { container(output, WEB).volumeMounts.shift(); }],
    ['a probe of another host', 'host of a probe', (output) => { container(output, WEB).livenessProbe.httpGet.host = '169.254.169.254'; }],
    ['sysctls', 'sysctls', (output) => { podSpec(output, WEB).securityContext.sysctls = [{ name: 'net.core.somaxconn', value: '1' }]; }],
    ['processes of the host', 'procMount', (output) => { context(output).procMount = 'Unmasked'; }],
    ['SELinux', 'SELinux options', (output) => { context(output).seLinuxOptions = { type: 'spc_t' }; }],
    ['AppArmor', 'AppArmor', (output) => { context(output).appArmorProfile = { type: 'Unconfined' }; }],
    ['a token in the pod', 'automountServiceAccountToken', (output) => { podSpec(output, WEB).automountServiceAccountToken = true; }],
    ['the default service account', 'a service account of its own', (output) => { podSpec(output, WEB).serviceAccountName = 'default'; }],
    ['addresses of all services in variables', 'enableServiceLinks', (output) => { delete podSpec(output, WEB).enableServiceLinks; }],
    ['an init container without any of it', 'container init: allowPrivilegeEscalation', (output) => { podSpec(output, WEB).initContainers = [{ name: 'init' }]; }],
  ]),
  ...mutationsOf('k4Containers', [
    ['no request', 'no cpu and memory', (output) => { delete container(output, WEB).resources.requests.cpu; }],
    ['no limit of memory', 'no cpu and memory', (output) => { delete container(output, WEB).resources.limits.memory; }],
    ['a request over its limit', 'no cpu and memory', (output) => { container(output, WEB).resources.requests.memory = '1Gi'; }],
    ['one path for both probes', 'liveness from readiness', (output) => { container(output, WEB).livenessProbe.httpGet.path = '/readyz'; }],
    ['a probe without a path', 'a probe without a path', (output) => { delete container(output, WEB).startupProbe.httpGet.path; }],
    ['a container without a name', 'has no name', (output) => { delete container(output, WEB).name; }],
    ['no startup probe', 'no startup probe', (output) => { delete container(output, WEB).startupProbe; }],
    ['the tag latest', 'neither pinned nor', (output) => { container(output, WEB).image = '444455556666.dkr.ecr.us-east-1.amazonaws.com/dust/web:latest'; }],
    ['an image that is kept', 'stale image', (output) => { container(output, WEB).imagePullPolicy = 'IfNotPresent'; }],
  ]),
  ...mutationsOf('k6Deployments', [
    ['too few pods', 'runs fewer than 3', (output) => { object(output, INTERNAL, 'Deployment').spec.replicas = 2; }],
    ['too few pods by the autoscaler', 'runs fewer than 3', (output) => { object(output, WEB, 'HorizontalPodAutoscaler').spec.minReplicas = 2; }],
    ['a number that an autoscaler owns', 'an autoscaler owns', (output) => { object(output, WEB, 'Deployment').spec.replicas = 3; }],
    ['a rollout that stops pods first', 'goes down during a rollout', (output) => { object(output, WEB, 'Deployment').spec.strategy.rollingUpdate.maxUnavailable = 1; }],
    ['all pods in one zone', 'does not spread', (output) => { delete podSpec(output, WEB).topologySpreadConstraints; }],
    ['all pods on one node', 'does not spread', (output) => { podSpec(output, WEB).affinity.podAntiAffinity.preferredDuringSchedulingIgnoredDuringExecution = []; }],
    ['a spread over nothing', 'does not spread', (output) => { delete podSpec(output, WEB).topologySpreadConstraints[0].topologyKey; }],
    ['no deadline', 'no progress deadline', (output) => { delete object(output, WEB, 'Deployment').spec.progressDeadlineSeconds; }],
    ['many revisions', 'too many revisions', (output) => { delete object(output, WEB, 'Deployment').spec.revisionHistoryLimit; }],
    ['a selector that takes everything', 'does not select its template', (output) => { object(output, WEB, 'Deployment').spec.selector.matchLabels = {}; }],
    ['pods that are killed while they drain', 'no time to drain', (output) => { podSpec(output, WEB).terminationGracePeriodSeconds = 5; }],
  ]),
  ...mutationsOf('k7Scaling', [
    ['a budget that forbids every move', 'one pod at a time', (output) => { object(output, WEB, 'PodDisruptionBudget').spec = { minAvailable: 3, selector: {} }; }],
    ['sick pods that stay', 'keeps sick pods', (output) => { delete object(output, WEB, 'PodDisruptionBudget').spec.unhealthyPodEvictionPolicy; }],
    ['no budget', 'has no budget', (output) => { removeObject(output, WEB, 'PodDisruptionBudget'); }],
    ['an autoscaler that measures nothing', 'does not scale', (output) => { delete object(output, WEB, 'HorizontalPodAutoscaler').spec.metrics[0].resource.target; }],
    ['an autoscaler that cannot scale', 'does not scale', (output) => { object(output, WEB, 'HorizontalPodAutoscaler').spec.maxReplicas = 2; }],
  ]),
  ...mutationsOf('k14ConfigMaps', [
    ['a key of AWS', 'looks like a secret', (output) => { object(output, WEB, 'ConfigMap').data.ID = 'AKIAIOSFODNN7EXAMPLE'; }],
    ['a password in a URL', 'looks like a secret', (output) => { object(output, WEB, 'ConfigMap').data.DATABASE_URL = 'postgres://user:password@host/db'; }],
    ['a number', 'is not text', (output) => { object(output, WEB, 'ConfigMap').data.PORT = 8080; }],
    ['too much', 'is too big', (output) => { object(output, WEB, 'ConfigMap').data.BIG = 'x'.repeat(2 ** 20); }],
    ['pods that keep old values', 'does not roll its pods', (output) => { object(output, WEB, 'Deployment').spec.template.metadata.annotations = {}; }],
  ]),
  ...mutationsOf('configHashes', [
    ['one hash for different values', 'and other data', (output) => { object(output, 'staging/web/workload.yaml', 'Deployment').spec.template.metadata.annotations = object(output, WEB, 'Deployment').spec.template.metadata.annotations; }],
  ]),
  ...mutationsOf('k9Services', [
    ['a Service with a load balancer of its own', 'is a LoadBalancer', (output) => { object(output, WEB, 'Service').spec.type = 'LoadBalancer'; }],
    ['a Service at another port', 'port 80 is not', (output) => { object(output, WEB, 'Service').spec.ports[0].port = 80; }],
  ]),
  ...mutationsOf('k9Ingresses', [
    ['an internal service on the internet', 'is internet-facing for a service with access vpn', (output) => { annotations(output, INTERNAL)[`${ALB}scheme`] = 'internet-facing'; }],
    ['a class that does not hold the scheme', 'is undefined for a service', (output) => { delete object(output, CLUSTER, 'IngressClassParams', 'dust-prod-audit-archive-internal').spec.scheme; }],
    ['an internal service for everybody', 'is open to everybody', (output) => { annotations(output, INTERNAL)[`${ALB}inbound-cidrs`] = '0.0.0.0/0'; }],
    ['no inbound ranges', 'is open to everybody', (output) => { delete object(output, CLUSTER, 'IngressClassParams', 'dust-prod-audit-archive-internal').spec.inboundCIDRs; }],
    ['old TLS', 'TLS that is not FIPS', (output) => { annotations(output)[`${ALB}ssl-policy`] = 'ELBSecurityPolicy-2016-08'; }],
    ['no redirect', 'does not redirect', (output) => { delete annotations(output)[`${ALB}ssl-redirect`]; }],
    ['a class that does not hold the redirect', 'its annotations are not what', (output) => { delete object(output, CLUSTER, 'IngressClassParams', 'dust-prod-web-internet').spec.sslRedirectPort; }],
    ['a tailnet without TLS', 'answers without TLS', (output) => { delete annotations(output, 'staging/audit-archive/workload.yaml')['tailscale.com/http-redirect']; }],
    ['plain HTTP alone', 'does not redirect', (output) => { annotations(output)[`${ALB}listen-ports`] = '[{"HTTP":80}]'; }],
    ['no web ACL', 'has no web ACL', (output) => { delete annotations(output)[`${ALB}wafv2-acl-arn`]; }],
    ['a load balancer that can be deleted', 'can be deleted', (output) => { attribute(output, 'deletion_protection.enabled', 'false'); }],
    ['no access log', 'keeps no access log', (output) => { attribute(output, 'access_logs.s3.enabled', 'false'); }],
    ['a group without its scheme', 'does not carry the scheme', (output) => { annotations(output)[`${ALB}group.name`] = 'dust-prod-web'; }],
    ['a class that says something else', 'its annotations are not what', (output) => { object(output, CLUSTER, 'IngressClassParams', 'dust-prod-web-internet').spec.certificateArn = ['arn:x']; }],
    ['traffic through nodes', 'sends to nodes', (output) => { annotations(output)[`${ALB}target-type`] = 'instance'; }],
    ['an action of one\'s own', 'has annotation', (output) => { annotations(output)[`${ALB}actions.web`] = '{}'; }],
    ['a snippet', 'has annotation', (output) => { annotations(output)['nginx.ingress.kubernetes.io/configuration-snippet'] = 'x'; }],
    ['a funnel of Tailscale', 'has annotation', (output) => { annotations(output, 'staging/audit-archive/workload.yaml')['tailscale.com/funnel'] = 'true'; }],
    ['a machine without its environment', 'is no machine of the environment', (output) => { object(output, 'staging/audit-archive/workload.yaml', 'Ingress').spec.tls[0].hosts = ['audit']; }],
  ]),
  ...mutationsOf('ingressesAreDeclared', [
    ['a service that lost its Ingress', 'declared are', (output) => { removeObject(output, WEB, 'Ingress'); }],
    ['an Ingress that nobody declared', 'declared are', (output) => { addObject(output, 'prod/matching/workload.yaml', structuredClone(object(output, WEB, 'Ingress'))); }],
  ]),
  ...mutationsOf('k11Rules', [
    ['every verb', 'may *', (output) => { ruleOf(output, 'workload-apply').verbs = ['*']; }],
    ['every resource', 'is about *', (output) => { ruleOf(output, 'workload-apply').resources = ['*']; }],
    ['every group', 'is about every group', (output) => { ruleOf(output, 'workload-apply').apiGroups = ['*']; }],
    ['secrets', 'is about secrets', (output) => { ruleOf(output, 'workload-apply').resources.push('secrets'); }],
    ['commands in pods', 'is about pods/exec', (output) => { ruleOf(output, 'workload-apply').resources.push('pods/exec'); }],
    ['other people', 'may impersonate', (output) => { ruleOf(output, 'restart').verbs.push('impersonate'); }],
    ['escalation in a namespace', 'may escalate', (output) => { ruleOf(output, 'workload-apply').verbs.push('escalate'); }],
    ['escalation beyond roles', 'may bind', (output) => { object(output, 'prod/cluster-admin/cluster-admin.yaml', 'ClusterRole').rules[0].verbs.push('bind'); }],
  ]),
  ...mutationsOf('k11ClusterRoles', [
    ['a service with rights in the whole cluster', 'in the whole cluster', (output) => { object(output, 'prod/cluster-admin/cluster-admin.yaml', 'ClusterRoleBinding').subjects[0].name = 'dust:prod:web:workload-apply'; }],
    ['a ClusterRole of a service', 'in the whole cluster', (output) => { addObject(output, WEB_FOUNDATION, { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole', metadata: { name: 'web' }, rules: [] }); }],
  ]),
  ...mutationsOf('k11Restart', [
    ['restarts of every Deployment', 'more or less than restarting', (output) => { delete ruleOf(output, 'restart').resourceNames; }],
    ['restarts that also delete', 'more or less than restarting', (output) => { ruleOf(output, 'restart').verbs.push('delete'); }],
    ['restarts that cannot watch', 'more or less than restarting', (output) => { ruleOf(output, 'restart').verbs = ['get', 'patch']; }],
  ]),
  ...mutationsOf('k11Apply', [
    ['a workload that workload-apply cannot apply', 'workload-apply may not apply it', (output) => { const rules = object(output, WEB_FOUNDATION, 'Role', 'workload-apply'); rules.rules = (rules.rules as { apiGroups: string[] }[]).filter(({ apiGroups }) => apiGroups[0] !== 'policy'); }],
    ['a foundation that platform-apply cannot apply', 'platform-apply may not apply it', (output) => { object(output, 'prod/cluster-admin/cluster-admin.yaml', 'ClusterRole').rules.shift(); }],
    ['roles that platform-apply may not make', 'platform-apply may not apply it', (output) => { const rule = (object(output, 'prod/cluster-admin/cluster-admin.yaml', 'ClusterRole').rules as { verbs: string[] }[]).find(({ verbs }) => verbs.includes('escalate'))!; rule.verbs = rule.verbs.filter((verb) => verb !== 'escalate'); }],
    ['bindings that platform-apply may not make', 'platform-apply may not apply it', (output) => { const rule = (object(output, 'prod/cluster-admin/cluster-admin.yaml', 'ClusterRole').rules as { verbs: string[] }[]).find(({ verbs }) => verbs.includes('bind'))!; rule.verbs = rule.verbs.filter((verb) => verb !== 'bind'); }],
    ['a foundation that workload-apply can change', 'may change the foundation', (output) => { object(output, WEB_FOUNDATION, 'Role', 'workload-apply').rules.push({ apiGroups: ['networking.k8s.io'], resources: ['networkpolicies'], verbs: ['get', 'create', 'patch'] }); }],
  ]),
  ...mutationsOf('k11WorkloadKinds', [
    ['service accounts for workload-apply', 'is about serviceaccounts', (output) => { ruleOf(output, 'workload-apply').resources.push('serviceaccounts'); }],
  ]),
];
