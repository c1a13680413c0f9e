import { ADMIN, namespaceOf } from './check';
import type { Check, Checks, Declared } from './check';
import { capabilityOf, grantsOf, roleArn, statementsOf } from './iam';
import { asList, same, valuesOf } from './json';
import { ofKind, ofType, readWorld } from './world';
import type { Printed, World } from './world';
import type { KubernetesObject } from '../support/synthesize';

/** What a binding of the platform's group in one namespace reaches: there, platform-apply has more rights than in the whole cluster. */
const PLATFORM_SCOPE = 'a namespace where the platform has more rights';

interface Group {
  readonly environment: string;
  readonly name: string;
  readonly at: string;
  readonly scope: string;
}

/** Groups that bindings of manifests give rights to; the scope is a namespace, or all of the cluster. */
function boundGroups(world: World): Group[] {
  const platform = ofType(world, 'AWS::EKS::AccessEntry').filter(({ stack }) => stack.kind === 'platform')
    .flatMap(({ stack, properties }) => asList<string>(properties.KubernetesGroups).map((name) => `${stack.environment} ${name}`));
  return world.objects
    .filter(({ object }) => /^(Cluster)?RoleBinding$/.test(object.kind))
    .flatMap(({ object, environment, namespace, folder, at }) =>
      asList<{ kind: string; name: string }>(object.subjects)
        .filter(({ kind }) => kind === 'Group')
        .map(({ name }) => ({ environment, name, at, scope: namespace !== undefined && (folder === ADMIN || platform.includes(`${environment} ${name}`)) ? PLATFORM_SCOPE : (namespace ?? '*') })),
    );
}

/** Groups that access entries put a role into; the scope is the namespace of the stack's service, or all of the cluster. */
function enteredGroups(world: World, declared: Declared): Group[] {
  return ofType(world, 'AWS::EKS::AccessEntry').flatMap(({ stack, at, properties }) =>
    asList<string>(properties.KubernetesGroups).map((name) => ({
      environment: stack.environment ?? '',
      name,
      at,
      scope: stack.service === undefined ? '*' : namespaceOf(declared, stack.environment ?? '', stack.service),
    })),
  );
}

function describe(groups: readonly Group[], others: readonly Group[], problem: string): string[] {
  return groups.flatMap((group) => {
    const scope = group.scope === PLATFORM_SCOPE ? '*' : group.scope;
    const partners = others.filter((other) => other.environment === group.environment && other.name === group.name && other.scope === scope);
    return partners.length === 1 ? [] : [`${group.at}: ${problem} group ${group.name} in ${group.environment} (${partners.length} do)`];
  });
}

/** A binding's group is the one of exactly one access entry of the same service and environment, and the other way round. */
const groups: Check = (output, declared) => {
  const world = readWorld(output);
  const [bound, entered] = [boundGroups(world), enteredGroups(world, declared)];
  return [...describe(bound, entered, 'exactly one access entry must give'), ...describe(entered, bound, 'exactly one binding must name')];
};

/** Service accounts that pods use and Pod Identity associations are one to one, and the service account exists. */
const podIdentities: Check = (output) => {
  const world = readWorld(output);
  const used = new Set(world.pods.filter(({ workload }) => workload.folder !== ADMIN).map(({ environment, namespace, spec }) => `${environment} ${namespace}/${spec.serviceAccountName}`));
  const accounts = new Set(
    ofKind(world, 'ServiceAccount').map(({ environment, namespace, object }) => `${environment} ${namespace}/${object.metadata.name}`),
  );
  const associated = ofType(world, 'AWS::EKS::PodIdentityAssociation').map(({ stack, at, properties }) => ({
    at,
    key: `${stack.environment} ${properties.Namespace}/${properties.ServiceAccount}`,
  }));
  return [
    ...[...used]
      .filter((key) => associated.filter((entry) => entry.key === key).length !== 1)
      .map((key) => `${key}: exactly one association must name it`),
    ...associated.filter(({ key }) => !used.has(key)).map(({ at, key }) => `${at}: no pod uses service account ${key}`),
    ...associated.filter(({ key }) => !accounts.has(key)).map(({ at, key }) => `${at}: no manifest has service account ${key}`),
  ];
};

