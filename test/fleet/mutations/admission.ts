import { CLUSTER, mutationsOf, WEB, WEB_FOUNDATION } from './mutation';
import { object, podSpec, removeObject } from '../../independent/mutate';
import type { Output } from '../../support/synthesize';

type Fields = Record<string, any>;

const policy = (output: Output, name: string): Fields => object(output, CLUSTER, 'ValidatingAdmissionPolicy', `dust-prod-${name}`).spec as Fields;
const binding = (output: Output, name: string): Fields => object(output, CLUSTER, 'ValidatingAdmissionPolicyBinding', `dust-prod-${name}`).spec as Fields;
const facts = (output: Output, file = WEB_FOUNDATION): Fields => object(output, file, 'Namespace').metadata.annotations as Fields;

export const admission = [
  ...mutationsOf('admissionPolicies', [
    ['no policy for restarts', 'prod: no policy narrows what a restart', (output) => removeObject(output, CLUSTER, 'ValidatingAdmissionPolicy', 'dust-prod-restart-only')],
    ['no policy for releases', 'prod: no policy narrows what a release', (output) => removeObject(output, CLUSTER, 'ValidatingAdmissionPolicy', 'dust-prod-release-only')],
    ['a policy that nothing binds', 'prod: no policy guards Ingresses', (output) => removeObject(output, CLUSTER, 'ValidatingAdmissionPolicyBinding', 'dust-prod-exposure')],
    ['a policy that only warns', 'prod: no policy holds a SecretStore', (output) => { binding(output, 'secret-stores').validationActions = ['Warn']; }],
    ['a policy that an error opens', 'prod: no policy narrows what a restart', (output) => { policy(output, 'restart-only').failurePolicy = 'Ignore'; }],
    ['a policy for one namespace', 'prod: no policy guards Services', (output) => { binding(output, 'exposure').matchResources.namespaceSelector.matchLabels['app.kubernetes.io/name'] = 'web'; }],
    ['a policy for one version', 'prod: no policy holds a SecretStore', (output) => { policy(output, 'secret-stores').matchConstraints.resourceRules[0].apiVersions = ['v1']; }],
    ['a policy that sees no creation', 'prod: no policy guards Ingresses', (output) => { policy(output, 'exposure').matchConstraints.resourceRules[0].operations = ['UPDATE']; }],
    ['a policy that is not for everybody', 'prod: no policy holds a SecretStore', (output) => { policy(output, 'secret-stores').matchConditions.push({ name: 'some', expression: "request.userInfo.username != 'me'" }); }],
  ]),
  ...mutationsOf('namespaceFacts', [
    ['the role of another service', 'names another role', (output) => { facts(output, 'prod/catalog/foundation.yaml')['dust-service/store-role'] = 'dust-prod-identity-secrets'; }],
    ['a repository that no pod has', 'names another repository', (output) => { facts(output)['dust-service/image-repository'] += '-admin'; }],
    ['a pod of another repository', 'names another repository', (output) => { podSpec(output, WEB).containers[0].image = 'other:env-prod'; }],
    ['another class', 'names another class', (output) => { facts(output)['dust-service/ingress-class'] = 'tailscale'; }],
    ['another scheme', 'names another scheme', (output) => { facts(output)['dust-service/ingress-scheme'] = 'internal'; }],
    ['another host', 'names another host', (output) => { facts(output)['dust-service/ingress-host'] = 'other.dust.example'; }],
  ]),
];
