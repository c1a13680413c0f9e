import type { Check, Checks, Declared } from './check';
import { asList, same } from './json';
import { ofKind, readWorld } from './world';
import type { Placed, World } from './world';

interface Rule {
  readonly apiGroups: string[];
  readonly resources: string[];
  readonly verbs: string[];
  readonly resourceNames?: string[];
}

function rulesOf({ object }: Placed): Rule[] {
  return asList<Rule>(object.rules);
}

/** Stores of the whole cluster, and what writes secrets from the cluster into AWS, are nobody's to make. */
const FORBIDDEN_SECRETS = /^(cluster(secretstores|externalsecrets|pushsecrets|generators)|pushsecrets)$/;
const FORBIDDEN_RESOURCES =
  /^(\*|secrets|pods(\/.*)?|nodes(\/.*)?|serviceaccounts\/token|.*\/(exec|attach|portforward|proxy)|tokenreviews|certificatesigningrequests(\/.*)?)$/;
const FORBIDDEN_VERBS = new Set(['*', 'impersonate', 'escalate', 'bind', 'approve', 'sign', 'deletecollection']);

/** Kubernetes lets platform-apply create Roles only where it may escalate and bind; nobody else may. */
const ESCALATES = ['rolebindings', 'roles'];

function ruleProblems(placed: Placed, rule: Rule): string[] {
  const platform =
    placed.object.kind === 'ClusterRole' &&
    rule.apiGroups.join() === 'rbac.authorization.k8s.io' &&
    rule.resources.every((resource) => ESCALATES.includes(resource));
  return [
    ...rule.resources.filter((resource) => FORBIDDEN_RESOURCES.test(resource) || FORBIDDEN_SECRETS.test(resource)).map((resource) => `${placed.at}: is about ${resource}`),
    ...rule.verbs
      .filter((verb) => FORBIDDEN_VERBS.has(verb) && !(platform && ['bind', 'escalate'].includes(verb)))
      .map((verb) => `${placed.at}: may ${verb} ${rule.resources.join(', ')}`),
    ...(rule.apiGroups.includes('*') ? [`${placed.at}: is about every group`] : []),
  ];
}

/** K11: no wildcards, no secrets, no way to run commands or to become somebody else. */
const k11Rules: Check = (output) =>
  readWorld(output)
    .objects.filter(({ object }) => /^(Cluster)?Role$/.test(object.kind))
    .flatMap((placed) => rulesOf(placed).flatMap((rule) => ruleProblems(placed, rule)));

/** K11: only platform-apply has rights in the whole cluster. */
const k11ClusterRoles: Check = (output) => {
  const world = readWorld(output);
  return [...ofKind(world, 'ClusterRole'), ...ofKind(world, 'ClusterRoleBinding')].flatMap(({ at, object, folder, environment }) => {
    const subjects = asList<{ kind: string; name: string }>(object.subjects);
    const right = folder === 'cluster-admin' && subjects.every(({ kind, name }) => kind === 'Group' && name === `dust:${environment}:platform-apply`);
    return right ? [] : [`${at}: gives rights in the whole cluster`];
  });
};

const RESTART_VERBS = ['get', 'list', 'patch', 'watch'];

/** K11: the restart role patches the Deployments of its service by name and does nothing else. */
const k11Restart: Check = (output) => {
  const world = readWorld(output);
  return ofKind(world, 'Role')
    .filter(({ object }) => object.metadata.name === 'restart')
    .flatMap((placed) => {
      const deployments = ofKind(world, 'Deployment')
        .filter(({ environment, namespace }) => environment === placed.environment && namespace === placed.namespace)
        .map(({ object }) => object.metadata.name)
        .sort();
      const [rule, ...others] = rulesOf(placed);
      const right =
        others.length === 0 &&
        rule?.apiGroups.join() === 'apps' &&
        rule.resources.join() === 'deployments' &&
        [...rule.verbs].sort().join() === RESTART_VERBS.join() &&
        [...(rule.resourceNames ?? [])].sort().join() === deployments.join();
      return right ? [] : [`${placed.at}: is more or less than restarting ${deployments.join(', ')}`];
    });
};