function clusterArn({ stack }: Printed, cluster: string): string {
  return `arn:${stack.partition}:eks:${stack.region}:${stack.account}:cluster/${cluster}`;
}

/** The role of an association is in its stack and trusts just the pods of that cluster, namespace and service account. */
const podRoles: Check = (output) =>
  ofType(readWorld(output), 'AWS::EKS::PodIdentityAssociation').flatMap((association) => {
    const { stack, at, properties } = association;
    const role = stack.printed.find((printed) => printed.type === 'AWS::IAM::Role' && roleArn(printed) === properties.RoleArn);
    if (role === undefined) return [`${at}: ${properties.RoleArn} is not a role of this stack`];
    const expected = {
      'aws:SourceAccount': [stack.account],
      'aws:RequestTag/eks-cluster-arn': [clusterArn(association, properties.ClusterName)],
      'aws:RequestTag/kubernetes-namespace': [properties.Namespace],
      'aws:RequestTag/kubernetes-service-account': [properties.ServiceAccount],
    };
    const [statement, ...others] = statementsOf(role.properties.AssumeRolePolicyDocument);
    return [
      ...(others.length === 0 ? [] : [`${role.at}: more than one statement trusts somebody`]),
      ...(same(statement?.principals, { Service: ['pods.eks.amazonaws.com'] })
        ? []
        : [`${role.at}: trusts ${JSON.stringify(statement?.principals)}`]),
      ...(same([...(statement?.actions ?? [])].sort(), ['sts:AssumeRole', 'sts:TagSession'])
        ? []
        : [`${role.at}: the trust must allow AssumeRole and TagSession alone`]),
      ...(same(statement?.conditions, { StringEquals: expected })
        ? []
        : [`${role.at}: conditions ${JSON.stringify(statement?.conditions)} are not those of ${at}`]),
    ];
  });

/** All that names a cluster names the one of its environment, in its account and region. */
const clusters: Check = (output, declared) => {
  const world = readWorld(output);
  const named = world.resources
    .filter(({ type, properties }) => properties.ClusterName !== undefined || /^AWS::EKS::/.test(type))
    .flatMap(({ at, stack, properties }) =>
      properties.ClusterName === declared.environments[stack.environment ?? '']?.cluster
        ? []
        : [`${at}: cluster ${properties.ClusterName} is not the one of ${stack.environment}`],
    );
  const arns = world.resources.flatMap((printed) =>
    valuesOf(printed.properties)
      .filter(({ text }) => /^arn:[\w-]+:eks:/.test(text))
      .flatMap(({ text }) => {
        const cluster = declared.environments[printed.stack.environment ?? '']?.cluster ?? '';
        return text === clusterArn(printed, cluster) ? [] : [`${printed.at}: ${text} is not the cluster of ${printed.stack.environment}`];
      }),
  );
  return [...named, ...arns];
};

/** Where templates write names that belong to Kubernetes: key of a property or condition, and kind of object. */
const KUBERNETES_NAMES: readonly (readonly [RegExp, string])[] = [
  [/(^|\/)(kubernetes-)?namespaces?$/i, 'Namespace'],
  [/(^|\/)(kubernetes-)?service-?account$/i, 'ServiceAccount'],
];

