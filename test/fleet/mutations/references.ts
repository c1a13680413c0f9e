import { ARCHIVE, ARCHIVE_FOUNDATION, CLUSTER, WEB, WEB_FOUNDATION, mutationsOf } from './mutation';
import { addObject, container, object, podSpec, removeObject } from '../../independent/mutate';

export const references = [
  ...mutationsOf('podsFindWhatTheyName', [
    ['a pod without its service account', 'no ServiceAccount webs', (output) => { podSpec(output, WEB).serviceAccountName = 'webs'; }],
    ['a pod without its config map', 'no ConfigMap web-configs', (output) => { container(output, WEB).envFrom[0].configMapRef.name = 'web-configs'; }],
    ['a config map of another namespace', 'no ConfigMap web-config', (output) => { object(output, WEB, 'ConfigMap').metadata.namespace = 'matching'; }],
    ['a secret that nobody makes', 'no Secret token', (output) => { container(output, WEB).env = [{ name: 'TOKEN', valueFrom: { secretKeyRef: { name: 'token', key: 'token' } } }]; }],
    ['a volume of a config map that nobody makes', 'no ConfigMap ca', (output) => { podSpec(output, WEB).volumes.push({ name: 'ca', configMap: { name: 'ca' } }); }],
  ]),
  ...mutationsOf('configMapsAreUsed', [
    ['a config map that nobody reads', 'no pod reads it', (output) => { container(output, WEB).envFrom = []; }],
  ]),
  ...mutationsOf('volumes', [
    ['a mount without its volume', 'mounts tmp, which is no volume', (output) => { podSpec(output, WEB).volumes[0].name = 'temp'; }],
    ['a volume that nobody mounts', 'nobody mounts volume more', (output) => { podSpec(output, WEB).volumes.push({ name: 'more', emptyDir: { sizeLimit: '1Mi' } }); }],
    ['a mount without a path', 'is mounted nowhere', (output) => { delete container(output, WEB).volumeMounts[1].mountPath; }],
    ['a path that is mounted twice', '/tmp is mounted twice', (output) => { container(output, WEB).volumeMounts[1].mountPath = '/tmp'; }],
  ]),
  ...mutationsOf('probePorts', [
    ['a probe of a port by another name', 'readinessProbe asks', (output) => { container(output, WEB).readinessProbe.httpGet.port = 'https'; }],
    ['a container whose port has another name', 'livenessProbe asks', (output) => { container(output, WEB).ports[0].name = 'web'; }],
    ['an application that is told another port', 'PORT is 8081', (output) => { object(output, WEB, 'ConfigMap').data.PORT = '8081'; }],
  ]),
  ...mutationsOf('workloadSelectors', [
    ['a selector of other pods', 'does not select its own pods', (output) => { object(output, WEB, 'Deployment').spec.selector.matchLabels['app.kubernetes.io/name'] = 'webs'; }],
    ['pods with other labels', 'does not select its own pods', (output) => { object(output, WEB, 'Deployment').spec.template.metadata.labels['app.kubernetes.io/name'] = 'webs'; }],
    ['a spread over other pods', 'does not select its own pods', (output) => { podSpec(output, WEB).topologySpreadConstraints[0].labelSelector.matchLabels['app.kubernetes.io/name'] = 'webs'; }],
  ]),
  ...mutationsOf('services', [
    ['a Service without pods', 'selects 0 workloads', (output) => { object(output, WEB, 'Service').spec.selector['app.kubernetes.io/name'] = 'webs'; }],
    ['a Service without a selector', 'selects 0 workloads', (output) => { delete object(output, WEB, 'Service').spec.selector; }],
    ['a Service that leads to another port', 'port https is not', (output) => { object(output, WEB, 'Service').spec.ports[0].targetPort = 'https'; }],
  ]),
  ...mutationsOf('scalingTargets', [
    ['an autoscaler without a target', 'no Deployment webs', (output) => { object(output, WEB, 'HorizontalPodAutoscaler').spec.scaleTargetRef.name = 'webs'; }],
    ['an autoscaler of another kind', 'no StatefulSet web', (output) => { object(output, WEB, 'HorizontalPodAutoscaler').spec.scaleTargetRef.kind = 'StatefulSet'; }],
    ['a budget for every pod', 'does not select exactly one', (output) => { object(output, WEB, 'PodDisruptionBudget').spec.selector = {}; }],
    ['a budget without pods', 'does not select exactly one', (output) => { object(output, WEB, 'PodDisruptionBudget').spec.selector.matchLabels['app.kubernetes.io/name'] = 'webs'; }],
  ]),
  ...mutationsOf('roleBindings', [
    ['a binding without its role', 'no Role reboot', (output) => { object(output, WEB_FOUNDATION, 'RoleBinding', 'restart').roleRef.name = 'reboot'; }],
    ['a subject of another API group', 'of another API group', (output) => { delete object(output, WEB_FOUNDATION, 'RoleBinding', 'restart').subjects[0].apiGroup; }],
    ['a role that nothing binds', 'nothing binds it', (output) => { removeObject(output, WEB_FOUNDATION, 'RoleBinding', 'restart'); }],
    ['a role about a Deployment that is not there', 'no Deployment webs', (output) => { object(output, WEB_FOUNDATION, 'Role', 'restart').rules[0].resourceNames = ['webs']; }],
  ]),
  ...mutationsOf('namespaces', [
    ['an object in another namespace', 'is in namespace matching', (output) => { object(output, WEB, 'Service').metadata.namespace = 'matching'; }],
    ['an object without a name', 'has no name', (output) => { delete object(output, WEB, 'Service').metadata.name; }],
    ['an object in no namespace', 'is in namespace undefined', (output) => { delete object(output, WEB, 'Service').metadata.namespace; }],
    ['a namespace by another name', 'has no Namespace web', (output) => { object(output, WEB_FOUNDATION, 'Namespace').metadata.name = 'webs'; }],
    ['an object that stands there twice', 'stands there twice', (output) => { addObject(output, WEB, structuredClone(object(output, WEB, 'Service'))); }],
    ['a class inside a namespace', 'is in namespace web', (output) => { object(output, CLUSTER, 'IngressClass', 'dust-prod-web-internet').metadata.namespace = 'web'; }],
  ]),
  ...mutationsOf('backends', [
    ['an Ingress without its Service', 'no Service webs', (output) => { object(output, WEB, 'Ingress').spec.rules[0].http.paths[0].backend.service.name = 'webs'; }],
    ['an Ingress without a host', 'all paths of one host', (output) => { delete object(output, WEB, 'Ingress').spec.rules[0].host; }],
    ['an Ingress without rules', 'all paths of one host', (output) => { object(output, WEB, 'Ingress').spec.rules = []; }],
    ['an Ingress of one path', 'all paths of one host', (output) => { object(output, WEB, 'Ingress').spec.rules[0].http.paths[0].path = '/api'; }],
    ['an Ingress to a port by another name', 'port https', (output) => { object(output, WEB, 'Ingress').spec.rules[0].http.paths[0].backend.service.port.name = 'https'; }],
  ]),
  ...mutationsOf('healthChecks', [
    ['a load balancer that asks another path', 'asks /, the probe asks /readyz', (output) => { object(output, WEB, 'Ingress').metadata.annotations['alb.ingress.kubernetes.io/healthcheck-path'] = '/'; }],
    ['a probe that asks another path', 'the probe asks /ready', (output) => { container(output, WEB).readinessProbe.httpGet.path = '/ready'; }],
  ]),
  ...mutationsOf('controllers', [
    ['a class of another controller', 'does not read its parameters', (output) => { object(output, CLUSTER, 'IngressClass', 'dust-prod-web-internet').spec.controller = 'k8s.io/ingress-nginx'; }],
  ]),
  ...mutationsOf('ingressClasses', [
    ['an Ingress without its class', 'or its parameters are missing', (output) => { object(output, WEB, 'Ingress').spec.ingressClassName = 'alb'; }],
    ['a class without its parameters', 'or its parameters are missing', (output) => { object(output, CLUSTER, 'IngressClass', 'dust-prod-web-internet').spec.parameters.name = 'webs'; }],
    ['a class with parameters of another group', 'or its parameters are missing', (output) => { object(output, CLUSTER, 'IngressClass', 'dust-prod-web-internet').spec.parameters.apiGroup = 'eks.amazonaws.com'; }],
    ['parameters for another namespace', 'admits namespaces matching', (output) => { object(output, CLUSTER, 'IngressClassParams', 'dust-prod-web-internet').spec.namespaceSelector.matchLabels['kubernetes.io/metadata.name'] = 'matching'; }],
    ['parameters for every namespace', 'not web alone', (output) => { object(output, CLUSTER, 'IngressClassParams', 'dust-prod-web-internet').spec.namespaceSelector = {}; }],
    ['a class that nothing uses', 'nothing uses it', (output) => { removeObject(output, WEB, 'Ingress'); }],
  ]),
  ...mutationsOf('kustomizations', [
    ['a file that no kustomization lists', 'no kustomization lists it', (output) => { object(output, 'prod/web/kustomization.yaml', 'Kustomization').resources = ['foundation.yaml']; }],
    ['a file that is listed and not there', 'is listed and not there', (output) => { output.manifests.delete(WEB); }],
    ['a service that its environment leaves out', 'prod/web: no kustomization lists it', (output) => { object(output, 'prod/kustomization.yaml', 'Kustomization').resources = ['cluster', 'audit-archive', 'matching', 'metrics-gateway']; }],
    ['a folder without a kustomization', 'has no kustomization', (output) => { output.manifests.delete('prod/web/kustomization.yaml'); }],
  ]),
  ...mutationsOf('listOfFiles', [
    ['a file that the list leaves out', 'does not list it', (output) => { output.files.set('manifests/.dust-files', 'dev/kustomization.yaml\n'); }],
    ['a listed file that is gone', 'it is not there', (output) => { output.manifests.delete(WEB); }],
  ]),
  ...mutationsOf('layers', [
    ['a network policy in the workload', 'does not belong in this layer', (output) => { addObject(output, WEB, structuredClone(object(output, WEB_FOUNDATION, 'NetworkPolicy'))); }],
  ]),
  ...mutationsOf('policySelectors', [
    ['a policy for pods that are not there', 'selects no pod', (output) => { object(output, WEB_FOUNDATION, 'NetworkPolicy', 'to-dns').spec.podSelector.matchLabels['app.kubernetes.io/name'] = 'webs'; }],
    ['a policy that opens something for every pod', 'for all pods', (output) => { object(output, WEB_FOUNDATION, 'NetworkPolicy', 'to-dns').spec.podSelector = {}; }],
    ['rules that the policy does not apply', 'policyTypes leaves out', (output) => { object(output, WEB_FOUNDATION, 'NetworkPolicy', 'to-dns').spec.policyTypes = ['Ingress']; }],
  ]),
  ...mutationsOf('policyPeers', [
    ['a peer in a namespace that is not there', '0 workloads of matchings', (output) => { object(output, ARCHIVE_FOUNDATION, 'NetworkPolicy', 'to-service-matching').spec.egress[0].to[0].namespaceSelector.matchLabels['kubernetes.io/metadata.name'] = 'matchings'; }],
    ['a peer that is no workload', '0 workloads of matching', (output) => { object(output, ARCHIVE_FOUNDATION, 'NetworkPolicy', 'to-service-matching').spec.egress[0].to[0].podSelector.matchLabels['app.kubernetes.io/name'] = 'matchings'; }],
    ['a peer in whichever namespace', 'a peer has no namespace', (output) => { delete object(output, ARCHIVE_FOUNDATION, 'NetworkPolicy', 'to-service-matching').spec.egress[0].to[0].namespaceSelector; }],
    ['a peer that is a whole namespace', 'a peer is every pod of matching', (output) => { object(output, ARCHIVE_FOUNDATION, 'NetworkPolicy', 'to-service-matching').spec.egress[0].to[0].podSelector = {}; }],
    ['DNS by every pod of the system', 'a peer is every pod of kube-system', (output) => { delete object(output, WEB_FOUNDATION, 'NetworkPolicy', 'to-dns').spec.egress[0].to[0].podSelector; }],
    ['a rule for everybody', 'a rule admits everybody', (output) => { delete object(output, WEB_FOUNDATION, 'NetworkPolicy', 'from-load-balancer').spec.ingress[0].from; }],
    ['a rule for every port', 'a rule opens every port', (output) => { delete object(output, WEB_FOUNDATION, 'NetworkPolicy', 'from-load-balancer').spec.ingress[0].ports; }],
  ]),
  ...mutationsOf('callEdges', [
    ['a call on another port', 'is not open on the ingress side', (output) => { object(output, ARCHIVE_FOUNDATION, 'NetworkPolicy', 'to-service-matching').spec.egress[0].ports[0].port = 8001; }],
    ['a callee that does not admit its caller', 'is not open on the ingress side', (output) => { removeObject(output, 'prod/matching/foundation.yaml', 'NetworkPolicy', 'from-service-audit-archive'); }],
    ['a caller that may not call', 'was declared and is not open', (output) => { removeObject(output, ARCHIVE_FOUNDATION, 'NetworkPolicy', 'to-service-matching'); }],
    ['a callee that listens elsewhere', 'nobody listens', (output) => { container(output, 'prod/matching/workload.yaml').ports[0].containerPort = 8001; }],
  ]),
  ...mutationsOf('callUrls', [
    ['a URL of another port', 'where nobody listens', (output) => { object(output, ARCHIVE, 'ConfigMap').data.MATCHING_URL = 'http://matching.matching.svc:8001'; }],
    ['a URL of another namespace', 'where nobody listens', (output) => { object(output, ARCHIVE, 'ConfigMap').data.MATCHING_URL = 'http://matching.default.svc:8000'; }],
    ['a URL that the network closes', 'leads nobody', (output) => { object(output, WEB, 'ConfigMap').data.MATCHING_URL = 'http://matching.matching.svc:8000'; }],
    ['a caller without a URL', 'has no URL of matching', (output) => { delete object(output, ARCHIVE, 'ConfigMap').data.MATCHING_URL; }],
  ]),
  ...mutationsOf('defaultDeny', [
    ['a namespace that denies nothing', 'denies everything', (output) => { removeObject(output, WEB_FOUNDATION, 'NetworkPolicy', 'deny-all'); }],
    ['a namespace that only denies ingress', 'denies everything', (output) => { object(output, WEB_FOUNDATION, 'NetworkPolicy', 'deny-all').spec.policyTypes = ['Ingress']; }],
    ['a namespace that denies some pods alone', 'denies everything', (output) => { object(output, WEB_FOUNDATION, 'NetworkPolicy', 'deny-all').spec.podSelector = { matchLabels: { a: 'b' } }; }],
  ]),
  ...mutationsOf('podsReachTheirBasics', [
    ['pods that find no names over TCP', 'may not ask DNS over TCP', (output) => { object(output, WEB_FOUNDATION, 'NetworkPolicy', 'to-dns').spec.egress[0].ports.pop(); }],
    ['pods that do not reach the agent of their role', '169.254.170.23/32', (output) => { removeObject(output, WEB_FOUNDATION, 'NetworkPolicy', 'to-pod-identity-agent'); }],
    ['pods that do not reach it over IPv6', 'fd00:ec2::23/128', (output) => { object(output, WEB_FOUNDATION, 'NetworkPolicy', 'to-pod-identity-agent').spec.egress[0].to.pop(); }],
  ]),
  ...mutationsOf('egressIsDeclared', [
    ['a way out that nobody declared', 'connects to 203.0.112.0/23', (output) => { object(output, 'prod/metrics-gateway/foundation.yaml', 'NetworkPolicy', 'egress-1').spec.egress[0].to[0].ipBlock.cidr = '203.0.112.0/23'; }],
    ['a declared way out that is closed', 'declared are 203.0.113.0/24', (output) => { removeObject(output, 'prod/metrics-gateway/foundation.yaml', 'NetworkPolicy', 'egress-1'); }],
    ['a bucket that the pods cannot reach', 'may not reach AWS', (output) => { removeObject(output, ARCHIVE_FOUNDATION, 'NetworkPolicy', 'to-aws'); }],
    ['a bucket at another port', 'may not reach AWS', (output) => { object(output, ARCHIVE_FOUNDATION, 'NetworkPolicy', 'to-aws').spec.egress[0].ports[0].port = 80; }],
  ]),
  ...mutationsOf('metadataIsClosed', [
    ['a way to the credentials of the node', 'leads to 169.254.169.254', (output) => { object(output, WEB_FOUNDATION, 'NetworkPolicy', 'to-pod-identity-agent').spec.egress[0].to[0].ipBlock.cidr = '169.254.0.0/16'; }],
    ['an internet that holds private networks', 'includes private networks', (output) => { object(output, 'prod/metrics-gateway/foundation.yaml', 'NetworkPolicy', 'egress-1').spec.egress[0].to[0].ipBlock = { cidr: '0.0.0.0/0', except: ['169.254.0.0/16'] }; }],
  ]),
  ...mutationsOf('ingressIsOpenedForItsSource', [
    ['a subnet that is no load balancer\'s', 'its load balancers stand in', (output) => { object(output, WEB_FOUNDATION, 'NetworkPolicy', 'from-load-balancer').spec.ingress[0].from[0].ipBlock.cidr = '10.0.0.0/8'; }],
    ['a way in without an Ingress', 'its load balancers stand in', (output) => { removeObject(output, WEB, 'Ingress'); }],
    ['a load balancer that reaches nobody', 'its load balancers stand in', (output) => { removeObject(output, WEB_FOUNDATION, 'NetworkPolicy', 'from-load-balancer'); }],
    ['a way in to another port', 'opens 9999', (output) => { object(output, WEB_FOUNDATION, 'NetworkPolicy', 'from-load-balancer').spec.ingress[0].ports[0].port = 9999; }],
    ['a tailnet that reaches nobody', 'is not open to the tailnet', (output) => { removeObject(output, 'staging/audit-archive/foundation.yaml', 'NetworkPolicy', 'from-tailscale'); }],
  ]),
];