/** Kinds whose plural is the word itself. */
const PLURALS = /^(IngressClassParams|Redis|S3Credentials)$/;

function plural(kind: string): string {
  if (PLURALS.test(kind)) return kind.toLowerCase();
  const word = kind.toLowerCase();
  if (word.endsWith('y')) return `${word.slice(0, -1)}ies`;
  return /s$/.test(word) ? `${word}es` : `${word}s`;
}

function may(rules: readonly Rule[], { object }: Placed, verbs: readonly string[]): boolean {
  const group = object.apiVersion.includes('/') ? object.apiVersion.split('/')[0]! : '';
  // Whether a binding may be made is decided by the right to bind its role.
  const target = (verb: string) => (verb === 'bind' ? 'roles' : plural(object.kind));
  return verbs.every((verb) =>
    rules.some(
      (rule) =>
        rule.apiGroups.includes(group) && rule.resources.includes(target(verb)) && rule.verbs.includes(verb) && rule.resourceNames === undefined,
    ),
  );
}

/** What the roles of one name and kind may do in a place. */
function rights(world: World, kind: string, name: string, placed: Placed): Rule[] {
  return ofKind(world, kind)
    .filter(
      ({ environment, namespace, object }) =>
        environment === placed.environment && object.metadata.name.endsWith(name) && (kind === 'ClusterRole' || namespace === placed.namespace),
    )
    .flatMap(rulesOf);
}

const APPLY = ['get', 'create', 'patch'];
/** Kubernetes lets only those make roles and bindings that may escalate and bind. */
const BEYOND: Readonly<Record<string, readonly string[]>> = { Role: ['escalate'], RoleBinding: ['bind'] };
const FOUNDATION = /^(Namespace|ResourceQuota|LimitRange|Role|RoleBinding|ServiceAccount|NetworkPolicy|SecretStore)$/;
/** An identity whose name is not found in the namespace is taken as a name of the whole store, and a certificate is believed. */
const FOUNDATION_GROUPS = /^(cert-manager\.io|seaweed\.seaweedfs\.com)$/;

function groupOf({ object }: Placed): string {
  return object.apiVersion.includes('/') ? object.apiVersion.split('/')[0]! : '';
}

/** Folders of the platform are all that is neither of a service nor of the whole cluster. */
function isOfPlatform({ folder }: Placed, declared: Declared): boolean {
  return declared.services[folder] === undefined && !folder.startsWith('cluster');
}

function isAppliedByPlatform(placed: Placed, declared: Declared): boolean {
  return ['foundation.yaml', 'cluster.yaml'].includes(placed.layer) || isOfPlatform(placed, declared);
}

/** K11: each apply identity may apply all of its layers, and workload-apply nothing of the foundation. */
const k11Apply: Check = (output, declared) => {
  const world = readWorld(output);
  return world.objects
    .filter(({ folder }) => folder !== 'cluster-admin')
    .flatMap((placed) => {
      const needed = [...APPLY, ...(BEYOND[placed.object.kind] ?? [])];
      const own = rights(world, 'Role', 'platform-apply', placed);
      const platform = may([...rights(world, 'ClusterRole', 'platform-apply', placed), ...own], placed, needed);
      const workload = may(rights(world, 'Role', 'workload-apply', placed), placed, APPLY);
      const ofPlatform = isAppliedByPlatform(placed, declared);
      return [
        ...((ofPlatform ? platform : workload) ? [] : [`${placed.at}: ${ofPlatform ? 'platform-apply' : 'workload-apply'} may not apply it`]),
        ...((FOUNDATION.test(placed.object.kind) || FOUNDATION_GROUPS.test(groupOf(placed))) && workload ? [`${placed.at}: workload-apply may change the foundation`] : []),
      ];
    });
};