/** Nothing in a template names a namespace, service account or group that no manifest of its environment has. */
const kubernetesNames: Check = (output) => {
  const world = readWorld(output);
  const groupNames = new Set(boundGroups(world).map(({ environment, name }) => `${environment} ${name}`));
  return world.resources.flatMap(({ properties, stack: { environment }, at }) =>
    valuesOf(properties).flatMap(({ path, text }) => {
      const key = [...path].reverse().find((part) => !/^\d+$/.test(part)) ?? '';
      const [, kind] = KUBERNETES_NAMES.find(([pattern]) => pattern.test(key)) ?? [];
      const known =
        kind === undefined || ofKind(world, kind).some((placed) => placed.environment === environment && placed.object.metadata.name === text);
      const group = !/^[\w-]+:[\w-]+:[\w:-]+$/.test(text) || key !== 'KubernetesGroups' || groupNames.has(`${environment} ${text}`);
      return known && group ? [] : [`${at}: ${key} names ${text}, which no manifest of ${environment} has`];
    }),
  );
};

/** What admission policies believe of a namespace; the roles that it names may not be there when CloudFormation makes it. */
function withoutFacts(namespace: KubernetesObject | undefined): unknown {
  const annotations = Object.entries(namespace?.metadata.annotations ?? {}).filter(([key]) => !key.startsWith('dust-service/'));
  return { ...namespace, metadata: { ...namespace?.metadata, annotations: Object.fromEntries(annotations) } };
}

/** A namespace that CloudFormation creates is the very object of the foundation, but for that. */
const namespacesOfTemplates: Check = (output) => {
  const world = readWorld(output);
  return ofType(world, 'Custom::AWSCDK-EKS-KubernetesResource').flatMap(({ at, stack, properties }) => {
    const objects = JSON.parse(String(properties.Manifest)) as unknown[];
    const foundation = ofKind(world, 'Namespace').find(({ environment, folder }) => environment === stack.environment && folder === stack.service);
    return objects.length === 1 && same(objects[0], withoutFacts(foundation?.object)) ? [] : [`${at}: its objects are not the Namespace of the foundation`];
  });
};

/** Stacks stand in the account and region that was declared, and there is one for every declared service and environment. */
const places: Check = (output, declared) => {
  const { stacks } = readWorld(output);
  const wrong = stacks.flatMap(({ stackName, kind, environment, account, region }) => {
    const expected = kind === 'builds' ? declared.registry : declared.environments[environment ?? ''];
    return kind === 'account' || (expected?.account === account && expected.region === region)
      ? []
      : [`${stackName}: stands in ${account} ${region}`];
  });
  const names = new Set(stacks.map(({ stackName }) => stackName));
  const expected = [
    ...Object.keys(declared.environments).map((environment) => `${declared.prefix}-${environment}`),
    ...Object.entries(declared.services).flatMap(([service, { environments }]) =>
      ['builds', ...environments].map((environment) => `${declared.prefix}-${environment}-${service}`),
    ),
  ];
  return [...wrong, ...expected.filter((name) => !names.has(name)).map((name) => `${name}: there is no such stack`)];
};

/** Every capability that needs the cluster has its access entry, and a role without one has no way in. */
const entriesOfRoles: Check = (output) => {
  const world = readWorld(output);
  const entered = new Set(ofType(world, 'AWS::EKS::AccessEntry').map(({ properties }) => String(properties.PrincipalArn)));
  const described = new Set(
    grantsOf(world)
      .filter(({ statement }) => statement.actions.includes('eks:DescribeCluster'))
      .map(({ role }) => roleArn(role)),
  );
  return ofType(world, 'AWS::IAM::Role').flatMap((role) => {
    const needs = ['restart', 'release', 'workload-apply', 'platform-apply'].includes(capabilityOf(role));
    const arn = roleArn(role);
    return entered.has(arn) === needs && described.has(arn) === needs
      ? []
      : [`${role.at}: ${needs ? 'needs' : 'must not have'} an access entry and eks:DescribeCluster`];
  });
};

export const identitySeams: Checks = { groups, podIdentities, podRoles, clusters, kubernetesNames, namespacesOfTemplates, places, entriesOfRoles };
