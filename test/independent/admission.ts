import { failed } from './check';
import type { Check, Checks } from './check';
import { asList } from './json';
import { containersOf, find, ofKind, readWorld } from './world';
import type { Placed, World } from './world';

type Fields = Record<string, any>;

/** Policies of an environment that really refuse: they fail closed, and a binding of theirs denies in every namespace of the fleet. */
function holding(world: World, environment: string): Fields[] {
  const bindings = ofKind(world, 'ValidatingAdmissionPolicyBinding').filter((placed) => placed.environment === environment).map(({ object }) => object.spec as Fields);
  const namespaces = ofKind(world, 'Namespace').filter((placed) => placed.environment === environment).map(({ object }) => object.metadata.labels ?? {});
  const denies = (name: string) => bindings.some(({ policyName, validationActions, matchResources, paramRef }) => {
    const labels = Object.entries((matchResources?.namespaceSelector?.matchLabels ?? {}) as Record<string, string>);
    const narrower = Object.keys(matchResources ?? {}).some((key) => key !== 'namespaceSelector') || matchResources?.namespaceSelector?.matchExpressions !== undefined;
    return policyName === name && asList(validationActions).join() === 'Deny' && paramRef === undefined && !narrower && namespaces.every((own) => labels.every(([key, value]) => own[key] === value));
  });
  return ofKind(world, 'ValidatingAdmissionPolicy')
    .filter(({ object, environment: place }) => place === environment && object.spec.failurePolicy === 'Fail' && denies(object.metadata.name))
    .map(({ object }) => object.spec as Fields);
}

/** Whether a policy sees every change of a resource. */
function sees({ matchConstraints }: Fields, group: string, resource: string, operations: readonly string[]): boolean {
  const has = (list: string[] | undefined, wanted: string) => asList<string>(list).some((entry) => ['*', '*/*', wanted].includes(entry));
  return asList<Fields>(matchConstraints?.resourceRules).some((rule) =>
    has(rule.apiGroups, group) && has(rule.apiVersions, '*') && has(rule.resources, resource) && operations.every((operation) => has(rule.operations, operation)));
}

const WRITES = ['CREATE', 'UPDATE'];
const conditionsOf = ({ matchConditions }: Fields): string => JSON.stringify(matchConditions ?? []);

/** resources.md, K9 and K10, and identity.md, section 5: what RBAC cannot say, policies of the cluster do. */
const admissionPolicies: Check = (output) => {
  const world = readWorld(output);
  const everybody = (spec: Fields): boolean => !conditionsOf(spec).includes('userInfo');
  return [...new Set(world.objects.map(({ environment }) => environment))].flatMap((environment) => {
    const policies = holding(world, environment);
    const narrows = (capability: string): boolean => policies.some((spec) =>
      sees(spec, 'apps', 'deployments', [...WRITES, 'DELETE']) && conditionsOf(spec).includes(`:${capability}'`) && JSON.stringify(spec.validations).includes('kubectl.kubernetes.io/restartedAt'));
    return failed(environment, {
      'no policy narrows what a restart may patch': narrows('restart'),
      'no policy narrows what a release may patch': narrows('release'),
      'no policy holds a SecretStore to the role of its namespace': ['secretstores', 'clustersecretstores'].every((resource) => policies.some((spec) => everybody(spec) && sees(spec, 'external-secrets.io', resource, WRITES))),
      'no policy guards Ingresses': policies.some((spec) => everybody(spec) && sees(spec, 'networking.k8s.io', 'ingresses', WRITES)),
      'no policy guards Services': policies.some((spec) => everybody(spec) && sees(spec, '', 'services', WRITES)),
    });
  });
};

/** What policies believe of a namespace is what is in it. */
const namespaceFacts: Check = (output) => {
  const world = readWorld(output);
  return ofKind(world, 'Namespace').flatMap(({ at, object, environment }) => {
    const near = { environment, namespace: object.metadata.name };
    const inside = (kind: string): Placed[] => ofKind(world, kind).filter((placed) => placed.environment === environment && placed.namespace === near.namespace);
    const says = (fact: string) => object.metadata.annotations?.[`dust-service/${fact}`];
    const [store] = inside('SecretStore');
    const [ingress] = inside('Ingress');
    const service = find(world, near, 'Deployment', object.metadata.labels?.['app.kubernetes.io/name']);
    const image = world.pods.filter((pod) => pod.environment === environment && pod.namespace === near.namespace && service !== undefined).flatMap((pod) => containersOf(pod).map((one) => String(one.image)))
      .find((one) => one.startsWith(`${says('image-repository')}:`) || one.startsWith(`${says('image-repository')}@`));
    const params = ofKind(world, 'IngressClassParams').find((placed) => placed.environment === environment && placed.object.metadata.name === ingress?.object.spec.ingressClassName);
    return failed(at, {
      'names another role than its store': says('store-role') === store?.object.spec.provider.aws.role.split('/').at(-1),
      'names another repository than that of its pods': service === undefined ? says('image-repository') === undefined : image !== undefined,
      'names another class than its Ingress': says('ingress-class') === ingress?.object.spec.ingressClassName,
      'names another scheme than its class': says('ingress-scheme') === params?.object.spec.scheme,
      'names another host than its Ingress': says('ingress-host') === (ingress?.object.spec.rules?.[0]?.host ?? ingress?.object.spec.tls?.[0]?.hosts?.[0]),
    });
  });
};

export const admission: Checks = { admissionPolicies, namespaceFacts };