/** What a rule is about, with the group: kinds of two groups may be called alike. */
function subjectsOfRules(rules: readonly Rule[]): string[] {
  return [...new Set(rules.flatMap(({ apiGroups, resources }) => apiGroups.flatMap((group) => resources.map((resource) => `${group}/${resource}`))))].sort();
}

function printedKinds(placed: readonly Placed[]): string[] {
  return [...new Set(placed.map((one) => `${groupOf(one)}/${plural(one.object.kind)}`))].sort();
}

/** K11: in each namespace, platform-apply has rights about just what it applies there beyond its rights in the cluster; in its own, nobody else has any. */
const k11Admin: Check = (output, declared) => {
  const world = readWorld(output);
  return ofKind(world, 'Namespace').flatMap((namespace) => {
    const { environment, object, at } = namespace;
    const near = { ...namespace, namespace: object.metadata.name as string };
    const cluster = subjectsOfRules(rights(world, 'ClusterRole', 'platform-apply', near));
    const applied = world.objects.filter((placed) => placed.environment === environment && placed.folder === namespace.folder && isAppliedByPlatform(placed, declared));
    const needed = printedKinds(applied).filter((resource) => !cluster.includes(resource));
    const given = subjectsOfRules(rights(world, 'Role', isOfPlatform(namespace, declared) ? '' : 'platform-apply', near));
    const subjects = ofKind(world, 'RoleBinding')
      .filter((placed) => placed.environment === environment && placed.namespace === object.metadata.name)
      .filter((placed) => isOfPlatform(namespace, declared) || placed.object.roleRef.name === 'platform-apply')
      .flatMap((placed) => asList<{ kind: string; name: string }>(placed.object.subjects).map(({ kind, name }) => `${kind} ${name}`));
    return [
      ...(same(given, needed) ? [] : [`${at}: platform-apply has rights about ${given.join(', ')}, not ${needed.join(', ')}`]),
      ...(same(subjects, needed.length > 0 || isOfPlatform(namespace, declared) ? [`Group dust:${environment}:platform-apply`] : []) ? [] : [`${at}: gives rights to ${subjects.join(', ')}`]),
    ];
  });
};

/** What every service's files may hold, whatever it keeps; the rest are kinds of data, each only where it is in use. */
const USUAL = /^(\/(configmaps|services)|apps\/deployments|autoscaling\/horizontalpodautoscalers|batch\/(cronjobs|jobs)|external-secrets\.io\/externalsecrets|networking\.k8s\.io\/ingresses|policy\/poddisruptionbudgets)$/;

/** K11: workload-apply has no rights about kinds of the foundation, whether or not one of them is printed, and about kinds of data just those in use. */
const k11WorkloadKinds: Check = (output, declared) => {
  const world = readWorld(output);
  return ofKind(world, 'Role')
    .filter(({ object }) => object.metadata.name === 'workload-apply')
    .flatMap((placed) => {
      const about = subjectsOfRules(rulesOf(placed));
      const applied = world.objects.filter((other) => other.environment === placed.environment && other.folder === placed.folder && !isAppliedByPlatform(other, declared));
      const needed = printedKinds(applied).filter((kind) => !USUAL.test(kind));
      const foundation = /^(namespaces|resourcequotas|limitranges|roles|rolebindings|serviceaccounts|networkpolicies|secretstores)$/;
      const further = about.filter((kind) => !USUAL.test(kind));
      return [
        ...about.filter((kind) => foundation.test(kind.split('/')[1]!) || FOUNDATION_GROUPS.test(kind.split('/')[0]!)).map((kind) => `${placed.at}: is about ${kind.split('/')[1]}`),
        ...(same(further, needed) ? [] : [`${placed.at}: is about data of ${further.join(', ') || 'no kind'}, not of ${needed.join(', ') || 'none'}`]),
      ];
    });
};

export const rbac: Checks = { k11Rules, k11ClusterRoles, k11Restart, k11Apply, k11Admin, k11WorkloadKinds };
